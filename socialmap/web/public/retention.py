"""The data that the map stores about people, for how long, and who sees it: the privacy page.

Each period is the constant by which the code deletes, so that the page cannot differ from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from socialmap.catalogue import drafts
from socialmap.images import actions as pictures
from socialmap.importing.uploads import disk as uploads
from socialmap.mail import jobs as mail
from socialmap.organisations import claims
from socialmap.people import attempts, sign_ins
from socialmap.proposals import actions as proposals
from socialmap.search import misses
from socialmap.upkeep import choices, magic_links
from socialmap.wording import N_

COORDINATORS = N_("coördinatoren van dat gebied")


@dataclass(frozen=True)
class Retained:
    """Something that is stored: for how long after which moment, and who sees it, in Dutch."""

    what: str
    period: timedelta
    after: str
    seen_by: str

    @property
    def days(self) -> int:
        """The period in days."""
        return self.period.days


SEARCHED = Retained(
    N_("Woorden waarmee drie keer of vaker niets is gevonden, zonder wie ze zocht"),
    misses.FORGOTTEN_AFTER, N_("de laatste keer"), N_("coördinatoren en wie de server beheert"),
)  # fmt: skip
OF_VISITORS = (
    Retained(
        N_("Je mailadres en je toelichting bij een melding of voorstel"),
        proposals.PERSONAL_FOR, N_("ons antwoord"), COORDINATORS,
    ),
    Retained(
        N_("Een melding of voorstel dat je niet hebt afgemaakt"),
        proposals.DRAFT_FOR, N_("het begin"), N_("alleen jij"),
    ),
    Retained(
        N_("Mail die wij sturen, met het adres"),
        mail.KEEP_FOR, N_("het versturen"), N_("coördinatoren en beheerders"),
    ),
    Retained(
        N_("De link in een mail waarmee een initiatief zijn gegevens nakijkt"),
        magic_links.VALID_FOR, N_("het versturen"), N_("wie de mail heeft"),
    ),
    Retained(
        N_("De link in een mail waarmee een organisatie laat zien dat zij het is"),
        claims.VALID_FOR, N_("het versturen"), N_("wie de mail heeft"),
    ),
    Retained(
        N_("Het adres van een vraag die wij mailden, zodat je ermee kunt stoppen"),
        choices.STOPS_FOR, N_("het versturen"), N_("niemand"),
    ),
)  # fmt: skip
OF_WORKERS = (
    Retained(
        N_("Wanneer en hoe je inlogde"),
        sign_ins.KEPT_FOR, N_("het inloggen"), N_("jijzelf en beheerders"),
    ),
    Retained(
        N_("Pogingen om in te loggen, als code: zonder mailadres en internetadres"),
        attempts.KEPT_FOR, N_("de poging"), N_("niemand"),
    ),
    Retained(
        N_("Wat je hebt getypt en nog niet hebt opgeslagen"),
        drafts.RETENTION, N_("de laatste keer"), N_("alleen jij"),
    ),
    Retained(
        N_("Bestanden die je hebt geïmporteerd"),
        uploads.RETENTION, N_("het uploaden"), COORDINATORS,
    ),
    Retained(
        N_("Een foto of logo die nergens op de kaart of in de geschiedenis staat"),
        pictures.RETENTION, N_("het uploaden"), N_("niemand"),
    ),
)  # fmt: skip


def of_visitors(counting: bool) -> tuple[Retained, ...]:
    """What is stored about visitors; words are only among it if they are counted."""
    return (SEARCHED, *OF_VISITORS) if counting else OF_VISITORS
