import csv

import pytest

from socialmap.config import resource
from socialmap.language.compounds import is_part, read_words
from socialmap.language.stems import stem, verbs_of
from socialmap.language.tokens import content_words, words


@pytest.mark.parametrize(
    "alike",
    [
        "cafe cafes",
        "eenzaam eenzame eenzaamheid",
        "huiskamer huiskamers",
        "koken kook kookt",
        "wandelen wandeling wandelt",
        "fiets fietsen",
        "huis huizen",
        "brief brieven",
        "prijs prijzen",
        "ouderen oudere",
        "ouder ouders",
        "maatje maatjes",
        "organisatie organisaties",
        "dame dames",
        "groente groentes groenten",
        "coach coaches",
        "les lessen",
        "advies adviezen",
        "verslaafd verslaving verslaafden",
        "boodschap boodschappen",
        "foto fotos",
        "kind kinderen",
        "club clubje clubjes",
        "tuin tuintje",
        "spel spelletjes",
        "eetclub eetclubje",
        "wandelmaatje wandelmaatjes",
        "breien breiende breienden",
        "zingen zingend zingende zingenden",
        "werken werkend werkende werkenden gewerkt",
        "wandelen wandelaar wandelaarster wandelaarsters wandelende",
        "mantelzorger mantelzorgster mantelzorgsters",
        "vrijwilliger vrijwilligster",
        "bewoner bewoners bewoonster",
        "schrijver schrijfster",
        "zanger zangeres zangeressen",
        "kunstenaar kunstenares kunstenaressen",
        "leraar lerares leraressen",
        "diagnose diagnoses",
        "psychose psychoses",
        "boer boerin boerinnen",
        "kok kokkin kokkinnen",
        "schilderen schilderes",
        "organiseren georganiseerd georganiseerde",
        "studeren gestudeerd",
        "lopen loop lopende gelopen",
        "bellen bel belt",
        "zwemmen zwem zwemt zwemmers",
        "schrijven schrijf schrijft",
        "bezoeken bezoek bezoekt",
        "lezen lees gelezen",
        "maan manen",
        "zoon zonen",
        "hoeven hoeft hoef",
        "dag dagen",
        "zwemmer zwemmers zwemster zwemmen",
        "hardloper hardlopers hardloopsters hardlopen",
        "visser vissers vissen",
        "schaker schakers schaakster schaken",
        "danser danseres danseressen dansen",
        "zanger zangeres zangeressen zingen",
        "lezers lezeressen lezen",
        "tuinier tuiniersters tuinieren",
        "wandelaars wandelaarsters wandelen",
        "kaarters kaarten",
    ],
)
def test_forms_of_one_word_have_one_stem(alike):
    assert len({stem(word) for word in alike.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ouders", "ouderen"),
        ("les", "lezen"),
        ("tuin", "tuig"),
        ("maatje", "maat"),
        ("kaart", "kaars"),
        ("dames", "dammen"),
        ("man", "maan"),
        ("zon", "zoon"),
        ("waar", "war"),
        ("hoef", "hoeve"),
        ("kop", "koop"),
        ("kok", "koken"),
        ("roze", "rozen"),
        ("plaat", "plaats"),
        ("vriend", "vrij"),
        ("weekend", "week"),
        ("klooster", "klo"),
        ("minister", "mini"),
        ("venster", "ven"),
        ("meester", "mee"),
        ("bakker", "bakken"),
        ("letters", "letten"),
        ("dieren", "dienen"),
        ("moeders", "moe"),
        ("bezoekers", "zoeken"),
        ("nummers", "nummen"),
        ("winters", "winnen"),
    ],
)
def test_other_words_have_other_stems(one, other):
    assert stem(one) != stem(other)


@pytest.mark.parametrize("word", ["huis", "gratis", "thuis", "advies", "computerles", "reis"])
def test_an_s_that_belongs_to_the_word_stays(word):
    assert stem(word).endswith("s")


def test_words_lose_case_and_accents_before_they_are_compared():
    assert words("Café's ZORGCOÖPERATIE cafe\u0301 samen_eten") == [
        *("cafe", "s", "zorgcooperatie", "cafe", "samen", "eten")
    ]


def test_other_scripts_are_words_too():
    assert content_words("قهوة кава") == ["قهوة", "кава"]


def test_every_form_is_a_folded_word():
    with resource("data", "language", "forms.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["word"] for row in rows}) == len(rows)
    assert all(words(row["word"]) == [row["word"]] for row in rows)


def test_words_in_er_that_name_nobody_stand_beside_a_verb():
    """Others are never asked for, so that they would only be more to read."""
    assert [word for word in read_words("no_doers.txt") if not is_part(f"{word[:-1]}n")] == []


def test_words_in_t_that_are_no_verb_look_like_one():
    """Others are never asked for either."""
    alone = [
        word for word in read_words("no_verbs.txt") if not any(map(is_part, verbs_of(word[:-1])))
    ]
    assert alone == []
