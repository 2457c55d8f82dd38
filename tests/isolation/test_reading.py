from socialmap.isolation.lexicon import written_lexicon
from socialmap.isolation.reading import MOST_CHARACTERS, Described, features_of, text_words


def features(described):
    return {each.name: each for each in features_of(described, written_lexicon())}


def test_words_that_say_nothing_are_left_out():
    words = text_words("Een kopje thée, en de buurtmaaltijd!")
    assert [word.folded for word in words] == ["kopje", "thee", "buurtmaaltijd"]
    assert len(words[2].parts) == 2


def test_the_phrase_of_a_feature_is_as_written():
    found = features(Described("Kom", description="Wij gaan Samen, en dan... éten!"))
    assert "Samen, en dan... éten" not in {each.phrase for each in found.values()}
    found = features(Described("Kom", description="Wij gaan Samen -  te éten!"))
    assert "Samen -  te éten" in {each.phrase for each in found.values()}


def test_no_more_is_read_than_the_beginning():
    assert len(text_words("ab " * MOST_CHARACTERS)) <= MOST_CHARACTERS / 3 + 1


def test_a_feature_counts_once_where_it_counts_most():
    found = features(Described("Kringloop", description="Een kringloop met nog een kringloop."))
    assert found["kind:thrift_shop"].where == "name"


def test_a_part_of_a_compound_counts_less():
    whole = features(Described("Naaiatelier"))["kind:textile_studio"].amount
    part = features(Described("Lampenatelier"))["kind:art_studio"].amount
    assert part < whole


def test_the_longest_phrase_goes_first():
    found = features(Described("Samen eten"))
    assert any(each.phrase == "Samen eten" for each in found.values())
    assert all(each.phrase != "eten" for each in found.values())
