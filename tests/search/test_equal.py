"""A thousand random questions get from the finder what the plain way of working gives."""

import random
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from socialmap.catalogue.listing import ListedConfirmation, Listing
from socialmap.catalogue.taxonomy import taxonomy
from socialmap.search.finder import find
from socialmap.search.index.snapshot import snapshot, store
from socialmap.search.index.sources import published_sources
from socialmap.search.query import DISTANCES, SearchQuery
from socialmap.times.clock import AMSTERDAM
from tests.listings import located, put
from tests.search.naive import Naive

AT = datetime(2026, 11, 24, 10, 30, tzinfo=AMSTERDAM)
WORDS = ["koffie", "samen", "eten", "taalcafé", "moestuin", "boerderij", "wandelen", "muziek", "ouderen", "buurt", "eenzaam", "repair", "schaken", "zonder"]  # fmt: skip
HOURS = [
    "",
    "Mo-Fr 09:00-17:00",
    "Tu 10:00-12:00",
    "Sa,Su 13:00-16:00",
    "We,Fr 20:00-02:00",
    "op afspraak",
]
PLACES = ["", "Utrecht", "3701", "Amersfoort", "nergensoord"]
CHOICES = {
    "soort": ["warm_place", "mild_work_setting", "volunteer_group"],
    "vorm": ["coffee_hour", "care_farm"],
    "isolement": ["individual", "group", "societal"],
    "drempel": ["walk_in", "quiet"],
    "toegankelijk": ["step_free"],
    "taal": ["nl", "ar"],
    "doelgroep": ["older_people"],
    "dag": ["nu", "vandaag", "morgen", "weekend", "di", "za"],
    "dagdeel": ["ochtend", "middag", "avond"],
}


def catalogue(number=60):
    chance = random.Random(7)
    kinds = ["", "coffee_hour", "care_farm", "buddy_project", "shared_meal"]

    def words(most):
        return " ".join(chance.choices(WORDS, k=chance.randint(0, most)))

    def told():
        return chance.choice([True, False, None])

    def place():
        point = (5.1 + chance.random() * 0.4, 52.0 + chance.random() * 0.2)
        return located(point, step_free=told())

    return [
        Listing(
            name=f"{words(2)} n{n}".strip(),
            summary=words(5),
            description=words(9),
            kind=chance.choice(kinds),
            hours=chance.choice(HOURS),
            walk_in=told(),
            quiet=told(),
            languages=tuple(chance.sample(["nl", "ar", "tr"], chance.randint(0, 2))),
            audiences=tuple(chance.sample(["older_people", "women"], chance.randint(0, 1))),
            locations=tuple(place() for _ in range(chance.choice([1, 1, 1, 2]))),
            confirmations=(
                ListedConfirmation(group="what", on=date(chance.choice([2024, 2026]), 1, 1)),
            )[: chance.randint(0, 1)],
        )
        for n in range(number)
    ]


chosen = st.fixed_dictionaries(
    {}, optional={name: st.frozensets(st.sampled_from(v), max_size=2) for name, v in CHOICES.items()}
).map(lambda groups: {name: values for name, values in groups.items() if values})  # fmt: skip
queries = st.builds(
    SearchQuery,
    words=st.lists(st.sampled_from([*WORDS, "cafes", "moesttuin"]), max_size=3).map(" ".join),
    where=st.sampled_from(PLACES),
    kilometres=st.sampled_from([None, *DISTANCES]),
    box=st.sampled_from([None, None, (5.15, 52.05, 5.35, 52.15)]),
    chosen=chosen,
    sort=st.sampled_from(["passend", "dichtbij"]),
)


@pytest.fixture
def plain(session, monkeypatch):
    # What only comes near is compared too.
    monkeypatch.setattr("socialmap.search.finder.fitting", lambda groups, _: groups[0])
    put(*catalogue())
    store().make()
    store().snapshot = None
    return Naive(published_sources(), snapshot().main.vocabulary)


@settings(max_examples=1000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(queries)
@example(query=SearchQuery(words="zonder zonder"))
def test_the_finder_equals_the_plain_way(plain, query):
    found = find(query, AT)
    names, total, counts = plain.find(query, AT)
    assert found.total == total
    counted = {(param, code): n for param, each in found.counts.items() for code, n in each.items()}
    assert {key: n for key, n in counted.items() if n} == dict(counts)
    assert [hit.card.name for hit in found.hits] == names[:20]


def test_the_catalogue_of_this_test_is_varied():
    listings = catalogue()
    assert len({each.kind for each in listings}) == 5
    assert all(taxonomy().get("kind", each.kind) for each in listings if each.kind)
    assert any(len(each.locations) == 2 for each in listings)
