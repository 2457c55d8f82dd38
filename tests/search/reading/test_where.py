import pytest

from socialmap.language.analysis import is_known_word, query_stop_words
from socialmap.places.geocoding import OnePlace, locate
from socialmap.search.reading.where import places_in, split_place


def is_word(word):
    return is_known_word(word) or word in query_stop_words()


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
        # The place first, or amid the words.
        ("Zeist koffie", "koffie", "Zeist"),
        ("zeist koffie", "koffie", "zeist"),
        ("3511 taalcafé", "taalcafé", "3511"),
        ("bij soest wandelen", "wandelen", "soest"),
        ("koffie bij soest", "koffie", "soest"),
        ("koffie zeist ochtend", "koffie ochtend", "zeist"),
        ("koffie in Zeist, Nederland", "koffie", "Zeist, Nederland"),
        ("koffie 3500 GA", "koffie", "3500 GA"),
        # Spellings.
        ("koffie Loenen a/d Vecht", "koffie", "Loenen a/d Vecht"),
        ("zingen Alphen a.d. Rijn", "zingen", "Alphen a.d. Rijn"),
        # Parts of towns, stations, regions.
        ("buren leren kennen in Kattenbroek", "buren leren kennen", "Kattenbroek"),
        ("Schothorst huiskamer", "huiskamer", "Schothorst"),
        ("Amersfoort station creatief", "creatief", "Amersfoort station"),
        ("koffie station Driebergen-Zeist", "koffie", "station Driebergen-Zeist"),
        ("zorgboerderij Twente", "zorgboerderij", "Twente"),
        ("koffie in het gooi", "koffie", "het gooi"),
        ("zorgboerderij achterhoek", "zorgboerderij", "achterhoek"),
        # A part that is not known goes with its town.
        ("koffie Zeist Kersenpit", "koffie", "Zeist Kersenpit"),
        ("koffie in kersenpit zeist", "koffie", "kersenpit zeist"),
        # Other languages.
        ("coffee near Zeist", "coffee", "Zeist"),
        ("café à côté de Zeist", "café", "Zeist"),
        ("Kaffee bei Zeist", "Kaffee", "Zeist"),
        ("Utrecht'te kahve", "kahve", "Utrecht"),
    ],
)
def test_a_place_in_the_words_is_where(text, words, where):
    assert split_place(text, is_word) == (words, where)
    assert isinstance(locate(where), OnePlace)


@pytest.mark.parametrize(
    ("text", "words", "where"),
    [
        ("koffie in Zijst", "koffie", "Zijst"),
        ("koffie in zijst", "koffie", "zijst"),
        ("koffie amersvoort", "koffie", "amersvoort"),
        ("koffie in Kersenpit", "koffie", "Kersenpit"),
    ],
)
def test_a_misspelt_or_unknown_place_is_where(text, words, where):
    assert split_place(text, is_word) == (words, where)


ORDINARY = """
samen eten|eten bij de buren|wonen in een groep|werken in de tuin|rust|kring|iets met dieren|wandelen in de buurt
samen in beweging|in|best leuk|thuis wonen|huiskamer in de wijk|koffie de wijk|helpen bij de boer|wandelen in het veen
tiny huizen|koffie 0123|lunch 1234567|"koffie in Zeist"|hulp in huis|lezen in een boek|in de war|praten over rouw
wie gaat er mee naar het bos|buren helpen buren|beste plek om te lezen|een dag in de week|zingen in een koor
iets doen in de avond|werken in de zorg|vrijwilliger bij Parkinson|hulp bij het invullen van formulieren
ik zit niet lekker in mijn vel|leren lezen en schrijven|in de winter naar buiten|wandelen in het veld
bloemen schikken|sporten in een zaal|kaarten in het buurthuis|oefenen in een kleine groep|samen in gesprek
nieuw in nederland|leven in armoede|lopen in de natuur|schilderen in een atelier|helpen in de moestuin
waar kan ik heen in het weekend|koken met een groep|wonen in een woongroep|rijden in een rolstoel|een maatje in de buurt
computer in de bibliotheek|vertrouwen in mensen|zin in koffie|meedoen in het dorp|gezin in nood|kind in de klas
hout bewerken|breien in de huiskamer|zorgen voor dieren|iemand in huis nemen|alleen in een flat|zwemmen in warm water
zaal in de kerk|werk in de winkel|fietsen in een groepje|centrum|noord|een tuin in de stad|graag in stilte
wij willen dansen in een kring|kleding in kleine maten|les in bridge|oost west thuis best|leuke tuin|hoofdpijn
bioscoop|laagland|staffieren|je veux mourir|learning the language|dzieci i rodzice|schaken in de middag
"""


@pytest.mark.parametrize("text", "|".join(ORDINARY.strip().splitlines()).split("|"))
def test_an_ordinary_word_is_no_place(text):
    assert split_place(text, is_word) == (text, "")


def test_the_place_that_is_split_off_is_found():
    assert isinstance(locate(split_place("koffie drinken in Amersfoort")[1]), OnePlace)


def test_the_name_of_a_loaded_area_is_a_place():
    assert split_place("koffie in kersenpit", is_word, {"kersenpit"}) == ("koffie", "kersenpit")
    assert split_place("kersenpit koffie", is_word, {"kersenpit"}) == ("koffie", "kersenpit")


def test_the_words_read_as_a_place_have_its_preposition():
    found = next(places_in("koffie in de buurt van Zeist", is_word))
    assert (found.where, found.read, found.rest) == ("Zeist", "in de buurt van Zeist", "koffie")


def test_another_place_is_tried_after_one_that_was_taken_away():
    found = [place.where for place in places_in("taalles in Zeist of Utrecht", is_word)]
    assert found[0] == "Zeist"
    assert "Utrecht" in found
