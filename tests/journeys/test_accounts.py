"""Invitations, second factors and the pages about people, in a browser."""

import re

import flask_migrate
import pytest
from passlib.totp import TOTP

from socialmap import create_app
from socialmap.db import db, transaction
from socialmap.people import actions, attempts
from socialmap.people.permissions import Held, Role
from socialmap.people.signed_links import make_invitation
from tests.journeys.conftest import serving, settings
from tests.journeys.test_accessibility import for_everybody

pytestmark = pytest.mark.journey

PASSWORD = "vier hele lange woorden"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A site without listings, under a host name that passkeys accept, with an invitation."""
    app = create_app(settings(tmp_path_factory.mktemp("desk")))
    with app.app_context():
        flask_migrate.upgrade()
    with serving(app) as address:

        def invite(email, role):
            with app.app_context(), transaction():
                for what in attempts.PACES:
                    attempts.forgive(what, email)
                token = make_invitation(actions.invite(email, "", Held(role), "test"))
            return f"{address.replace('127.0.0.1', 'localhost')}/uitnodiging/{token}"

        yield invite
    with app.app_context():
        db.engine.dispose()


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def heading(page):
    return page.locator("h1").inner_text()


def leave(page):
    press(page, "Uitloggen")
    page.wait_for_url("**/inloggen")


def test_an_administrator_comes_in_with_a_passkey_and_invites_a_colleague(visit, desk):
    page = visit(desk("chef@example.org", Role.ADMINISTRATOR))
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    for_everybody(page)
    page.get_by_label("Naam").fill("Chef")
    press(page, "Kom binnen zonder wachtwoord: maak een passkey")
    for_everybody(page)
    page.get_by_label("Naam van deze passkey").fill("mijn telefoon")
    press(page, "Maak een passkey")
    page.wait_for_url("**/account")
    assert "klaar voor gebruik" in page.locator("main").inner_text()
    for_everybody(page)
    leave(page)
    for_everybody(page)
    page.get_by_role("link", name="Inloggen met een passkey").click()
    for_everybody(page)
    press(page, "Gebruik je passkey")
    page.wait_for_url(lambda url: "inloggen" not in url)
    invite_a_colleague(page, "/".join(page.url.split("/")[:3]))


def invite_a_colleague(page, base):
    page.goto(f"{base}/beheer/mensen")
    assert heading(page) == "Mensen"
    for_everybody(page)
    page.get_by_role("link", name="Nodig iemand uit").click()
    for_everybody(page)
    page.get_by_label("Mailadres").fill("collega@example.org")
    page.get_by_label("Rol").select_option("editor")
    press(page, "Stuur de uitnodiging")
    # An editor belongs to an organisation: the form says so, and keeps what was typed.
    assert page.get_by_label("Mailadres").input_value() == "collega@example.org"
    for_everybody(page)
    page.get_by_label("Rol").select_option("coordinator")
    page.get_by_label("Gemeente").select_option("overal")
    press(page, "Stuur de uitnodiging")
    assert "is onderweg" in page.locator("main").inner_text()
    for_everybody(page)
    page.goto(f"{base}/beheer/logboek")
    assert "Stuurde een uitnodiging." in page.locator("table").inner_text()
    for_everybody(page)
    page.goto(f"{base}/account/passkeys")
    for_everybody(page)


def test_a_coordinator_sets_up_codes_and_comes_back_with_one(visit, desk):
    page = visit(desk("els@example.org", Role.COORDINATOR))
    page.get_by_label("Naam").fill("Els")
    page.get_by_label("Wachtwoord").fill("kort")
    press(page, "Kom binnen")
    assert "Maak je wachtwoord langer" in page.locator("main").inner_text()
    for_everybody(page)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    press(page, "Kom binnen")
    base = "/".join(page.url.split("/")[:3])
    page.goto(f"{base}/beheer/ruimtes")
    assert heading(page) == "Nog één stap: maak je account veilig"
    for_everybody(page)
    press(page, "Stel de app in")
    for_everybody(page)
    key = page.locator("code").inner_text().replace("-", "")
    codes = TOTP(key=key)
    page.get_by_label("Code van 6 cijfers").fill(codes.generate().token)
    press(page, "Klaar")
    come_back(page, keep_codes(page), base)


def keep_codes(page):
    for_everybody(page)
    press(page, "Maak herstelcodes")
    saved = page.locator(".codes code").all_inner_texts()
    assert len(saved) == 8
    for_everybody(page)
    page.get_by_role("link", name="Ik heb ze bewaard").click()
    leave(page)
    return saved


def come_back(page, saved, base):
    page.get_by_label("Mailadres").fill("els@example.org")
    page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    press(page, "Inloggen")
    for_everybody(page)
    page.get_by_role("link", name=re.compile("herstelcode")).click()
    for_everybody(page)
    page.get_by_label("Herstelcode", exact=True).fill(saved[0])
    press(page, "Inloggen")
    page.goto(f"{base}/account")
    assert "(7)" in page.locator("main").inner_text()
    for_everybody(page)


def test_signing_in_works_without_javascript_and_says_what_is_wrong(visit, desk):
    page = visit(desk("prof@example.org", Role.PROFESSIONAL), javascript=False)
    page.get_by_label("Naam").fill("Pieter")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    press(page, "Kom binnen")
    assert heading(page) == "Je account"
    leave(page)
    page.get_by_label("Mailadres").fill("prof@example.org")
    page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    press(page, "Inloggen")
    assert heading(page) == "Je account"


def test_the_pages_for_who_cannot_get_in_are_for_everybody(visit, desk):
    page = visit(desk("kwijt@example.org", Role.PROFESSIONAL))
    base = "/".join(page.url.split("/")[:3])
    for path in ("/inloggen", "/wachtwoord-vergeten", "/inloggen/passkey"):
        page.goto(base + path)
        for_everybody(page)
    page.goto(f"{base}/wachtwoord-vergeten")
    page.get_by_label("Mailadres").fill("kwijt@example.org")
    press(page, "Stuur de mail")
    assert "krijg je een mail" in page.locator("main").inner_text()
    for_everybody(page)
