"""The quality of the listings per municipality: as a page, and as a CSV file."""

from __future__ import annotations

import csv
import io

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from socialmap.guards import needs, signed_in
from socialmap.lists.quality import NUMBERS, Quality, quality_per_area, together
from socialmap.people.permissions import Permission, areas_of
from socialmap.times.clock import today
from socialmap.upkeep.site_checks import broken_sites
from socialmap.wording import N_

blueprint = Blueprint("quality", __name__, url_prefix="/beheer/kwaliteit")
NAMES = {
    "total": N_("initiatieven"),
    "complete": N_("compleet"),
    "up_to_date": N_("op peil"),
    "due": N_("nakijken"),
    "overdue": N_("te lang niet nagekeken"),
    "no_summary": N_("geen korte tekst"),
    "no_kind": N_("geen vorm"),
    "no_form": N_("geen vorm van isolement"),
    "no_place": N_("geen plek"),
    "no_times": N_("geen tijden"),
    "no_way_to_join": N_("onduidelijk hoe je meedoet"),
    "only_town_known": N_("alleen de plaats is bekend"),
    "unsure_form": N_("twijfel over de indeling"),
    "broken_site": N_("site werkt niet"),
}
ALWAYS = ("total", "complete", "up_to_date", "due", "overdue")
MOST_SITES = 50  # broken sites on the page


@blueprint.get("")
@needs(Permission.SEE_QUALITY)
def show() -> ResponseReturnValue:
    """Show how complete and up to date the listings are; with `als=csv` send it as a file."""
    rows = quality_per_area(today(), areas_of(signed_in().held, Permission.SEE_QUALITY))
    total = together(rows)
    names = {name: gettext(NAMES[name]) for name in NUMBERS}
    if request.args.get("als") == "csv":
        return _csv([gettext("gemeente"), *names.values()], rows)
    return render_template(
        "quality/show.html",
        rows=rows,
        total=total,
        # A column of a flaw that no listing has would only take room.
        names={
            name: text for name, text in names.items() if name in ALWAYS or getattr(total, name)
        },
        broken=broken_sites(MOST_SITES),
    )


def _csv(header: list[str], rows: list[Quality]) -> Response:
    table = io.StringIO()
    # Dutch spreadsheets expect semicolons, and a byte order mark before UTF-8.
    writer = csv.writer(table, delimiter=";")
    writer.writerow(header)
    for row in rows:
        area = row.area or gettext("geen plek bekend")
        writer.writerow([area, *(getattr(row, name) for name in NUMBERS)])
    response = Response("\ufeff" + table.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = "attachment; filename=kwaliteit.csv"
    return response
