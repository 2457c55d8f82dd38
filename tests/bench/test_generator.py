from collections import Counter
from datetime import date

from socialmap.bench.generator import listings, opening_hours, social_words, vocabulary
from socialmap.language.tokens import content_words
from socialmap.times.hours import parsed

TODAY = date(2026, 3, 2)


def test_the_same_seed_gives_the_same_listings():
    assert list(listings(50, 1, TODAY)) == list(listings(50, 1, TODAY))
    assert list(listings(50, 1, TODAY)) != list(listings(50, 2, TODAY))


def test_more_listings_begin_with_the_same_ones():
    assert list(listings(30, 1, TODAY)) == list(listings(1_050, 1, TODAY))[:30]


def test_a_few_words_are_used_much_and_most_seldom():
    made = list(listings(1_000, 1, TODAY))
    counted = Counter(word for each in made for word in set(content_words(each.description)))
    assert len(vocabulary()) == 30_000
    assert 100 < counted[social_words()[0]] < 250
    assert sum(times == 1 for times in counted.values()) > len(counted) / 4


def test_listings_have_what_real_ones_have_and_lack():
    made = list(listings(1_000, 1, TODAY))
    assert 20 < sum(not each.locations for each in made) < 90
    assert 60 < sum(bool(each.activities) for each in made) < 150
    assert {each.walk_in for each in made} == {True, False, None}
    assert not any(set(each.missing) - {"times", "how_to_join", "place"} for each in made)


def test_all_opening_hours_can_be_read():
    assert len(set(opening_hours())) == 300
    assert all(parsed(hours) for hours in opening_hours())
