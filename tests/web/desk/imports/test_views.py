import io
import json
from unittest import mock

import pytest
import xlsxwriter

from socialmap.catalogue.actions import rewrite
from socialmap.catalogue.models import Initiative, Status
from socialmap.importing.uploads.models import ImportSource, Upload
from socialmap.people.permissions import Role
from tests.desk import a_person, sign_in
from tests.listings import CHANGE, listing, put

HEADER = "naam;plaats;postcode;Tel.;organisatie"
LINES = [
    "Taalcafé De Brug;Utrecht;3511 AB;030 231 45 67;De Brug",
    "Buurttuin Oost;Utrecht;3583 AB;;",
]


def bring(desk, text="", name="lijst.csv", **more):
    """Bring a file; answers the number of its upload."""
    text = text or "\n".join([HEADER, *LINES])
    data = {"file": (io.BytesIO(text.encode()), name), **more}
    answer = desk.post("/beheer/import", data=data)
    assert answer.status_code == 303, answer.text
    return int(answer.location.split("/")[3])


def fields_of(page):
    """What the form on a page of columns would send."""
    import html5lib

    tree = html5lib.parse(page, namespaceHTMLElements=False)
    found = {
        each.get("name"): each.get("value", "")
        for each in tree.iter("input")
        if each.get("type") != "submit"
    }
    for select in tree.iter("select"):
        chosen = [each.get("value") for each in select if "selected" in each.attrib]
        found[select.get("name")] = chosen[0] if chosen else ""
    return found


def planned(desk, number, **more):
    """Take the columns as they were guessed, and answer the plan."""
    sent = fields_of(desk.get(f"/beheer/import/{number}/kolommen").text) | more
    answer = desk.post(f"/beheer/import/{number}/kolommen", data=sent)
    assert answer.status_code == 303, answer.text
    return desk.get(answer.location)


def applied(desk, number):
    """Apply the plan as it is shown."""
    sent = fields_of(desk.get(f"/beheer/import/{number}").text)
    answer = desk.post(f"/beheer/import/{number}/uitvoeren", data={"plan": sent["plan"]})
    assert answer.status_code == 303
    return desk.get(answer.location, follow_redirects=True)


def test_a_list_comes_on_the_map_and_is_taken_back(desk, session):
    number = bring(desk)
    columns = desk.get(f"/beheer/import/{number}/kolommen")
    assert "Taalcafé De Brug" in columns.text
    plan = planned(desk, number)
    assert "2 nieuw" in plan.text
    assert session.query(Initiative).count() == 0
    run = applied(desk, number)
    assert "2 nieuw" in run.text
    assert session.query(Initiative).count() == 2
    desk.post(run.request.path + "/terug")
    assert session.query(Initiative).count() == 0
    undone = desk.get(run.request.path).text
    assert "teruggedraaid" in undone
    assert "niet meer op de kaart" in undone
    assert "Buurttuin Oost" in undone
    assert "lijst.csv" in desk.get("/beheer/import").text


def test_what_changed_since_an_import_stays_and_is_listed_with_a_link(desk, session):
    number = bring(desk)
    planned(desk, number)
    run = applied(desk, number).request.path
    garden = session.query(Initiative).filter_by(name="Buurttuin Oost").one()
    rewrite([(garden.id, listing("Buurttuin Zuid"))], CHANGE)
    session.commit()
    undone = desk.post(f"{run}/terug", follow_redirects=True)
    assert "Eén initiatief is na de import gewijzigd" in undone.text
    assert f"/beheer/geschiedenis/{garden.id}" in undone.text
    assert [each.name for each in session.query(Initiative)] == ["Buurttuin Zuid"]
    desk.post(f"{run}/terug")
    assert "Buurttuin Zuid" in desk.get(run).text


def test_taking_an_import_back_twice_ends_on_its_page(desk, session):
    number = bring(desk)
    planned(desk, number)
    run = applied(desk, number).request.path
    desk.post(f"{run}/terug")
    again = desk.post(f"{run}/terug", follow_redirects=True)
    assert again.status_code == 200
    assert "teruggedraaid op" in again.text


def test_what_is_wrong_is_shown_and_given_as_a_file_to_mend(desk):
    number = bring(desk, f"{HEADER}\n{LINES[0]}\n;Utrecht;;;=1+1\nKoffie;Nergenshuizen;;;")
    plan = planned(desk, number)
    assert "1 nieuw" in plan.text
    assert "2 fout" in plan.text
    assert "Deze regel heeft geen naam" in plan.text
    for part in ("nieuw", "gewijzigd", "dubbel", "fout", "onzin"):
        assert desk.get(f"/beheer/import/{number}?toon={part}").status_code == 200
    mend = desk.get(f"/beheer/import/{number}/fouten/csv").text
    assert mend.splitlines()[0].endswith(";organisatie;reden")
    assert "'=1+1" in mend
    assert "Taalcafé" not in mend
    workbook = desk.get(f"/beheer/import/{number}/fouten/xlsx")
    assert workbook.data.startswith(b"PK")
    workbook.close()
    assert desk.get(f"/beheer/import/{number}/fouten/pdf").status_code == 404


def test_columns_are_put_right_by_a_person_and_remembered(desk, session):
    text = "Club;Waar\nKoffie bij Ans;Utrecht"
    number = bring(desk, text)
    answer = desk.post(
        f"/beheer/import/{number}/kolommen",
        data={"source": "", "kolom-0": "town", "kolom-1": "town"},
    )
    assert answer.status_code == 422
    assert "Wijs de kolom aan met de naam" in answer.text
    assert "Geef aan van wie" in answer.text
    planned(desk, number, **{"kolom-0": "name", "kolom-1": "town", "source": "clubs"})
    assert session.query(ImportSource).one().columns == {"Club": "name", "Waar": "town"}
    again = bring(desk, text + "\nThee;Zeist", name="anders.csv")
    sent = fields_of(desk.get(f"/beheer/import/{again}/kolommen").text)
    assert (sent["kolom-0"], sent["kolom-1"], sent["source"]) == ("name", "town", "clubs")


def test_what_looks_alike_asks_for_a_choice(desk, session):
    applied(desk, _planned_number(desk, bring(desk)))
    number = _planned_number(desk, bring(desk, name="ander.csv"), source="ander")
    page = desk.get(f"/beheer/import/{number}?toon=dubbel")
    assert "dat al op de kaart staat" in page.text
    desk.post(f"/beheer/import/{number}/keuzes", data={"rij-2": "new", "rij-x": "new", "pagina": 1})
    assert fields_of(desk.get(f"/beheer/import/{number}?toon=dubbel").text)
    applied(desk, number)
    assert session.query(Initiative).count() == 3


def _planned_number(desk, number, **more):
    planned(desk, number, **more)
    return number


def test_a_plan_that_was_not_seen_is_not_applied(desk, session):
    number = _planned_number(desk, bring(desk))
    desk.post(f"/beheer/import/{number}/uitvoeren", data={"plan": "een ander"})
    assert session.query(Initiative).count() == 0
    assert "opnieuw gemaakt" in desk.get(f"/beheer/import/{number}").text


def test_a_changed_row_tells_what_it_changes(desk):
    applied(desk, _planned_number(desk, bring(desk)))
    changed = "\n".join([HEADER, LINES[0].replace("45 67", "45 68"), LINES[1]])
    number = _planned_number(desk, bring(desk, changed))
    page = desk.get(f"/beheer/import/{number}?toon=gewijzigd").text
    assert "Telefoon" in page
    assert "<del>" in page


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7"])
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(desk, content):
    data = {"file": (io.BytesIO(content), "folder.pdf")}
    answer = desk.post("/beheer/import", data=data, follow_redirects=True)
    assert "leeg" in answer.text or "PDF" in answer.text


def test_nothing_chosen_and_a_wrong_address_are_told(desk):
    assert "Kies een bestand" in desk.post("/beheer/import", data={}).text
    answer = desk.post("/beheer/import", data={"address": "http://example.org/a.csv"})
    assert answer.status_code == 422
    assert "https://" in answer.text


def test_a_file_from_an_address_is_fetched_by_a_job(desk, session, monkeypatch):
    queued = []
    monkeypatch.setattr(
        "socialmap.web.desk.imports.views.enqueue", lambda *a, **k: queued.append((a, k))
    )
    answer = desk.post("/beheer/import", data={"address": "https://example.org/a.csv"})
    page = desk.get(answer.location)
    assert "We halen het bestand op" in page.text
    assert page.headers["Refresh"]
    number = session.query(Upload).one().id
    assert queued == [(("import-fetch",), {"upload": number})]
    assert desk.get(f"/beheer/import/{number}/kolommen").status_code == 302


def test_a_file_is_thrown_away(desk):
    number = bring(desk)
    desk.post(f"/beheer/import/{number}/weg")
    assert desk.get(f"/beheer/import/{number}").status_code == 404


def test_who_has_one_area_sees_only_own_files(desk, session):
    number = bring(desk)
    sign_in(desk, a_person(Role.COORDINATOR, area="Utrecht"))
    assert desk.get(f"/beheer/import/{number}").status_code == 404
    own = bring(desk, "naam;plaats;gemeente\nKoffie;Zeist;Zeist\nThee;Utrecht;Utrecht")
    assert "1 nieuw" in planned(desk, own).text
    run = applied(desk, own)
    sign_in(desk, a_person(Role.COORDINATOR, area="Zeist"))
    assert desk.post(run.request.path + "/terug").status_code == 403


def test_a_source_is_read_again_when_a_person_says_so(desk, session, monkeypatch):
    monkeypatch.setattr("socialmap.web.desk.imports.views.enqueue", mock.Mock())
    _planned_number(desk, bring(desk))
    own = session.query(ImportSource).one().id
    address = f"/beheer/import/bronnen/{own}"
    assert "lijst" in desk.get(address).text
    wrong = desk.post(address, data={"address": "ftp://x", "every": "7", "most_wrong": "200"})
    assert wrong.status_code == 422
    assert "van 0 tot 100" in wrong.text
    assert desk.post(address, data={"every": "7"}).status_code == 422
    right = {"address": "https://example.org/a.csv", "every": "7", "most_wrong": "3"}
    assert desk.post(address, data=right).status_code == 303
    assert "elke week" in desk.get("/beheer/import/bronnen").text
    assert desk.post(address + "/lezen").status_code == 303
    assert desk.post(address + "/weg").status_code == 303
    assert session.query(ImportSource).count() == 0


def test_a_large_file_is_let_in_for_who_may_import_only(desk, client):
    large = f"{HEADER}\n" + "\n".join(f"Koffie {n};Utrecht;3511 AB;;" for n in range(4000))
    data = {"file": (io.BytesIO(large.encode()), "groot.csv")}
    assert desk.post("/beheer/import", data=data).status_code == 303
    sign_in(desk, a_person(Role.EDITOR, organisation=None))
    data = {"file": (io.BytesIO(large.encode()), "groot.csv")}
    assert desk.post("/beheer/import", data=data).status_code in (403, 413)


def test_a_listing_that_was_archived_is_no_twin(desk, session):
    put(listing("Iets", at={"town": "Utrecht"}))
    session.query(Initiative).one().status = Status.ARCHIVED
    assert "2 nieuw" in planned(desk, bring(desk)).text


def test_another_sheet_is_looked_at(desk):
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed) as book:
        for name, cells in {"Voorblad": ["Beste lezer"], "Groepen": ["naam", "plaats"]}.items():
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, cells)
            sheet.write_row(1, 0, ["Koffie", "Utrecht"][: len(cells)])
    data = {"file": (io.BytesIO(packed.getvalue()), "lijst.xlsx")}
    number = int(desk.post("/beheer/import", data=data).location.split("/")[3])
    address = f"/beheer/import/{number}/kolommen"
    assert fields_of(desk.get(address).text)["kolom-1"] == "town"
    other = desk.get(f"{address}?blad=Voorblad")
    assert "Beste lezer" in other.text
    assert fields_of(other.text)["blad"] == "Voorblad"
    assert "1 nieuw" in planned(desk, number).text
    assert "is er niet" in desk.get(f"{address}?blad=Weg").text


def test_strange_signs_are_read_in_another_encoding(desk):
    text = "naam;plaats\nCafé Zoë;Utrecht".encode("cp1252")
    data = {"file": (io.BytesIO(text), "lijst.csv")}
    number = int(desk.post("/beheer/import", data=data).location.split("/")[3])
    address = f"/beheer/import/{number}/kolommen"
    assert "Café Zoë" in desk.get(address).text
    assert "Café Zoë" not in desk.get(f"{address}?codering=cp850").text
    assert "Café Zoë" in desk.get(f"{address}?codering=onzin").text


def test_the_numbers_of_a_file_without_lines_are_those_of_its_places(desk):
    place = {"type": "Feature", "properties": {"naam": "Koffie", "telefoon": "12"},
             "geometry": {"type": "Point", "coordinates": [5.12, 52.09]}}  # fmt: skip
    text = json.dumps({"type": "FeatureCollection", "features": [place]})
    plan = planned(desk, bring(desk, text, name="plekken.geojson"))
    assert "Plek</th>" in plan.text
    assert "Regel" not in plan.text.partition("<main")[2]
    assert "Regel</th>" in planned(desk, bring(desk, f"{HEADER}\nKoffie;Utrecht;;12;")).text
