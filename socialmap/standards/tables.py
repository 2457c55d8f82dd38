"""The catalogue as a table, CSV or XLSX, with headers that an import recognises."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from typing import IO

import xlsxwriter

from socialmap.catalogue.listing import ListedActivity, ListedLocation, Listing
from socialmap.catalogue.models import STATUS_NAMES, Status
from socialmap.catalogue.taxonomy import taxonomy
from socialmap.standards.cells import listed, number, phone_text, safe, yes_no
from socialmap.standards.exported import Exported, checked_on

Cell = Callable[[Exported], str]
LONGEST = 32_000  # characters that fit in a cell of a workbook
WIDTH = 22  # characters, of each column


def _fact(read: Callable[[Listing], object]) -> Cell:
    """Return a cell with one fact of the listing, as people type it."""

    def cell(exported: Exported) -> str:
        value = read(exported.listing)
        if value is None or isinstance(value, bool):
            return yes_no(value)
        return number(value) if isinstance(value, float) else str(value)

    return cell


def _terms(scheme: str, read: Callable[[Listing], Iterable[str]]) -> Cell:
    return lambda exported: listed(taxonomy().name(scheme, code) for code in read(exported.listing))


def _place(read: Callable[[ListedLocation], object]) -> Cell:
    """Return a cell about the first location; empty if there is none."""
    return _fact(lambda listing: read(listing.locations[0]) if listing.locations else "")


def _dated(read: Callable[[ListedActivity], object]) -> Cell:
    return _fact(lambda listing: read(listing.activities[0]) if listing.activities else "")


def _kind(exported: Exported) -> str:
    listing = exported.listing
    scheme, code = ("kind", listing.kind) if listing.kind else ("setting", listing.setting)
    return taxonomy().name(scheme, code) if code else ""


def _forms(listing: Listing) -> list[str]:
    return sorted(listing.forms, key=lambda form: -listing.forms[form])


def _cost(listing: Listing) -> str:
    free = listing.free_of_charge and not listing.cost_text and listing.cost_amount is None
    return "gratis" if free else listing.cost_text


def _more_places(listing: Listing) -> str:
    return listed(
        ", ".join(filter(None, (place.name, place.street, place.postcode, place.town)))
        for place in listing.locations[1:]
    )


def _more_activities(listing: Listing) -> str:
    return listed(
        " ".join(filter(None, (dated.name, f"{dated.starts:%Y-%m-%d %H:%M}", dated.repeats)))
        for dated in listing.activities[1:]
    )


COLUMNS: tuple[tuple[str, Cell], ...] = (
    ("id", lambda exported: str(exported.id)),
    ("naam", _fact(lambda listing: listing.name)),
    ("samenvatting", _fact(lambda listing: listing.summary)),
    ("beschrijving", _fact(lambda listing: listing.description)),
    ("soort", _kind),
    ("vorm van isolement", _terms("isolation_form", _forms)),
    ("sfeer", _terms("sphere", lambda listing: filter(None, [listing.sphere]))),
    ("leefgebied", _terms("life_domain", lambda listing: listing.life_domains)),
    ("doelgroep", _terms("audience", lambda listing: listing.audiences)),
    ("talen", _fact(lambda listing: listed(listing.languages))),
    ("organisatie", _fact(lambda listing: listing.organisation)),
    ("locatie", _place(lambda place: place.name)),
    ("straat en huisnummer", _place(lambda place: place.street)),
    ("postcode", _place(lambda place: place.postcode)),
    ("plaats", _place(lambda place: place.town)),
    ("gemeente", _place(lambda place: place.municipality)),
    ("bag id", _place(lambda place: place.bag_id)),
    ("lat", _place(lambda place: float(place.lat))),
    ("lon", _place(lambda place: float(place.lon))),
    ("adres verbergen", _place(lambda place: place.hidden)),
    ("drempelvrij", _place(lambda place: place.step_free)),
    ("toilet", _place(lambda place: place.accessible_toilet)),
    ("ringleiding", _place(lambda place: place.hearing_loop)),
    ("openbaar vervoer", _place(lambda place: place.public_transport_near)),
    ("parkeren", _place(lambda place: place.parking)),
    ("telefoon", _fact(lambda listing: phone_text(listing.phone))),
    ("e-mail", _fact(lambda listing: listing.email)),
    ("website", _fact(lambda listing: listing.website)),
    ("contactpersoon", _fact(lambda listing: listing.contact_name)),
    ("openingstijden", _fact(lambda listing: listing.hours or listing.hours_text)),
    ("kosten", _fact(_cost)),
    ("bedrag", _fact(lambda listing: listing.cost_amount)),
    ("inloop", _fact(lambda listing: listing.walk_in)),
    ("ontvangst bij de deur", _fact(lambda listing: listing.met_at_door)),
    ("iemand meenemen", _fact(lambda listing: listing.companion_welcome)),
    ("rustig", _fact(lambda listing: listing.quiet)),
    ("zonder verwijzing", _fact(lambda listing: listing.no_referral_needed)),
    ("vervoer", _fact(lambda listing: listing.transport_offered)),
    ("ervaringsdeskundigen", _fact(lambda listing: listing.experience_experts)),
    ("zo doe je mee", _fact(lambda listing: listing.how_to_join)),
    ("werkgebied", _fact(lambda listing: listed(listing.service_areas))),
    ("online", _fact(lambda listing: listing.online)),
    ("nagekeken op", _fact(checked_on)),
    ("financiering tot", _fact(lambda listing: listing.funding_until)),
    ("plekken vrij", _fact(lambda listing: listing.places_free)),
    ("wachttijd", _fact(lambda listing: listing.waiting_time)),
    ("plekken vrij op", _fact(lambda listing: listing.capacity_as_of)),
    ("onderbouwing", _fact(lambda listing: listing.evidence_url)),
    ("activiteit", _dated(lambda dated: dated.name)),
    ("activiteit begin", _dated(lambda dated: f"{dated.starts:%Y-%m-%dT%H:%M}")),
    ("activiteit duur", _dated(lambda dated: dated.minutes)),
    ("activiteit herhaling", _dated(lambda dated: dated.repeats)),
    ("bron", _fact(lambda listing: listing.source_url)),
    ("licentie", _fact(lambda listing: listing.licence)),
    # For people only: an import ignores these columns.
    ("nog meer plekken", _fact(_more_places)),
    ("nog meer activiteiten", _fact(_more_activities)),
    ("staat", lambda exported: STATUS_NAMES[Status(exported.status)]),
    ("pagina op de kaart", lambda exported: exported.page),
)  # fmt: skip
HEADERS = tuple(header for header, _ in COLUMNS)


def row_of(exported: Exported) -> list[str]:
    """Return the cells of one listing, escaped so that a spreadsheet runs none as a formula."""
    return [safe(read(exported)) for _, read in COLUMNS]


def csv_parts(rows: Iterable[Iterable[str]], headers: Iterable[str] = HEADERS) -> Iterator[str]:
    """Yield a CSV file in parts: UTF-8 with a BOM and semicolons, as Dutch spreadsheets expect."""
    yield "\ufeff" + _csv_line(headers)
    yield from map(_csv_line, rows)


def _csv_line(cells: Iterable[str]) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=";").writerow(cells)
    return buffer.getvalue()


def write_workbook(
    file: IO[bytes],
    rows: Iterable[Iterable[str]],
    headers: Iterable[str] = HEADERS,
    sheet: str = "lijst",
) -> None:
    """Write rows of texts as an XLSX file, row by row, with a frozen header."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        page, bold = book.add_worksheet(sheet), book.add_format({"bold": True})
        names = list(headers)
        page.set_column(0, max(len(names) - 1, 0), WIDTH)
        page.freeze_panes(1, 0)
        for column, name in enumerate(names):
            page.write_string(0, column, name, bold)
        for line, cells in enumerate(rows, start=1):
            for column, text in enumerate(cells):
                if text:
                    page.write_string(line, column, text[:LONGEST])
