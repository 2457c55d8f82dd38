import csv
import re
from pathlib import Path

import pytest

from socialmap.config import resource
from socialmap.language import encoder, meaning
from socialmap.language.danger import EXAMPLES, danger_in
from socialmap.language.nearness import EXAMPLES as NEEDS
from tests.conftest import SHARED

RECALL, FALSE_ALARMS = 0.98, 0.02
# By words alone, phrases that no word list was made for are noticed less often.
UNSEEN_BY_WORDS = 0.93


@pytest.fixture(scope="session")
def embedded(tmp_path_factory):
    """A data folder in which the examples of danger are embedded."""
    if not encoder.installed():
        pytest.skip("the library is not installed")
    folder, before = tmp_path_factory.mktemp("danger"), meaning._Home.folder
    meaning.use(folder)
    encoder.write_files(folder)
    EXAMPLES.prepare()
    NEEDS.prepare()
    meaning.use(before)
    return folder


@pytest.fixture(params=["by words", "by meaning too"])
def way(request):
    """The two ways in which a map runs: without the library, and with it."""
    before = meaning._Home.folder
    meaning.use(request.getfixturevalue("embedded") if request.param != "by words" else None)
    yield request.param
    meaning.use(before)


def rows(name, half=None):
    path = resource("data", "evaluation", name)
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if half in (None, row["half"])]


@pytest.mark.parametrize("half", ["open", "kept"])
def test_somebody_in_danger_is_noticed(way, half):
    phrases = [row["phrase"] for row in rows("danger.csv", half)]
    if not phrases:
        pytest.skip("this half is not there")
    missed = [phrase for phrase in phrases if danger_in(phrase) is None]
    least = UNSEEN_BY_WORDS if (way, half) == ("by words", "kept") else RECALL
    assert len(missed) <= (1 - least) * len(phrases), missed


@pytest.mark.parametrize("half", ["open", "kept"])
def test_an_ordinary_question_seldom_raises_an_alarm(way, half):
    phrases = [row["phrase"] for row in rows("ordinary.csv", half)]
    if not phrases:
        pytest.skip("this half is not there")
    raised = [phrase for phrase in phrases if danger_in(phrase)]
    assert len(raised) <= FALSE_ALARMS * len(phrases), raised


ABOUT_ONESELF = """
ik ben net weduwe, ik ben weduwe, ik ben net verhuisd, ik ben verliefd, ik ben een man, ik ben doof
ik ben oud, ik zit in een rolstoel, ik ben student, ik ben vegetarisch, ik word oma, ik huil veel
mijn kind is ziek, mijn man is ziek, mijn dochter is autistisch, ik ben nieuw in de buurt
I am deaf, my child is sick, ich bin Witwe, je suis veuve, soy viuda, jestem wdową
"""


def test_saying_who_one_is_raises_no_alarm(way):
    phrases = [each.strip() for each in re.split("[,\n]", ABOUT_ONESELF) if each.strip()]
    assert len(phrases) == 22
    assert [phrase for phrase in phrases if danger_in(phrase)] == []


def test_other_words_for_the_same_are_noticed_in_nineteen_languages(way):
    with Path(__file__).with_name("danger_phrases.csv").open(encoding="utf-8", newline="") as file:
        phrases = list(csv.DictReader(file))
    assert len(phrases) >= 150
    assert len({row["language"] for row in phrases}) == 19
    missed = [row["phrase"] for row in phrases if danger_in(row["phrase"]) is None]
    assert len(missed) <= (1 - RECALL) * len(phrases), missed


@pytest.mark.parametrize("name", ["queries_dev.csv", "queries_dev_2.csv"])
def test_judged_queries_raise_none(way, name):
    path = SHARED / "data" / "eval" / name
    if not path.exists():
        pytest.skip(f"{path} is not there")
    with path.open(encoding="utf-8", newline="") as file:
        queries = [row["query"] for row in csv.DictReader(file)]
    raised = [query for query in queries if danger_in(query)]
    assert len(raised) <= FALSE_ALARMS * len(queries), raised


@pytest.mark.parametrize(
    "question",
    [
        *("slaan", "dood", "bang", "mes", "touw", "pillen", "trein", "trouwen", "volgen", "geweld"),
        *("mijn man is overleden", "mijn man heeft dementie", "ik ben somber", "ik voel me alleen"),
        *(
            "mijn kat is dood",
            "ik wil niet meer alleen eten",
            "slaan op trommels",
            "dodenherdenking",
        ),
        *("zelfverdediging voor vrouwen", "ruzie met de buren", "mijn zoon slaat andere kinderen"),
        *("bedreigde vogels beschermen", "veilig thuis wonen voor ouderen", "mes slijpen"),
        *("ik moet trouwen en zoek een zaal", "nabestaanden na zelfdoding", "", "koffie in Zeist"),
        *("dierenmishandeling", "vrijwilliger bij 113", "misbruik van alcohol", "Dorpsstraat 112"),
        *("I am dying for a coffee", "my husband died", "kocam öldü", "زوجي مات", "мой муж умер"),
        *(
            "ik lach me dood",
            "kaarsje branden in de kerk",
            "brandweermuseum",
            "opgebrand",
            "kampvuur",
        ),
        *("brand in huis gehad, spullen nodig", "leren reanimeren", "bewegen na een hartaanval"),
        *("verwaarloosde tuin opknappen", "verwaarloosde dieren verzorgen", "gas besparen"),
        *("mijn kinderen hebben honger en het geld is op", "eten koken voor kinderen uit de buurt"),
        *("ik ben gevallen en wil een cursus", "de oven brandt niet meer", "honger naar kennis"),
    ],
)
def test_a_word_with_two_meanings_raises_none(way, question):
    assert danger_in(question) is None


@pytest.mark.parametrize(
    ("question", "about", "language"),
    [
        ("ik wil niet meer leven", "suicide", "nl"),
        ("zelfmoort", "suicide", "nl"),
        ("Huiselijk Geweld", "violence_home", "nl"),
        ("mn vader slaat me", "violence_home", "nl"),
        ("I want to die", "suicide", "en"),
        ("suicide hotline for my friend", "suicide", "en"),
        ("mein Mann schlägt mich", "violence_home", "de"),
        ("j’ai été violée", "sexual_violence", "fr"),
        ("mi marido me pega", "violence_home", "es"),
        ("KOCAM BENİ DÖVÜYOR", "violence_home", "tr"),
        ("أُريد أن أموت", "suicide", "ar"),
        ("mąż mnie bije", "violence_home", "pl"),
        ("меня изнасиловали", "sexual_violence", "ru"),
        ("чоловік мене б’є", "violence_home", "uk"),
        ("شوهرم مرا کتک می‌زند", "violence_home", "fa"),
        ("ብግዲ መርዓ", "forced_marriage", "ti"),
        ("waxaan rabaa inaan dhinto", "suicide", "so"),
        ("ストーカー", "stalking", "ja"),
        ("有人跟踪我", "stalking", "zh"),
        ("남편이 때려요", "violence_home", "ko"),
        ("มีคนขู่ฆ่าฉัน", "threatened", "th"),
        ("de kinderen van hiernaast hebben altijd honger en vieze kleren", "neglect", "nl"),
        ("mijn oom wordt verwaarloosd in zijn eigen huis", "neglect", "nl"),
        ("my grandmother gets no food from her carer", "neglect", "en"),
        ("ik wil nie meer leve", "suicide", "nl"),
        ("er is brand in de keuken", "emergency", "nl"),
        ("ik ruik gas in de gang", "emergency", "nl"),
        ("mijn vrouw is gevallen en reageert niet", "emergency", "nl"),
        ("there is a fire next door", "emergency", "en"),
        ("evim yanıyor", "emergency", "tr"),
        ("maison brûle", "emergency", "fr"),
        ("babcia jest nieprzytomna", "emergency", "pl"),
        ("у нас пожежа", "emergency", "uk"),
        ("البيت يحترق", "emergency", "ar"),
    ],
)
def test_what_is_meant_and_in_which_language(way, question, about, language):
    danger = danger_in(question)
    assert danger is not None
    assert (danger.about, danger.language) == (about, language)


@pytest.mark.parametrize(
    "question", ["\ud800", "x" * 5000, "🙂" * 300, "*" * 200, "((((", "\x00 dood"]
)
def test_any_text_can_be_read(way, question):
    assert danger_in(question) is None


def test_no_example_is_on_both_sides():
    with resource("data", "language", "danger_examples.csv").open(encoding="utf-8") as file:
        examples = list(csv.DictReader(file))
    phrases = [row["phrase"] for row in examples]
    assert len(set(phrases)) == len(phrases)
