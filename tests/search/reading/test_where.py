import pytest

from socialmap.places.geocoding import OnePlace, locate
from socialmap.search.reading.where import split_place


@pytest.mark.parametrize(
    ("text", "words", "where"),
    [
        ("wandelen amersfoort", "wandelen", "amersfoort"),
        ("samen eten in amsterdam zuid", "samen eten", "amsterdam zuid"),
        ("koffie 3811", "koffie", "3811"),
        ("koffie 3811 AB", "koffie", "3811 AB"),
        ("in Zeist koffie drinken", "koffie drinken", "Zeist"),
        ("koffie in de buurt van den haag", "koffie", "den haag"),
        ("wandelen omgeving utrecht met ouderen", "wandelen met ouderen", "utrecht"),
        ("eten in Best", "eten", "Best"),
        ("koffie in best", "koffie", "best"),
        ("koffie in De Wijk", "koffie", "De Wijk"),
        ("zingen in de bilt", "zingen", "de bilt"),
        ("zorgboerderij gelderland", "zorgboerderij", "gelderland"),
        ("amersfoort", "", "amersfoort"),
    ],
)
def test_a_place_in_the_words_is_where(text, words, where):
    assert split_place(text) == (words, where)
    assert locate(where) is not None


@pytest.mark.parametrize(
    "text",
    [
        *(
            "samen eten",
            "eten bij de buren",
            "wonen in een groep",
            "werken in de tuin",
            "rust",
            "kring",
        ),
        *(
            "iets met dieren",
            "wandelen in de buurt",
            "samen in beweging",
            "in",
            "best leuk",
            "thuis wonen",
        ),
        *("huiskamer in de wijk", "koffie de wijk", "helpen bij de boer", "wandelen in het veen"),
        *("tiny huizen", "koffie 0123", "lunch 1234567", '"koffie in Zeist"', "hulp in huis"),
    ],
)
def test_an_ordinary_word_is_no_place(text):
    assert split_place(text) == (text, "")


def test_the_place_that_is_split_off_is_found():
    assert isinstance(locate(split_place("koffie drinken in Amersfoort")[1]), OnePlace)
