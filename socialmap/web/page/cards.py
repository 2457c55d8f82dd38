"""The facts on the card of a hit: when, how far and what it costs; the rest is on its page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from flask import current_app
from jinja2.filters import do_truncate
from markupsafe import Markup

from socialmap.catalogue.freshness import reached
from socialmap.search.index.cards import Card
from socialmap.search.results import FacetValue, Hit
from socialmap.times.clock import minutes, today
from socialmap.times.hours import OPEN, UNKNOWN
from socialmap.web.page.addresses import listing_url
from socialmap.web.page.filters import checked, cost, travel
from socialmap.web.page.labels import form_names, term_name, value_name
from socialmap.web.page.times import happens_text, open_text, then_text
from socialmap.web.page.wording import cached, drawn, together, translation
from socialmap.wording import N_

# More audiences than this would make a card long.
AUDIENCES = 3
LONGEST_HOURS = 60
ONLINE = N_("online of aan de telefoon")
FORMS = N_("isolement:")
NOT_KNOWN = N_("niet bekend:")
# A fact as its class, the name of its icon, and its text.
Fact = tuple[str, str, str]
fact = drawn("public/_card.html", "fact")
head = drawn("public/_card.html", "head")


def card_head(hit: Hit, level: int) -> Markup:
    """The head of a card: the name as a heading of a level, its badge and its summary."""
    return head(hit.card, level, listing_url(hit.card.slug))


def card_facts(hit: Hit, full_forms: bool = False) -> Markup:
    """The facts of a hit in the order of the card.

    `full_forms` adds what professionals choose by: the forms of isolation, for whom it is, and when
    it was confirmed.
    """
    facts = [fact(*parts) for parts in _here_and_now(hit)]
    facts.append(_lasting_facts(hit.card, full_forms, today()))
    if hit.unknown:
        names = ", ".join(value_name(param, code) for param, code in hit.unknown)
        facts.append(fact("unknown", "circle-help", f"{translation(NOT_KNOWN)} {names}"))
    return together(facts)


@cached
def _lasting_facts(card: Card, full_forms: bool, _today: date) -> Markup:
    """The facts that depend on neither the place nor the time of day of the visitor."""
    return together(fact(*parts) for parts in _lasting(card, full_forms))


def _lasting(card: Card, full_forms: bool) -> Iterator[Fact]:
    price = cost(card)
    if price and card.shows("threshold"):
        yield "cost", "" if "€" in price else "euro", price
    if full_forms and card.shows("what"):
        yield from _for_whom(card)
    seen = card.confirmed_on
    late = seen is not None and reached(card.overdue_on, today())
    if full_forms or late:
        drawing = "check" if seen and not late else "circle-help"
        yield "confirmed", drawing, checked(seen, card.overdue_on)


def _here_and_now(hit: Hit) -> Iterator[Fact]:
    public = hit.card.shows("place")
    if hit.card.shows("times"):
        yield _when(hit)
    if hit.metres is not None and public:
        yield "distance", "navigation", travel(hit.metres)
    elif hit.town and public:
        yield "distance", "map-pin", hit.town
    elif hit.card.online:
        yield "distance", "globe", translation(ONLINE)


def _when(hit: Hit) -> Fact:
    """Whether it is open, at the time that was asked for or else now."""
    opening, in_words = hit.opening, hit.card.hours_text
    if hit.asked and not (opening.state == OPEN and hit.asked[0][0] <= minutes(hit.at)):
        if spans := hit.open_then:
            state = OPEN if spans[0].sure or spans[0].open_end else UNKNOWN
            return f"open card__fact--{state}", "clock", then_text(spans, hit.card.hours, hit.at)
        if happens := hit.happens():
            return f"open card__fact--{OPEN}", "clock", happens_text(happens, hit.at)
    if opening.state == UNKNOWN and in_words:
        text = do_truncate(current_app.jinja_env, in_words, LONGEST_HOURS)
    else:
        text = open_text(opening, hit.card.hours, hit.at)
    return f"open card__fact--{opening.state}", "clock", text


def _for_whom(card: Card) -> Iterator[Fact]:
    if card.forms:
        names = ", ".join(form_names(card.forms))
        yield "forms", "heart", f"{translation(FORMS)} {names}"
    if card.audiences:
        named = (term_name("audience", code) for code in card.audiences[:AUDIENCES])
        yield "audience", "users", ", ".join(named)


# A group of filters shows all its values up to MOST_SHOWN of them, or else the first few.
MOST_SHOWN, SHOWN_OF_MANY = 12, 8


check = drawn("public/_check.html", "check")


def most_used(values: Sequence[FacetValue]) -> tuple[Sequence[FacetValue], Sequence[FacetValue]]:
    """The values to show, and those behind 'more': of many, the chosen and most used come first."""
    if len(values) <= MOST_SHOWN:
        return values, ()
    ordered = sorted(values, key=lambda value: (not value.chosen, -value.count))
    return ordered[:SHOWN_OF_MANY], ordered[SHOWN_OF_MANY:]


def checks(param: str, values: Sequence[FacetValue]) -> Markup:
    """The checkboxes of some values of a group of filters."""
    return together(check(param, *value) for value in values)
