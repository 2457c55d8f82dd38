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
        ("bsn: 123456789", ["bsn"]),
        ("KvK 30100008. Jan heeft 123456782", ["bsn"]),
        ("Vraag naar Jan, 12-03-1955.", ["birth"]),
        ("Vraag naar Jan, 12-03-1955, aan de balie.", ["birth"]),
        ("Vraag naar Jan (12-03-1955)", ["birth"]),
        ("Jan is van 12 maart 1955.", ["birth"]),
        ("Anna, 12/03/1955; Bert", ["birth"]),
        ("01.02.1950!", ["birth"]),
        ("geb. 12-3-'55", ["birth"]),
        ("Geboren in maart 1955", ["birth"]),
        ("Piet (geb. 1944) vertelt", ["birth"]),
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
        "KvK 30100008. Iedereen is welkom bij ons.",
        "K.v.K.-nummer: 30100008",
        "30100008 (KvK)",
        "Ons RSIN is 123456782. Iedereen is welkom bij ons.",
        "KvK en RSIN: 30100008 / 123456782",
        "NL91 ABNA 0417 1643 00",
        "NL123456782B01",
        "Rekening 123456782",
        "AGB-code 94056782",
        "bel 123456782",
        "https://www.example.org/groups/123456782",
        "€ 123.456.782",
        "Open 10.00-12.00 en 13.00-15.00",
        "2019-2023",
        "Opgericht op 1 mei 1978 door buurtbewoners.",
        "Op 1 mei 1978 is de stichting opgericht",
        "De vereniging bestaat sinds 12 maart 1955",
        "Jubileum op 1 mei 1978",
        "Het pand is gebouwd op 1 mei 1901",
        "Op 1 september 1980 zijn wij begonnen",
        "Op 5 mei 1945 bevrijd",
        "12-03-2026 start",
        "Voor ouders van pas geboren baby's, 0-4 jaar",
        "Voor mensen geboren voor 1 januari 1960",
    ],
)
def test_facts_about_a_place_may_stay(text):
    assert personal_data(text, TODAY) == []
