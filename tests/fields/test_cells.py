import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socialmap.fields import cells
from socialmap.fields.flaws import Flaw
from socialmap.fields.schema import READERS


def value(read):
    return read.mended if isinstance(read, Flaw) else read


@pytest.mark.parametrize(
    ("text", "email", "clean"),
    [
        ("info@example.org", "info@example.org", True),
        ("info(at)example.org", "info@example.org", False),
        ("info [at] example.org", "info@example.org", False),
        ("mailto:info@example.org", "info@example.org", False),
        ("a@example.org; b@example.org", "a@example.org", False),
        ("geen", "", True),
        ("info", "", False),
    ],
)
def test_mail_addresses_are_mended(text, email, clean):
    read = cells.read_email(text)
    assert value(read) == email
    assert isinstance(read, Flaw) is not clean


@pytest.mark.parametrize(
    ("text", "number"),
    [("52,155", 52.155), ("5.387", 5.387), ("€ 2,50", 2.5), ("1.234,5", 1234.5), ("veel", None)],
)
def test_decimal_commas_and_points(text, number):
    assert value(cells.read_number(text)) == number


def test_yes_no_and_nobody_knows():
    assert [value(cells.read_yes_no(text)) for text in ("Ja", "nee", "onbekend", "soms")] == [
        True,
        False,
        None,
        None,
    ]
    assert isinstance(cells.read_yes_no("soms"), Flaw)


@pytest.mark.parametrize(
    "text",
    [
        "✓",
        "✔",
        "☑",
        "√",
        "✔️",
        "✅",
        "x",
        "X",
        "v",
        "V",
        "ja",
        "J",
        "waar",
        "WAAR",
        "1",
        "1.0",
        "Ja!",
        "👍🏽",
    ],
)
def test_a_mark_that_ticks_is_yes(text):
    assert cells.read_yes_no(text) is True


@pytest.mark.parametrize(
    "text", ["✗", "✘", "☐", "×", "❌", "✖️", "nee", "N", "onwaar", "0", "0.0", "👎"]
)
def test_a_mark_that_crosses_out_is_no(text):
    assert cells.read_yes_no(text) is False


@pytest.mark.parametrize("text", ["☒", "✓✗", "○", "ja, mits", "ja/nee"])
def test_a_mark_that_can_mean_both_is_left_open_and_named(text):
    assert value(cells.read_yes_no(text)) is None
    assert isinstance(cells.read_yes_no(text), Flaw)


@pytest.mark.parametrize("text", ["-", "?", "onbekend", "misschien"])
def test_what_nobody_knows_is_left_open(text):
    assert cells.read_yes_no(text) is None


def test_a_number_out_of_its_bounds_is_left_out():
    read = cells.whole_of(1, 10)
    assert read("3") == 3
    assert value(read("11")) is None
    assert value(read("2,5")) is None


def test_a_text_that_is_too_long_is_kept_up_to_a_sentence_or_a_word():
    read = cells.text_of(30)
    sentences = read("Bel ons even. Of loop binnen. Iedereen is welkom.")
    assert (sentences.level, sentences.mended) == ("warning", "Bel ons even. Of loop binnen.")
    assert "49 tekens" in sentences.sentence % dict(sentences.facts)
    assert (
        read("een zin die maar doorgaat en nooit stopt").mended == "een zin die maar doorgaat en…"
    )
    assert read("x" * 40).mended == "x" * 29 + "…"
    assert read("precies dertig tekens: ja hoor") == "precies dertig tekens: ja hoor"


def test_an_id_that_is_too_long_is_no_id():
    assert cells.read_id("k" * 151).mended == ""


def test_a_long_text_with_a_birth_date_has_both_flaws():
    flaw = cells.text_of(60, free=True)(f"Jan, 12-03-1955. {'Kom binnen. ' * 9}")
    assert "12-03-1955" not in flaw.mended
    assert len(flaw.mended) <= 60
    assert [other.level for other in flaw.more] == ["warning"]


def test_the_address_of_a_source_is_taken_out_of_its_text():
    assert (
        cells.read_link("github:a/b -> https://www.example.org/x.") == "https://www.example.org/x"
    )
    said = cells.read_link("eigen onderzoek")
    assert (said.mended, said.level) == ("", "note")
    both = cells.read_link("https://a.example.org, https://b.example.org")
    assert both.mended == "https://a.example.org"
    assert dict(both.facts)["others"] == "https://b.example.org"


@settings(deadline=None)
@given(st.sampled_from(sorted(READERS)), st.text(min_size=1, max_size=60))
def test_any_text_in_any_column_gives_a_value_or_a_flaw(field, text):
    read = READERS[field](text)
    if isinstance(read, Flaw):
        assert read.sentence % dict(read.facts)
        assert read.remedy % dict(read.facts)
