"""The form kit reads what was typed, and says in a sentence what it cannot read."""

import pytest

from socialmap.fields.cells import read_email, read_number
from socialmap.fields.phones import read_phone
from socialmap.fields.sites import read_website
from socialmap.web.page import forms
from socialmap.web.page.forms import FormSchema, Typed


class Visit(FormSchema):
    """A form with a field of each sort."""

    name = Typed(forms.needed(forms.text(10), "Vul je naam in.", shortest=2))
    note = Typed(forms.text(40, lines=True))
    people = Typed(forms.within(forms.whole, 1, 12))
    hours = Typed(forms.within(read_number, 0, 24, "Dat is te lang."))
    shape = Typed(forms.one_of(("round", "square"), "Kies een vorm."))
    quiet = Typed(forms.yes_or_no)
    phone = Typed(read_phone, mends=True)
    email = Typed(read_email)
    website = Typed(read_website)


RIGHT = {"name": "Noor", "shape": "round"}


@pytest.fixture(autouse=True)
def in_a_request(app):
    with app.test_request_context():
        yield


def errors(**typed):
    return forms.load(Visit(), RIGHT | typed)[1]


def test_what_was_typed_becomes_values():
    typed = RIGHT | {
        "name": "  Noor  B ", "note": "Eén.\r\n\r\n  Twee \x00 woorden ", "people": "3",
        "hours": "2,5", "quiet": "0", "phone": "030 234 56 78", "website": "example.org",
        "csrf_token": "x",
    }  # fmt: skip
    values, wrong = forms.load(Visit(), typed)
    assert not wrong
    assert values == {
        "name": "Noor B", "note": "Eén.\n\nTwee woorden", "people": 3, "hours": 2.5,
        "shape": "round", "quiet": False, "phone": "+31302345678", "email": "",
        "website": "https://example.org",
    }  # fmt: skip


def test_what_was_not_sent_is_empty():
    values, wrong = forms.load(Visit(), {})
    assert set(wrong) == {"name", "shape"}
    assert values["people"] is values["quiet"] is None
    assert values["note"] == values["phone"] == ""


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": "N"}, "Vul je naam in."),
        ({"name": "Noortje van Dam"}, "Dit is 5 tekens te lang. Er passen er 10."),
        ({"people": "veel"}, "Vul alleen een getal in, bijvoorbeeld 2,50."),
        ({"people": "2,5"}, "Vul een heel getal in."),
        ({"people": "13"}, "Vul een getal in van 1 tot 12."),
        ({"hours": "25"}, "Dat is te lang."),
        ({"shape": "oval"}, "Kies een vorm."),
    ],
)
def test_what_is_wrong_is_a_sentence_at_its_field(typed, sentence):
    assert errors(**typed) == {name: [sentence] for name in typed}


def test_a_field_mends_what_it_may_mend():
    two = "030 234 56 78 of 030 234 56 79"
    values, wrong = forms.load(Visit(), RIGHT | {"phone": two, "email": "a@b.nl of c@d.nl"})
    assert values["phone"] == "+31302345678"
    assert set(wrong) == {"email"}


def test_a_reason_is_on_one_line_and_refused_when_it_is_long():
    assert forms.sent_reason({"reason": " klopte\nniet "}) == "klopte niet"
    assert forms.sent_reason({}) == ""
    with pytest.raises(forms.TooLongProblem, match="300 tekens te lang"):
        forms.sent_reason({"reden": "x" * 500}, "reden")


def test_names_are_said_in_the_language_of_the_reader():
    assert forms.translated({"name": "Naam"}) == {"name": "Naam"}
