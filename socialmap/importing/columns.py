"""The import columns with their headers, and how the columns of a file map to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process

from socialmap.errors import FileProblem
from socialmap.language.folding import fold
from socialmap.wording import N_

ALIKE = 90  # percent of likeness from which a header is a misspelling of a known one
SHORTEST = 6  # characters: shorter headers resemble each other by chance


class NamelessProblem(FileProblem):
    """Raised if no column holds the name, which every listing needs."""


@dataclass(frozen=True)
class Column:
    """An import column: its field, the fields of a listing that it fills, and its headers."""

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
    """Which column of a file holds which field: the headers, and the field by position in a row."""

    headers: tuple[str, ...]
    fields: Mapping[int, str]

    @property
    def unknown(self) -> tuple[str, ...]:
        """The columns that are not imported."""
        return tuple(
            header for position, header in enumerate(self.headers) if position not in self.fields
        )

    @property
    def by_header(self) -> dict[str, str]:
        """The field of each header; empty for a column that is not imported."""
        return {
            header: self.fields.get(position, "") for position, header in enumerate(self.headers)
        }


@cache
def known_headers() -> dict[str, str]:
    """Return the field by folded header; the name of the field is a header too."""
    fields = {fold(column.field): column.field for column in COLUMNS}
    for column in COLUMNS:
        for header in column.headers:
            fields.setdefault(fold(header), column.field)
    return fields


def label(field: str) -> str:
    """Return the Dutch header of a field."""
    return next(column.headers[0] for column in COLUMNS if column.field == field)


def _exact(header: str) -> str:
    """Return the field of a header, with or without its part in brackets; empty if unknown."""
    fields = known_headers()
    return fields.get(fold(header)) or fields.get(fold(header.partition("(")[0])) or ""


def _resembling(header: str) -> str:
    folded = fold(header)
    if len(folded) < SHORTEST:
        return ""
    headers = list(known_headers())
    best = process.extractOne(folded, headers, scorer=fuzz.ratio, score_cutoff=ALIKE)
    return known_headers()[best[0]] if best else ""


def header_score(cells: Sequence[str], wanted: frozenset[str] = frozenset()) -> int:
    """Return how much a row looks like a header: the number of its cells that name a column.

    `wanted` are folded headers that the operator mapped; they count as well.
    """
    return len(
        {_exact(cell) or fold(cell) for cell in cells if _exact(cell) or fold(cell) in wanted}
    )


def _overridden(headers: Sequence[str], overrides: Mapping[str, str]) -> dict[int, str]:
    """Return the field by position of the columns that the operator mapped; empty leaves it out.

    Raise FileProblem for an unknown header or field.
    """
    positions = {fold(header): position for position, header in reversed(list(enumerate(headers)))}
    chosen: dict[int, str] = {}
    for header, wanted in overrides.items():
        position, field = positions.get(fold(header)), _exact(wanted)
        if position is None:
            raise FileProblem(
                N_("De kolom '%(column)s' staat niet in het bestand. Wel: %(columns)s."),
                column=header,
                columns=", ".join(filter(None, headers)),
            )
        if wanted and not field:
            raise FileProblem(
                N_("We kennen geen veld '%(field)s'. Wel: %(fields)s."),
                field=wanted,
                fields=", ".join(column.field for column in COLUMNS),
            )
        chosen[position] = field
    return chosen


def guess_columns(
    headers: Sequence[str],
    overrides: Mapping[str, str] | None = None,
    format_headers: Mapping[str, str] | None = None,
) -> ColumnMapping:
    """Guess which field each column holds; `overrides` of the operator come first.

    `format_headers` are headers that have a meaning in this file format only.
    """
    fields = _overridden(headers, overrides or {})
    for guess in (_exact, (format_headers or {}).get, _resembling):
        for position, header in enumerate(headers):
            field = guess(header)
            if field and position not in fields and field not in fields.values():
                fields[position] = field
    fields = {position: field for position, field in sorted(fields.items()) if field}
    return ColumnMapping(tuple(headers), fields)


def map_columns(
    headers: Sequence[str],
    overrides: Mapping[str, str] | None = None,
    format_headers: Mapping[str, str] | None = None,
) -> ColumnMapping:
    """Return the guessed mapping; raise NamelessProblem if no column holds the name."""
    mapping = guess_columns(headers, overrides, format_headers)
    if "name" not in mapping.fields.values():
        raise NamelessProblem(
            N_(
                "Er is geen kolom met de naam van het initiatief. Noem die kolom 'naam', of wijs"
                ' hem aan met --map "Kolom=naam". In het bestand staan: %(columns)s.'
            ),
            columns=", ".join(filter(None, headers)),
        )
    return mapping
