"""The commands about people, as an operator types them."""

import orjson
import pytest

from socialmap.cli.commands import main
from socialmap.people.permissions import Role
from socialmap.people.queries import find_person
from tests.desk import a_person
from tests.listings import listing, put

EMAIL = "chef@example.org"


@pytest.fixture
def run(app, monkeypatch):
    """Run a command inside the app of the test."""
    from click.testing import CliRunner

    def type_(*words):
        return CliRunner().invoke(main, words)

    return type_


def test_the_first_administrator_comes_in_by_the_link_that_is_printed(run, client):
    assert "Nobody has an account" in run("user", "list").output
    answer = run("user", "invite", EMAIL, "--role", "administrator", "--json")
    told = orjson.loads(answer.output)
    assert told["mailed"] is False
    path = told["link"].removeprefix("http://127.0.0.1:8000")
    assert client.get(path).status_code == 200


def test_who_did_not_come_in_yet_is_invited_again(run, client):
    first = orjson.loads(run("user", "invite", EMAIL, "--role", "professional", "--json").output)
    second = orjson.loads(run("user", "invite", EMAIL, "--role", "professional", "--json").output)
    assert client.get(first["link"].removeprefix("http://127.0.0.1:8000")).status_code == 410
    assert client.get(second["link"].removeprefix("http://127.0.0.1:8000")).status_code == 200


def test_roles_are_given_and_taken(run):
    put(listing("Koffie", organisation="De Kei", at={"municipality": "Zeist"}))
    a_person(Role.PROFESSIONAL, email=EMAIL)
    run("user", "role", EMAIL, "give", "coordinator", "--area", "Zeist")
    answer = run("user", "role", EMAIL, "give", "editor", "--organisation", "De Kei")
    assert "coordinator:Zeist" in answer.output
    assert "editor:" in answer.output
    answer = run("user", "role", EMAIL, "take", "coordinator", "--area", "Zeist")
    assert "coordinator" not in answer.output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["role", "niemand@example.org", "give", "professional"], "geen account"),
        (["role", EMAIL, "give", "editor"], "hoort bij een organisatie"),
        (["role", EMAIL, "give", "editor", "--organisation", "Narnia"], "No organisation"),
        (["role", EMAIL, "give", "coordinator", "--area", "Narnia"], "No municipality is called"),
        (["role", EMAIL, "take", "coordinator"], "heeft die rol niet"),
        (["disable", EMAIL], "laatste beheerder"),
        (["invite", "geen adres", "--role", "professional"], "geen mailadres"),
    ],
)
def test_a_mistake_is_one_sentence(run, words, told):
    a_person(Role.ADMINISTRATOR, email=EMAIL)
    answer = run("user", *words)
    assert answer.exit_code != 0
    assert told in answer.output
    assert "Traceback" not in answer.output


def test_an_account_is_shut_and_opened(run):
    person = a_person(Role.PROFESSIONAL, email=EMAIL)
    run("user", "disable", EMAIL)
    assert "shut" in run("user", "list").output
    assert not person.active
    run("user", "enable", EMAIL)
    assert person.active


def test_who_lost_a_phone_starts_again(run):
    person = a_person(Role.ADMINISTRATOR, email=EMAIL)
    person.tf_primary_method, person.tf_totp_secret = "authenticator", "sealed"
    assert run("user", "reset", EMAIL).exit_code == 0
    assert not person.has_second_factor


def test_a_person_is_forgotten_after_a_question(run):
    a_person(Role.PROFESSIONAL, email=EMAIL)
    assert run("forget", EMAIL).exit_code == 1
    assert find_person(EMAIL)
    assert orjson.loads(run("forget", EMAIL, "--yes", "--json").output) == {"person": 1}
    assert not find_person(EMAIL)
    assert "nothing" in run("forget", EMAIL, "--yes").output
