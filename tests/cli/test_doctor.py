import json
from datetime import date

import pytest
from click.testing import CliRunner

from socialmap import doctor
from socialmap.cli.commands import main
from socialmap.config import read_settings
from socialmap.doctor import CHECKS, VENDOR, examine
from tests.shape import ROOT


@pytest.fixture
def look(tmp_path):
    """What the checks say with these settings, by name."""

    def look(**settings):
        environ = {"SOCIALMAP_DATA": str(tmp_path / "var")}
        environ |= {f"SOCIALMAP_{name.upper()}": value for name, value in settings.items()}
        return {each.name: each for each in examine(read_settings(environ))}

    return look


def test_each_check_bears_the_name_in_the_table(look):
    assert list(look()) == list(CHECKS)


def test_what_is_red_comes_with_a_remedy(look):
    for check in look(tiles_url="https://example.org/tiles", data="/dev/null/none").values():
        assert check.found
        assert check.level == "green" or check.remedy


def test_a_database_that_is_not_there_is_not_made(look, tmp_path):
    check = look()["database"]
    assert (check.level, check.remedy) == ("red", "socialmap db upgrade")
    assert not (tmp_path / "var").exists()


def test_a_database_that_is_away_is_red(look):
    check = look(database_url="postgresql://nobody@127.0.0.1:1/nothing")["database"]
    assert check.level == "red"
    assert "SOCIALMAP_DATABASE_URL" in check.remedy


def test_a_database_behind_the_models_is_red(look, tmp_path):
    settings = {"SOCIALMAP_DATA": str(tmp_path / "var"), "SOCIALMAP_DATABASE_URL": ""}
    CliRunner().invoke(main, ["db", "upgrade"], env=settings)
    assert look()["database"].level == "green"
    CliRunner().invoke(main, ["db", "downgrade", "base", "--yes"], env=settings)
    assert look()["database"].level == "red"


def test_a_folder_that_cannot_be_written_is_red(look):
    assert look(data="/dev/null/none")["data folder"].level == "red"


def test_a_secret_key_that_others_can_read_is_red(look, tmp_path):
    kept = tmp_path / "var" / "secret_key"
    kept.parent.mkdir()
    kept.write_text("hush")
    kept.chmod(0o644)
    assert look()["secret key"].remedy == f"chmod 600 {kept}"
    kept.chmod(0o600)
    assert look()["secret key"].level == "green"


def test_an_address_of_tiles_without_places_for_numbers_is_red(look):
    assert look(tiles_url="https://example.org/tiles")["tiles"].level == "red"
    assert look(tiles_url="")["tiles"].level == "green"


def test_missing_libraries_are_red_with_their_remedy(look, monkeypatch):
    monkeypatch.setattr(doctor, "VENDOR", ("leaflet/none.js",))
    monkeypatch.setattr(doctor, "load_spatialite", _without_library)
    found = look()
    assert found["front end"].remedy == "scripts/setup"
    assert "apt-get install" in found["spatialite"].remedy


def _without_library(_connection):
    raise OSError("mod_spatialite is away")


def test_the_front_end_files_are_those_that_the_set_up_copies():
    setup = (ROOT / "scripts" / "setup").read_text("utf-8")
    for each in VENDOR:
        assert each.rpartition("/")[2].split("-latin")[0] in setup


def test_the_exit_code_tells_whether_something_is_red(tmp_path):
    environ = {"SOCIALMAP_DATA": str(tmp_path), "SOCIALMAP_DATABASE_URL": ""}
    result = CliRunner().invoke(main, ["doctor", "--json"], env=environ)
    checks = json.loads(result.output)
    assert [each["name"] for each in checks] == list(CHECKS)
    assert result.exit_code == 1
    CliRunner().invoke(main, ["db", "upgrade"], env=environ)
    result = CliRunner().invoke(main, ["doctor"], env=environ)
    assert (result.exit_code == 0) == ("WRONG" not in result.output)


@pytest.mark.parametrize(("day", "level"), [("2029-02-01", "green"), ("2029-04-01", "amber")])
def test_school_holidays_that_end_within_half_a_year_are_a_warning(look, monkeypatch, day, level):
    monkeypatch.setattr(doctor, "today", lambda: date.fromisoformat(day))
    check = look()["school holidays"]
    assert (check.level, check.found) == (level, "known until 2029-09-02")


def test_a_file_of_school_holidays_that_is_not_right_is_red(look, tmp_path):
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "school_holidays.csv").write_text("wat,wanneer\n")
    check = look()["school holidays"]
    assert (check.level, "school_year" in check.found) == ("red", True)
