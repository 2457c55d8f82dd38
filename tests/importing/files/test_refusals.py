import zipfile

import pytest

from socialmap.errors import FileProblem
from tests.importing.samples import table

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
MAIL = "Received: from a\nFrom: Ann <ann@example.org>\nSubject: Lijst\n\nHoi\n"
GML = (
    '<?xml version="1.0"?>\n<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0">'
    "</wfs:FeatureCollection>"
)
ZIPPED = {
    "word/document.xml": "Word-document",
    "ppt/presentation.xml": "PowerPoint",
    "Index/Tables/DataList.iwa": "Numbers",
    "wijken.shp": "Shapefile",
    "a.gdb/a0001.gdbtable": "ArcGIS",
    "META-INF/container.xml": "e-boek",
    "lijst.txt": "lijst.txt",
}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"II*\x00", "TIFF"),
        (b"\x00\x00\x00\x18ftypheic", "HEIC"),
        (b"{\\rtf1", "RTF"),
        (b"\x00\x01\x00\x00Standard ACE DB\x00", "Access"),
        (b"PAR1\x15\x04", "Parquet"),
        (b"fgb\x03fgb\x00", "FlatGeobuf"),
        (b"\x00\x00\x27\x0a" + bytes(96), "Shapefile"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"7z\xbc\xaf\x27\x1c", "7z"),
        (b"Rar!\x1a\x07", "RAR"),
        (b"SQLite format 3\x00" + bytes(100), "SQLite"),
        (b"SQLite format 3\x00" + bytes(52) + b"GPKG" + bytes(40), "GeoPackage"),
        (OLE + "WordDocument".encode("utf-16-le"), "Word-document"),
        (OLE + "PowerPoint Document".encode("utf-16-le"), "PowerPoint"),
        (OLE + "__substg1.0_".encode("utf-16-le"), "Outlook"),
        (GML, "GML"),
        ("<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        ('<?xml version="1.0"?><rss version="2.0"/>', "RSS"),
        ('<osm version="0.6"/>', "OSM"),
        (MAIL, "mailbericht"),
        ("From ann@example.org Mon Nov 30 10:00:00 2026\nFrom: Ann\n\nHoi", "MBOX"),
        ("<!DOCTYPE html><html><body>Welkom</body></html>", "webpagina"),
    ],
)
@pytest.mark.parametrize("name", ["lijst.xlsx", "lijst.csv", "lijst"])
def test_a_file_is_refused_by_the_name_of_what_it_is(tmp_path, content, words, name):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(FileProblem, match=words) as caught:
        table(path)
    assert name in str(caught.value)


@pytest.mark.parametrize("member", ZIPPED)
def test_a_zip_is_refused_by_what_is_in_it(tmp_path, member):
    path = tmp_path / "lijst.xlsx"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(member, "")
    with pytest.raises(FileProblem, match=ZIPPED[member]):
        table(path)


@pytest.mark.parametrize(("kind", "words"), [("text", "ODT"), ("presentation", "ODP")])
def test_documents_of_libreoffice_are_told_apart(tmp_path, kind, words):
    path = tmp_path / "lijst.ods"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        file.writestr("content.xml", "<x/>")
    with pytest.raises(FileProblem, match=words):
        table(path)
