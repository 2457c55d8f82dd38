"""Listings for tests: real places and few fields; everything else is not known."""

from socialmap.catalogue.actions import Change, Entry, add
from socialmap.catalogue.listing import ListedLocation, ListedPhone, Listing

CHANGE = Change(actor="test")
UTRECHT = (5.1214, 52.0907)
ZEIST = (5.2333, 52.0900)
AMERSFOORT = (5.3878, 52.1561)


def located(point=UTRECHT, **facts):
    """A location at a point (lon, lat)."""
    return ListedLocation(lon=point[0], lat=point[1], **facts)


def listing(name, point=UTRECHT, **fields):
    """A listing at a point (lon, lat); without an address when `point` is None."""
    here = fields.pop("at", {})
    locations = (located(point, **here),) if point else ()
    if number := fields.pop("phone", ""):
        fields["phones"] = phoned(number)
    return Listing(name=name, locations=locations, **fields)


def phoned(number, words=""):
    """The phones of a listing with one number."""
    return (ListedPhone(number=number, words=words),) if number else ()


def put(*listings):
    """Add listings to the catalogue; return their ids."""
    return add([Entry(listing) for listing in listings], CHANGE)
