import pytest

from socialmap.language.compounds import LONGEST, read_words, split
from socialmap.places.names import places_by_key


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("buurtmaaltijd", "buurt maaltijd"),
        ("kookgroep", "kook groep"),
        ("wandelgroepen", "wandel groepen"),
        ("taalcafes", "taal cafes"),
        ("vrijwilligerswerk", "vrijwilligers werk"),
        ("zorgboerderij", "zorg boerderij"),
        ("ouderenzorg", "ouderen zorg"),
        ("bewonersbedrijf", "bewoners bedrijf"),
        ("buurthuiskamer", "buurt huiskamer"),
        ("dagbestedingsplek", "dagbesteding plek"),
        ("moestuin", "moes tuin"),
        ("praatcafe", "praat cafe"),
        ("eettafel", "eet tafel"),
        ("loopgroep", "loop groep"),
    ],
)
def test_a_compound_is_read_as_its_parts(word, parts):
    assert split(word) == tuple(parts.split())


@pytest.mark.parametrize(
    "word",
    [
        "ouderen",
        "samen",
        "moskee",
        "kinderen",
        "vriendschap",
        "gemeente",
        "eenzaam",
        "koffie",
        "computer",
        "dementie",
        "restaurant",
        "bibliotheek",
        "activiteiten",
        "ontmoeting",
        "boodschappen",
        "digitaal",
        "jongeren",
        "vluchteling",
        "informatie",
        "inloop",
        "kringloop",
        "huis",
        "de",
        "xqzw",
        "schilderen",
        "maandag",
        "verstandelijk",
        "beperking",
    ],
)
def test_a_word_that_is_whole_stays_whole(word):
    assert split(word) == ()


def test_names_of_places_stay_whole():
    assert [name for name in places_by_key() if name.isalpha() and split(name)] == []


@pytest.mark.parametrize("name", ["dampoort", "biljartstraat", "kooklaan", "zangvogelweg"])
def test_a_word_that_ends_like_a_place_is_its_name(name):
    assert split(name) == ()


def test_a_word_too_long_to_be_one_stays_whole():
    assert split("buurt" * LONGEST) == ()


def test_parts_are_plain_letters():
    parts = [*read_words("parts.txt"), *(w.removeprefix("-") for w in read_words("own.txt"))]
    assert all(part.isascii() and part.isalpha() and part.islower() for part in parts)
