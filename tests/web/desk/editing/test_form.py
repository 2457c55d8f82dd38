from socialmap.times.lines import from_osm
from socialmap.web.desk.editing.form import MOST_ROWS, Form, form_of, hours_fields
from tests.web.conftest import EVERYTHING


def test_a_form_has_all_that_is_known():
    form = form_of(EVERYTHING)
    assert form.get("name") == "Koffie bij Noor"
    assert form.all("audiences") == ["older_people", "women"]
    assert (form.get("walk_in"), form.get("quiet"), form.get("no_referral_needed")) == (
        "1",
        "0",
        "",
    )
    assert form.get("cost_amount") == "1,50"
    assert form.rows("place") == [0]
    assert form.row("place", 0)["street"] == ["Domplein 1"]
    assert form.row("line", 0)["day"] == ["0", "1", "2", "3", "4"]
    assert form.get("date-0-repeats") == "daily"


def test_hours_that_are_no_lines_are_a_text():
    plan = from_osm("Mo 10:00-12:00")
    assert plan is not None
    assert hours_fields(plan)["line-0-start"] == ["10:00"]


def test_rows_have_numbers():
    form = Form({"line-0-start": ["1"], "line-2-start": ["3"], "line-2-end": ["4"], "name": ["x"]})
    assert form.rows("line") == [0, 1, 2]
    assert form.rows("place", 1) == [0]
    assert form.without_row("line", 0).values == {
        "line-1-start": ["3"],
        "line-1-end": ["4"],
        "name": ["x"],
    }
    assert form.with_values("name", "y").get("name") == "y"
    assert form.get("nothing") == ""


def test_there_is_an_end_to_rows():
    assert len(Form({"line-99-start": ["1"]}).rows("line")) == MOST_ROWS
