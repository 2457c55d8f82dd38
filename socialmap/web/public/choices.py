"""The questions of the guide: the choices, their wording, and the search they stand for."""

from __future__ import annotations

from dataclasses import dataclass

from socialmap.wording import N_


@dataclass(frozen=True)
class Choice:
    """A choice, by its code in the URL.

    `mine` is its wording for a resident, `theirs` for a choice about somebody else when that
    differs, and `because` names it as a reason why a hit fits. It stands for words to search for,
    or for filters (name and value).
    """

    code: str
    mine: str
    because: str
    theirs: str = ""
    words: str = ""
    filters: tuple[tuple[str, str], ...] = ()

    def wording(self, about_somebody: bool) -> str:
        """The choice in words, about oneself or about somebody else."""
        return (about_somebody and self.theirs) or self.mine


@dataclass(frozen=True)
class Question:
    """A question with its choices, about oneself (`mine`) or about somebody else (`theirs`).

    `name` is a word or two for it, in front of its answers. Without choices it asks where.
    """

    param: str
    name: str
    mine: str
    theirs: str
    choices: tuple[Choice, ...] = ()
    # Whether the choices are a word or two, so that several fit on a line.
    short: bool = False
    # Whether only one of the choices can be chosen.
    single: bool = False

    def wording(self, about_somebody: bool) -> str:
        """The question in words, about oneself or about somebody else."""
        return self.theirs if about_somebody else self.mine


def _filtered(
    code: str, mine: str, because: str, *filters: tuple[str, str], theirs: str = ""
) -> Choice:
    return Choice(code, mine, because, theirs, filters=filters)


def _worded(code: str, mine: str, because: str, words: str, theirs: str = "") -> Choice:
    return Choice(code, mine, because, theirs, words=words)


PLACE = Question(
    "waar", N_("Waar"), N_("Waar wil je iets vinden?"), N_("Waar wil iemand iets vinden?")
)
WISHES = Question(
    "graag",
    N_("Graag"),
    N_("Wat zou je graag willen?"),
    N_("Wat wil iemand graag?"),
    (
        _filtered(
            "contact",
            N_("Mensen leren kennen op een plek waar ik welkom ben"),
            N_("je welkom voelen"),
            ("isolement", "individual"),
            theirs=N_("Contact, op een plek waar iemand welkom is"),
        ),
        _filtered(
            "bezig",
            N_("Iets om handen hebben, rustig en met anderen"),
            N_("rustig meewerken"),
            ("isolement", "group"),
            theirs=N_("Rustig meewerken met andere mensen"),
        ),
        _filtered(
            "buurt",
            N_("Meedoen met iets in mijn buurt"),
            N_("meedoen in de buurt"),
            ("isolement", "societal"),
            theirs=N_("Meedoen met iets in de buurt"),
        ),
        _worded("ander", N_("Iets doen voor een ander"), N_("iets voor een ander"), "vrijwilliger"),
        _worded(
            "hetzelfde",
            N_("Praten met mensen die hetzelfde meemaken"),
            N_("mensen die hetzelfde meemaken"),
            "lotgenoten",
            theirs=N_("Praten met lotgenoten"),
        ),
    ),
)
PLEASURES = Question(
    "leuk",
    N_("Zin in"),
    N_("Waar heb je zin in?"),
    N_("Waar heeft iemand zin in?"),
    (
        _worded("eten", N_("Samen eten"), N_("samen eten"), "maaltijd"),
        _worded("koffie", N_("Koffie of thee"), N_("koffie of thee"), "koffie"),
        _worded("wandelen", N_("Wandelen"), N_("wandelen"), "wandelen"),
        _worded("bewegen", N_("Bewegen of sport"), N_("bewegen"), "bewegen"),
        _worded("buiten", N_("Buiten zijn"), N_("buiten zijn"), "buiten"),
        _worded("dieren", N_("Dieren"), N_("dieren"), "dieren"),
        _worded("maken", N_("Iets maken"), N_("iets maken"), "creatief"),
        _worded("klussen", N_("Klussen"), N_("klussen"), "klussen"),
        _worded("muziek", N_("Muziek of zingen"), N_("muziek"), "muziek"),
        _worded("spel", N_("Een spelletje"), N_("spelletjes"), "spelletjes"),
        _worded("leren", N_("Iets leren"), N_("iets leren"), "leren"),
        _worded("taal", N_("Nederlands oefenen"), N_("Nederlands oefenen"), "taal"),
        _worded("rust", N_("Rust"), N_("rust"), "rust"),
    ),
    short=True,
)
TOGETHER = Question(
    "samen",
    N_("Samen met"),
    N_("Ben je liever met één iemand of met meer mensen?"),
    N_("Is iemand liever met één mens of met meer mensen?"),
    (
        _filtered(
            "een",
            N_("Liever één op één"),
            N_("één op één"),
            ("vorm", "buddy_project"),
            ("vorm", "home_visiting"),
            ("vorm", "language_buddy"),
            ("vorm", "phone_circle"),
        ),
        _filtered(
            "groep",
            N_("Liever met meer mensen"),
            N_("met meer mensen"),
            ("soort", "warm_place"),
            ("soort", "mild_work_setting"),
            ("soort", "community_initiative"),
        ),
    ),
    single=True,
)
HURDLES = Question(
    "lastig",
    N_("Lastig"),
    N_("Wat maakt het lastig?"),
    N_("Wat houdt iemand tegen?"),
    (
        _filtered(
            "spannend",
            N_("Ergens binnenkomen vind ik spannend"),
            N_("iemand ontvangt je"),
            ("drempel", "met_at_door"),
            theirs=N_("Ergens binnenkomen is spannend"),
        ),
        _filtered(
            "alleen",
            N_("Ik durf niet alleen te gaan"),
            N_("je mag iemand meenemen"),
            ("drempel", "companion_welcome"),
            theirs=N_("Durft niet alleen te gaan"),
        ),
        _filtered(
            "drukte",
            N_("Drukte is te veel voor mij"),
            N_("het is er rustig"),
            ("drempel", "quiet"),
            theirs=N_("Drukte en prikkels zijn te veel"),
        ),
        _filtered(
            "geld",
            N_("Ik heb weinig geld"),
            N_("het is gratis"),
            ("drempel", "free_of_charge"),
            theirs=N_("Heeft weinig geld"),
        ),
        _filtered(
            "afspraak",
            N_("Afspraken maken lukt niet goed"),
            N_("je kunt zo binnenlopen"),
            ("drempel", "walk_in"),
        ),
        _filtered(
            "verwijzing",
            N_("Ik heb geen verwijzing"),
            N_("zonder verwijzing"),
            ("drempel", "no_referral_needed"),
            theirs=N_("Heeft geen verwijzing of indicatie"),
        ),
        _filtered(
            "lopen",
            N_("Ik loop slecht of zit in een rolstoel"),
            N_("zonder trap of drempel"),
            ("toegankelijk", "step_free"),
            theirs=N_("Loopt slecht of zit in een rolstoel"),
        ),
        _filtered(
            "vervoer",
            N_("Ik kan er moeilijk komen"),
            N_("iemand kan je halen en brengen"),
            ("toegankelijk", "transport_offered"),
            theirs=N_("Kan er moeilijk komen"),
        ),
        _worded(
            "thuis",
            N_("Ik kom bijna de deur niet uit"),
            N_("bezoek of een maatje"),
            "huisbezoek",
            theirs=N_("Komt bijna de deur niet uit"),
        ),
    ),
)
TIMES = Question(
    "wanneer",
    N_("Wanneer"),
    N_("Wanneer kun je?"),
    N_("Wanneer kan iemand?"),
    (
        _filtered("vandaag", N_("Vandaag"), N_("vandaag"), ("dag", "vandaag")),
        _filtered("weekend", N_("In het weekend"), N_("in het weekend"), ("dag", "weekend")),
        _filtered("ochtend", N_("’s Ochtends"), N_("’s ochtends"), ("dagdeel", "ochtend")),
        _filtered("middag", N_("’s Middags"), N_("’s middags"), ("dagdeel", "middag")),
        _filtered("avond", N_("’s Avonds"), N_("’s avonds"), ("dagdeel", "avond")),
    ),
    short=True,
)


def _company(code: str, mine: str, because: str, audience: str) -> Choice:
    # A listing for everybody suits each of these audiences too.
    return _filtered(code, mine, because, ("doelgroep", audience), ("doelgroep", "everyone"))


COMPANY = Question(
    "wie",
    N_("Met wie"),
    N_("Met wie ben je graag?"),
    N_("Met wie is iemand graag?"),
    (
        _company("ouderen", N_("Ouderen"), N_("voor ouderen"), "older_people"),
        _company("jongeren", N_("Jongeren"), N_("voor jongeren"), "young_people"),
        _company("ouders", N_("Ouders"), N_("voor ouders"), "parents"),
        _company("vrouwen", N_("Vrouwen"), N_("voor vrouwen"), "women"),
        _company("mannen", N_("Mannen"), N_("voor mannen"), "men"),
        _company("nieuwkomers", N_("Nieuwkomers"), N_("voor nieuwkomers"), "newcomers"),
        _company("mantelzorgers", N_("Mantelzorgers"), N_("voor mantelzorgers"), "carers"),
    ),
)
# In the order in which they are asked.
QUESTIONS = (PLACE, WISHES, PLEASURES, TOGETHER, HURDLES, TIMES, COMPANY)
