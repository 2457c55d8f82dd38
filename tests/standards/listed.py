"""A listing with everything, on its way out."""

import uuid
from datetime import UTC, date, datetime

from socialmap.catalogue.fields import FIELD_GROUPS
from socialmap.catalogue.listing import (
    ListedActivity,
    ListedConfirmation,
    ListedLocation,
    ListedPhone,
    Listing,
)
from socialmap.standards.exported import Exported

OWN = uuid.UUID("6c0d2b6e-6f4e-4f5a-9c2a-0a1b2c3d4e5f")
FULL = Listing(
    name="Taalcafé De Brug",
    summary="Samen Nederlands praten bij de koffie.",
    description="Je oefent in een groepje. Een vrijwilliger helpt je.",
    kind="language_cafe",
    setting="warm_place",
    sphere="communal",
    forms={"group": 1.0, "societal": 0.6},
    organisation="Stichting De Brug",
    how_to_join="Kom gewoon binnen.",
    hours="Mo,We 10:00-12:00; Fr[1] 19:30-21:30; PH off",
    cost_amount=2.5,
    cost_text="€ 2,50 met koffie",
    free_of_charge=False,
    walk_in=True,
    quiet=False,
    places_free=3,
    capacity_as_of=date(2026, 11, 1),
    waiting_time="twee weken",
    funding_until=date(2027, 1, 1),
    contact_name="de gastvrouw",
    phones=(ListedPhone(number="+31301234567", words="ma-vr 9-12"), ListedPhone(number="113")),
    email="brug@example.org",
    website="https://www.example.org/brug",
    source_url="https://www.example.org/lijst",
    licence="CC0-1.0",
    languages=("nl", "ar"),
    life_domains=("learning_language",),
    audiences=("newcomers", "everyone"),
    service_areas=("Utrecht", "Zeist"),
    locations=(
        ListedLocation(
            lon=5.1214, lat=52.0907, name="Buurthuis", street="Kerkstraat 3", postcode="3511 AB",
            town="Utrecht", municipality="Utrecht", step_free=True, hearing_loop=False,
        ),
        ListedLocation(lon=5.2333, lat=52.09, street="Dorpsstraat 1", town="Zeist", hidden=True,
                       postcode="3701 AB"),
    ),
    activities=(
        ListedActivity(name="Leesclub", starts=datetime(2026, 12, 2, 19, 30), minutes=90,
                       repeats="FREQ=WEEKLY;BYDAY=WE;COUNT=5"),
    ),
    confirmations=tuple(
        ListedConfirmation(group=group, on=date(2026, 10, 1), by="Ans") for group in FIELD_GROUPS
    ),
)  # fmt: skip


def exported(listing=FULL, **facts):
    """A listing on its way out."""
    known = {
        "id": OWN,
        "page": "https://kaart.example.org/initiatief/taalcafe-de-brug",
        "status": "published",
        "changed_at": datetime(2026, 11, 2, 9, tzinfo=UTC),
    }
    return Exported(listing=listing, **known | facts)
