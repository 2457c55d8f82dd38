import zipfile

import pytest

from socialmap.errors import FileProblem
from tests.importing.files.maps import GPX, KML
from tests.importing.samples import brought, table


def write(folder, content, name="kaart.csv"):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def check(path):
    rows, remarks = brought(path)
    assert list(rows) == ["Koffie in De Kei", "Tuin", "Soos"]
    listing = rows["Koffie in De Kei"].listing
    assert rows["Koffie in De Kei"].source_id == "p1"
    assert listing.description == "Elke week koffie.\nLoop binnen & praat mee."
    assert (listing.kind, listing.hours) == ("coffee_hour", "Tu 10:00-12:00")
    assert (listing.locations[0].lon, listing.locations[0].lat) == (5.387, 52.155)
    assert rows["Tuin"].line == 3
    assert 52.15 < rows["Tuin"].listing.locations[0].lat < 52.16
    assert rows["Soos"].listing.locations[0].postcode == "3811 AR"
    left_out = {each.line: each.sentence for each in remarks if each.line in (2, 4, 5)}
    assert "lijn of een route" in left_out[2]
    assert "ligt in" in left_out[4]
    assert "coördinaten" in left_out[5]


def test_points_and_areas_of_kml_come_in_whatever_the_file_is_called(tmp_path):
    check(write(tmp_path, KML))
    assert table(write(tmp_path, KML)).layout.format == "KML"


def test_kml_in_another_encoding_or_with_a_prefix_comes_in(tmp_path):
    check(write(tmp_path, KML.replace('encoding="UTF-8"', "").encode("utf-16")))
    prefixed = KML.replace("</", "</k:").replace("<kml xmlns", "<k:kml xmlns:k")
    for name in ("Document", "Folder", "Placemark", "name", "description", "Point", "coordinates"):
        prefixed = prefixed.replace(f"<{name}", f"<k:{name}")
    for name in ("ExtendedData", "SchemaData", "SimpleData", "Data", "value", "address"):
        prefixed = prefixed.replace(f"<{name}", f"<k:{name}")
    for name in ("LineString", "Polygon", "outerBoundaryIs", "LinearRing", "b", "br"):
        prefixed = prefixed.replace(f"<{name}>", f"<k:{name}>")
    check(write(tmp_path, prefixed.replace("<k:b>", "<b>").replace("<k:br>", "<br>")))


def test_a_kmz_comes_in(tmp_path):
    path = tmp_path / "kaart.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("files/foto.png", b"")
        file.writestr("doc.kml", KML)
    check(path)


def test_waypoints_come_in_and_routes_are_counted(tmp_path):
    rows, remarks = brought(write(tmp_path, GPX))
    listing = rows["Buurttuin"].listing
    assert (listing.kind, listing.website) == ("community_garden", "https://tuin.example.org")
    assert [dict(each.facts) for each in remarks if "routes" in each.sentence] == [{"count": 1}]
    assert [each.line for each in remarks if "coördinaten kunnen" in each.sentence] == [2]


BOMB = """<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>
<kml><Placemark><name>&b;</name></Placemark></kml>"""
OUTSIDE = """<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<kml><Placemark><name>&a;</name></Placemark></kml>"""


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (BOMB, "veiligheid"),
        (OUTSIDE, "veiligheid"),
        ("<kml>" + "<Folder>" * 500_000, "te diep"),
        (KML[:900], "niet af"),
        ("<kml><Document/></kml>", "geen enkele plek"),
        ("<gpx><trk/></gpx>", "geen enkele plek"),
        ("<kml>\x00</kml>", "niet af"),
    ],
)
def test_what_is_broken_or_out_of_bounds_is_refused_in_words(tmp_path, content, words):
    with pytest.raises(FileProblem, match=words):
        list(table(write(tmp_path, content)).rows)


def test_a_kmz_that_unpacks_to_too_much_is_refused(tmp_path):
    path = tmp_path / "bom.kmz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("doc.kml", b"<kml>" + b" " * 60_000_000)
    with pytest.raises(FileProblem, match="te groot"):
        table(path)
