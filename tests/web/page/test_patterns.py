import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socialmap.times.hours import parsed
from socialmap.times.osm import DAYS, MONTHS
from socialmap.web.page.field_words import hours_words
from socialmap.web.page.patterns import CALL_FIRST, hours_sentences

CODE = re.compile(
    rf"\b({'|'.join((*DAYS, *MONTHS))})\b|\bPH\b|\bSH\b|\boff\b|\d:\d|24/7|sunrise|\|\||\[|week\d"
)


@pytest.fixture(autouse=True)
def dutch(app):
    with app.test_request_context():
        yield


SENTENCES = {
    "24/7": "Altijd open.",
    "10:00-12:00": "Elke dag, 10.00–12.00.",
    "Mo-Su 10:00-12:00": "Elke dag, 10.00–12.00.",
    "Tu 10:00-12:00": "Elke dinsdag, 10.00–12.00.",
    "Mo": "Elke maandag, de hele dag.",
    "Mo,We 09:30-11:00": "Elke maandag en woensdag, 9.30–11.00.",
    "Sa,Su 10:00-12:00": "Elke zaterdag en zondag, 10.00–12.00.",
    "Mo-Fr 09:00-17:00": "Maandag tot en met vrijdag, 9.00–17.00.",
    "Fr-Mo 20:00-01:00": "Elke maandag, vrijdag, zaterdag en zondag, 20.00–1.00.",
    "Mo-Fr 09:00-12:00,13:00-17:00": "Maandag tot en met vrijdag, 9.00–12.00 en 13.00–17.00.",
    "Mo 10:00-12:00; We 14:00-16:00": "Elke maandag, 10.00–12.00. Elke woensdag, 14.00–16.00.",
    "Mo 10:00-12:00, Mo 14:00-16:00": "Elke maandag, 10.00–12.00 en 14.00–16.00.",
    "Mo 20:00-24:00": "Elke maandag, 20.00–24.00.",
    "Mo 10:00+": "Elke maandag, vanaf 10.00.",
    "Mo 10:00-12:00,14:00+": "Elke maandag, 10.00–12.00 en vanaf 14.00.",
    "Mo-Su sunrise-sunset": "Elke dag, van zonsopgang tot zonsondergang.",
    "Sa 10:00-sunset": "Elke zaterdag, van 10.00 tot zonsondergang.",
    "Sa[1] 14:00-16:00": "Elke eerste zaterdag van de maand, 14.00–16.00.",
    "Tu[1,3] 10:00-12:00": "Elke eerste en derde dinsdag van de maand, 10.00–12.00.",
    "Tu[1-3] 10:00-12:00": "Elke eerste, tweede en derde dinsdag van de maand, 10.00–12.00.",
    "Su[-1] 10:00-12:00": "Elke laatste zondag van de maand, 10.00–12.00.",
    "Th[5] 10:00-12:00": "Elke vijfde donderdag van de maand, 10.00–12.00.",
    "Mo[1],We[1] 10:00-12:00": (
        "Elke eerste maandag van de maand en elke eerste woensdag van de maand, 10.00–12.00."
    ),
    "Mo 10:00-12:00; Mo[1] 14:00-16:00": (
        "Elke maandag, 10.00–12.00. Maar elke eerste maandag van de maand, 14.00–16.00."
    ),
    "Mo 10:00-12:00, Mo[-1] 14:00-16:00": (
        "Elke maandag, 10.00–12.00. Ook elke laatste maandag van de maand, 14.00–16.00."
    ),
    "Mo 10:00-12:00; Mo[1] off": (
        "Elke maandag, 10.00–12.00. Dicht op de eerste maandag van de maand."
    ),
    "Mo-Fr 09:00-17:00; We off": "Elke maandag, dinsdag, donderdag en vrijdag, 9.00–17.00.",
    "Mo-Fr 09:00-17:00; We 09:00-12:00": (
        "Elke maandag, dinsdag, donderdag en vrijdag, 9.00–17.00. Elke woensdag, 9.00–12.00."
    ),
    "Mo-Fr 09:00-17:00; Sa,Su off": (
        "Maandag tot en met vrijdag, 9.00–17.00. Dicht op zaterdag en zondag."
    ),
    "Mo 10:00-12:00; PH off": "Elke maandag, 10.00–12.00. Dicht op feestdagen.",
    "Sa[1] 14:00-16:00; SH off": (
        "Elke eerste zaterdag van de maand, 14.00–16.00. Dicht in de schoolvakanties."
    ),
    "Mo 10:00-12:00; PH,SH off": (
        "Elke maandag, 10.00–12.00. Dicht op feestdagen en in de schoolvakanties."
    ),
    "Mo-Su,PH 10:00-12:00": "Elke dag, 10.00–12.00. Ook op feestdagen.",
    "Mo-Fr 10:00-16:00; PH 10:00-13:00": (
        "Maandag tot en met vrijdag, 10.00–16.00. Maar op feestdagen, 10.00–13.00."
    ),
    "Mo-Fr 09:00-21:30; PH off; SH Mo-Fr 09:00-17:00": (
        "Maandag tot en met vrijdag, 9.00–21.30. Dicht op feestdagen."
        " Maar in de schoolvakanties: maandag tot en met vrijdag, 9.00–17.00."
    ),
    "We,Fr 15:00-17:00; SH We,Fr 14:00-17:00": (
        "Elke woensdag en vrijdag, 15.00–17.00."
        " Maar in de schoolvakanties: elke woensdag en vrijdag, 14.00–17.00."
    ),
    "Apr-Oct: Sa 10:00-12:00": "Van april tot en met oktober: elke zaterdag, 10.00–12.00.",
    "Jul-Aug: 10:00-12:00": "In juli en augustus: elke dag, 10.00–12.00.",
    "Dec-Jan: Sa 10:00-12:00": "In december en januari: elke zaterdag, 10.00–12.00.",
    "Apr 15-Sep 15: We 10:00-12:00": (
        "Van 15 april tot en met 15 september: elke woensdag, 10.00–12.00."
    ),
    "Apr-Sep: We 11:00-17:00; Oct: Sa 11:00-16:00": (
        "Van april tot en met september: elke woensdag, 11.00–17.00."
        " In oktober: elke zaterdag, 11.00–16.00."
    ),
    "Mo-Fr 09:00-17:00; Jul-Aug: Mo-Fr 10:00-15:00": (
        "Maandag tot en met vrijdag, 9.00–17.00."
        " Maar in juli en augustus: maandag tot en met vrijdag, 10.00–15.00."
    ),
    "Tu 09:00-11:00; Jul-Aug off": "Elke dinsdag, 9.00–11.00. Dicht in juli en augustus.",
    "Tu,We 09:00-11:00; Jul-Aug: We off": (
        "Elke dinsdag en woensdag, 9.00–11.00. In juli en augustus dicht op woensdag."
    ),
    "Oct-Mar: Tu[1] 19:30-21:30; SH off": (
        "Van oktober tot en met maart: elke eerste dinsdag van de maand, 19.30–21.30."
        " Dicht in de schoolvakanties."
    ),
    "Sa 10:00-12:00; Dec 25-26 off": "Elke zaterdag, 10.00–12.00. Dicht op 25 en 26 december.",
    "Sa 10:00-12:00; Dec 25,Jan 01 off": (
        "Elke zaterdag, 10.00–12.00. Dicht op 25 december en op 1 januari."
    ),
    "Mo 10:00-12:00; 2026 Dec 24-2027 Jan 02 off": (
        "Elke maandag, 10.00–12.00. Dicht van 24 december 2026 tot en met 2 januari 2027."
    ),
    "Mo 10:00-12:00; 2027 Jul 10-2027 Aug 22 off": (
        "Elke maandag, 10.00–12.00. Dicht van 10 juli tot en met 22 augustus 2027."
    ),
    "Tu 10:00-12:00; 2026 Dec 28 14:00-15:00": (
        "Elke dinsdag, 10.00–12.00. Maar op 28 december 2026, 14.00–15.00."
    ),
    "2027 Jan 11+: Mo 10:00-12:00": "Vanaf 11 januari 2027: elke maandag, 10.00–12.00.",
    "1970 Jan 01-2027 Jun 30: Mo 10:00-12:00": (
        "Tot en met 30 juni 2027: elke maandag, 10.00–12.00."
    ),
    "2026 Sep 01-2027 Jun 30: Mo 10:00-12:00": (
        "Van 1 september 2026 tot en met 30 juni 2027: elke maandag, 10.00–12.00."
    ),
    "week 01-53/2 Tu 19:00-21:00": "In de oneven weken: elke dinsdag, 19.00–21.00.",
    "week 02-52/2 Tu 19:00-21:00": "In de even weken: elke dinsdag, 19.00–21.00.",
    "week 10-20 Tu 19:00-21:00": "In week 10 tot en met 20: elke dinsdag, 19.00–21.00.",
    '"op afspraak"': "Op afspraak, bel eerst.",
    'Mo 10:00-12:00 "op afspraak"': "Elke maandag, 10.00–12.00 (op afspraak, bel eerst).",
    "Mo 10:00-12:00 unknown": "Elke maandag, 10.00–12.00 (bel eerst).",
    'Mo 10:00-12:00 open "inloop"': "Elke maandag, 10.00–12.00 (inloop).",
    'Mo 10:00-12:00 || "op afspraak"': (
        "Elke maandag, 10.00–12.00. Op andere tijden: op afspraak, bel eerst."
    ),
    'Mo 10:00-12:00 || "bel Jan"': "Elke maandag, 10.00–12.00. Op andere tijden: bel Jan.",
    "Mo 10:00-12:00 || unknown": "Elke maandag, 10.00–12.00. Op andere tijden: bel eerst.",
    'Mo 10:00-12:00; Jul-Aug off "verbouwing"': (
        "Elke maandag, 10.00–12.00. Dicht in juli en augustus (verbouwing)."
    ),
    "off": "Dicht.",
    # Words cannot say exactly the same.
    "PH off; Mo-Fr 10:00-16:00": "",
    "Mo-Fr 09:00-17:00; Mo-Fr 12:00-13:00 off": "",
    "(sunrise+01:00)-sunset": "",
    "easter off": "",
    "Tu[1] +1 day 10:00-12:00": "",
    "week 01-10/3 Tu 19:00-21:00": "",
    "Mo 10:00-12:00 || Tu 10:00-12:00": "",
    "2026 Dec 28 10:00-12:00; Mo off": "",
    "elke dinsdag": "",
}


@pytest.mark.parametrize(("hours", "sentence"), SENTENCES.items())
def test_hours_as_sentences(hours, sentence):
    assert hours_sentences(hours) == sentence


@pytest.mark.parametrize("hours", [hours for hours, words in SENTENCES.items() if not words])
def test_without_words_the_advice_is_to_call(hours):
    assert hours_words(hours).endswith(CALL_FIRST)
    assert not CODE.search(hours_words(hours))


DAY = st.sampled_from(["", "Mo", "Mo-Fr", "Sa,Su", "Tu[2]", "We[-1],Th", "PH", "SH", "Su,PH"])
PERIOD = st.sampled_from(
    ["", "Apr-Sep:", "Dec 24-Jan 02", "2026 Dec 28", "2027 Jan 01+:", "week 01-53/2", "easter"]
)
TIME = st.sampled_from(
    ["", "10:00-12:00", "10:00-12:00,14:00+", "sunrise-sunset", "(dawn+01:00)-dusk", "22:00-02:00"]
)
STATE = st.sampled_from(["", "", "off", "unknown", '"op afspraak"', 'open "inloop"'])
RULE = st.tuples(PERIOD, DAY, TIME, STATE).map(lambda parts: " ".join(filter(None, parts)))
HOURS = st.lists(st.tuples(st.sampled_from(["; ", ", ", " || "]), RULE), min_size=1, max_size=3)


@settings(max_examples=150)
@given(HOURS.map(lambda rules: "".join(join + rule for join, rule in rules)[2:].strip()))
def test_nobody_ever_reads_code(hours):
    words = hours_words(hours)
    assert not CODE.search(words), words
    if hours and parsed(hours):
        assert words.endswith((".", ")"))
