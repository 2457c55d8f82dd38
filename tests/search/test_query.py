import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from socialmap.catalogue.taxonomy import taxonomy
from socialmap.search.query import FACETS, SearchQuery, facet_codes


def query(*pairs):
    return SearchQuery.from_args(MultiDict(pairs), taxonomy())


def test_a_query_is_read_from_its_address():
    found = query(
        ("wat", " koffie  drinken "),
        ("waar", "3701"),
        ("afstand", "5"),
        ("soort", "warm_place"),
        ("soort", "volunteer_group"),
        ("drempel", "walk_in"),
        ("sorteer", "dichtbij"),
        ("pagina", "2"),
    )
    assert (found.words, found.where, found.kilometres) == ("koffie drinken", "3701", 5)
    assert found.values("soort") == {"warm_place", "volunteer_group"}
    assert found.filters[-1] == ("drempel", "walk_in")
    assert (found.sort, found.page, found.ignored) == ("dichtbij", 2, ())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("pagina", "-1"),
        ("pagina", "nul"),
        ("pagina", "99999999999999999999"),
        ("pagina", "²"),
        ("afstand", "7"),
        ("soort", "taxi"),
        ("sorteer", "duur"),
        ("op", "morgen"),
        ("op", "2026-11-24T20:00+01:00"),
        ("op", "0001-01-01"),
        ("vak", "1,2,3"),
        ("vak", "9,9,1,1"),
        ("vak", "nan,0,1,1"),
    ],
)
def test_nonsense_becomes_the_default_and_is_named(name, value):
    found = query((name, value))
    assert found.ignored == ((name, value),)
    assert found.to_args() == []


def test_a_filter_goes_on_and_off_from_the_first_page():
    start = query(("soort", "warm_place"), ("pagina", "3"))
    on = start.with_values("soort", {"warm_place", "volunteer_group"})
    assert on.values("soort") == {"warm_place", "volunteer_group"}
    assert on.page == 1
    assert on.without("soort", "volunteer_group").without("soort", "warm_place").filters == []


pairs = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "wat",
                "waar",
                "afstand",
                "vak",
                "op",
                "open",
                "sorteer",
                "pagina",
                *(f.param for f in FACETS),
            ]
        ),
        st.one_of(
            st.text(max_size=300),
            st.sampled_from(["5", "1,50,2,51", "walk_in", "nu", "2026-11-24T20:00", "avond", "2"]),
        ),
    ),
    max_size=12,
)


@given(pairs)
def test_any_address_is_a_query_that_reads_back_the_same(given_pairs):
    once = query(*given_pairs)
    again = query(*once.to_args())
    assert again.to_args() == once.to_args()
    assert again.ignored == ()


def test_every_group_of_filters_has_values():
    assert all(facet_codes(facet, taxonomy()) for facet in FACETS)


@pytest.mark.parametrize("value", ["nu", "vandaag", "weekend"])
def test_a_day_in_an_older_address_means_the_same_day(value):
    assert query(("open", value)) == query(("dag", value))


@pytest.mark.parametrize("value", ["ochtend", "middag", "avond"])
def test_a_part_of_the_day_in_an_older_address_means_the_same_part(value):
    assert query(("open", value)) == query(("dagdeel", value))


def test_times_of_older_and_newer_addresses_go_together():
    both = query(("open", "vandaag"), ("open", "middag"), ("dag", "za"), ("open", "ooit"))
    assert both.values("dag") == {"vandaag", "za"}
    assert both.values("dagdeel") == {"middag"}
    assert both.ignored == (("open", "ooit"),)


@pytest.mark.parametrize(
    ("name", "value"),
    [("dag", "2026-12-25"), ("dag", "dagelijks"), ("dagdeel", "14.30"), ("dagdeel", "17.00-24.00")],
)
def test_dates_and_hours_are_days_and_parts_of_the_day(name, value):
    found = query((name, value))
    assert found.to_args() == [(name, value)]
    assert found.ignored == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("dag", "2026-13-01"),
        ("dag", "20261225"),
        ("dag", "middag"),
        ("dagdeel", "ma"),
        ("dagdeel", "25.00"),
        ("dagdeel", "17.00-12.00"),
    ],
)
def test_what_is_no_day_or_part_of_it_is_named(name, value):
    assert query((name, value)).ignored == ((name, value),)
