import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import time_machine

from socialmap.db import db
from socialmap.outside import Limits
from socialmap.times.clock import now
from socialmap.upkeep import sites
from socialmap.upkeep.models import SiteCheck
from socialmap.upkeep.site_checks import (
    broken_sites,
    due_sites,
    forget_unused,
    record,
    waiting_sites,
)
from socialmap.upkeep.sites import Finding, SiteState, look_at, look_at_all
from tests.listings import listing, put

SITE = "https://plein.nl/"
BROKEN = Finding(SITE, SiteState.BROKEN, "404")


class Site(BaseHTTPRequestHandler):
    """Answers with the status that its address names."""

    def do_GET(self):
        self.server.asked.append(self.path)
        status = int(self.path.strip("/"))
        self.send_response(status)
        if status == 301:
            self.send_header("Location", f"http://localhost:{self.server.server_port}/200")
        self.end_headers()

    def log_message(self, *parts):
        pass


@pytest.fixture(scope="module")
def site():
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        server.asked = []
        server.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("path", "state"),
    [
        ("/200", SiteState.WORKS),
        ("/404", SiteState.BROKEN),
        ("/410", SiteState.BROKEN),
        ("/403", SiteState.UNSURE),
        ("/503", SiteState.UNSURE),
        ("/301", SiteState.MOVED),
    ],
)
def test_a_site_is_called_broken_only_when_that_is_sure(site, path, state):
    found = look_at(site.url + path, Limits(own_machine=True))
    assert found.state == state
    assert bool(found.moved_to) == (state == SiteState.MOVED)


def test_a_name_that_is_not_known_or_leads_inside_is_broken():
    assert look_at("http://10.0.0.7/").state == SiteState.BROKEN
    assert look_at("javascript:alert(1)").state == SiteState.BROKEN


def test_each_host_is_asked_one_by_one(site, monkeypatch):
    monkeypatch.setattr(sites, "REST", 0)
    urls = [f"{site.url}/200", f"{site.url}/404", "http://10.0.0.7/"]
    found = {each.url: each.state for each in look_at_all(urls, Limits(own_machine=True))}
    assert set(found) == set(urls)


def test_due_are_sites_never_looked_at_or_long_ago_and_no_examples(app):
    put(
        listing("Koffie", website=SITE),
        listing("Thee", website=SITE),
        listing("Soep", website="https://soep.example/"),
    )
    assert due_sites(10) == [SITE]
    record([Finding(SITE, SiteState.WORKS)])
    assert due_sites(10) == []
    assert due_sites(10, now() + timedelta(days=8)) == [SITE]


def test_a_person_is_asked_after_three_failures_over_days(app):
    put(listing("Koffie", website=SITE))
    with time_machine.travel(now() - timedelta(days=3), tick=False) as clock:
        for _ in range(3):
            assert not broken_sites(10)
            record([BROKEN])
            clock.shift(timedelta(days=1))
    assert [(each.name, each.detail) for each in broken_sites(10)] == [("Koffie", "404")]
    assert [row.title for row in db.session.execute(waiting_sites())] == ["Koffie"]


def test_a_site_that_works_again_is_not_broken(app):
    put(listing("Koffie", website=SITE))
    record([BROKEN, BROKEN, BROKEN, Finding(SITE, SiteState.WORKS)])
    check = db.session.get(SiteCheck, SITE)
    assert (check.failures, check.failing_since) == (0, None)


def test_what_no_listing_has_any_more_is_forgotten(app):
    record([BROKEN])
    forget_unused()
    db.session.expire_all()
    assert db.session.get(SiteCheck, SITE) is None
