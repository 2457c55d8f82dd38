from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socialmap.catalogue.listing import Listing
from socialmap.language import encoder, meaning
from socialmap.language.danger import danger_in, needs_in
from socialmap.language.nearness import EXAMPLES
from socialmap.language.needs import needs
from socialmap.search.finder import find
from socialmap.search.query import SearchQuery
from socialmap.search.reading.chips import Reading
from socialmap.search.reading.needs import MOST, read_needs, understood
from socialmap.times.clock import AMSTERDAM
from tests.listings import listing, put

AT = datetime(2026, 11, 24, 10, 30, tzinfo=AMSTERDAM)


def reading(words, **more):
    return read_needs(Reading(SearchQuery(words=words, **more)), AT)


def codes(words, **more):
    return [chip.code for chip in reading(words, **more).chips]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A data folder with the files of the encoder."""
    if not encoder.installed():
        pytest.skip("the library is not installed")
    folder = tmp_path_factory.mktemp("meaning")
    encoder.write_files(folder)
    return folder


@pytest.fixture
def by_meaning(made):
    """The sayings, compared by their meaning: an app that another test made may have set it."""
    before = meaning._Home.folder
    meaning.use(made)
    EXAMPLES.prepare()
    yield
    meaning.use(before)


@pytest.fixture
def unasked(monkeypatch):
    """The encoder is not asked."""

    def refuse(_question):
        raise AssertionError("the words alone settle this")

    monkeypatch.setattr(EXAMPLES, "similar", refuse)


@pytest.mark.parametrize(
    ("words", "need"),
    [
        ("rouw", "bereavement"),
        ("mijn vrouw is overleden", "bereavement"),
        ("ik heb honger", "food_help"),
        ("тетя шукає одяг", "clothes"),
    ],
)
def test_words_are_read_as_a_need_without_the_library(words, need):
    assert need in codes(words)


def test_what_is_searched_stays_what_was_typed():
    read = reading("rouw", where="Zeist")
    assert (read.query.words, read.query.where) == ("rouw", "Zeist")
    assert len(read.needs) == 1


def test_a_need_that_was_taken_away_is_not_searched():
    assert codes("schulden en honger") == ["debts", "food_help"]
    left = reading("schulden en honger", dropped=frozenset({"need:debts"}))
    assert [chip.code for chip in left.chips] == ["food_help"]
    assert len(left.needs) == 1


def test_a_need_with_no_other_words_than_those_typed_has_no_chip():
    read = reading("koffie")
    assert (read.chips, len(read.needs)) == ((), 1)


@pytest.mark.parametrize("words", ['"rouw"', "rouw*"])
def test_what_is_taken_literally_is_no_need(words):
    assert reading(words).needs == ()


def test_at_most_three_needs_are_read():
    many = "schulden honger rouw dementie eenzaam wandelen"
    assert len(understood(many)) == MOST == len(reading(many).needs)


@pytest.mark.parametrize(
    ("words", "door"),
    [
        ("zelf iets beginnen", "start"),
        ("ik wil een koffieochtend opzetten", "start"),
        ("zaal huren", "rooms"),
        ("wie is mijn wijkteam", "team"),
        ("vrijwilliger worden", "volunteer"),
        ("hoe meld ik mij aan", "join"),
    ],
)
def test_some_needs_have_a_door(words, door):
    assert reading(words).doors == (door,)


def test_a_door_without_listings_has_no_chip():
    assert reading("hoe meld ik mij aan").chips == ()


@pytest.mark.parametrize(
    "words", ["koffie", "samen eten", "buurtmaaltijd", "taalcafé", "mijn stofzuiger is kapot", ""]
)
def test_words_that_settle_it_do_not_ask_the_encoder(unasked, words):
    understood(words)


@pytest.mark.parametrize(
    ("words", "need"),
    [
        ("mi marido murió el año pasado y me siento muy triste", "bereavement"),
        ("Wer hilft mir, ein Formular auszufüllen?", "paperwork"),
        ("je voudrais apprendre à parler néerlandais", "learn_dutch"),
        ("potrzebuję jedzenia dla moich dzieci", "food_help"),
        ("bisikletimi tamir etmek istiyorum", "bicycle_repair"),
        ("أريد أن أتعلم اللغة الهولندية", "learn_dutch"),
        ("где можно петь в хоре", "singing"),
        ("I would like to sing in a choir", "singing"),
        ("wie kan mij ergens heen rijden nu ik geen auto meer heb", "transport"),
    ],
)
def test_a_whole_question_is_read_by_its_meaning(by_meaning, words, need):
    assert next(one.need for one in understood(words)) == need


@pytest.mark.parametrize(
    ("words", "need"),
    [
        ("wie repareert mijn kapote radio", "repair"),
        ("gymnastieken voor senioren", "gentle_exercise"),
        ("mijn vrouw en ik zijn verdrietig, wij verloren een kindje", "child_loss"),
        ("вчити нідерландської мови", "learn_dutch"),
    ],
)
def test_words_in_other_forms_are_near_to_a_need_without_the_library(words, need):
    assert need in [one.need for one in understood(words)]


@pytest.mark.parametrize(
    "words",
    [
        "kinderdagverblijf met plek voor mijn dochter",
        "huisarts die nieuwe patiënten aanneemt",
        "rijschool voor een automaat",
    ],
)
def test_what_is_found_elsewhere_is_no_need(by_meaning, words):
    assert understood(words) == []


def test_company_on_the_way_to_what_is_found_elsewhere_is_a_need(by_meaning):
    assert "accompany" in [one.need for one in understood("wie gaat er met mij mee naar de dokter")]


def test_who_comes_weighs_less_than_what_is_done():
    found = {one.need: one.weight for one in understood("samen eten met oudere mensen")}
    assert found["eat_together"] > found["older_people"]


def test_a_word_that_no_listing_has_weighs_as_a_phrase():
    [found], [unknown] = understood("rouw", {"rouw"}), understood("rouw", {"koffie"})
    assert found.weight < unknown.weight


@pytest.mark.parametrize(
    "words",
    [
        *("xyzzy", "asdf qwer zxcv", "de de de de de", "42 43 44 45", "kwik kwek kwak", "!!!"),
        *("zonder zonder", "niet zonder"),
    ],
)
def test_what_means_nothing_is_no_need(by_meaning, words):
    assert understood(words) == []


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read(words):
    read = reading(words)
    assert len(read.chips) <= len(read.needs) <= MOST
    assert all(chip.code in needs() for chip in read.chips)


def names(words, **more):
    return [hit.card.name for hit in find(SearchQuery(words=words, **more), AT).hits]


@pytest.fixture
def region(session):
    put(
        listing("Stil verder", kind="peer_group", audiences=("bereaved",)),
        listing("Hoofdzaken", description="Lotgenoten met hersenletsel; ook je man is welkom."),
        listing("Mannen van de Mast", kind="mens_group", description="Elke man is welkom."),
        listing("Rouwcafé", description="Praten over rouw."),
        listing("Het Fornuis", kind="shared_meal"),
    )


def test_a_widow_finds_bereavement_groups_first(region):
    assert set(names("mijn man is vorig jaar overleden")[:2]) == {"Stil verder", "Rouwcafé"}


def test_what_was_typed_comes_before_what_only_answers_the_need(region):
    assert names("rouw")[0] == "Rouwcafé"
    assert "Stil verder" in names("rouw")


def test_words_that_no_listing_has_find_by_their_need_alone(region):
    assert names("спільний обід") == ["Het Fornuis"]
    assert names("спільний обід", dropped=frozenset({"need:eat_together"})) == []


def test_what_answers_a_need_fits_the_filters_as_well(region):
    query = SearchQuery(words="rouw", chosen={"vorm": frozenset({"shared_meal"})})
    assert find(query, AT).hits == []


def test_a_listing_that_is_only_a_name_is_found_by_its_kind(session):
    put(Listing(name="Zonder adres", kind="food_bank"))
    assert find(SearchQuery(words="безкоштовна їжа"), AT).serving[0].card.name == "Zonder adres"


@pytest.mark.parametrize(
    "words",
    [
        "ik wil niet meer leven",
        "mijn man slaat mij",
        "ik snij mezelf elke avond",
        "ik wil dood zijn",
    ],
)
def test_of_danger_no_need_is_guessed(by_meaning, words):
    """What may help is the same for all who are in that danger."""
    assert understood(words) == []
    assert codes(words) == list(needs_in(danger_in(words)))


def test_what_is_said_beside_danger_is_still_understood(by_meaning):
    assert "bereavement" in codes("ik wil dood sinds mijn man is overleden")


@pytest.mark.parametrize(
    "words",
    [
        "ik wil graag leren duiken met een zuurstoffles",
        "mijn buren hebben een boom omgezaagd",
        "mijn buurman maakt veel herrie s nachts",
    ],
)
def test_what_words_are_only_a_little_near_to_is_not_sure(by_meaning, words):
    assert not any(chip.sure for chip in reading(words).chips)


@pytest.mark.parametrize(
    "words", ["We hebben de verwarming uit en slapen met mutsen op", "bir koro ariyorum"]
)
def test_what_words_are_near_to_is_sure_and_so_is_a_guess_in_another_language(by_meaning, words):
    assert all(chip.sure for chip in reading(words).chips)


def test_a_need_that_is_not_sure_finds_nothing_by_itself(session, by_meaning):
    put(listing("Praatje Pot", kind="language_cafe", summary="Nederlands oefenen."))
    results = find(SearchQuery(words="ik wil graag leren duiken met een zuurstoffles"))
    assert (results.total, results.serving_total, results.chips) == (0, 0, ())


@pytest.mark.parametrize("words", ["ik wil niet meer leven", "intihar etmek istiyorum"])
def test_in_danger_only_the_few_that_help_are_found(session, words):
    put(
        listing("Stem in de Avond", None, kind="phone_circle"),
        listing("Huis aan de Singel", kind="drop_in_house"),
        listing(
            "Verhalen", kind="reading_group", summary="Verhalen uit het leven, niet meer alleen."
        ),
    )
    found = find(SearchQuery(words=words))
    assert [hit.card.name for hit in found.hits] == ["Huis aan de Singel"]
    assert [hit.card.name for hit in found.serving] == ["Stem in de Avond"]
    assert [chip.code for chip in found.chips] == ["depression", "phone_calls"]


def test_in_danger_the_words_are_searched_when_help_is_taken_away(session):
    put(listing("Verhalen", kind="reading_group", summary="Verhalen uit het leven."))
    words = SearchQuery(words="ik wil niet meer leven")
    assert find(words).total == 0
    assert find(words.dropping("need:depression")).total == 1


def test_a_few_words_are_near_to_a_need_by_what_is_looked_for(by_meaning):
    """Not by for whom it is."""
    assert understood("ponykamp voor mijn dochter") == []
    assert understood("fietsles voor mijn dochter")[0].need == "cycling"
    assert understood("moestuin voor mijn dochter")[0].need == "garden"


@pytest.mark.parametrize("word", ["zwemmers", "zwemmer", "zwemmen"])
def test_who_does_something_is_heard_as_what_they_do(word):
    assert [one.need for one in understood(word)] == ["swimming"]
