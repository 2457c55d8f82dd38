"""The columns that an import knows, their headers, and how a file's own columns map to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process

from socialmap.errors import FileProblem
from socialmap.language.folding import fold
from socialmap.wording import N_

# Alike enough to be the same word with a slip of the finger, not another word.
ALIKE = 90
SHORTEST = 6


class NamelessProblem(FileProblem):
    """None of the columns is the name, without which nothing can be listed."""


@dataclass(frozen=True)
class Column:
    """One import column: its field, the fields of a listing that it fills, its Dutch headers."""

    field: str
    fills: tuple[str, ...]
    headers: tuple[str, ...]


def _column(field: str, headers: str, *fills: str) -> Column:
    return Column(field, fills or (field,), tuple(headers.split("|")))


COLUMNS: tuple[Column, ...] = (
    Column("id", (), ("id", "kenmerk", "sleutel", "referentie")),
    _column("name", "naam|naam initiatief|initiatief|titel|naam activiteit|naam aanbod|title"),
    _column("summary", "samenvatting|korte omschrijving|kort|in het kort|korte beschrijving"),
    _column(
        "description",
        "beschrijving|omschrijving|lange omschrijving|toelichting|tekst|wat is het|inhoud|uitleg",
    ),
    _column("kind", "soort|categorie|type|vorm|soort aanbod|soort initiatief", "kind", "setting"),
    _column("forms", "vorm van isolement|isolement|isolatie|isolatievorm|vormen van isolement"),
    _column(
        "first_form", "isolatie_primair|primaire vorm van isolement|isolement primair", "forms"
    ),
    _column(
        "second_form",
        "isolatie_secundair|secundaire vorm van isolement|isolement secundair",
        "forms",
    ),
    _column("sphere", "sfeer|leefsfeer"),
    _column("life_domains", "leefgebied|leefgebieden|domein|thema|thema's|levensdomein"),
    _column("audiences", "doelgroep|doelgroepen|voor wie"),
    _column("languages", "talen|taal|gesproken talen"),
    _column(
        "organisation",
        "organisatie|organisatie naam|naam organisatie|aanbieder|uitvoerder|instelling|stichting",
    ),
    _column(
        "location_name", "locatie|naam locatie|gebouw|plek|locatienaam|accommodatie", "locations"
    ),
    _column("address", "adres|volledig adres|bezoekadres|locatie adres", "locations"),
    _column(
        "street",
        "straat en huisnummer|straat + nr|straat|straat en nr|straatnaam|straat + huisnummer",
        "locations",
    ),
    _column("house_number", "huisnummer|huisnr|huisnummer en toevoeging", "locations"),
    _column("postcode", "postcode|pc|postcode 6|zipcode", "locations"),
    _column("town", "plaats|woonplaats|plaatsnaam|stad|dorp|stad of dorp", "locations"),
    Column("country", (), ("land", "landcode", "country")),
    _column("municipality", "gemeente|gemeentenaam", "locations"),
    _column("bag_id", "bag id|bag-id|nummeraanduiding|bag nummeraanduiding", "locations"),
    _column("lat", "lat|breedtegraad|latitude|breedte|noorderbreedte", "locations"),
    _column("lon", "lon|lengtegraad|lng|longitude|long|oosterlengte", "locations"),
    _column("x", "x|rd x|x-coördinaat|rdx|x coordinaat", "locations"),
    _column("y", "y|rd y|y-coördinaat|rdy|y coordinaat", "locations"),
    _column("hidden", "adres verbergen|verberg adres|adres geheim|geheim adres", "locations"),
    _column("step_free", "drempelvrij|rolstoeltoegankelijk|rolstoel", "locations"),
    _column(
        "accessible_toilet",
        "toilet|aangepast toilet|rolstoeltoilet|invalidentoilet",
        "locations",
    ),
    _column("hearing_loop", "ringleiding", "locations"),
    _column("public_transport_near", "openbaar vervoer|ov|ov dichtbij|halte dichtbij", "locations"),
    _column("parking", "parkeren|parkeerplaats|parkeerplek", "locations"),
    _column("phone", "telefoon|tel|telefoonnummer|tel.nr|mobiel|telefoonnr"),
    _column("email", "e-mail|email|mail|e-mailadres|mailadres|emailadres"),
    _column("website", "website|url|site|webadres|internet|link|homepage|webpagina"),
    _column("contact_name", "contactpersoon|naam contactpersoon|aanspreekpunt"),
    _column(
        "hours",
        "openingstijden|tijden|tijd|wanneer|dag en tijd|openingstijd",
        "hours",
        "hours_text",
    ),
    _column("cost", "kosten|prijs|tarief|eigen bijdrage|entree", "cost_text", "free_of_charge"),
    _column("cost_amount", "bedrag|prijs in euro|kosten in euro|bedrag per keer"),
    _column("walk_in", "inloop|vrije inloop|zonder afspraak"),
    _column("met_at_door", "ontvangst bij de deur|ontvangst"),
    _column("companion_welcome", "iemand meenemen|begeleider welkom"),
    _column("quiet", "rustig|prikkelarm"),
    _column("no_referral_needed", "zonder verwijzing|geen verwijzing nodig"),
    _column("transport_offered", "vervoer|vervoer mogelijk|ophaaldienst|vervoer aangeboden"),
    _column("experience_experts", "ervaringsdeskundigen|ervaringsdeskundigheid"),
    _column("how_to_join", "zo doe je mee|meedoen|aanmelden|hoe meedoen|aanmelding"),
    _column("service_areas", "werkgebied|werkgebieden|gebied"),
    _column("online", "online|digitaal bereikbaar"),
    _column(
        "checked_on",
        "nagekeken op|laatst gecontroleerd|laatst nagekeken|gecontroleerd op|bijgewerkt op",
        "confirmations",
    ),
    _column("funding_until", "financiering tot|subsidie tot|loopt tot|einddatum financiering"),
    _column("places_free", "plekken vrij|vrije plekken|plaatsen vrij"),
    _column("waiting_time", "wachttijd"),
    _column("capacity_as_of", "capaciteit op|stand op|plekken vrij op"),
    _column("evidence_url", "onderbouwing|bewijs|effectieve interventie"),
    _column("activity_name", "activiteit|naam bijeenkomst|bijeenkomst", "activities"),
    _column("activity_starts", "activiteit begin|begin activiteit|eerste keer", "activities"),
    _column("activity_minutes", "activiteit duur|duur|duur in minuten", "activities"),
    _column("activity_repeats", "activiteit herhaling|herhaling", "activities"),
    _column("source_url", "bron|bronvermelding|bron url"),
    _column("licence", "licentie|license"),
)


@dataclass(frozen=True)
class ColumnMapping:
    """Which column of a file goes where: the field per place in a row, and what is left out."""

    headers: tuple[str, ...]
    fields: Mapping[int, str]

    @property
    def unknown(self) -> tuple[str, ...]:
        """The columns that are not imported."""
        return tuple(
            header for place, header in enumerate(self.headers) if place not in self.fields
        )

    @property
    def by_header(self) -> dict[str, str]:
        """Header to field; an empty field for a column that is not imported."""
        return {header: self.fields.get(place, "") for place, header in enumerate(self.headers)}


@cache
def known_headers() -> dict[str, str]:
    """Every folded header that is known, with its field; the field's own name counts too."""
    known = {fold(each.field): each.field for each in COLUMNS}
    for column in COLUMNS:
        for header in column.headers:
            known.setdefault(fold(header), column.field)
    return known


def label(field: str) -> str:
    """The Dutch header of a field."""
    return next(each.headers[0] for each in COLUMNS if each.field == field)


def _exact(header: str) -> str:
    """The field of a header as it stands, or without what it says in brackets."""
    known = known_headers()
    return known.get(fold(header)) or known.get(fold(header.partition("(")[0])) or ""


def _resembling(header: str) -> str:
    folded = fold(header)
    if len(folded) < SHORTEST:
        return ""
    names = list(known_headers())
    found = process.extractOne(folded, names, scorer=fuzz.ratio, score_cutoff=ALIKE)
    return known_headers()[found[0]] if found else ""


def header_score(cells: Sequence[str], wanted: frozenset[str] = frozenset()) -> int:
    """How much a row looks like the header: the number of cells that name a known column.

    `wanted` are folded headers that the operator mapped; they count as known.
    """
    return len(
        {_exact(cell) or fold(cell) for cell in cells if _exact(cell) or fold(cell) in wanted}
    )


def _overridden(headers: Sequence[str], overrides: Mapping[str, str]) -> dict[int, str]:
    """The place and field of each column that the operator mapped; an empty field leaves it out."""
    places = {fold(header): place for place, header in reversed(list(enumerate(headers)))}
    chosen: dict[int, str] = {}
    for header, wanted in overrides.items():
        place, field = places.get(fold(header)), _exact(wanted)
        if place is None:
            raise FileProblem(
                N_("De kolom '%(column)s' staat niet in het bestand. Wel: %(columns)s."),
                column=header,
                columns=", ".join(filter(None, headers)),
            )
        if wanted and not field:
            raise FileProblem(
                N_("We kennen geen veld '%(field)s'. Wel: %(fields)s."),
                field=wanted,
                fields=", ".join(each.field for each in COLUMNS),
            )
        chosen[place] = field
    return chosen


def guess_columns(
    headers: Sequence[str],
    overrides: Mapping[str, str] | None = None,
    known: Mapping[str, str] | None = None,
) -> ColumnMapping:
    """Guess which field each column holds; what the operator says goes first.

    `known` are headers that mean a field in files of this form only.
    """
    fields = _overridden(headers, overrides or {})
    for guess in (_exact, (known or {}).get, _resembling):
        for place, header in enumerate(headers):
            field = guess(header)
            if field and place not in fields and field not in fields.values():
                fields[place] = field
    fields = {place: field for place, field in sorted(fields.items()) if field}
    return ColumnMapping(tuple(headers), fields)


def map_columns(
    headers: Sequence[str],
    overrides: Mapping[str, str] | None = None,
    known: Mapping[str, str] | None = None,
) -> ColumnMapping:
    """The columns as they are guessed; a NamelessProblem when none of them is the name."""
    mapping = guess_columns(headers, overrides, known)
    if "name" not in mapping.fields.values():
        raise NamelessProblem(
            N_(
                "Er is geen kolom met de naam van het initiatief. Noem die kolom 'naam', of wijs"
                ' hem aan met --map "Kolom=naam". In het bestand staan: %(columns)s.'
            ),
            columns=", ".join(filter(None, headers)),
        )
    return mapping
