"""Whatever stands in the tables, no page, file or index of the map falls over.

SOCIALMAP_TEST_DOCUMENTS sets how many random listings are tried; the suite tries a few.
"""

import os
from contextlib import contextmanager
from datetime import date, datetime

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from socialmap.catalogue.listing import ListedActivity, ListedConfirmation, ListedPhone, Listing
from socialmap.catalogue.models import Initiative
from socialmap.db import db
from socialmap.proposals.actions import make
from socialmap.proposals.models import Subject
from socialmap.search.index.building import build
from socialmap.search.index.snapshot import store
from socialmap.search.index.sources import published_sources
from socialmap.times.clock import today
from socialmap.upkeep.magic_links import make_link, recipient
from tests.desk import a_person, sign_in
from tests.listings import located, put
from tests.web.anything import WRITES, write

DOCUMENTS = int(os.environ.get("SOCIALMAP_TEST_DOCUMENTS", "60"))
TOGETHER = 10  # listings of one example, for the pages that show all of them
FULL = Listing(
    name="Koffie bij Noor",
    summary="Elke ochtend koffie.",
    kind="coffee_hour",
    organisation="Stichting Plein",
    hours="Mo-Fr 09:00-12:00",
    phones=(ListedPhone(number="+31302345678", words="ma-vr 9-12"),),
    email="noor@example.org",
    website="https://www.example.org/noor",
    languages=("ar", "nl"),
    audiences=("older_people",),
    service_areas=("Utrecht",),
    locations=(located(name="Buurthuis", street="Domplein 1", town="Utrecht"),),
    activities=(ListedActivity(name="Zang", starts=datetime(2026, 1, 7, 10), repeats="FREQ=WEEKLY"),),
    confirmations=(ListedConfirmation(group="times", on=date(2026, 10, 1)),),
)  # fmt: skip
PUBLIC = (
    *("/", "/zoeken", "/zoeken?wat=koffie&waar=Utrecht", "/zoeken?weergave=kaart&nu=1"),
    *("/zoeken.json?waarom=1", "/agenda", "/agenda?waar=Utrecht", "/zo-delen-we-in", "/ruimtes"),
    *("/suggesties.json?q=koffie", "/kaart/punten.json?vak=3,50,8,54&zoom=7", "/wat-past-bij-mij"),
    "/wat-past-bij-mij?wie=ik&toon=1",
    "/wat-past-bij-mij/uitkomst?leuk=koffie",
)
DESK = (
    *("/beheer", "/beheer/lijst", "/beheer/kwaliteit", "/beheer/bellen", "/beheer/dubbel"),
    *("/beheer/initiatieven", "/beheer/initiatieven/nieuw", "/beheer/voorstellen"),
    *("/beheer/organisaties", "/beheer/ruimtes", "/beheer/logboek", "/beheer/post"),
    *("/beheer/import", "/beheer/lijst?sorteer=naam", "/beheer/mensen", "/beheer/niet-opnemen"),
    *(f"/beheer/lijst/export/{kind}" for kind in ("csv", "xlsx", "geojson", "hsds", "hsds-csv")),
    *(f"/beheer/lijst/export/{kind}?voor=ons" for kind in ("csv", "geojson", "hsds")),
)


def pages_of(row, link, proposal):
    """The pages about one listing."""
    return (
        f"/initiatief/{row.slug}",
        f"/melden/{row.slug}",
        f"/nagaan/{link}/{row.slug}/anders",
        f"/nagaan/{link}/{row.slug}/stoppen",
        f"/beheer/initiatieven/{row.id}",
        f"/beheer/geschiedenis/{row.id}",
        f"/beheer/geschiedenis/{row.id}/1",
        f"/beheer/bellen/{row.slug}",
        f"/beheer/ruimtes/gezocht/{row.slug}",
        f"/beheer/voorstellen/{proposal}",
    )


@contextmanager
def written(client, many):
    """The addresses of all pages, after each of these was written into a listing of its own.

    What is written is undone after the block, also what a page commits.
    """
    point = db.engines[None].begin_nested()
    try:
        sign_in(client, a_person("administrator"))
        rows = [db.session.get(Initiative, key) for key in put(*[FULL] * len(many))]
        owner = recipient(rows[0].organisation_id, "")
        link = make_link(owner, [row.id for row in rows])
        urls = [*PUBLIC, *DESK, f"/nagaan/{link}"]
        for row in rows:
            proposal = make(row, Subject.CHANGED, changes={"hours": "Tu 10:00-12:00"})
            urls.extend(pages_of(row, link, proposal.id))
        for row, writes in zip(rows, many, strict=True):
            write(row, writes)
        db.session.commit()
        yield urls
    finally:
        db.session.remove()
        point.rollback()
        store().stale()


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@settings(
    max_examples=max(1, DOCUMENTS // TOGETHER),
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(st.lists(WRITES, min_size=TOGETHER, max_size=TOGETHER))
def test_no_page_falls_over(app, many):
    client = FlaskClient(app)
    with written(client, many) as urls:
        build(published_sources(), today())
        for url in urls:
            with client.get(url) as answer:
                assert answer.status_code < 500, url
                assert answer.data is not None
