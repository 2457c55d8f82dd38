from urllib.parse import quote

import pytest

from socialmap.config import current_settings
from socialmap.people.permissions import Role
from socialmap.server.worker import body_limit
from tests.desk import a_person, sign_in

pytestmark = pytest.mark.usefixtures("session")


def environ_of(client, path):
    """The environ with which the browser of a test asks for an address."""
    return client.get(path).request.environ | {"REQUEST_METHOD": "POST"}


@pytest.mark.parametrize("role", [None, Role.POLICY_OFFICER, Role.COORDINATOR])
def test_only_who_may_import_sends_a_body_as_large_as_an_import(app, client, role):
    if role:
        sign_in(client, a_person(role))
    usual, upload = app.config["MAX_CONTENT_LENGTH"], current_settings().upload_limit * 1_000_000
    assert body_limit(app, environ_of(client, "/aanmelden")) == usual
    limit = body_limit(app, environ_of(client, "/beheer/import"))
    assert (limit > upload) if role == Role.COORDINATOR else (limit == usual)


@pytest.mark.parametrize("path", ["/bestaat-niet", "/zoeken", "/" + quote("é" * 20)])
def test_an_address_that_takes_no_body_has_the_usual_limit(app, client, path):
    assert body_limit(app, environ_of(client, path)) == app.config["MAX_CONTENT_LENGTH"]
