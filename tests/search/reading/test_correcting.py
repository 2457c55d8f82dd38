import pytest

from socialmap.catalogue.listing import Listing
from socialmap.search.reading.correcting import corrected
from tests.search.test_text import segment_of


@pytest.fixture(scope="module")
def segment():
    text = "vrijwilligers en een boerderij met spullen"
    return segment_of([Listing(name="Zorgboerderij", description=text)])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("boerdery", "boerderij"),
        ("vrijwiligers op de boerdery", "vrijwilligers op de boerderij"),
        ("boerderij", ""),
        ("de het", ""),
        ('"boerdery"', ""),
        ("xqzwv", ""),
        ("schulden sinds gisteren", ""),
        ("boerderijen", ""),
        ("boerenkoolmaaltijd", ""),
        ("hilversum", ""),
        ("alzheimer", ""),
        ("", ""),
    ],
)
def test_only_a_word_that_no_listing_has_is_corrected_and_to_a_written_word(segment, typed, meant):
    assert corrected(typed, segment, typed) == meant
