import opening_hours
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socialmap.times.dutch import osm_hours


@pytest.mark.parametrize(
    ("text", "osm"),
    [
        ("ma 10:00-12:00", "Mo 10:00-12:00"),
        ("wo en vr 13.30-16.00", "We,Fr 13:30-16:00"),
        ("ma-vr 9-17", "Mo-Fr 09:00-17:00"),
        ("zaterdag 10-14", "Sa 10:00-14:00"),
        ("elke dinsdag van 10 tot 12 uur", "Tu 10:00-12:00"),
        ("1e donderdag van de maand 14:00 - 16:00", "Th[1] 14:00-16:00"),
        ("1e en 3e dinsdag van de maand, 19:30-21:30", "Tu[1,3] 19:30-21:30"),
        ("laatste woensdagochtend van de maand 10-12", "We[-1] 10:00-12:00"),
        ("dagelijks 10-16u", "Mo-Su 10:00-16:00"),
        ("Maandag t/m vrijdag 9.00 – 17.00 uur", "Mo-Fr 09:00-17:00"),
        ("ma en wo 10-12 en 14-16", "Mo,We 10:00-12:00,14:00-16:00"),
        ("ma 10-12, wo 13-15", "Mo 10:00-12:00; We 13:00-15:00"),
        ("ma: 10-12; zo: gesloten", "Mo 10:00-12:00; Su off"),
        ("vr 20-1", "Fr 20:00-01:00"),
    ],
)
def test_common_dutch_hours_become_osm(text, osm):
    assert osm_hours(text) == osm


@pytest.mark.parametrize(
    "text",
    [
        "op afspraak",
        "dagelijks",
        "om de week ma 10-12",
        "ma 10-12 (niet in vakanties)",
        "ma 10-12 in de even weken",
        "dinsdagmiddag 2-4",
        "ma 17-9",
        "ma 10-25",
        "10-12",
        "ma 10",
        "2 x per maand",
        "half tien tot elf",
        "",
    ],
)
def test_what_is_not_certain_stays_a_text(text):
    assert osm_hours(text) is None


WORDS = "ma di wo-vr 1e laatste van de maand en , ; - tot t/m 10 12.30 24 9:00 uur gesloten elke x"


@settings(deadline=None)
@given(st.lists(st.sampled_from(WORDS.split()), max_size=12).map(" ".join) | st.text(max_size=60))
def test_whatever_comes_out_is_osm(text):
    osm = osm_hours(text)
    assert osm is None or opening_hours.validate(osm)
