"""Signing in at the organisation itself, at a provider that runs as a process of its own."""

import dataclasses
import json
import subprocess
import sys
import urllib.request
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit

import pytest

from socialmap.people.models import AuditEvent, SignIn
from socialmap.people.permissions import Role
from socialmap.people.queries import find_person
from socialmap.web.account import oidc
from tests.desk import a_person

BACK = "http://127.0.0.1:8000/inloggen/organisatie/terug"
ELS = {"sub": "els-1", "email": "els@example.org", "email_verified": True, "name": "Els"}


class Organisation:
    """The provider, as a test sees it."""

    def __init__(self, port):
        self.issuer = f"http://127.0.0.1:{port}"
        self.say()

    def say(self, lie="", **claims):
        """Who signs in next; and what the provider lies about."""
        told = json.dumps({"claims": ELS | claims, "lie": lie, "back": BACK}).encode()
        urllib.request.urlopen(f"{self.issuer}/control", told).close()  # noqa: S310

    def visit(self, address):
        """Go where the browser is sent, and answer where the provider sends it."""

        class Stay(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *_):
                return None

        try:
            urllib.request.build_opener(Stay).open(address)
        except HTTPError as answer:
            answer.close()
            return answer.code, answer.headers["Location"]
        raise AssertionError("the provider did not send the browser back")


@pytest.fixture(scope="module")
def organisation():
    script = Path(__file__).with_name("identity_provider.py")
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Organisation(int(process.stdout.readline()))
        finally:
            process.terminate()


@pytest.fixture
def connected(app, organisation):
    """The app, with the organisation's own sign-in."""
    was = app.extensions["socialmap"]

    def connect(**more):
        given = {
            "oidc_issuer": organisation.issuer,
            "oidc_client_id": "socialmap",
            "oidc_client_secret": "only for tests",
            "oidc_name": "de gemeente",
        }
        settings = dataclasses.replace(was, **(given | more))
        app.extensions["socialmap"] = settings
        oidc.connect(app, settings)

    organisation.say()
    connect()
    yield connect
    app.extensions["socialmap"] = was
    app.extensions.pop("socialmap.oidc")
    app.extensions.pop("authlib.integrations.flask_client")


def go(client, organisation, **query):
    """Sign in at the organisation, and come back."""
    there = client.get("/inloggen/organisatie", query_string=query).location
    status, back = organisation.visit(there)
    assert status == 302
    return client.get(back.removeprefix("http://127.0.0.1:8000"))


def test_there_is_no_such_door_without_the_settings(client):
    assert client.get("/inloggen/organisatie").status_code == 404
    assert client.get("/inloggen/organisatie/terug").status_code == 404
    assert "organisatie" not in client.get("/inloggen").text


def test_a_known_person_comes_in_and_is_known_by_subject_afterwards(
    client, organisation, connected, session
):
    person = a_person(Role.PROFESSIONAL, email="els@example.org")
    assert "Inloggen met de gemeente" in client.get("/inloggen").text
    assert go(client, organisation, next="/account").location == "/account"
    assert client.get("/account").status_code == 200
    assert person.oidc_subject == f"{organisation.issuer} els-1"
    client.post("/uitloggen")
    organisation.say(email="getrouwd@example.org")
    assert go(client, organisation).location == "/account/begin"
    assert [each.means for each in session.query(SignIn)] == ["organisation"] * 2


def test_the_request_carries_a_challenge_a_state_a_nonce_and_our_own_address(
    client, organisation, connected
):
    there = client.get("/inloggen/organisatie", headers={"Host": "kwaad.example"}).location
    asked = parse_qs(urlsplit(there).query)
    assert asked["redirect_uri"] == [BACK]
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["code_challenge"][0]) == 43
    assert asked["state"]
    assert asked["nonce"]


@pytest.mark.parametrize("lie", ["issuer", "audience", "nonce", "old", "key"])
def test_a_provider_that_lies_lets_nobody_in(client, organisation, connected, session, lie):
    a_person(Role.PROFESSIONAL, email="els@example.org")
    organisation.say(lie=lie)
    assert go(client, organisation).location == "/inloggen"
    assert "lukte niet" in client.get("/inloggen").text
    assert client.get("/account").status_code == 302
    assert not session.query(SignIn).count()


def test_an_answer_that_was_not_asked_for_lets_nobody_in(client, app, organisation, connected):
    a_person(Role.PROFESSIONAL, email="els@example.org")
    there = client.get("/inloggen/organisatie").location
    _, back = organisation.visit(there)
    path = back.removeprefix("http://127.0.0.1:8000")
    # Another browser, as when somebody is made to click a link of another.
    assert app.test_client().get(path).location == "/inloggen"
    assert client.get(path.replace("state=", "state=x")).location == "/inloggen"
    assert client.get("/account").status_code == 302


def test_a_code_works_once(client, organisation, connected):
    a_person(Role.PROFESSIONAL, email="els@example.org")
    _, back = organisation.visit(client.get("/inloggen/organisatie").location)
    path = back.removeprefix("http://127.0.0.1:8000")
    assert client.get(path).location == "/account/begin"
    assert client.get(path).location == "/inloggen"


@pytest.mark.parametrize(
    "claims", [{"email_verified": False}, {"email_verified": None}, {"email": "vreemd@example.org"}]
)
def test_who_is_not_known_for_sure_stays_outside(client, organisation, connected, claims):
    a_person(Role.PROFESSIONAL, email="els@example.org")
    organisation.say(**claims)
    assert go(client, organisation).location == "/inloggen"
    assert "nog geen account" in client.get("/inloggen").text


def test_an_address_that_went_to_somebody_else_opens_no_account(client, organisation, connected):
    person = a_person(Role.PROFESSIONAL, email="els@example.org")
    person.oidc_subject = f"{organisation.issuer} els-0"
    assert go(client, organisation).location == "/inloggen"


def test_who_is_shut_out_stays_outside(client, organisation, connected):
    a_person(Role.PROFESSIONAL, email="els@example.org").active = False
    assert go(client, organisation).location == "/inloggen"


def test_groups_give_roles_and_take_them(client, organisation, connected, session):
    connected(oidc_roles="sm-zeist=coordinator:Zeist; sm-lezers=professional")
    organisation.say(groups=["sm-zeist", "sm-lezers", "iets anders"])
    go(client, organisation)
    person = find_person("els@example.org")
    assert {(each.role, each.area) for each in person.held} == {
        (Role.COORDINATOR, "Zeist"),
        (Role.PROFESSIONAL, ""),
    }
    client.post("/uitloggen")
    organisation.say(groups=["sm-lezers"])
    go(client, organisation)
    assert {each.role for each in person.held} == {Role.PROFESSIONAL}
    assert "take_role" in [each.action for each in session.query(AuditEvent)]


def test_a_role_that_a_person_gave_stays_whatever_the_groups(client, organisation, connected):
    connected(oidc_roles="sm=professional")
    person = a_person(Role.POLICY_OFFICER, email="els@example.org")
    organisation.say(groups=[])
    go(client, organisation)
    assert {each.role for each in person.held} == {Role.POLICY_OFFICER}


def test_a_coordinator_shows_a_second_factor_of_ours_unless_theirs_counts(
    client, organisation, connected
):
    a_person(Role.COORDINATOR, email="els@example.org")
    go(client, organisation)
    assert client.get("/beheer/ruimtes").location == "/account/tweede-stap"
    client.post("/uitloggen")
    connected(oidc_second_factor="mfa, urn:example:loa:substantial")
    go(client, organisation)
    assert client.get("/beheer/ruimtes").location == "/account/tweede-stap"
    client.post("/uitloggen")
    organisation.say(amr=["pwd", "mfa"])
    go(client, organisation)
    assert client.get("/beheer/ruimtes").status_code == 200


def test_who_has_codes_is_asked_for_one_after_the_organisation(
    app, client, organisation, connected
):
    person = a_person(Role.COORDINATOR, email="els@example.org")
    person.tf_primary_method = "authenticator"
    person.tf_totp_secret = app.extensions["security"]._totp_factory.generate_totp_secret()
    assert go(client, organisation).location.startswith("/inloggen/code")
    assert client.get("/account").status_code == 302
