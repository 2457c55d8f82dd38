"""Listings for tests: real places, few fields, everything else as nobody told it."""

from socialmap.catalogue.actions import Change, Entry, add
from socialmap.catalogue.listing import ListedLocation, Listing

CHANGE = Change(actor="test")
UTRECHT = (5.1214, 52.0907)
ZEIST = (5.2333, 52.0900)
AMERSFOORT = (5.3878, 52.1561)


def located(point=UTRECHT, **facts):
    """A location at a point (lon, lat)."""
    return ListedLocation(lon=point[0], lat=point[1], **facts)


def listing(name, point=UTRECHT, **fields):
    """A listing at a point; `point=None` has no address."""
    here = fields.pop("at", {})
    locations = (located(point, **here),) if point else ()
    return Listing(name=name, locations=locations, **fields)


def put(*listings):
    """Put listings in the catalogue, and answer their ids."""
    return add([Entry(each) for each in listings], CHANGE)
