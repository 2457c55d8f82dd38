"""Several people save at the very same moment, in transactions of their own: nothing is lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import flask_migrate
import pytest

from socialmap import create_app
from socialmap.catalogue.history import latest_listing, revisions_of
from socialmap.db import db, start_writing
from tests.desk import a_person, sign_in
from tests.listings import put
from tests.web.conftest import EVERYTHING
from tests.web.desk.editing.filling import filled

CHANGES = {
    "summary": "Een.",
    "how_to_join": "Twee.",
    "waiting_time": "drie weken",
    "hours_text": "vier",
    "contact_name": "vijf",
    "licence": "zes",
}


@pytest.fixture
def site(tmp_path):
    """An app with a database that really commits."""
    app = create_app(
        {
            "SOCIALMAP_DATA": str(tmp_path),
            "SOCIALMAP_SECRET_KEY": "only for tests",
            "SOCIALMAP_TILES_URL": "",
            "SOCIALMAP_DEMO": "0",
        }
    )
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        flask_migrate.upgrade()
    yield app
    with app.app_context():
        db.engine.dispose()


def test_all_changes_are_kept(site):
    with site.app_context():
        start_writing()
        [koffie] = put(EVERYTHING)
        clients = {name: site.test_client() for name in CHANGES}
        for name, client in clients.items():
            sign_in(client, a_person(email=f"{name}@example.org"))
        db.session.commit()
        db.session.remove()
    address = f"/beheer/initiatieven/{koffie}"
    pages = {name: client.get(address) for name, client in clients.items()}
    together = Barrier(len(CHANGES))

    def save(name):
        sent = filled(pages[name])
        sent[name] = CHANGES[name]
        together.wait()
        return clients[name].post(address, data=sent | {"do": "save"}).status_code

    with ThreadPoolExecutor(len(CHANGES)) as pool:
        assert list(pool.map(save, CHANGES)) == [303] * len(CHANGES)
    with site.app_context():
        saved = latest_listing(koffie)
        assert {name: getattr(saved, name) for name in CHANGES} == CHANGES
        assert len(revisions_of(koffie)) == 1 + len(CHANGES)
        db.session.remove()
