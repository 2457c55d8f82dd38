"""How many times faster socialmap is than others, by a report: valid on a busy machine too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# Name of the ratio, and the targets whose answers per second are divided: ours by the other's.
SERVED = {
    "json_vs_datasette_text": ("json_text", "datasette_text"),
    "json_vs_datasette_text_uncounted": ("json_text", "datasette_text_uncounted"),
    "json_vs_pygeoapi_postgis_bbox": ("json_box", "pygeoapi_postgis_20"),
    "json_vs_pygeoapi_sqlite": ("json_box", "pygeoapi_sqlite_20"),
    "json_anew_vs_datasette_text": ("json_text_anew", "datasette_text"),
    "json_anew_vs_datasette_text_uncounted": ("json_text_anew", "datasette_text_uncounted"),
    "json_anew_vs_pygeoapi_postgis_bbox": ("json_box_anew", "pygeoapi_postgis_20"),
    "json_anew_vs_pygeoapi_postgis_bbox_100": ("json_box_anew", "pygeoapi_postgis_100"),
    "json_anew_vs_pygeoapi_sqlite": ("json_box_anew", "pygeoapi_sqlite_20"),
    "json_anew_vs_pygeoapi_sqlite_100": ("json_box_anew", "pygeoapi_sqlite_100"),
    "json_combined_anew_vs_datasette_text": ("json_combined_anew", "datasette_text"),
    "json_anew_vs_hello": ("json_combined_anew", "hello"),
    "html_vs_hello": ("html", "hello"),
}


def ratios(report: Mapping[str, Any]) -> dict[str, float]:
    """Return all ratios of which both sides were measured.

    Questions are compared by their median milliseconds: of processor time with SQLite, which runs
    in the same process, and of wall time with PostgreSQL, which does not.
    """
    by_name: dict[str, float] = {}
    ours = report.get("answers", {})
    for rival, measure in (("fts5", "cpu_ms"), ("postgis", "wall_ms")):
        for kind, theirs in report.get(rival, {}).items():
            if kind in ours and kind != "failed":
                times = theirs[measure]["p50"] / max(ours[kind][measure]["p50"], 1e-3)
                by_name[f"{kind}_vs_{rival}"] = round(times, 2)
    served = report.get("served", {})
    for name, (one, other) in SERVED.items():
        if one in served and other in served:
            by_name |= _served(name, served[one], served[other])
    return by_name


def _served(name: str, one: Mapping[str, float], other: Mapping[str, float]) -> dict[str, float]:
    """Return the ratio by wall time and, without PostgreSQL, by processor time of the servers."""
    by_name = {name: round(one["per_second"] / max(other["per_second"], 1e-3), 2)}
    if "postgis" not in name:
        times = one["per_cpu_second"] / max(other["per_cpu_second"], 1e-3)
        by_name[f"{name}_per_cpu"] = round(times, 2)
    return by_name
