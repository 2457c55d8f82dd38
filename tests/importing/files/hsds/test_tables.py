import json
import zipfile
from contextlib import suppress

import pytest

from socialmap.errors import FileProblem
from socialmap.fields.flaws import Level
from tests.importing.samples import brought, document, table

TABLES = {
    "organizations": "id,name\no1,Stichting Taal\n",
    "services": "id,organization_id,name,status,description\n"
    "s1,o1,Taalcafé,active,Praten met koffie erbij.\ns2,o9,Koffie,active,Elke week.\n",
    "service_at_location": "id,service_id,location_id\nl1,s1,p1\nl2,s1,p2\nl3,s2,p1\nl4,s2,p9\n",
    "locations": "id,name,location_type,latitude,longitude\n"
    "p1,De Kei,physical,52.155,5.387\np2,De Til,physical,52.09,5.12\n",
    "addresses": "id,location_id,address_1,city,postal_code,country\n"
    "a1,p1,Kamp 8,Amersfoort,3811 AR,NL\n",
    "phones": "id,service_id,number\nf1,s1,033 461 23 45\n",
    "contacts": "id,service_id,name,title\nc1,s1,Ann,Gastvrouw\n",
    "schedules": "id,service_id,freq,byday,opens_at,closes_at\nt1,s1,WEEKLY,TU,10:00,12:00\n",
    "accessibility": "id,location_id,description\ng1,p1,Drempelvrij\n",
    "attributes": "id,link_id,taxonomy_term_id\nk1,s1,n1\n",
    "taxonomy_terms": "id,code,name\nn1,language_cafe,Language café\n",
}


@pytest.fixture
def folder(tmp_path):
    """A folder with the tables of two services, of which one refers to what is not there."""
    path = tmp_path / "sociale kaart"
    path.mkdir()
    for name, text in TABLES.items():
        (path / f"{name}.csv").write_text(text, encoding="utf-8-sig")
    return path


@pytest.fixture
def zipped(folder, tmp_path):
    """The same tables in a zip, inside a folder as zips often have."""
    path = tmp_path / "kaart.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for each in folder.iterdir():
            file.write(each, f"export/{each.name}")
    return path


def check(path):
    rows, remarks = brought(path)
    listing = rows["Taalcafé"].listing
    assert (rows["Taalcafé"].source_id, rows["Taalcafé"].line) == ("s1", 2)
    assert [place.name for place in listing.locations] == ["De Kei", "De Til"]
    assert (listing.locations[0].street, listing.locations[0].step_free) == ("Kamp 8", True)
    assert (listing.organisation, listing.kind) == ("Stichting Taal", "language_cafe")
    assert (listing.phone, listing.contact_name) == ("+31334612345", "Gastvrouw")
    assert listing.hours == "Tu 10:00-12:00"
    assert rows["Koffie"].listing.locations[0].name == "De Kei"
    broken = {
        (each.line, each.column, each.value) for each in remarks if each.level == Level.WARNING
    }
    assert broken == {
        (3, "services.organization_id", "o9"),
        (5, "service_at_location.location_id", "p9"),
        (3, "plaats", ""),
    }
    (nowhere,) = (each for each in remarks if (each.line, each.column) == (3, "plaats"))
    assert "alleen de andere" in nowhere.sentence
    assert not [each for each in remarks if each.level == Level.ERROR]


def test_a_folder_of_tables_comes_in_and_broken_references_are_named(folder):
    check(folder)
    assert table(folder).file_name == "sociale kaart"


def test_a_zip_of_tables_comes_in(zipped):
    check(zipped)


def test_one_document_of_tables_comes_in(tmp_path):
    def records(text):
        header, *lines = (line.split(",") for line in text.strip().split("\n"))
        return [dict(zip(header, line, strict=True)) for line in lines]

    check(document(tmp_path, {f"{name}.csv": records(text) for name, text in TABLES.items()}))


def test_the_digest_follows_what_is_in_the_folder(folder):
    before = table(folder).file_digest
    assert table(folder).file_digest == before
    with (folder / "phones.csv").open("a") as file:
        file.write("f2,s1,033 461 23 46\n")
    assert table(folder).file_digest != before


def test_a_folder_without_services_is_refused(tmp_path):
    (tmp_path / "phones.csv").write_text("id\n1\n")
    with pytest.raises(FileProblem, match=r"geen services\.csv"):
        table(tmp_path)


def test_a_zip_that_unpacks_to_too_much_is_refused(tmp_path):
    path = tmp_path / "bom.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("services.csv", b"0" * 60_000_000)
    with pytest.raises(FileProblem, match="te groot"):
        table(path)


@pytest.mark.parametrize("place", [40, 60, 200, -30])
def test_a_damaged_zip_is_refused_in_words(zipped, place):
    content = bytearray(zipped.read_bytes())
    content[place : place + 20 if place > 0 else None] = b"\xff" * 20
    zipped.write_bytes(content)
    with suppress(FileProblem):
        list(table(zipped).rows)


def test_a_table_in_an_old_encoding_is_read(folder):
    (folder / "services.csv").write_bytes(
        "id,name,status,service_id\ns1,Café Één,active\n".encode("cp1252")
    )
    assert list(brought(folder)[0]) == ["Café Één"]


def test_the_example_of_the_standard_names_its_own_broken_references(shared):
    folder = shared / "data" / "import" / "hsds_v3_example_csv"
    _, remarks = brought(folder)
    assert {each.column for each in remarks if each.level == Level.WARNING} == {
        "contacts.organization_id",
        "contacts.service_at_location_id",
        "locations.organization_id",
        "taxonomy_terms.taxonomy_id",
    }
    assert json.dumps([each.value for each in remarks if each.level == Level.ERROR]) == '["US"]'
