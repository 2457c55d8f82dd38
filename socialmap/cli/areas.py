"""socialmap areas: load the outlines of municipalities, districts and neighbourhoods."""

from __future__ import annotations

from pathlib import Path

import click

from socialmap.db import db
from socialmap.places.areas import LEVELS
from socialmap.places.boundaries import LoadReport, load_areas, load_cells
from socialmap.places.gazetteer import postcodes


@click.group("areas")
def areas_group() -> None:
    """Load or estimate the outlines of areas."""


def _report(report: LoadReport) -> None:
    """Commit, and print the numbers of areas."""
    db.session.commit()
    mended = f", {report.mended} with a mended outline" if report.mended else ""
    click.echo(f"{report.new} new, {report.changed} changed, {report.same} the same{mended}")


@areas_group.command("load")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--level", required=True, type=click.Choice(list(LEVELS)), help="What they are.")
@click.option("--name", required=True, metavar="PROPERTY", help="Where the name stands.")
@click.option("--code", required=True, metavar="PROPERTY", help="Where the code stands.")
@click.option("--parent", metavar="PROPERTY", help="Where the code of the area around it stands.")
def load_command(file: Path, level: str, name: str, code: str, parent: str | None) -> None:
    """Load areas from a GeoJSON file.

    FILE is a collection of polygons in WGS84, such as CBS and PDOK offer. Loading the same file
    again changes nothing.
    """
    _report(load_areas(file, level, name, code, parent))


@areas_group.command("estimate")
@click.argument("provinces", nargs=-1)
def estimate_command(provinces: tuple[str, ...]) -> None:
    """Estimate postcode areas where no outlines are loaded.

    The area of a postcode in PROVINCES (default: all) is everything nearer to it than to any other.
    """
    known = {place.province for place in postcodes().values()}
    for province in provinces:
        if province not in known:
            listed = ", ".join(sorted(known))
            raise click.BadParameter(f"{province!r} is not a province; choose from: {listed}")
    wanted = provinces or known
    _report(load_cells(code for code, place in postcodes().items() if place.province in wanted))
