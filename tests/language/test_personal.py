from datetime import date

import pytest

from socialmap.language.personal import personal_data

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("mijn nummer is 111222333", ["bsn"]),
        ("BSN 111.222.333", ["bsn"]),
        ("mail naar jan.jansen@example.org", ["mail"]),
        ("info(at)example.org", ["mail"]),
        ("bel 030-2345678", ["phone"]),
        ("+31 6 12345678 na zes uur", ["phone"]),
        ("geboren op 3 mei 1950", ["birth"]),
        ("03-05-1950", ["birth"]),
        ("1950-05-03", ["birth"]),
        ("3-5-50", ["birth"]),
        ("jan@example.org, 06-12345678", ["mail", "phone"]),
    ],
)
def test_facts_about_a_person_are_seen(text, kinds):
    assert personal_data(text, TODAY) == kinds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ze zijn nu open op dinsdag van 9.00 tot 12.30 uur.",
        "Sinds 1 maart 2026 zitten ze in de Kerkstraat 12, 3811 LP Amersfoort.",
        "Vanaf 01-09-2025 kost het 2,50 per keer.",
        "Nummer 123456789 staat op de deur.",
        "Elke 1e en 3e week, 10.00-11.30 en 14.00-15.30",
    ],
)
def test_facts_about_a_place_may_stay(text):
    assert personal_data(text, TODAY) == []
