import os
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from socialmap import __version__
from socialmap.cli.commands import main
from socialmap.doctor import CHECKS


def walk(command, path=()):
    yield " ".join(path) or "socialmap", command
    for name, each in getattr(command, "commands", {}).items():
        yield from walk(each, (*path, name))


COMMANDS = dict(walk(main))


@pytest.fixture
def run(environ, tmp_path):
    """Run the command in a process that knows only the settings of the test."""

    def run(*args, **settings):
        here = {**environ, "SOCIALMAP_DATA": str(tmp_path / "var"), "SOCIALMAP_DATABASE_URL": ""}
        named = {f"SOCIALMAP_{name.upper()}": value for name, value in settings.items()}
        return CliRunner().invoke(main, args, env=here | named)

    return run


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name):
    command = COMMANDS[name]
    assert command.help
    assert command.get_short_help_str(limit=80)[-3:] != "...", "begin with a short sentence"
    for each in command.params:
        assert isinstance(each, click.Argument) or each.help, f"{name} {each.name}"
        if isinstance(each, click.Argument):
            assert (each.metavar or each.name.upper()) in command.help


def test_help_and_version_need_no_database(run):
    assert run("--version").output.strip() == f"socialmap, version {__version__}"
    assert "Commands:" in run("--help", data="/dev/null/x").output
    assert run("db", "upgrade", "--help", data="/dev/null/x").exit_code == 0


@pytest.mark.parametrize("args", [["db", "check"], ["doctor"], ["settings"], ["serve"]])
def test_a_wrong_setting_is_one_sentence(run, args):
    result = run(*args, port="eight")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: SOCIALMAP_PORT is 'eight'.")
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    "args",
    [["search", "koffie"], ["index"], ["missed"], ["import", "--runs"], ["user", "list"],
     ["reminders"], ["duplicates"], ["jobs", "list"]],
    ids=lambda args: args[0],
)  # fmt: skip
def test_in_a_fresh_folder_a_command_makes_the_tables_itself(run, args):
    result = run(*args)
    assert result.exit_code == 0, result.output
    assert "db upgrade" not in result.output
    assert run("db", "check").exit_code == 0


def test_two_that_start_in_a_fresh_folder_at_once_both_answer(environ, tmp_path):
    here = {
        **os.environ,
        **environ,
        "SOCIALMAP_DATA": str(tmp_path / "var"),
        "SOCIALMAP_DATABASE_URL": "",
    }
    command = [sys.executable, "-m", "socialmap", "missed"]
    both = [subprocess.Popen(command, env=here, stderr=subprocess.PIPE) for _ in range(2)]
    assert [each.communicate()[1] for each in both] == [b"", b""]
    assert [each.returncode for each in both] == [0, 0]


def test_a_server_that_is_away_is_one_sentence(run):
    result = run("db", "check", database_url="postgresql://nobody@127.0.0.1:1/nothing")
    assert result.exit_code == 1
    assert "socialmap doctor" in result.stderr


def test_the_tables_come_and_are_as_the_models_say(run):
    assert run("db", "check").exit_code == 1
    assert run("db", "upgrade").output == "The tables are up to date.\n"
    assert run("db", "upgrade").exit_code == 0
    assert run("db", "check").exit_code == 0


def test_tables_are_taken_back_only_when_confirmed(run):
    run("db", "upgrade")
    assert run("db", "downgrade", "base").exit_code == 1
    assert run("db", "check").exit_code == 0
    assert run("db", "downgrade", "base", "--yes").exit_code == 0
    assert run("db", "check").exit_code == 1


def test_each_check_of_the_doctor_is_shown(run):
    output = run("doctor").output
    assert all(name in output for name in CHECKS)


def test_the_demo_region_comes_and_goes_in_a_new_folder(run):
    assert "191 new initiatives" in run("demo").output
    assert "Removed 191 demo listings" in run("demo", "remove", "--yes").output
