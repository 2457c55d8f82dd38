"""A town for journeys: enough listings for two pages, a shared address and a hidden one."""

from datetime import date, datetime

from socialmap.catalogue.listing import ListedActivity, ListedConfirmation
from tests.listings import UTRECHT, ZEIST, listing, put

KINDS = ("coffee_hour", "care_farm", "walking_group", "language_buddy")
SHARED = (5.1100, 52.1000)


def _busy(number):
    """One of thirty listings around the Dom; the higher its number, the further away."""
    step = number * 0.0021
    return listing(
        f"Koffie nummer {number}",
        (UTRECHT[0] + step * (1 if number % 2 else -1), UTRECHT[1] + step / 2),
        kind=KINDS[number % len(KINDS)],
        summary="Een kop koffie en een praatje met de buren.",
        hours="Mo-Su 09:00-17:00" if number % 3 else "",
        walk_in=number % 2 == 0,
        free_of_charge=True,
        at={"town": "Utrecht", "street": f"Lange Lauwerstraat {number}", "postcode": "3512 VH"},
        confirmations=(ListedConfirmation(group="times", on=date(2026, 10, 1)),),
    )


def build():
    """Add the listings of the town to the catalogue."""
    shared = [
        listing(f"Onder één dak {n}", SHARED, kind="repair_cafe", summary="In het buurthuis.")
        for n in (1, 2, 3)
    ]
    put(
        *(_busy(number) for number in range(1, 31)),
        *shared,
        listing(
            "Eettafel Zeist",
            ZEIST,
            kind="shared_meal",
            summary="Samen eten op woensdag.",
            phone="+31302345678",
            email="tafel@example.org",
            website="https://www.example.org",
            activities=(
                ListedActivity(name="Eten", starts=datetime(2026, 1, 7, 18), repeats="FREQ=DAILY"),
            ),
        ),
        listing("Belcirkel", None, kind="phone_circle", online=True, service_areas=("Utrecht",)),
    )
