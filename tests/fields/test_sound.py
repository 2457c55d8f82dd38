"""What no reader would have given is not sound."""

from dataclasses import replace
from datetime import date

import pytest

from socialmap.catalogue.listing import Listing
from socialmap.fields.sound import is_sound
from tests.standards.listed import FULL

PLACE, DATED, SAID = FULL.locations[0], FULL.activities[0], FULL.confirmations[0]


def test_a_full_and_an_empty_listing_are_sound():
    assert is_sound(FULL)
    assert is_sound(Listing(name="Iets"))


@pytest.mark.parametrize(
    "facts",
    [
        {"name": " "},
        {"name": 7},
        {"quiet": "ja"},
        {"hours": "FREQ=WEEKLY"},
        {"kind": "no_such_kind"},
        {"audiences": ("nobody_knows",)},
        {"languages": ("xx-nonsense",)},
        {"forms": {"no_such_form": 1.0}},
        {"website": "javascript:alert(1)"},
        {"funding_until": date(9999, 1, 1)},
        {"locations": (replace(PLACE, lon=200.0),)},
        {"locations": (replace(PLACE, precision="exact"),)},
        {"activities": (replace(DATED, repeats="FREQ=SECONDLY"),)},
        {"activities": (replace(DATED, repeats="FREQ=WEEKLY; BYDAY=MO"),)},
        {"activities": (replace(DATED, minutes=-1),)},
        {"confirmations": (replace(SAID, group="all"),)},
        {"visibility": {"contact": "nobody"}},
    ],
)
def test_what_no_reader_gives_is_not(facts):
    assert not is_sound(replace(FULL, **facts))
