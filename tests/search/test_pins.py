from socialmap.search.pins import pins
from socialmap.search.query import SearchQuery
from tests.listings import AMERSFOORT, listing, put

NETHERLANDS = (3.2, 50.7, 7.3, 53.75)


def test_few_are_pins(session):
    put(listing("Hier", kind="coffee_hour"), listing("Daar", AMERSFOORT))
    shown = pins(SearchQuery(where="Utrecht", sort="dichtbij"), NETHERLANDS, 10)
    assert [(pin.name, pin.setting) for pin in shown.pins] == [("Hier", "warm_place")]
    assert shown.total == 1


def test_outside_the_box_nothing_is_shown(session):
    put(listing("Hier"))
    assert pins(SearchQuery(), (6.0, 53.0, 6.1, 53.1), 10).total == 0


def test_many_are_clusters_that_together_hold_all(session):
    put(*(listing(f"Nummer {n}", (5 + n % 20 / 100, 52 + n % 7 / 100)) for n in range(301)))
    shown = pins(SearchQuery(), NETHERLANDS, 9)
    assert sum(cluster.count for cluster in shown.clusters) + len(shown.pins) == 301
    assert all(c.box[0] <= c.lon <= c.box[2] for c in shown.clusters)
