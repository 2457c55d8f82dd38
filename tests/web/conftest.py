"""A small town on the map: one listing with everything, some with little."""

from datetime import date, datetime

import pytest

from socialmap.catalogue.listing import (
    ListedActivity,
    ListedConfirmation,
    ListedPhone,
    Listing,
)
from tests.listings import AMERSFOORT, UTRECHT, ZEIST, listing, located, put

EVERYTHING = Listing(
    name="Koffie bij Noor",
    summary="Elke ochtend koffie en een praatje.",
    description="Je mag er gewoon zijn.\n\nDe eerste keer haalt Noor je op bij de deur.",
    kind="coffee_hour",
    organisation="Stichting Plein",
    how_to_join="Loop binnen en vraag naar de gastvrouw.",
    hours="Mo-Fr 09:00-12:00",
    cost_amount=1.5,
    walk_in=True,
    met_at_door=True,
    quiet=False,
    places_free=1,
    phones=(ListedPhone(number="+31302345678"),),
    email="noor@example.org",
    website="https://www.example.org/noor",
    contact_name="de gastvrouw",
    languages=("ar", "nl"),
    audiences=("older_people", "women"),
    life_domains=("relations",),
    service_areas=("Utrecht",),
    locations=(
        located(
            UTRECHT,
            name="Buurthuis",
            street="Domplein 1",
            postcode="3512 JC",
            town="Utrecht",
            precision="address",
            step_free=True,
            accessible_toilet=False,
        ),
    ),
    activities=(
        ListedActivity(
            name="Taart",
            starts=datetime(2026, 1, 7, 10),
            minutes=120,
            repeats="FREQ=DAILY",
        ),
    ),
    confirmations=(ListedConfirmation(group="times", on=date(2026, 10, 1)),),
)


@pytest.fixture
def town(app):
    """Five listings, one of each setting and one that comes to you."""
    put(
        EVERYTHING,
        listing("Boerderij De Akker", ZEIST, kind="care_farm", summary="Dieren verzorgen."),
        listing("Wandelen in Amersfoort", AMERSFOORT, kind="walking_group", free_of_charge=True),
        listing("Taalmaatjes", UTRECHT, kind="language_buddy", hours_text="op afspraak"),
        listing("Belcirkel", None, kind="phone_circle", online=True, service_areas=("Utrecht",)),
    )
