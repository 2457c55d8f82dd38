import json

import pytest

from socialmap.catalogue.listing import ListedPhone, Listing
from socialmap.cli.commands import main
from socialmap.cli.import_report import as_document
from socialmap.engine import sqlite_driver
from socialmap.importing.checking import ImportOptions, check_file
from socialmap.importing.mailing import MailAfter
from tests.importing.trips import edit, whole, write
from tests.standards.listed import OWN

LINES = "naam;plaats;telefoon\nKoffie;Zeist;onbekend\nThee;Soest;12\n;Soest;\n"


@pytest.fixture
def file(tmp_path):
    """A small list with a wrong phone number and a line without a name."""
    path = tmp_path / "lijst.csv"
    path.write_text(LINES)
    return path


@pytest.fixture
def run(environ, tmp_path):
    """Run a command on a database of its own."""
    from click.testing import CliRunner

    here = {**environ, "SOCIALMAP_DATA": str(tmp_path / "var"), "SOCIALMAP_DATABASE_URL": ""}

    def run(*args, **more):
        return CliRunner().invoke(main, [str(each) for each in args], env=here, **more)

    return run


def test_an_import_is_shown_applied_repeated_and_taken_back(run, file):
    shown = run("import", file)
    assert shown.exit_code == 0
    assert "2 nieuw" in shown.output
    assert "nog niets geschreven" in shown.output
    assert "regel 3, kolom telefoon: 12" in shown.output
    assert "--undo 1" in run("import", file, "--apply").output
    again = run("import", file, "--apply")
    assert "2 hetzelfde" in again.output
    assert "niets om te schrijven" in again.output
    assert "lijst.csv new=2" in run("import", "--runs").output
    assert run("import", "--undo", 1).exit_code == 0
    assert "teruggedraaid" in run("import", "--runs").output
    twice = run("import", "--undo", 1)
    assert (twice.exit_code, twice.exception.__class__) == (1, SystemExit)


def test_the_json_form_tells_everything(run, file):
    answer = json.loads(
        run("import", file, "--json", "--map", "telefoon=", "--source", "wijk").stdout
    )
    assert answer["source"] == "wijk"
    assert answer["mapping"] == {"naam": "name", "plaats": "town", "telefoon": ""}
    assert answer["counts"] == {"new": 2, "changed": 0, "same": 0, "duplicate": 0, "wrong": 1}
    assert answer["wrong"] == [4]
    assert {"level", "lines", "column", "value", "sentence", "remedy", "suggestion"} == set(
        answer["remarks"][0]
    )
    assert answer["run"] is None
    assert json.loads(run("import", "--runs", "--json").stdout) == []


def test_standard_input_is_a_file_like_any_other(run):
    assert "2 nieuw" in run("import", "-", "--apply", input=LINES).output
    assert "2 hetzelfde" in run("import", "-", "--apply", input=LINES).output
    empty = run("import", "-", input="")
    assert empty.exit_code == 1
    assert "leeg" in empty.output


def test_of_several_files_one_that_cannot_be_read_does_not_stop_the_next(run, file, tmp_path):
    other = tmp_path / "ander.csv"
    other.write_text("naam;plaats\nSoep;Soest\n")
    wrong = tmp_path / "slecht.csv"
    wrong.write_text("%PDF-1.7")
    result = run("import", file, wrong, other, "--apply", "--json")
    assert result.exit_code == 1
    first, second, third = json.loads(result.stdout)
    assert (first["counts"]["new"], third["counts"]["new"]) == (2, 1)
    assert "PDF" in second["problem"]
    assert (first["run"], third["run"]) == (1, 2)
    assert f"{wrong}: " in result.stderr


@pytest.mark.parametrize(
    ("content", "words"),
    [("", "leeg"), ("%PDF-1.7", "PDF"), ("naam;plaats\n;Zeist\n", "1 fout")],
)
def test_what_cannot_come_in_ends_in_one_and_a_sentence(run, tmp_path, content, words):
    path = tmp_path / "slecht.csv"
    path.write_text(content)
    result = run("import", path)
    assert result.exit_code == 1
    assert words in result.output
    assert "Traceback" not in result.output


def test_a_map_of_places_is_shown_by_its_form_and_whole_groups_by_their_number(run, tmp_path):
    places = [
        {"type": "node", "id": number, "lat": 52.1, "lon": 5.1, "tags": {"shop": "toys"}}
        for number in range(200)
    ]
    for place in places[::2]:
        place["tags"] = {"name": f"Huis {place['id']}", "amenity": "community_centre"}
    path = tmp_path / "plekken.json"
    path.write_text(json.dumps({"elements": places}))
    shown = run("import", path, "--apply").output
    assert "plekken.json (OpenStreetMap)" in shown
    assert "100 nieuw" in shown
    assert "100 regels, vanaf 2\n" in shown
    assert "100 hetzelfde" in run("import", path).output
    assert json.loads(run("import", path, "--json").stdout)["form"] == "OpenStreetMap"


def test_what_is_said_of_a_whole_file_has_no_line(run, tmp_path):
    path = tmp_path / "plekken.geojson"
    properties = {"naam": "Kei", "plaats": "Zeist", "kleur": "rood"}
    feature = {"type": "Feature", "properties": properties, "geometry": None}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    assert "Ter info kolom kleur\n" in run("import", path).output


def test_wrong_use_is_explained(run, file):
    assert "Give a FILE" in run("import").output
    assert "COLUMN=FIELD" in run("import", file, "--map", "naam").output


def test_the_document_has_the_lines_of_every_outcome(session, file):
    document = as_document(check_file(file, ImportOptions()), None, MailAfter())
    assert [each["line"] for each in document["new"]] == [2, 3]


def test_what_others_write_while_a_file_is_read_does_not_stop_it(run, file, tmp_path, monkeypatch):
    def check_while_others_write(*args):
        checked = check_file(*args)
        other = sqlite_driver().connect(tmp_path / "var" / "socialmap.sqlite")
        other.execute("CREATE TABLE other (id)")
        other.close()
        return checked

    monkeypatch.setattr("socialmap.cli.importing.check_file", check_while_others_write)
    assert "--undo 1" in run("import", file, "--apply").output


def test_what_the_desk_changed_since_stays_unless_the_file_is_kept(run, tmp_path):
    listing = Listing(
        name="Thee", summary="Thee.", phones=(ListedPhone(number="+31306912345"),), online=True
    )
    path = write([whole(listing, OWN)], "csv", tmp_path)
    assert "1 nieuw" in run("import", path, "--apply").output
    (tmp_path / "nieuwer").mkdir()
    newer = write([whole(listing, OWN)], "csv", tmp_path / "nieuwer")
    edit(newer, (0, "telefoon", "030 691 99 99"))
    assert "1 gewijzigd" in run("import", newer, "--apply").output
    edit(path, (0, "telefoon", "030 691 00 00"))
    kept = run("import", path, "--apply").output
    assert "1 hetzelfde" in kept
    assert "op de kaart gewijzigd: telefoon. Dat blijft zo." in kept
    taken = run("import", path, "--apply", "--keep", "file").output
    assert "1 gewijzigd" in taken
    assert "We nemen wat in het bestand staat." in taken
    assert "1 hetzelfde" in run("import", path, "--keep", "file").output


def test_words_of_a_list_are_remembered_and_those_that_nobody_explained_are_named(run, tmp_path):
    file, words = tmp_path / "lijst.csv", tmp_path / "woorden.csv"
    file.write_text("naam;plaats;soort\nDraad;Zeist;naailes\nStof;Zeist;Naailes\nX;Zeist;zzz\n")
    words.write_text("soort;naailes;creatieve groep\n")
    unknown = json.loads(run("import", file, "--json").stdout)["unknown_words"]
    assert unknown == [
        {"scheme": "kind", "word": "naailes", "rows": 2},
        {"scheme": "kind", "word": "zzz", "rows": 1},
    ]
    assert "1 woorden onthouden" in run("import", "--words", words, "--remember").output
    unknown = json.loads(run("import", file, "--json").stdout)["unknown_words"]
    assert [one["word"] for one in unknown] == ["zzz"]
    words.write_text("soort;naailes;\n")
    run("import", file, "--words", words, "--apply")
    assert "creative_group" not in run("show", "draad", "--json").stdout
    assert run("import", file, "--remember").exit_code == 2
