"""Files for ourselves that come back at the desk: nothing changes but what somebody edited."""

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from socialmap.catalogue.actions import Change, Entry, add, remove, rewrite
from socialmap.catalogue.history import latest_listing
from socialmap.catalogue.models import Initiative, Status
from socialmap.cli.demo import add_demo
from socialmap.duplicates.actions import merge
from socialmap.importing.uploads.applying import apply_upload, plan_upload
from socialmap.importing.uploads.disk import save_file
from socialmap.importing.uploads.disputes import disputed_page
from socialmap.importing.uploads.models import Upload
from tests.importing.trips import cells, edit
from tests.listings import CHANGE, ZEIST, listing, located, phoned, put
from tests.standards.listed import FULL

FORMATS = {"csv": "csv", "xlsx": "xlsx", "geojson": "geojson", "hsds": "json", "hsds-csv": "zip"}
OTHERS = [
    listing("Thee", ZEIST, phones=phoned("+31306912345"), visibility={"contact": "internal"}),
    listing("Overal online", None, online=True, summary="Praten via het scherm."),
]


@pytest.fixture
def ids(session):
    """The listings on the map, and one of each other status."""
    found = put(FULL, *OTHERS)
    for status in (Status.DRAFT, Status.PAUSED, Status.ARCHIVED):
        found += add([Entry(listing(f"Wandelen {status}"))], CHANGE, status)
    return found


def export(desk, kind, folder, words="", name="initiatieven"):
    """Take the listings along for ourselves; return the path of the file."""
    path = folder / f"{name}.{FORMATS[kind]}"
    with desk.post(f"/beheer/lijst/export/{kind}", data={"filter": words}) as answer:
        assert answer.status_code == 200
        path.write_bytes(answer.data)
    return path


def bring(session, path):
    """Bring a file, and return its upload with the plan."""
    session.commit()
    upload = save_file([path.read_bytes()], path.name, "person:1")
    upload.source, upload.licence = "terug", "CC0"
    plan_upload(upload)
    session.commit()
    return upload


def apply(session, upload):
    apply_upload(upload, "person:1")
    session.commit()
    return upload


def counts(upload):
    return {name: count for name, count in upload.counts.items() if count}


def test_the_demo_region_comes_back_the_same(desk, session, tmp_path):
    add_demo()
    for kind in FORMATS:
        path = export(desk, kind, tmp_path)
        assert counts(bring(session, path)) == {"same": 191}, kind


@pytest.mark.parametrize("kind", FORMATS)
def test_every_status_comes_back_here_and_in_an_empty_catalogue(desk, session, ids, tmp_path, kind):
    path = export(desk, kind, tmp_path)
    gone = export(desk, kind, tmp_path, "status=archived", "weg")
    before = {key: latest_listing(key) for key in ids}
    assert counts(bring(session, path)) == {"same": 5}
    assert counts(bring(session, gone)) == {"same": 1}
    remove(ids, CHANGE)
    for each in (path, gone):
        assert apply(session, bring(session, each)).problem == {}
        assert "new" not in counts(bring(session, each))
    assert {key: latest_listing(key) for key in ids} == before
    statuses = [session.get(Initiative, key).status for key in ids]
    assert statuses == ["published"] * 3 + ["draft", "paused", "archived"]


def test_the_form_of_the_columns_knows_all_of_them(desk, session, ids, tmp_path):
    upload = bring(session, export(desk, "csv", tmp_path))
    address = f"/beheer/import/{upload.id}"
    page = BeautifulSoup(desk.get(f"{address}/kolommen").text, "html.parser")
    chosen = {
        select["name"]: select.select_one("option[selected]")["value"]
        for select in page.select("select[name^=kolom-]")
    }
    assert "" not in chosen.values()
    desk.post(f"{address}/kolommen", data=chosen | {"source": "terug"})
    assert counts(upload) == {"same": 5}


def test_only_what_was_edited_changes(desk, session, ids, tmp_path):
    path = export(desk, "csv", tmp_path)
    _, *rows = cells(path)
    line = [row[1] for row in rows].index("Thee")
    edit(path, (line, "telefoon", "030 691 00 00"), (line, "samenvatting", "Thee met taart."))
    upload = apply(session, bring(session, path))
    assert counts(upload) == {"changed": 1, "same": 4}
    new = replace(OTHERS[0], phones=phoned("+31306910000"), summary="Thee met taart.")
    assert latest_listing(ids[1]) == new


def changed_since(desk, session, ids, tmp_path):
    """A file with an edit, and a desk that changed two fields of the same listing since."""
    path = export(desk, "csv", tmp_path, "wat=Thee")
    edit(path, (0, "telefoon", "030 691 00 00"), (0, "website", "https://thee.example.org"))
    newer = replace(OTHERS[0], phones=phoned("+31306919999"), summary="Nieuw van het beheer.")
    rewrite([(ids[1], newer)], Change(actor="person:9"))
    return bring(session, path), newer


def test_what_the_desk_changed_since_stays(desk, session, ids, tmp_path):
    upload, newer = changed_since(desk, session, ids, tmp_path)
    page = desk.get(f"/beheer/import/{upload.id}?toon=intussen")
    text = " ".join(BeautifulSoup(page.text, "html.parser").get_text(" ").split())
    assert "Op de kaart: 030 691 9999" in text
    assert "In het bestand: 030 691 0000" in text
    assert "Toen het bestand gemaakt werd: 030 691 2345" in text
    assert "Op de kaart: Nieuw van het beheer. In het bestand: (leeg)" in text
    assert counts(apply(session, upload)) == {"changed": 1}
    assert latest_listing(ids[1]) == replace(newer, website="https://thee.example.org")


def test_each_cell_can_be_taken_from_the_file(desk, session, ids, tmp_path):
    upload, newer = changed_since(desk, session, ids, tmp_path)
    sent = {
        "cel-2-phones": "mine",
        "cel-2-summary": "theirs",
        "cel-2-nonsense": "mine",
        "cel-x-": "",
    }
    assert desk.post(f"/beheer/import/{upload.id}/keuzes", data=sent).status_code == 303
    # Another change of the catalogue makes the plan anew; the choice stays.
    put(listing("Iets anders", ZEIST))
    apply(session, upload)
    taken = replace(newer, website="https://thee.example.org", phones=phoned("+31306910000"))
    assert latest_listing(ids[1]) == taken


def test_a_file_without_edits_changes_nothing_that_the_desk_did(desk, session, ids, tmp_path):
    path = export(desk, "xlsx", tmp_path)
    moved = replace(FULL, locations=(located(ZEIST, town="Zeist"),), quiet=True)
    rewrite([(ids[0], moved)], CHANGE)
    upload = bring(session, path)
    assert counts(upload) == {"same": 5}
    page = desk.get(f"/beheer/import/{upload.id}?toon=intussen")
    assert "Intussen gewijzigd (1)" in page.text
    line = disputed_page(upload, 1).items[0].line
    desk.post(f"/beheer/import/{upload.id}/keuzes", data={f"cel-{line}-quiet": "mine"})
    session.expire_all()
    assert counts(session.get(Upload, upload.id)) == {"same": 4, "changed": 1}


def test_a_file_for_everybody_comes_back_the_same_too(desk, session, ids, tmp_path):
    for kind, ending in FORMATS.items():
        path = tmp_path / f"openbaar.{ending}"
        with desk.get(f"/beheer/lijst/export/{kind}") as answer:
            path.write_bytes(answer.data)
        assert counts(bring(session, path)) == {"same": 3}, kind


def test_a_merged_listing_comes_back_as_part_of_the_other(desk, session, ids, tmp_path):
    path = export(desk, "csv", tmp_path)
    keep, drop = session.get(Initiative, ids[0]), session.get(Initiative, ids[1])
    merge(keep, drop, CHANGE)
    assert counts(bring(session, path))["same"] == 5


def test_a_row_that_comes_twice_is_taken_once(desk, session, ids, tmp_path):
    path = export(desk, "csv", tmp_path, "wat=Thee")
    first = path.read_text("utf-8-sig").splitlines()
    path.write_text("\n".join([*first, first[-1]]), encoding="utf-8")
    assert counts(bring(session, path)) == {"same": 1, "duplicate": 1}
