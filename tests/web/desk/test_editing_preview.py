"""The preview at the desk shows the card that residents will see."""

from dataclasses import replace

import pytest

from socialmap.catalogue.freshness import confirmed
from socialmap.catalogue.history import latest_listing
from socialmap.catalogue.listing import Listing
from socialmap.catalogue.models import Initiative
from socialmap.db import db
from socialmap.search.index.building import build
from socialmap.search.index.cards import unpack
from socialmap.search.index.sources import published_sources
from socialmap.times.clock import today
from socialmap.web.desk.editing.preview import preview_of
from tests.desk import a_person, sign_in
from tests.listings import located, put
from tests.web.conftest import EVERYTHING
from tests.web.desk.editing.filling import words


@pytest.fixture(autouse=True)
def dutch(app):
    with app.test_request_context():
        yield


def kept(listing):
    [initiative_id] = put(listing)
    return db.session.get_one(Initiative, initiative_id)


@pytest.mark.parametrize(
    "listing",
    [
        EVERYTHING,
        Listing(name="Kaal"),
        confirmed(replace(EVERYTHING, forms={}), today()),
        # Only the times are confirmed: the oldest counts, not the latest.
        confirmed(EVERYTHING, today(), ["times"]),
        replace(EVERYTHING, visibility={"what": "internal", "times": "professionals"}),
        replace(EVERYTHING, visibility={"place": "internal", "threshold": "internal"}),
        replace(EVERYTHING, locations=(located(town="Utrecht"), located(town="Zeist"))),
    ],
)
def test_it_is_the_card_of_the_search(listing):
    initiative = kept(listing)
    [source] = published_sources()
    searched = unpack(bytes(build([source], today())["card"]), initiative.id.hex)
    shown = preview_of(latest_listing(initiative.id), initiative).hit.card
    as_lists = {"audiences": [*shown.audiences], "where": [*shown.where]}
    assert shown._replace(**as_lists)._asdict() == searched._asdict()


def test_what_was_confirmed_today_is_no_long_time_ago(client):
    initiative = kept(confirmed(EVERYTHING, today()))
    sign_in(client, a_person())
    text = words(client.get(f"/beheer/initiatieven/{initiative.id}"))
    assert "gecontroleerd sinds" not in text


def test_a_new_listing_is_not_called_overdue(client):
    sign_in(client, a_person())
    text = words(client.get("/beheer/initiatieven/nieuw"))
    assert "Nog zonder naam" in text
    assert "gecontroleerd sinds" not in text
