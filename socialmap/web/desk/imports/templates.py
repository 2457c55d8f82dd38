"""The empty table that people fill in to bring a list."""

from __future__ import annotations

import io

from flask import Blueprint, send_file
from flask.typing import ResponseReturnValue

from socialmap.errors import NotFoundProblem
from socialmap.guards import needs
from socialmap.importing.template import as_csv, as_xlsx
from socialmap.people.permissions import Permission
from socialmap.web.page.downloads import CSV, XLSX
from socialmap.wording import N_

blueprint = Blueprint("import_templates", __name__, url_prefix="/beheer/import")


@blueprint.get("/sjabloon/<ending>")
@needs(Permission.IMPORT)
def template(ending: str) -> ResponseReturnValue:
    """Send a table to fill in, with the words that we know."""
    kinds = {"csv": (as_csv, CSV), "xlsx": (as_xlsx, XLSX)}
    if ending not in kinds:
        raise NotFoundProblem(N_("Kies CSV of XLSX."))
    write, kind = kinds[ending]
    content = io.BytesIO(write())
    name = f"sjabloon.{ending}"
    return send_file(content, mimetype=kind, as_attachment=True, download_name=name)
