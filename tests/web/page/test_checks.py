from socialmap.search.results import FacetValue
from socialmap.web.page.cards import MOST_SHOWN, SHOWN_OF_MANY, checks, most_used


def some(number):
    return [FacetValue(f"code-{each}", each, each == 3) for each in range(number)]


def test_few_values_keep_their_order():
    assert most_used(some(MOST_SHOWN)) == (some(MOST_SHOWN), ())


def test_of_many_values_the_chosen_and_most_used_come_first():
    shown, more = most_used(some(20))
    assert [value.count for value in shown] == [3, 19, 18, 17, 16, 15, 14, 13]
    assert len(shown) == SHOWN_OF_MANY
    assert sorted(shown + more) == sorted(some(20))


def test_a_box_tells_its_name_and_how_many_there_are(app):
    with app.test_request_context():
        drawn = checks("soort", [FacetValue("warm_place", 7, True)])
    assert "warme plek" in drawn
    assert '<span class="check__count">7</span>' in drawn
