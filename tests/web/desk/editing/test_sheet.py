"""The form at the desk is read once, however often a save asks what it says."""

from collections import Counter

import pytest

from socialmap.catalogue.models import Initiative
from socialmap.web.desk.editing import places, reading, sheet
from tests.desk import a_person, sign_in
from tests.listings import put
from tests.web.conftest import EVERYTHING
from tests.web.desk.editing.filling import send

NEW = "/beheer/initiatieven/nieuw"
PLACE = {"place-0-street": "Neude 11", "place-0-postcode": "3512 AE", "place-0-town": "Utrecht"}


@pytest.fixture
def calls(monkeypatch):
    """How often the form, its listing and each row of a place are read."""
    counted = Counter()

    def count(module, name):
        function = getattr(module, name)

        def counting(*args, **kwargs):
            counted[module.__name__.rpartition(".")[2], name, _kind(args)] += 1
            return function(*args, **kwargs)

        monkeypatch.setattr(module, name, counting)

    count(sheet, "read")
    count(reading, "load")
    count(places, "load")
    count(places, "place_row")
    return counted


def _kind(args):
    return args[0] if isinstance(args[0], str) else ""


@pytest.fixture
def me(client, session):
    person = sign_in(client, a_person())
    session.commit()
    return person


def _check(calls, rows):
    assert calls["sheet", "read", ""] == 1
    assert calls["reading", "load", ""] == 1
    assert calls["places", "load", "place"] == rows
    assert calls["places", "place_row", ""] == 1


def test_a_save_reads_the_form_and_places_each_row_once(client, session, me, calls):
    [initiative_id] = put(EVERYTHING)
    session.commit()
    page = client.get(f"/beheer/initiatieven/{initiative_id}")
    calls.clear()
    answer = send(client, page, "save", PLACE | {"summary": "Elke dag koffie."})
    assert answer.status_code == 303
    assert session.get(Initiative, initiative_id).summary == "Elke dag koffie."
    _check(calls, len(EVERYTHING.locations))


def test_adding_reads_the_form_and_places_each_row_once(client, me, calls):
    page = client.get(NEW)
    calls.clear()
    typed = {"name": "Zangavond in de schuur", "kind": "coffee_hour", "summary": "We zingen."}
    assert send(client, page, "publish", PLACE | typed).status_code == 303
    _check(calls, 1)


def test_a_form_with_a_mistake_is_read_once_for_what_is_said_and_shown(client, me, calls):
    page = client.get(NEW)
    calls.clear()
    assert send(client, page, "publish", PLACE | {"cost_amount": "veel"}).status_code == 422
    _check(calls, 1)
