import pytest

from socialmap.config import SettingError, read_settings, resource, secret_key


def test_without_any_setting_there_is_a_spatialite_file_in_the_data_folder():
    settings = read_settings({})
    assert settings.port == 8000
    assert settings.database.endswith("/var/socialmap.sqlite")


def test_a_setting_may_come_from_a_file(tmp_path):
    (tmp_path / "key").write_text("geheim\n")
    settings = read_settings({"SOCIALMAP_SECRET_KEY_FILE": str(tmp_path / "key")})
    assert secret_key(settings) == "geheim"


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "http"), ("PORT", "70000"), ("DEMO", "maybe"), ("GEOCODER", "google")],
)
def test_a_wrong_setting_says_which_and_what_it_should_be(name, value):
    with pytest.raises(SettingError, match=f"SOCIALMAP_{name} is '{value}'.*For example"):
        read_settings({f"SOCIALMAP_{name}": value})


def test_a_file_that_cannot_be_read_is_named():
    with pytest.raises(SettingError, match="cannot read /nowhere"):
        read_settings({"SOCIALMAP_SECRET_KEY_FILE": "/nowhere"})


def test_a_key_is_made_once_and_kept_for_the_owner_only(tmp_path):
    settings = read_settings({"SOCIALMAP_DATA": str(tmp_path / "new")})
    assert secret_key(settings) == secret_key(settings)
    assert (tmp_path / "new" / "secret_key").stat().st_mode & 0o777 == 0o600


def test_a_postgres_address_gets_our_driver():
    settings = read_settings({"SOCIALMAP_DATABASE_URL": "postgresql://db/kaart"})
    assert settings.database == "postgresql+psycopg://db/kaart"


def test_shipped_folders_are_found():
    assert resource("data", "taxonomy", "kind.csv").is_file()
