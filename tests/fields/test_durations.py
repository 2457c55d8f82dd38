"""How long something takes, as people and spreadsheets write it."""

import pytest

from socialmap.fields.durations import read_minutes


@pytest.mark.parametrize(
    "text",
    [
        "90", "90.0", "90 min", "90 minuten", "90'", "1:30", "01:30:00", "1899-12-31 01:30:00",
        "0.0625", "1,5", "1.5", "1,5 uur", "1½ uur", "anderhalf uur", "1u30", "1 u 30",
        "1 uur en 30 minuten", "PT1H30M", "10:00-11:30", "van 10.00 tot 11.30 uur", "ca. 1,5 uur",
    ],
)  # fmt: skip
def test_an_hour_and_a_half(text):
    assert read_minutes(text) == 90


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("2 uur", 120), ("2u", 120), ("twee uur", 120), ("uur", 60), ("half uur", 30),
        ("drie kwartier", 45), ("0:45", 45), ("2½ uur", 150), ("tweeeneenhalf uur", 150),
        ("1440", 1440), ("onbekend", None), ("P1D", 1440), ("P0DT2H", 120), ("24 uur", 1440),
    ],
)  # fmt: skip
def test_other_durations(text, minutes):
    assert read_minutes(text) == minutes


@pytest.mark.parametrize("text", ["lang", "2000", "1.30", "0", "-60", "P2D", "P", "PT"])
def test_what_is_not_certain_is_named_with_what_the_map_shows(text):
    flaw = read_minutes(text)
    assert (flaw.level, flaw.mended) == ("warning", None)
    assert "alleen hoe laat het begint" in flaw.sentence


def test_a_few_minutes_are_doubted():
    assert (read_minutes("2").level, read_minutes("2").mended) == ("warning", 2)


def test_the_whole_day_ends_at_midnight_and_that_is_said():
    flaw = read_minutes("hele dag")
    assert (flaw.level, flaw.mended) == ("note", 1440)
    assert "middernacht" in flaw.sentence
