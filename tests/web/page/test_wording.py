import pytest
from flask import render_template_string
from markupsafe import Markup

from socialmap.web.page import wording


@pytest.fixture(autouse=True)
def in_a_request(app):
    with app.test_request_context():
        yield


def test_an_answer_is_worked_out_once_for_each_language(monkeypatch):
    calls = []
    double = wording.cached(lambda number: calls.append(number) or 2 * number)
    assert [double(2), double(2), double(3)] == [4, 4, 6]
    monkeypatch.setattr(wording, "language", lambda: "en")
    assert double(2) == 4
    assert calls == [2, 3, 2]


def test_what_is_put_in_a_text_is_escaped_on_a_page():
    page = render_template_string(
        "{{ _('%(name)s kost 10%% meer', name=name) }}", name="<Thee> & taart"
    )
    assert page == "&lt;Thee&gt; &amp; taart kost 10% meer"
    assert render_template_string("{{ _('10%% meer') }}") == "10% meer"


def test_what_is_put_in_a_text_without_markup_stays_as_it_is(app):
    plain = app.jinja_env.overlay(autoescape=False).from_string(
        "{{ _('Voor %(who)s', who='a&b') }}"
    )
    assert plain.render() == "Voor a&b"


def test_indents_are_left_out_and_spaces_between_words_stay(app):
    text = "<p>\n      {% if true %}<b>Zaal</b>,{% endif %}\n      {{ town }}\n    </p>"
    made = app.jinja_env.from_string(app.jinja_env.preprocess(text, "page.html"))
    assert made.render(town="Zeist") == "<p>\n<b>Zaal</b>, Zeist\n </p>"
    assert app.jinja_env.preprocess("Beste,\n    dag", "letter.txt") == "Beste,\n    dag"


def test_a_part_is_drawn_as_its_template_says():
    check = wording.drawn("public/_check.html", "check")
    box = check("soort", "warm_place", 0, True)
    assert isinstance(box, Markup)
    assert "checked" in box
    assert "check--none" in box
    assert "check--none" not in check("soort", "warm_place", 3, False)
