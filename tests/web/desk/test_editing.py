"""Write a listing at the desk: see, fill in, save."""

import pytest

from tests.desk import a_person, sign_in
from tests.listings import put
from tests.web.conftest import EVERYTHING


@pytest.fixture
def koffie(app):
    [initiative_id] = put(EVERYTHING)
    return initiative_id


def test_the_form_of_a_new_listing(client, session):
    sign_in(client, a_person())
    page = client.get("/beheer/initiatieven/nieuw")
    assert page.status_code == 200


def test_the_form_of_a_listing(client, session, koffie):
    sign_in(client, a_person())
    page = client.get(f"/beheer/initiatieven/{koffie}")
    assert page.status_code == 200
    page = client.get(f"/beheer/geschiedenis/{koffie}")
    assert page.status_code == 200
    page = client.get(f"/beheer/geschiedenis/{koffie}/1")
    assert page.status_code == 200
    page = client.get("/beheer/initiatieven")
    assert page.status_code == 200
