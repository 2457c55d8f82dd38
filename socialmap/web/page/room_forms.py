"""Forms about rooms: what is on offer, and what is looked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext
from marshmallow import EXCLUDE, Schema, ValidationError, fields
from marshmallow.validate import Length

from socialmap.catalogue.listing import ListedLocation
from socialmap.config import current_settings
from socialmap.fields.cells import read_email, read_number, read_phone, read_website
from socialmap.fields.flaws import Flaw
from socialmap.places.geocoding import geocode_address
from socialmap.places.pdok import geocoder_for
from socialmap.rooms.fit import Wish
from socialmap.rooms.models import Space, SpaceWish
from socialmap.times.dutch import osm_hours
from socialmap.times.hours import parsed
from socialmap.wording import N_

MOST_PEOPLE, MOST_METRES, MOST_EURO = 5_000, 20_000, 10_000
DISTANCES = (1_000, 2_000, 5_000, 10_000, 25_000)  # metres


class Cell(fields.Field[Any]):
    """A text that is read as the cell of a file is; what is wrong with it is told in a sentence."""

    def __init__(self, read: Callable[[str], Any], **more: Any):
        super().__init__(**more)
        self.read = read

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> Any:
        found = self.read(str(value).strip())
        if isinstance(found, Flaw):
            if not found.mended:
                raise ValidationError(gettext(found.remedy, **dict(found.facts)))
            found = found.mended
        return found


def _whole(text: str) -> int | Flaw | None:
    number = read_number(text)
    if isinstance(number, float) and not number.is_integer():
        raise ValidationError(gettext("Vul een heel getal in."))
    return int(number) if isinstance(number, float) else number


def _fact(text: str) -> bool | None:
    return {"1": True, "0": False}.get(text)


def _text(most: int = 200) -> fields.String:
    return fields.String(
        load_default="", validate=Length(max=most, error=N_("Dit is te lang: maak het korter."))
    )


def _number(most: int, read: Callable[[str], Any] = _whole) -> Cell:
    def bounded(number: float | None) -> None:
        if number is not None and not 0 <= number <= most:
            raise ValidationError(N_("Dit getal kan niet kloppen."))

    return Cell(read, load_default=None, validate=bounded)


class SpaceSchema(Schema):
    """What the form of a room sends."""

    class Meta:
        """Names that the form does not have are left out."""

        unknown = EXCLUDE

    name = fields.String(
        required=True,
        error_messages={"required": N_("Vul dit in.")},
        validate=Length(min=2, max=100, error=N_("Geef de ruimte een naam.")),
    )
    description = _text(2_000)
    building = _text()
    street = _text()
    postcode = _text(10)
    town = _text(100)
    people = _number(MOST_PEOPLE)
    square_metres = _number(MOST_METRES)
    price = _number(MOST_EURO, read_number)
    price_text = _text()
    when = _text(300)
    step_free = Cell(_fact, load_default=None)
    accessible_toilet = Cell(_fact, load_default=None)
    contact_name = _text(100)
    phone = Cell(read_phone, load_default="")
    email = Cell(read_email, load_default="")
    website = Cell(read_website, load_default="")


class WishSchema(Schema):
    """What the form of a wish sends."""

    class Meta:
        """Names that the form does not have are left out."""

        unknown = EXCLUDE

    people = _number(MOST_PEOPLE)
    step_free = Cell(lambda text: text == "1", load_default=False)
    most_price = _number(MOST_EURO, read_number)
    when = Cell(lambda text: hours_of(text)[0], load_default="")
    within = Cell(
        lambda text: int(text) if text in map(str, DISTANCES) else 5_000, load_default=5_000
    )
    note = _text(500)


def hours_of(text: str) -> tuple[str, str]:
    """Times as somebody writes them: as OSM hours, or else as the text that it is."""
    hours = text if parsed(text) else osm_hours(text) or ""
    return hours, "" if hours else text


def located(told: Mapping[str, Any]) -> ListedLocation:
    """The place of a room, by its address; a ValidationError when nobody can find it."""
    found = geocode_address(
        told["street"], told["postcode"], told["town"], geocoder_for(current_settings())
    )
    if found is None:
        raise ValidationError({"postcode": [gettext("Deze plek vinden we niet.")]})
    return ListedLocation(
        lon=found.lon,
        lat=found.lat,
        name=told["building"],
        street=told["street"],
        postcode=told["postcode"].upper(),
        town=found.town or told["town"],
        municipality=found.municipality,
        bag_id=found.bag_id,
        precision=found.precision,
        step_free=told["step_free"],
        accessible_toilet=told["accessible_toilet"],
    )


def filled_in(space: Space) -> dict[str, Any]:
    """A room as its form shows it."""
    names = ("name", "description", "people", "square_metres", "price", "price_text")
    reach = ("contact_name", "phone", "email", "website")
    place = ("street", "postcode", "town", "step_free", "accessible_toilet")
    return (
        {name: getattr(space, name) for name in names + reach}
        | {name: getattr(space.location, name) for name in place}
        | {"building": space.location.name, "when": space.hours_text or space.hours}
    )


def filled_in_wish(row: SpaceWish | None) -> dict[str, Any]:
    """A wish as its form shows it."""
    if row is None:
        return {"within": 5_000}
    names = ("people", "step_free", "most_price", "within", "note")
    return {name: getattr(row, name) for name in names} | {"when": row.hours}


def wish_from(told: Mapping[str, Any]) -> Wish:
    """What is looked for, from what the form sent."""
    names = ("people", "step_free", "most_price", "within")
    return Wish(hours=told["when"], **{name: told[name] for name in names})
