from dataclasses import fields, replace

import pytest

from socialmap.catalogue.fields import FIELD_GROUPS
from socialmap.catalogue.listing import Listing
from socialmap.catalogue.visibility import GROUPED, for_everybody
from tests.web.conftest import EVERYTHING

ALWAYS = {
    "name",
    "organisation",
    "source_url",
    "licence",
    "confirmations",
    "visibility",
    "funding_until",
}


def test_each_field_is_in_one_group_or_shows_always():
    grouped = [name for names in GROUPED.values() for name in names]
    assert sorted([*grouped, *ALWAYS]) == sorted(each.name for each in fields(Listing))
    assert GROUPED.keys() == set(FIELD_GROUPS)


def test_without_a_word_on_it_all_shows():
    assert for_everybody(EVERYTHING) is EVERYTHING


@pytest.mark.parametrize("group", FIELD_GROUPS)
@pytest.mark.parametrize("who", ["professionals", "internal"])
def test_what_is_hidden_is_as_if_nobody_told(group, who):
    hidden = for_everybody(replace(EVERYTHING, visibility={group: who}))
    for each in fields(Listing):
        left = getattr(hidden, each.name)
        if each.name in GROUPED[group]:
            assert left == getattr(Listing(name=""), each.name)
        elif each.name != "visibility":
            assert left == getattr(EVERYTHING, each.name)


def test_what_is_kept_stays():
    hidden = replace(EVERYTHING, visibility={"what": "internal"})
    assert for_everybody(hidden, ("kind",)).kind == EVERYTHING.kind
