"""What of a listing is not valid, put into its form for a person to mend."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from socialmap.catalogue.documents.values import Broken
from socialmap.web.desk.editing.dates import Repeats
from socialmap.web.desk.editing.form import Form


def with_broken(form: Form, broken: Iterable[Broken]) -> Form:
    """The form with the values that are not valid, as they stand, so that it says what is wrong."""
    values = dict(form.values)
    for name, value in broken:
        if name == "hours" and isinstance(value, str):
            values |= {"hours_by": ["osm"], "hours": [value]}
        elif name == "activities" and isinstance(value, dict):
            number = len(Form(values).rows("date"))
            values |= {f"date-{number}-{key}": [text] for key, text in _date(value).items()}
        elif name in values and isinstance(value, str | int | float):
            values[name] = [str(value)]
    return Form(values)


def _date(activity: Mapping[str, Any]) -> dict[str, str]:
    """The row of an activity as far as it can be read."""
    starts = str(activity.get("starts", ""))
    try:
        moment = datetime.fromisoformat(starts)
        day, start = moment.date().isoformat(), f"{moment:%H:%M}"
    except ValueError:
        day, start = starts, ""
    repeats = str(activity.get("repeats", ""))
    return {
        "name": str(activity.get("name", "")),
        "day": day,
        "start": start,
        "end": "",
        "repeats": str(Repeats.OTHER if repeats else Repeats.ONCE),
        "rule": repeats,
        "until": "",
    }
