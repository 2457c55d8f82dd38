from dataclasses import fields

from click.testing import CliRunner

from socialmap.cli.commands import main
from socialmap.config import PREFIX, Settings


def show(**environ):
    result = CliRunner().invoke(main, ["settings"], env=environ)
    assert result.exit_code == 0
    return result.output


def test_every_setting_is_shown_with_its_meaning():
    lines = show()
    flowing = " ".join(lines.split())
    for each in fields(Settings):
        assert f"{PREFIX}{each.name.upper()}=" in lines
        assert each.metadata["meaning"] in flowing


def test_a_value_of_ones_own_is_shown_with_the_default():
    shown = show(SOCIALMAP_PORT="8123")
    assert "SOCIALMAP_PORT=8123\n" in shown
    assert "Default: 8000." in shown


def test_secrets_are_masked():
    shown = show(
        SOCIALMAP_SECRET_KEY="hush-hush",
        SOCIALMAP_DATABASE_URL="postgresql://kaart:hush-hush@db.example.org/kaart",
    )
    assert "hush-hush" not in shown
    assert "postgresql://kaart:***@db.example.org/kaart" in shown
