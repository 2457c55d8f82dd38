"""Files of other maps come in through the desk, or are refused with the reason."""

import io
import zipfile

import pytest

from socialmap.importing.files.tables import ReadOptions
from socialmap.importing.uploads.applying import apply_upload, plan_upload
from socialmap.importing.uploads.disk import save_file
from socialmap.importing.uploads.models import Stage
from socialmap.importing.uploads.peeking import first_look, rows_to_correct
from socialmap.importing.uploads.queries import remarks_page

pytestmark = pytest.mark.usefixtures("session")
# What each file brings: new, duplicate and wrong rows, or a word of why it is refused.
FILES = {
    "wijkoverzicht_excel_export.csv": (81, 2, 1),
    "osm_helsinki_overpass.json": (0, 0, 4),
    "osm_overpass_turbo_healthcare_alternative_de.geojson": (0, 0, 0),
    "data_inclusion_messy_fixture.xlsx": "naam",
    "hsds_v3_example_service_full.json": (0, 0, 1),
    "hsds_v3_example_service_list.json": (0, 0, 1),
    "hsds_v3_example_service_at_location_full.json": (0, 0, 1),
    "hsds_v3_example_organization_full.json": (0, 0, 1),
    "hsds_v3_example_tabular.json": (0, 0, 1),
    "hsds_v3_example_location.json": "geen diensten",
    "hsds_v3_example_csv": (0, 0, 1),
}


def content_of(path):
    """The file itself; a folder as the zip that a browser can send."""
    if path.is_file():
        return path.read_bytes(), path.name
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for each in path.glob("*.csv"):
            file.write(each, each.name)
    return packed.getvalue(), f"{path.name}.zip"


@pytest.mark.parametrize("name", FILES)
def test_each_file_comes_in_or_is_refused_with_the_reason(shared, name):
    path = shared / "data" / "import" / name
    if not path.exists():
        pytest.skip(f"{name} is not here")
    content, file_name = content_of(path)
    upload = save_file([content], file_name, "person:1")
    plan_upload(upload)
    expected = FILES[name]
    if isinstance(expected, str):
        assert upload.stage == Stage.FAILED
        assert expected in upload.problem["sentence"] % upload.problem["facts"]
        return
    assert upload.stage == Stage.PLANNED
    assert first_look(upload, ReadOptions())[0].columns
    counts = tuple(upload.counts[each] for each in ("new", "duplicate", "wrong"))
    assert counts == expected
    assert remarks_page(upload, 1).total
    _, rows = rows_to_correct(upload)
    assert len(list(rows)) >= min(1, upload.counts["wrong"])
    run = apply_upload(upload, "person:1")
    assert (run is not None) == bool(upload.counts["new"])


def test_a_workbook_in_another_language_comes_in_when_a_person_maps_it(shared):
    path = shared / "data" / "import" / "data_inclusion_messy_fixture.xlsx"
    if not path.exists():
        pytest.skip("the workbook is not here")
    upload = save_file([path.read_bytes()], path.name, "person:1")
    peek, _ = first_look(upload, ReadOptions("Structures"))
    assert "nom" in peek.headers
    upload.sheet, upload.columns = "Structures", {"nom": "name", "commune": "town"}
    plan_upload(upload)
    assert upload.stage == Stage.PLANNED
    assert sum(upload.counts.values()) > 0
