"""The names of what people choose: groups of filters, their values, sorts, ways out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from flask_babel import format_date, get_locale, gettext, ngettext
from werkzeug.datastructures import MultiDict

from socialmap.catalogue.taxonomy import taxonomy
from socialmap.language.needs import needs
from socialmap.places.gazetteer import Place
from socialmap.places.geocoding import OnePlace
from socialmap.search.query import FACETS, SORTS, SearchQuery
from socialmap.search.reading.chips import Chip
from socialmap.search.reading.unwanted_words import concepts
from socialmap.search.results import SearchResults, WayOut
from socialmap.times.days import WEEKDAYS, WHOLE_DAY, clock_of, date_of, is_part
from socialmap.web.page.addresses import url_for, with_args
from socialmap.web.page.wording import cached
from socialmap.wording import N_

FACET_NAMES = {
    "soort": N_("Soort plek"),
    "dag": N_("Welke dag"),
    "dagdeel": N_("Welk deel van de dag"),
    "drempel": N_("Makkelijk om binnen te stappen"),
    "isolement": N_("Wat past bij je?"),
    "vorm": N_("Wat je er doet"),
    "doelgroep": N_("Voor wie"),
    "leefgebied": N_("Waar gaat het over?"),
    "toegankelijk": N_("Toegankelijk"),
    "taal": N_("Taal"),
}
DAY_NAMES = {
    "nu": N_("nu open"),
    "vandaag": N_("vandaag"),
    "morgen": N_("morgen"),
    "weekend": N_("dit weekend"),
    "ma": N_("maandag"),
    "di": N_("dinsdag"),
    "wo": N_("woensdag"),
    "do": N_("donderdag"),
    "vr": N_("vrijdag"),
    "za": N_("zaterdag"),
    "zo": N_("zondag"),
    "dagelijks": N_("bijna elke dag"),
    # A moment that someone picked has no code in the list of filters.
    "op": N_("open op dat moment"),
}
PART_NAMES = {
    "ochtend": N_("’s ochtends"),
    "middag": N_("’s middags"),
    "avond": N_("’s avonds"),
}
WORKDAYS = WEEKDAYS[:5]
SORT_NAMES = {
    "passend": N_("Best passend"),
    "dichtbij": N_("Dichtbij"),
    "open": N_("Als eerste open"),
}
SORT_TEXTS = {
    "passend": N_(
        "Bovenaan staat wat het best past, dichtbij is en kort geleden is gecontroleerd."
    ),
    "dichtbij": N_("Bovenaan staat wat het dichtst bij is."),
    "open": N_("Bovenaan staat wat nu open is, daarna wat het eerst opengaat."),
}
# When a time was asked for.
SORTED_THEN = N_("Bovenaan staat wat op die tijd het eerst open is.")
IGNORED_NAMES = FACET_NAMES | {
    "open": N_("Wanneer"),
    "op": N_("Moment"),
    "afstand": N_("Afstand"),
    "vak": N_("Stuk van de kaart"),
    "pagina": N_("Pagina"),
    "sorteer": N_("Volgorde"),
}
# By whether the query has words and a place: for no results, for one and for more.
HEADLINES = {
    (True, True): (
        N_("Niets gevonden voor %(words)s %(spot)s"),
        N_("%(num)d keer iets gevonden voor %(words)s %(spot)s"),
        N_("%(num)d keer iets gevonden voor %(words)s %(spot)s"),
    ),
    (True, False): (
        N_("Niets gevonden voor %(words)s"),
        N_("%(num)d keer iets gevonden voor %(words)s"),
        N_("%(num)d keer iets gevonden voor %(words)s"),
    ),
    (False, True): (
        N_("Niets gevonden %(spot)s"),
        N_("%(num)d plek %(spot)s"),
        N_("%(num)d plekken %(spot)s"),
    ),
    (False, False): (N_("Niets gevonden"), N_("%(num)d plek"), N_("%(num)d plekken")),
}
# What the name of a street ends in, when its article is het or de.
HET = ("plein", "pad", "park", "hof", "laantje", "straatje", "weggetje", "veld", "plantsoen")
DE = (
    "straat",
    "laan",
    "weg",
    "gracht",
    "kade",
    "dreef",
    "singel",
    "dijk",
    "steeg",
    "markt",
    "brink",
)
# Languages that the locale data does not know.
LANGUAGE_NAMES = {"ber": N_("Berbers")}
SCHEMES = {facet.param: facet.scheme for facet in FACETS}


@cached
def language_name(code: str) -> str:
    """A language in the words of the reader: Arabisch."""
    name = get_locale().languages.get(code)
    return str(name or gettext(LANGUAGE_NAMES.get(code, code)))


@cached
def term_name(scheme: str, code: str) -> str:
    """A code of a taxonomy, a moment or a language in the plain words of the reader."""
    if scheme == "day":
        return _day_name(code)
    if scheme == "part_of_day":
        return _part_name(code)
    if scheme == "language":
        return language_name(code)
    return taxonomy().plain_name(scheme, code)


def _day_name(code: str) -> str:
    """A chosen day: donderdag, or vrijdag 25 december."""
    if day := date_of(code):
        return str(format_date(day, "EEEE d MMMM"))
    return str(gettext(DAY_NAMES.get(code, code)))


def _part_name(code: str) -> str:
    """A chosen part of the day: ’s avonds, om 14.00, na 17.00, or 10.00–12.00."""
    clock = clock_of(code)
    if code in PART_NAMES or clock is None:
        return str(gettext(PART_NAMES.get(code, code)))
    start, end = (f"{minute // 60}.{minute % 60:02}" for minute in clock)
    if "-" not in code:
        return str(gettext("om %(time)s", time=start))
    if clock[1] == WHOLE_DAY[1]:
        return str(gettext("na %(time)s", time=start))
    if clock[0] == WHOLE_DAY[0]:
        return str(gettext("voor %(time)s", time=end))
    return f"{start}–{end}"


def _times_text(chip: Chip) -> str:
    """The days and parts of the day of a chip: dinsdag, donderdag ’s avonds."""
    codes = chip.code.split("_")
    parts = [_part_name(code) for code in codes if is_part(code)]
    days = [code for code in codes if not is_part(code)]
    if set(days) == set(WORKDAYS):
        names = [str(gettext("doordeweeks"))]
    else:
        names = [_day_name(code) for code in days]
    return " ".join(filter(None, (", ".join(names), ", ".join(parts))))


def form_names(forms: Mapping[str, float]) -> list[str]:
    """The forms of isolation with their weights (0-1) as professionals call them, highest first."""
    ranked = sorted(forms, key=lambda form: -forms[form])
    return [taxonomy().name("isolation_form", form) for form in ranked]


def value_name(param: str, code: str) -> str:
    """A value of a group of filters in the words of the reader."""
    return term_name(SCHEMES.get(param, ""), code) if param in SCHEMES else code


def _place_text(chip: Chip) -> str:
    """The words that were read as a place."""
    return str(gettext("plaats: %(words)s", words=chip.words))


def _unwanted_text(chip: Chip) -> str:
    return concepts()[chip.code].name if chip.code in concepts() else chip.words


# What was understood from the words of a query, in the words of the reader, by its kind.
CHIP_TEXTS: dict[str, Callable[[Chip], str]] = {
    "place": _place_text,
    "time": _times_text,
    "need": lambda chip: needs()[chip.code].name,
    "unwanted": _unwanted_text,
}


def chip_text(chip: Chip) -> str:
    """What was understood from the words of a query, in the words of the reader."""
    return CHIP_TEXTS[chip.kind](chip)


def search_url(query: SearchQuery, **more: str) -> str:
    """The address of a query; `more` arguments (the view) are added when not empty."""
    pairs = [*query.to_args(), *((name, value) for name, value in more.items() if value)]
    return with_args(url_for("public.search"), pairs)


def results_url(query: SearchQuery, view: str = "") -> str:
    """The address of a query that leads to its results, past the form; `view` empty is the list."""
    return f"{search_url(query, weergave=view)}#resultaten"


def follow_url(endpoint: str, query: SearchQuery) -> str:
    """The address of a query as a calendar or a feed: all its pages, in no order of its own."""
    return with_args(url_for(endpoint), query.changed(sort=SORTS[0]).to_args())


def box_value(query: SearchQuery) -> str:
    """The box of a query as it stands in an address; empty for none."""
    return dict(query.to_args()).get("vak", "")


def moment_value(query: SearchQuery) -> str:
    """The moment of a query as a form field has it; empty for none."""
    return dict(query.to_args()).get("op", "")


def page_numbers(page: int, pages: int) -> list[int]:
    """The pages to link to: the first, the last and those around this one; 0 is a gap."""
    near = sorted({1, *range(max(1, page - 2), min(pages, page + 2) + 1), pages})
    numbers: list[int] = []
    for number in near:
        if numbers and number - numbers[-1] == 2:
            numbers.append(number - 1)
        elif numbers and number - numbers[-1] > 2:
            numbers.append(0)
        numbers.append(number)
    return numbers


def tile_url(args: Iterable[tuple[str, str]]) -> str:
    """The address of a search, from pairs of a name and a value."""
    return search_url(SearchQuery.from_args(MultiDict(args), taxonomy()))


def sort_text(results: SearchResults) -> str:
    """What comes first in the order that was chosen."""
    sort = results.query.sort
    then = sort == "open" and any(hit.asked for hit in results.hits)
    return str(gettext(SORTED_THEN if then else SORT_TEXTS[sort]))


def street_name(street: str) -> str:
    """The name of a street in a sentence: de Dorpsstraat, het Marktplein, Achter de Dom."""
    last = street.casefold().split()[-1] if street else ""
    if last.endswith(HET):
        return f"het {street}"
    return f"de {street}" if last.endswith(DE) else street


def place_name(place: Place) -> str:
    """The name of a place; a bare point has only coordinates, which say nothing to people."""
    if place.kind != "point":
        return place.label
    facts = {"street": street_name(place.street), "town": place.town}
    if place.street and place.town:
        return str(gettext("%(street)s in %(town)s", **facts))
    return str(gettext("jouw plek bij %(town)s", **facts) if place.town else gettext("jouw plek"))


def around(place: Place) -> str:
    """Around a place, as it stands in a sentence: rond Zeist, or hier, bij een straat."""
    if place.kind != "point":
        return str(gettext("rond %(place)s", place=place.label))
    facts = {"street": street_name(place.street), "town": place.town}
    if place.street and place.town:
        return str(gettext("hier, bij %(street)s in %(town)s", **facts))
    return str(gettext("hier, in of bij %(town)s", **facts) if place.town else gettext("hier"))


def _spot(results: SearchResults) -> str:
    """Where these results were searched; empty for everywhere."""
    if results.query.box:
        return str(gettext("op dit stuk van de kaart"))
    return around(results.answer.place) if isinstance(results.answer, OnePlace) else ""


def headline(results: SearchResults) -> str:
    """The heading of the results: how many there are, of what, and where.

    Words that speak of danger are not repeated: browsers list titles in their history.
    """
    if results.choosing:
        return str(gettext("Welke plaats bedoel je?"))
    count = results.total or len(results.serving)
    typed = results.searched.words
    # Signs alone look for nothing, so that everything is shown.
    words = "" if results.danger or not any(map(str.isalnum, typed)) else typed
    facts = {"words": words, "spot": _spot(results)}
    texts = HEADLINES[bool(facts["words"]), bool(facts["spot"])]
    if not count:
        return str(gettext(texts[0], **facts))
    return str(ngettext(texts[1], texts[2], count, **facts))


# What a way out changes, for one result and for more.
_EVER = (N_("Zoek op elk moment: %(num)d plek"), N_("Zoek op elk moment: %(num)d plekken"))
_UNFILTERED = (
    N_("Zoek zonder alle filters: %(num)d plek"),
    N_("Zoek zonder alle filters: %(num)d plekken"),
)
_ANYWHERE = (
    N_("Zoek niet alleen op dit stuk van de kaart: %(num)d plek"),
    N_("Zoek niet alleen op dit stuk van de kaart: %(num)d plekken"),
)
_WIDER = (
    N_("Zoek tot %(value)s kilometer: %(num)d plek"),
    N_("Zoek tot %(value)s kilometer: %(num)d plekken"),
)
_MEANT = (
    N_("Bedoelde je ‘%(value)s’? %(num)d plek"),
    N_("Bedoelde je ‘%(value)s’? %(num)d plekken"),
)
_WITHOUT = (
    N_("Zoek zonder ‘%(value)s’: %(num)d plek"),
    N_("Zoek zonder ‘%(value)s’: %(num)d plekken"),
)


def way_out_text(way: WayOut) -> str:
    """A way out in words: what to change, and how many results that gives."""
    param, value = way.what
    facts = {"value": value_name(param, value) or value}
    if param == "op" or (way.kind, param) == ("without", ""):
        text = {"op": _EVER, "": _UNFILTERED}[param]
    elif way.kind == "distance":
        text = _ANYWHERE if param == "vak" else _WIDER
    else:
        text = _MEANT if way.kind == "spelling" else _WITHOUT
    return str(ngettext(*text, way.total, **facts))
