import re
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socialmap.catalogue.listing import ListedActivity
from socialmap.web.page.field_words import words_of
from socialmap.web.page.repeats import activity_sentence, repeat_words

STARTS = datetime(2026, 11, 24, 19)  # the fourth, and last, Tuesday
CODE = re.compile(r"FREQ|BY[A-Z]|INTERVAL|UNTIL|=|\b(?:MO|TU|WE|TH|FR|SA|SU)\b")


@pytest.fixture(autouse=True)
def dutch(app):
    with app.test_request_context():
        yield


WORDS = {
    "": "op 24 november 2026",
    "FREQ=DAILY": "elke dag",
    "FREQ=DAILY;INTERVAL=2": "om de dag",
    "FREQ=DAILY;INTERVAL=3": "elke 3 dagen",
    "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR": "maandag tot en met vrijdag",
    "FREQ=DAILY;BYMONTH=12": "elke dag in december",
    "FREQ=WEEKLY": "elke dinsdag",
    "FREQ=WEEKLY;BYDAY=MO": "elke maandag",
    "FREQ=WEEKLY;BYDAY=MO,WE": "elke maandag en woensdag",
    "FREQ=WEEKLY;INTERVAL=2": "om de week op dinsdag",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH": "om de week op dinsdag en donderdag",
    "FREQ=WEEKLY;INTERVAL=3": "elke 3 weken op dinsdag",
    "FREQ=WEEKLY;BYMONTH=7,8": "elke dinsdag in juli en augustus",
    "FREQ=WEEKLY;BYMONTH=9,10,11,12,1,2,3": "elke dinsdag van september tot en met maart",
    "FREQ=WEEKLY;BYHOUR=19;BYMINUTE=0": "elke dinsdag",
    "FREQ=WEEKLY;UNTIL=20270111": "elke dinsdag, tot en met 11 januari 2027",
    "FREQ=WEEKLY;UNTIL=20270111T225959Z": "elke dinsdag, tot en met 11 januari 2027",
    "FREQ=WEEKLY;COUNT=10": "elke dinsdag, 10 keer vanaf 24 november 2026",
    "FREQ=MONTHLY": "elke maand op de 24e",
    "FREQ=MONTHLY;BYDAY=1SA": "elke eerste zaterdag van de maand",
    "FREQ=MONTHLY;BYDAY=-1FR": "elke laatste vrijdag van de maand",
    "FREQ=MONTHLY;BYDAY=1TU,3TU": "elke eerste en derde dinsdag van de maand",
    "FREQ=MONTHLY;BYDAY=1TU,2TU,3TU;COUNT=5": (
        "elke eerste, tweede en derde dinsdag van de maand, 5 keer vanaf 24 november 2026"
    ),
    "FREQ=MONTHLY;BYDAY=1MO,3TH": "elke eerste maandag en derde donderdag van de maand",
    "FREQ=MONTHLY;BYDAY=TU": "elke dinsdag",
    "FREQ=MONTHLY;BYMONTHDAY=15": "elke maand op de 15e",
    "FREQ=MONTHLY;BYMONTHDAY=1,15": "elke maand op de 1e en 15e",
    "FREQ=MONTHLY;BYMONTHDAY=-1": "elke maand op de laatste dag",
    "FREQ=MONTHLY;BYDAY=SA;BYSETPOS=1": "elke eerste zaterdag van de maand",
    "FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=1": "elke eerste zaterdag of zondag van de maand",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1": "elke laatste werkdag van de maand",
    "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=8,9,10,11,12,13,14": "elke tweede zaterdag van de maand",
    "FREQ=MONTHLY;INTERVAL=2;BYDAY=1SA": "om de maand op de eerste zaterdag",
    "FREQ=MONTHLY;INTERVAL=3": "elke 3 maanden op de 24e",
    "FREQ=YEARLY": "elk jaar op 24 november",
    "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=5": "elk jaar op 5 december",
    "FREQ=YEARLY;BYMONTH=5,12;BYMONTHDAY=5": "elk jaar op 5 mei en 5 december",
    "FREQ=YEARLY;BYMONTH=12;BYDAY=1SA": "elk jaar op de eerste zaterdag van december",
    "FREQ=YEARLY;INTERVAL=2": "om het jaar op 24 november",
    "FREQ=YEARLY;INTERVAL=4": "elke 4 jaar op 24 november",
    # Words cannot say exactly the same.
    "FREQ=YEARLY;BYWEEKNO=20": "",
    "FREQ=YEARLY;BYDAY=20MO": "",
    "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13": "",
    "FREQ=WEEKLY;BYHOUR=10,14": "",
    "FREQ=SECONDLY": "",
    "nonsense": "",
}


@pytest.mark.parametrize(("rule", "words"), WORDS.items())
def test_how_often_it_is(rule, words):
    assert repeat_words(STARTS, rule) == words


def test_an_activity_has_its_times():
    activity = ListedActivity(
        name="Eten", starts=STARTS, minutes=120, repeats="FREQ=WEEKLY;UNTIL=20270111"
    )
    assert activity_sentence(activity) == "Elke dinsdag, 19.00–21.00, tot en met 11 januari 2027."
    assert words_of("activities", (activity,)) == (
        "Eten: elke dinsdag, 19.00–21.00, tot en met 11 januari 2027"
    )


PARTS = {
    "INTERVAL": ["2", "5"],
    "BYDAY": ["MO", "TU,TH", "1SA", "-1FR", "SA,SU"],
    "BYMONTHDAY": ["1", "15,31", "-1", "8,9,10,11,12,13,14"],
    "BYMONTH": ["2", "7,8", "11,12,1"],
    "BYSETPOS": ["1", "-1", "2,3"],
    "BYHOUR": ["19", "10,14"],
    "BYWEEKNO": ["20"],
    "WKST": ["SU"],
    "UNTIL": ["20270111", "20270111T225959Z"],
    "COUNT": ["3"],
}
RULES = st.tuples(
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    st.fixed_dictionaries(
        {}, optional={name: st.sampled_from(values) for name, values in PARTS.items()}
    ),
).map(lambda rule: ";".join([f"FREQ={rule[0]}", *(f"{n}={v}" for n, v in rule[1].items())]))


@settings(max_examples=150)
@given(RULES)
def test_nobody_ever_reads_code(rule):
    activity = ListedActivity(name="Eten", starts=STARTS, minutes=120, repeats=rule)
    words = words_of("activities", (activity,))
    assert words.startswith("Eten: ")
    assert not CODE.search(words), words
