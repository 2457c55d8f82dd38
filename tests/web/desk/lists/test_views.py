import csv
import io
import json
import zipfile

import pytest

from socialmap.catalogue.history import latest_listing
from socialmap.catalogue.models import Initiative, Organisation
from socialmap.lists.models import BulkChange, SavedView
from socialmap.people.models import AuditEvent
from socialmap.people.permissions import Role
from tests.desk import a_person, sign_in
from tests.listings import UTRECHT, ZEIST, listing, put
from tests.web.desk.imports.test_views import fields_of


@pytest.fixture
def desk(client):
    """The browser of a coordinator."""
    sign_in(client, a_person())
    return client


@pytest.fixture
def two(session):
    """A listing in Utrecht with a hidden number, and one in Zeist."""
    return put(
        listing(
            "=Koffie", UTRECHT, at={"municipality": "Utrecht", "town": "Utrecht"},
            phone="+31302314567", organisation="De Brug", visibility={"contact": "internal"},
        ),
        listing("Soep", ZEIST, at={"municipality": "Zeist", "town": "Zeist"}, kind="eating_together"),
    )  # fmt: skip


def changed(desk, ids, what, value, reason="opgeruimd"):
    """Choose, look and change, as someone does; answers the page of the change."""
    page = desk.post("/beheer/lijst/bekijken", data={"kies": ids, "wijzig": what})
    assert page.status_code == 200
    seen = desk.post("/beheer/lijst/bekijken", data={"kies": ids, "wijzig": what, "waarde": value})
    sent = fields_of(seen.text) | {"kies": ids, "waarde": value, "reden": reason}
    return desk.post("/beheer/lijst/wijzigen", data=sent)


def test_the_list_shows_and_finds(desk, two):
    page = desk.get("/beheer/lijst").text
    assert "2 initiatieven" in page
    assert "Samen eten" in page or "Soep" in page
    assert "andere pagina" not in page
    one = desk.get("/beheer/lijst?gemeente=Zeist&mist=times&volgorde=nakijken").text
    assert "1 initiatief" in one
    assert "=Koffie" not in one
    assert "Niets gevonden" in desk.get("/beheer/lijst?wat=nergens").text


def test_all_pages_are_offered_only_when_there_are_more(desk, session, two):
    assert "ook die op de andere pagina" not in desk.get("/beheer/lijst").text
    put(*(listing(f"Inloop {number}") for number in range(50)))
    assert "Alle 52, ook die op de andere pagina" in desk.get("/beheer/lijst").text


def test_many_are_changed_with_a_preview_and_back(desk, session, two):
    answer = changed(desk, two, "organisation", "Het Plein")
    assert answer.status_code == 303
    assert {latest_listing(each).organisation for each in two} == {"Het Plein"}
    page = desk.get(answer.location)
    assert "De organisatie → Het Plein" in page.text
    assert "opgeruimd" in page.text
    desk.post(answer.location + "/terug")
    assert {latest_listing(each).organisation for each in two} == {"De Brug", ""}
    assert "teruggedraaid" in desk.get(answer.location).text
    assert "Het Plein" in desk.get("/beheer/lijst").text


def test_a_preview_says_what_changes_and_writes_nothing(desk, session, two):
    data = {"kies": two, "wijzig": "status", "waarde": "paused"}
    page = desk.post("/beheer/lijst/bekijken", data=data).text
    assert "2 veranderen" in page
    assert "gepauzeerd" in page
    assert session.query(BulkChange).count() == 0
    none = desk.post("/beheer/lijst/bekijken", data=data | {"waarde": "published"}).text
    assert "verandert niets" in none


@pytest.mark.parametrize(
    "what",
    ["status", "kind", "organisation", "audience_add", "visibility", "funding_until", "confirm"],
)
def test_each_change_asks_for_its_value(desk, two, what):
    page = desk.post("/beheer/lijst/bekijken", data={"kies": two, "wijzig": what})
    assert "waarde" in page.text


def test_all_that_a_filter_finds_is_changed(desk, two):
    data = {"alles": "1", "filter": "gemeente=Zeist", "wijzig": "kind", "waarde": "care_farm"}
    seen = fields_of(desk.post("/beheer/lijst/bekijken", data=data).text)
    assert seen["alles"] == "1"
    answer = desk.post("/beheer/lijst/wijzigen", data=data | {"stand": seen["stand"], "reden": "x"})
    assert answer.status_code == 303
    assert [latest_listing(each).kind for each in two] == ["", "care_farm"]


def test_what_is_not_right_is_told(desk, two):
    assert changed(desk, two, "organisation", "Plein", reason=" ").status_code == 422
    data = {"kies": two, "wijzig": "organisation", "waarde": "Plein", "reden": "x", "stand": "oud"}
    assert desk.post("/beheer/lijst/wijzigen", data=data).status_code == 409
    assert desk.post("/beheer/lijst/bekijken", data={"wijzig": "kind"}).status_code == 303
    wrong = desk.post("/beheer/lijst/bekijken", data={"kies": two, "wijzig": "kind", "waarde": "x"})
    assert "Kies iets uit de lijst" in wrong.text
    assert desk.post("/beheer/lijst/bekijken", data={"kies": two, "wijzig": "x"}).status_code == 200


def test_who_has_one_area_changes_only_there(desk, session, two):
    sign_in(desk, a_person(Role.COORDINATOR, area="Zeist"))
    assert "=Koffie" not in desk.get("/beheer/lijst").text
    assert changed(desk, two, "organisation", "Het Plein").status_code == 303
    assert [latest_listing(each).organisation for each in two] == ["De Brug", "Het Plein"]


def test_an_editor_sees_the_own_organisation_and_changes_none_at_once(desk, session, two):
    own = session.query(Organisation).one().id
    sign_in(desk, a_person(Role.EDITOR, organisation=own))
    page = desk.get("/beheer/lijst").text
    assert "=Koffie" in page
    assert "Soep" not in page
    assert "Wijzig er meer" not in page
    assert desk.post("/beheer/lijst/bekijken", data={"kies": two}).status_code == 403
    assert "Soep" not in desk.get("/beheer/lijst/export/csv").text


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))


def test_a_file_to_share_has_what_everybody_may_see(desk, session, two):
    first, _ = rows_of(desk.get("/beheer/lijst/export/csv").text)
    assert (first["naam"], first["telefoon"]) == ("'=Koffie", "")
    own, _ = rows_of(desk.post("/beheer/lijst/export/csv").text)
    assert own["telefoon"] == "030 231 4567"
    session.query(Initiative).filter_by(name="Soep").one().status = "paused"
    session.flush()
    assert len(rows_of(desk.get("/beheer/lijst/export/csv").text)) == 1
    paused = desk.post("/beheer/lijst/export/csv", data={"filter": "status=paused"})
    assert len(rows_of(paused.text)) == 1
    taken = session.query(AuditEvent).filter_by(action="take_list").all()
    assert [each.detail["count"] for each in taken] == [2, 1]


def test_every_kind_of_file_is_given(desk, two):
    places = desk.get("/beheer/lijst/export/geojson")
    assert places.mimetype == "application/geo+json"
    assert len(json.loads(places.data)["features"]) == 2
    services = json.loads(desk.get("/beheer/lijst/export/hsds?gemeente=Zeist").data)
    assert (services["total_items"], services["contents"][0]["name"]) == (1, "Soep")
    package = desk.get("/beheer/lijst/export/hsds-csv")
    with zipfile.ZipFile(io.BytesIO(package.data)) as file:
        assert b"Soep" in file.read("services.csv")
    package.close()
    workbook = desk.get("/beheer/lijst/export/xlsx")
    assert workbook.data.startswith(b"PK")
    workbook.close()
    assert desk.get("/beheer/lijst/export/pdf").status_code == 404


def test_a_view_is_kept_and_forgotten(desk, session, two):
    view = {"naam": "Zeist te doen", "filter": "gemeente=Zeist&mist=any&pagina=2"}
    assert desk.post("/beheer/lijst/bewaren", data=view).status_code == 303
    assert "gemeente=Zeist&amp;mist=any" in desk.get("/beheer/lijst").text
    desk.post("/beheer/lijst/bewaren", data={"naam": " "})
    view = session.query(SavedView).one()
    desk.post(f"/beheer/lijst/vergeten/{view.id}")
    assert session.query(SavedView).count() == 0
