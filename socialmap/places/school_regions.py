"""The region of the school holidays that a municipality lies in: Noord, Midden or Zuid."""

from __future__ import annotations

import csv
from functools import cache

from socialmap.config import resource


@cache
def _provinces() -> dict[str, str]:
    """Return the province of each municipality."""
    with resource("data", "gazetteer", "municipalities.csv").open(encoding="utf-8") as file:
        return {row["name"]: row["province"] for row in csv.DictReader(file)}


@cache
def _regions() -> dict[tuple[str, str, str], str]:
    """Return regions by province, municipality and town; empty names stand for all others."""
    with resource("data", "times", "school_regions.csv").open(encoding="utf-8") as file:
        return {
            (row["province"], row["municipality"], row["town"]): row["region"]
            for row in csv.DictReader(file)
        }


@cache
def school_region(municipality: str, town: str = "") -> str:
    """Return the region of a municipality, or of one of its towns; empty if it is not known."""
    province = _provinces().get(municipality, "")
    keys = ((province, municipality, town), (province, municipality, ""), (province, "", ""))
    return next((_regions()[key] for key in keys if key in _regions()), "")
