"""Days and times typed in words: what is read in them, and how that goes into the form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext

from socialmap.times.dutch import read_times
from socialmap.times.lines import from_osm
from socialmap.times.week import WeekPlan, to_osm
from socialmap.web.desk.editing.form import Form, hours_fields
from socialmap.web.desk.editing.hours import read_plan
from socialmap.web.page.field_words import hours_words
from socialmap.web.page.forms import Errors


@dataclass(frozen=True)
class TypedHours:
    """What somebody typed about hours, and what is read in it: OSM hours, empty if uncertain.

    `remaining` is the part of the text that is in no hours, and `reason` says why. `meets` is true
    if the form has other times of the same kind already; `fits` if it can have these as lines.
    """

    text: str
    hours: str = ""
    remaining: str = ""
    reason: str = ""
    meets: bool = False
    fits: bool = True

    @property
    def words(self) -> str:
        """What is read, in words."""
        return hours_words(self.hours)


def typed_hours(form: Form) -> TypedHours:
    """What is typed in a form about hours, beside its lines."""
    text = form.get("hours_typed").strip()
    if not text:
        return TypedHours("")
    read = read_times(text)
    reason = gettext(read.reason, **dict(read.facts)) if read.reason else ""
    if not read.hours:
        return TypedHours(text, remaining=text, reason=reason)
    plan = from_osm(read.hours)
    return TypedHours(
        text,
        read.hours,
        read.remaining,
        reason,
        meets=_meets(form, plan) and plan != read_plan(form)[0],
        fits=plan is not None,
    )


def _meets(form: Form, plan: WeekPlan | None) -> bool:
    """Whether the form has times already that these would replace (None: they fit no lines).

    Lines meet lines, and exceptions meet exceptions: a closure in winter is no weekly time.
    """
    if form.get("hours_by") == "osm":
        return bool(form.get("hours").strip())
    there = {
        "line": _has_rows(form, "line"),
        "except": _has_rows(form, "except"),
        "otherwise": bool(form.get("otherwise").strip()),
    }
    return any(there[kind] and (plan is None or _says(plan)[kind]) for kind in there)


def _has_rows(form: Form, kind: str) -> bool:
    names = ("day", "start", "end", "first")
    return any(
        any(form.row(kind, number).get(name, [""])[:1] not in ([], [""]) for name in names)
        for number in form.rows(kind)
    )


def _says(plan: WeekPlan) -> dict[str, bool]:
    """Which kinds of times a plan has."""
    return {
        "line": bool(plan.lines),
        "except": bool(plan.exceptions),
        "otherwise": bool(plan.otherwise),
    }


def with_typed_hours(form: Form, how: str = "") -> tuple[Form, str]:
    """The form with the hours that are typed in it as its times, and the field to go to.

    `how` says what happens to other times: "instead" of them, or "add" to them; empty leaves the
    form as it is if there are any. "text" puts the words in the note about times.
    """
    typed = typed_hours(form)
    if how == "text" and typed.text:
        return _noted(form, typed.text).with_values("hours_typed", ""), "hours_text"
    if not typed.hours or (typed.meets and how not in ("instead", "add")):
        return form, "hours_typed"
    plan = from_osm(typed.hours)
    if typed.remaining:
        form = _noted(form, typed.remaining)
    form = form.with_values("hours_typed", "")
    if plan is None:
        return _with_osm(form, typed.hours), "hours_typed"
    if typed.meets and how == "add":
        return _with_plan(form, _together(read_plan(form)[0], plan)), "line-0-day"
    beside = not typed.meets and form.get("hours_by") != "osm"
    return _with_plan(form, plan, beside), "line-0-day"


def _noted(form: Form, text: str) -> Form:
    """The form with a text in the note about times, behind what stands there."""
    note = form.get("hours_text").strip()
    whole = text if text in note or not note else f"{note} {text}"
    return form.with_values("hours_text", note if text in note else whole)


def _with_osm(form: Form, hours: str) -> Form:
    return form.with_values("hours_by", "osm").with_values("hours", hours)


def _with_plan(form: Form, plan: WeekPlan, beside: bool = False) -> Form:
    """The form with a plan as its times; `beside` what it says of which the plan says nothing."""
    dropped = {kind for kind, is_said in _says(plan).items() if is_said or not beside}
    others: dict[str, Sequence[str]] = {
        name: values
        for name, values in form.values.items()
        if name.partition("-")[0] not in dropped & {"line", "except"}
    }
    written: Mapping[str, Sequence[str]] = hours_fields(plan)
    if beside:
        written = {name: texts for name, texts in written.items() if any(texts)}
    return Form({**others, **written, "hours_by": ["lines"], "hours": [to_osm(plan)]})


def _together(plan: WeekPlan, other: WeekPlan) -> WeekPlan:
    return WeekPlan(
        plan.lines + other.lines,
        plan.closed_on_holidays or other.closed_on_holidays,
        plan.closed_in_school_holidays or other.closed_in_school_holidays,
        plan.exceptions + other.exceptions,
        plan.otherwise or other.otherwise,
        plan.holiday_times or other.holiday_times,
        plan.school_times or other.school_times,
    )


def typed_trouble(form: Form) -> Errors:
    """The error about typed hours that did not become times of the form, if there are any."""
    if typed_hours(form).hours:
        return {"hours_typed": [gettext("Er staan al tijden. Kies wat er met deze gebeurt.")]}
    return unread_hours(form)


def unread_hours(form: Form) -> Errors:
    """The error about typed hours that cannot be read for certain, if there are any."""
    typed = typed_hours(form)
    if typed.hours or not typed.text:
        return {}
    return {
        "hours_typed": [
            gettext(
                "Dit kunnen we niet zeker lezen. Schrijf het zoals: ma en wo 10.00-12.00."
                " Of zet het bij de toelichting."
            )
        ]
    }
