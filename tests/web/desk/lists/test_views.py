import csv
import io
import json
import zipfile

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from socialmap.catalogue.actions import Change, Entry, add
from socialmap.catalogue.history import latest_listing
from socialmap.catalogue.models import Initiative, Organisation
from socialmap.duplicates.actions import initiative_of, merge
from socialmap.importing.models import ImportRun
from socialmap.lists.models import BulkChange, SavedView
from socialmap.lists.query import COLUMNS
from socialmap.organisations.merging import merge as merge_organisations
from socialmap.people.models import AuditEvent
from socialmap.people.permissions import Role
from tests.desk import a_person, sign_in
from tests.listings import CHANGE, UTRECHT, ZEIST, listing, put
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


def test_all_of_the_page_or_all_that_is_found_can_be_chosen_with_the_number_said(
    desk, session, two
):
    page = desk.get("/beheer/lijst").text
    assert "Alle 2 op deze pagina" in page
    assert "ook die op de andere pagina" not in page
    put(*(listing(f"Inloop {number:02}") for number in range(50)))
    page = desk.get("/beheer/lijst?pagina=2").text
    assert "Alle 52 die gevonden zijn, ook die op de andere pagina" in page
    ids = [each["value"] for each in BeautifulSoup(page, "html.parser").select("[name=pagina]")]
    assert len(ids) == 2
    sent = {"pagina": ids, "filter": "pagina=2", "wijzig": "kind"}
    chosen = desk.post("/beheer/lijst/bekijken", data=sent | {"keuze": "pagina"})
    assert "Wijzig 2 initiatieven" in chosen.text
    everything = desk.post("/beheer/lijst/bekijken", data=sent | {"keuze": "alles"})
    assert "Wijzig 52 initiatieven" in everything.text
    assert fields_of(everything.text)["alles"] == "1"


def test_any_two_that_were_chosen_are_merged(desk, two):
    answer = desk.post("/beheer/lijst/samen", data={"kies": two})
    assert answer.location.endswith(f"/beheer/dubbel/samen/{two[0]}/{two[1]}")
    assert desk.get(answer.location).status_code == 200
    of_page = desk.post("/beheer/lijst/samen", data={"keuze": "pagina", "pagina": two})
    assert of_page.location == answer.location
    one = desk.post("/beheer/lijst/samen", data={"kies": two[:1], "filter": "gemeente=Utrecht"})
    assert one.status_code == 422
    assert "Je koos er 1." in one.text
    assert f'value="{two[0]}" checked' in " ".join(one.text.split())


def test_nobody_merges_what_lies_outside_the_own_area(desk, session, two):
    sign_in(desk, a_person(Role.COORDINATOR, area="Zeist"))
    answer = desk.post("/beheer/lijst/samen", data={"kies": two})
    assert desk.get(answer.location).status_code == 403


def cells(page):
    table = BeautifulSoup(page.text, "html.parser").select_one("table")
    heads = [each.text for each in table.select("thead th")]
    rows = [
        [" ".join(each.text.split()) for each in row.select("th, td")]
        for row in table.select("tbody tr")
    ]
    return heads, rows


def test_columns_are_chosen_in_the_address(desk, two):
    heads, rows = cells(
        desk.get("/beheer/lijst?kolom=telefoon&kolom=gemeente&kolom=mist&wat=koffie")
    )
    assert heads == ["Kies", "Naam", "Gemeente", "Telefoon", "Wat mist"]
    assert rows[0][1:4] == ["=Koffie", "Utrecht", "030 231 4567"]
    assert "de tijden" in rows[0][4]
    every = "&".join(f"kolom={name}" for name in COLUMNS)
    assert len(cells(desk.get(f"/beheer/lijst?{every}"))[0]) == 2 + len(COLUMNS)


def test_a_list_is_filtered_by_source_and_import(desk, session):
    run = ImportRun(source="Lijst van Zeist", file_name="zeist.csv", file_digest="")
    session.add(run)
    session.flush()
    change = Change(actor="person:1", import_run_id=run.id)
    first, second = add(
        [Entry(listing(name), "Lijst van Zeist", name) for name in ("Een", "Twee")], change
    )
    put(listing("Zelf"))
    page = desk.get("/beheer/lijst?bron=Lijst+van+Zeist")
    assert [row[1] for row in cells(page)[1]] == ["Een", "Twee"]
    assert "zeist.csv" in page.text
    assert [row[1] for row in cells(desk.get("/beheer/lijst?bron=-"))[1]] == ["Zelf"]
    merge(session.get(Initiative, first), session.get(Initiative, second), CHANGE)
    merge(initiative_of("zelf"), session.get(Initiative, first), CHANGE)
    # What was merged since is found by what it became.
    assert [row[1] for row in cells(desk.get(f"/beheer/lijst?import={run.id}"))[1]] == ["Zelf"]


def test_equal_names_are_told_apart_wherever_they_are_chosen(desk, session):
    at = {"town": "Zeist", "municipality": "Zeist", "postcode": ""}
    ids = put(*(listing("Koffie", ZEIST, at=at | {"street": f"Dam {n}"}) for n in (1, 2)))
    assert {row[1] for row in cells(desk.get("/beheer/lijst?kolom=vorm"))[1]} == {
        "Koffie Dam 1, Zeist",
        "Koffie Dam 2, Zeist",
    }
    sent = {"kies": ids, "wijzig": "organisation", "waarde": "Plein"}
    preview = desk.post("/beheer/lijst/bekijken", data=sent).text
    assert {"Dam 1, Zeist", "Dam 2, Zeist"} <= {
        each.text.strip().removeprefix("Koffie, ").strip()
        for each in BeautifulSoup(preview, "html.parser").select("tbody th")
    }


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
    none = desk.post("/beheer/lijst/bekijken", data={"wijzig": "kind"})
    assert none.status_code == 422
    assert "Kies eerst een of meer initiatieven." in none.text
    assert '<option value="kind" selected' in " ".join(none.text.split())
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


def test_a_view_is_saved_changed_and_deleted(desk, session, two):
    view = {"naam": "Zeist te doen", "filter": "gemeente=Zeist&mist=any&pagina=2"}
    assert desk.post("/beheer/lijst/bewaard", data=view).status_code == 303
    assert "gemeente=Zeist&amp;mist=any" in desk.get("/beheer/lijst").text
    desk.post("/beheer/lijst/bewaard", data={"naam": " "})
    view = session.query(SavedView).one()
    page = f"/beheer/lijst/bewaard/{view.id}"
    assert "Zeist te doen" in desk.get(page).text
    wrong = desk.post(page, data={"naam": "", "deel": "1"})
    assert wrong.status_code == 422
    assert "Geef de lijst een naam." in wrong.text
    assert desk.post(page, data={"naam": "Zeist", "deel": "1"}).status_code == 303
    assert (view.name, view.shared) == ("Zeist", True)
    desk.post(f"{page}/weg")
    assert session.query(SavedView).count() == 0


def test_a_shared_view_is_of_its_maker_and_a_coordinator_of_the_area_may_remove_it(
    desk, session, two
):
    maker = sign_in(desk, a_person(area="Zeist", email="maker@post.wijk"))
    desk.post("/beheer/lijst/bewaard", data={"naam": "Ons werk", "deel": "1", "filter": ""})
    page = f"/beheer/lijst/bewaard/{session.query(SavedView).one().id}"

    assert "gedeeld met je team" in desk.get("/beheer/lijst").text
    sign_in(desk, a_person(area="Utrecht", email="utrecht@post.wijk"))
    assert "Ons werk" not in desk.get("/beheer/lijst").text
    assert desk.post(f"{page}/weg").status_code == 403

    sign_in(desk, a_person(area="Zeist", email="collega@post.wijk"))
    shown = desk.get("/beheer/lijst").text
    assert "Ons werk" in shown
    assert f"van {maker.name}" in shown
    assert desk.get(page).status_code == 403
    assert desk.post(page, data={"naam": "Mijn werk"}).status_code == 403
    desk.post(f"{page}/weg")
    assert session.query(SavedView).count() == 0
    assert session.query(AuditEvent).filter_by(action="remove_shared_list").count() == 1


def test_a_list_of_an_organisation_that_was_merged_has_what_its_successor_has(client, session):
    put(listing("Koffie", organisation="De Brug"), listing("Thee", organisation="Plein"))
    ids = dict(session.execute(select(Organisation.name, Organisation.id)).all())
    person = sign_in(client, a_person())
    kept, gone = (session.get(Organisation, ids[name]) for name in ("Plein", "De Brug"))
    merge_organisations(kept, gone, person.actor)
    answer = client.get(f"/beheer/lijst?organisatie={ids['De Brug']}")
    names = BeautifulSoup(answer.text, "html.parser").select("tbody th a")
    assert {each.text for each in names} == {"Koffie", "Thee"}
