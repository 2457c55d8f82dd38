"""What goes out for everybody as HSDS comes in the same, also where it has no record with it."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from socialmap.catalogue.listing import ListedActivity, ListedLocation, ListedPhone
from socialmap.standards.hsds import json_parts, service
from socialmap.standards.hsds_package import write_package
from tests.importing.samples import brought
from tests.standards.listed import FULL, exported

# What goes out in other words: the summary stands before the description, and nobody else's file
# says who confirmed, until when there is money, or what hides a place.
NOT_THE_SAME = {"summary", "description", "forms", "setting", "confirmations", "funding_until",
                "source_url", "locations"}  # fmt: skip
OPEN = replace(FULL, locations=tuple(replace(one, hidden=False) for one in FULL.locations))
PHONES = (
    ListedPhone(number="+31301234567", words="ma-vr 9-12"),
    ListedPhone(number="+31301234568", words="toestel 12"),
    ListedPhone(number="+31612345678", words="alleen sms"),
    ListedPhone(
        number="+31301234569", words="voor wie zich wil aanmelden, en niet voor iets anders"
    ),
    ListedPhone(number="113"),
)
CASES = {
    "several phones": {"phones": PHONES},
    "hours with holidays": {"hours": "Mo-We 10:00-12:00,13:00-15:00; PH off"},
    "hours of the month": {"hours": "Fr[-1] 19:30-21:30"},
    "hours that HSDS cannot say": {"hours": "Mo-Fr 09:00-17:00; We 10:00-12:00"},
    "an amount without words": {"cost_amount": 5.0, "cost_text": ""},
    "an amount beside words": {"cost_amount": 7.5, "cost_text": "per keer, met koffie"},
    "words without an amount": {"cost_amount": None, "free_of_charge": None,
                                "cost_text": "GBP 5; leden: € 2"},
    "free": {"cost_amount": None, "cost_text": "", "free_of_charge": True},
    "nothing free": {"places_free": 0, "capacity_as_of": date(2026, 11, 3)},
    "online": {"online": True},
    "activities": {
        "activities": (
            ListedActivity(name="Zangles", starts=datetime(2026, 3, 4, 19, 30), minutes=90,
                           repeats="FREQ=WEEKLY;BYDAY=WE"),
            ListedActivity(name="Ontbijt", starts=datetime(2026, 3, 4, 9), minutes=60,
                           repeats="FREQ=DAILY"),
            ListedActivity(name="Feest", starts=datetime(2026, 3, 4, 9), repeats="FREQ=YEARLY"),
            ListedActivity(name="Eenmalig", starts=datetime(2027, 3, 4, 22), minutes=180),
        )
    },
}  # fmt: skip


def back(folder, listing, form):
    """Return what an import makes of a listing that went out for everybody."""
    path = folder / f"uit.{form}"
    with path.open("wb") as file:
        if form == "json":
            file.writelines(json_parts([exported(listing)], 1))
        else:
            write_package(file, [service(exported(listing))])
    rows, remarks = brought(path)
    row = rows[listing.name]
    left = [(each.column, each.value) for each in remarks if each.level != "note"]
    return row.listing, left


def same(listing, found):
    """Return what differs, by field."""
    names = {name for name in listing.__dataclass_fields__ if name not in NOT_THE_SAME}
    pairs = {name: (getattr(listing, name), getattr(found, name)) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


@pytest.mark.parametrize("form", ["json", "zip"])
@pytest.mark.parametrize("case", CASES)
def test_what_everybody_gets_comes_in_the_same(tmp_path, case, form):
    listing = replace(OPEN, **CASES[case])
    found, left = back(tmp_path, listing, form)
    assert (same(listing, found), left) == ({}, [])
    assert found.description == f"{listing.summary}\n\n{listing.description}"
    assert [(one.name, one.street, one.town, one.bag_id) for one in found.locations] == [
        (one.name, one.street, one.town, one.bag_id) for one in listing.locations
    ]


NUMBERS = st.sampled_from(["+31301234567", "+31612345678", "+3223456789", "113"])


@pytest.mark.parametrize("form", ["json", "zip"])
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.builds(
            ListedLocation,
            lon=st.floats(5, 5.4).map(lambda lon: round(lon, 6)),
            lat=st.floats(52, 52.2).map(lambda lat: round(lat, 6)),
            name=st.sampled_from(["", "De Kei", "De Til (zaal 2)"]),
            street=st.sampled_from(["", "Kamp 8", "Kamp 80", "Plein 1940 3"]),
            town=st.sampled_from(["Utrecht", "Zeist"]),
        ),
        min_size=1,
        max_size=3,
        unique_by=lambda place: place.lon,
    ),
    st.lists(st.builds(ListedPhone, number=NUMBERS), unique=True, max_size=4),
    st.none() | st.decimals(0, 500, places=2).map(float),
)
def test_places_phones_and_amounts_come_in_the_same(tmp_path, form, places, phones, amount):
    text = "" if amount is None else "per keer"
    parts = {"locations": tuple(places), "phones": tuple(phones), "cost_amount": amount,
             "cost_text": text, "free_of_charge": None if amount is None else amount == 0}  # fmt: skip
    listing = replace(OPEN, **parts)
    found, _ = back(tmp_path, listing, form)
    assert same(listing, found) == {}
    assert [(one.name, one.street, one.lon, one.lat) for one in found.locations] == [
        (one.name, one.street, one.lon, one.lat) for one in places
    ]
