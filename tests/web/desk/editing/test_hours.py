"""The lines of the form can say what the hours of a listing are."""

from datetime import date

import pytest

from socialmap.times.lines import from_osm
from socialmap.times.week import to_osm
from socialmap.web.desk.editing.form import Form, hours_fields
from socialmap.web.desk.editing.hours import read_plan


@pytest.fixture(autouse=True)
def dutch(app):
    with app.test_request_context():
        yield


def read(**fields):
    """The hours of a form with these fields, and its errors; in a row a dash is an underscore."""
    rows = ("line", "except")
    values = {
        name.replace("_", "-") if name.partition("_")[0] in rows else name: value
        for name, value in fields.items()
    }
    form = Form({name: value if isinstance(value, list) else [value] for name, value in
                 values.items()})  # fmt: skip
    plan, errors = read_plan(form)
    return to_osm(plan), {name: texts[0] for name, texts in errors.items()}


def line(**fields):
    """The hours of a form with one line on Tuesday from 19.00, and its errors."""
    usual = {"day": "1", "start": "19.00", "end": "21.00"}
    return read(**{f"line_0_{name}": value for name, value in (usual | fields).items()})


@pytest.mark.parametrize(
    ("fields", "hours"),
    [
        ({}, "Tu 19:00-21:00"),
        ({"end": ""}, "Tu 19:00+"),
        ({"start": "zonsopgang", "end": "Zonsondergang"}, "Tu sunrise-sunset"),
        ({"nth": ["1", "3"]}, "Tu[1,3] 19:00-21:00"),
        ({"nth": ["-1"]}, "Tu[-1] 19:00-21:00"),
        ({"nth": ["5"]}, "Tu[5] 19:00-21:00"),
        ({"first": "april", "last": "sept"}, "Apr-Sep: Tu 19:00-21:00"),
        ({"first": "juli"}, "Jul: Tu 19:00-21:00"),
        ({"first": "15 april", "last": "september"}, "Apr 15-Sep 30: Tu 19:00-21:00"),
        (
            {"first": "1 sep 2026", "last": "30-06-2027"},
            "2026 Sep 01-2027 Jun 30: Tu 19:00-21:00",
        ),
        ({"first": "11 januari 2027"}, "2027 Jan 11+: Tu 19:00-21:00"),
        ({"last": "30 juni 2027"}, "1970 Jan 01-2027 Jun 30: Tu 19:00-21:00"),
        ({"comment": "op afspraak"}, 'Tu 19:00-21:00 "op afspraak"'),
    ],
)
def test_a_line_becomes_hours(fields, hours):
    assert line(**fields) == (hours, {})
    plan = from_osm(hours)
    assert plan is not None
    assert read_plan(Form(hours_fields(plan))) == (plan, {})


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"start": ""}, "start", "Vul in hoe laat het begint."),
        ({"end": "19.00"}, "end", "Begin en einde zijn gelijk."),
        ({"day": []}, "day", "Kies op welke dagen het is."),
        ({"first": "de lente"}, "first", "Schrijf een maand of een dag, zoals: april"),
        ({"first": "31 juni"}, "first", "Schrijf een maand of een dag"),
        ({"last": "juni"}, "first", "Vul ook in vanaf wanneer."),
        ({"first": "1 mei", "last": "30 juni 2027"}, "last", "Schrijf bij allebei een jaar"),
        ({"first": "1 mei 2027", "last": "1 mei 2026"}, "last", "De laatste dag ligt voor de"),
    ],
)
def test_what_is_wrong_stands_at_its_field(fields, field, sentence):
    _, errors = line(**fields)
    assert errors[f"line-0-{field}"].startswith(sentence)


def test_exceptions_once_and_every_year():
    hours, errors = read(
        except_0_first="2026-12-28", except_0_start="14", except_0_end="15",
        except_1_first="2026-12-24", except_1_last="2027-01-02", except_1_yearly="1",
    )  # fmt: skip
    assert (hours, errors) == ("Dec 24-Jan 02 off; 2026 Dec 28 14:00-15:00", {})


def test_an_exception_of_every_year_shows_the_coming_year(monkeypatch):
    monkeypatch.setattr("socialmap.web.desk.editing.form.today", lambda: date(2026, 11, 30))
    plan = from_osm("Mo 10:00-12:00; Dec 24-Jan 02 off")
    fields = hours_fields(plan)
    assert fields["except-0-first"] + fields["except-0-last"] == ["2026-12-24", "2027-01-02"]
    assert fields["except-0-yearly"] == ["1"]


def test_other_hours_on_holidays():
    usual = {"line_0_day": "1", "line_0_start": "10", "line_0_end": "12"}
    assert read(**usual, holidays_start="11", holidays_end="12") == (
        "Tu 10:00-12:00; PH 11:00-12:00",
        {},
    )
    hours, errors = read(**usual, school_holidays="1", school_holidays_start="11")
    assert (hours, [*errors]) == ("Tu 10:00-12:00; SH off", ["school_holidays_start"])
    plan = from_osm("Tu 10:00-12:00; SH 11:00-12:00")
    assert read_plan(Form(hours_fields(plan))) == (plan, {})


def test_on_appointment_at_other_times():
    hours, _ = read(line_0_day="1", line_0_start="10", line_0_end="12", otherwise="op afspraak")
    assert hours == 'Tu 10:00-12:00 || "op afspraak"'
    assert read(otherwise="op afspraak") == ('"op afspraak"', {})
