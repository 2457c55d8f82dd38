from socialmap.catalogue.actions import Entry, add
from socialmap.upkeep.examples import DEMO_SOURCE
from tests.listings import CHANGE, listing

BANNER = "Deze plekken zijn verzonnen"


def test_example_listings_are_said_to_be_examples(client, session):
    add([Entry(listing("Koffie"), source="lijst", source_id="1")], CHANGE)
    assert BANNER not in client.get("/").text
    add([Entry(listing("Thee"), source=DEMO_SOURCE, source_id="1")], CHANGE)
    for path in ("/", "/zoeken", "/over", "/bestaat-niet"):
        assert BANNER in client.get(path).text


def test_pages_name_the_region_and_say_their_language(client):
    page = client.get("/over").text
    assert "Sociale kaart provincie Utrecht" in page
    assert '<html lang="nl" dir="ltr">' in page
