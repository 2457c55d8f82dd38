"""Signing in and out, and what it takes."""

import re
import time

import pytest
import time_machine
from flask_security.utils import hash_password

from socialmap.mail.models import Message
from socialmap.people.models import AuditEvent, Passkey, SignIn
from socialmap.people.permissions import Role
from tests.desk import PASSWORD, a_person, sign_in

ELSEWHERE = {"REMOTE_ADDR": "8.8.4.4"}


def attempt(client, email, password=PASSWORD, **more):
    return client.post("/inloggen", data={"email": email, "password": password}, **more)


def code_of(app, person, at=None):
    """What the app on the phone shows."""
    factory = app.extensions["security"]._totp_factory
    return factory._totp.from_source(person.tf_totp_secret).generate(time=at).token


@pytest.fixture
def secret(app):
    return app.extensions["security"]._totp_factory.generate_totp_secret()


def test_who_has_an_account_signs_in(client):
    person = a_person(Role.EDITOR, organisation=None, password=PASSWORD)
    answer = attempt(client, person.email)
    assert (answer.status_code, answer.location) == (302, "/account/begin")
    assert client.get("/account").status_code == 200


def test_the_mail_address_may_be_typed_in_capitals(client):
    person = a_person(Role.PROFESSIONAL, password=PASSWORD)
    assert attempt(client, person.email.upper()).location == "/account/begin"


@pytest.mark.parametrize("who", ["known", "unknown", "disabled", "without password"])
def test_a_failed_sign_in_tells_nothing_about_who_has_an_account(client, who):
    person = a_person(Role.PROFESSIONAL, password=None if who == "without password" else PASSWORD)
    person.active = who != "disabled"
    email = "niemand@example.org" if who == "unknown" else person.email
    password = "niet het goede wachtwoord" if who == "known" else PASSWORD
    answer = attempt(client, email, password)
    assert answer.status_code == 422
    told = re.search(r'role="alert".*?</div>', answer.text, re.DOTALL)[0]
    assert re.findall("<p>(.*?)</p>", told) == [
        "Dat klopt niet. Kijk je mailadres en wachtwoord na en probeer het opnieuw."
    ]


def test_public_pages_set_no_cookie_and_do_not_vary_by_it(client):
    sign_in(client, a_person())
    for path in ("/", "/zoeken", "/hulp"):
        answer = client.get(path)
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")


def test_the_cookie_is_hidden_from_scripts_and_from_other_sites(client):
    person = a_person(Role.PROFESSIONAL, password=PASSWORD)
    cookie = attempt(client, person.email).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_who_leaves_has_a_cookie_that_opens_nothing(client, app, session):
    person = sign_in(client, a_person())
    kept = client.get_cookie("socialmap").value
    assert client.post("/uitloggen").location == "/inloggen"
    other = app.test_client()
    other.set_cookie("socialmap", kept)
    assert other.get("/account").location.startswith("/inloggen")
    assert session.query(SignIn).filter_by(person_id=person.id).one().ended_at
    assert "sign_out" in [each.action for each in session.query(AuditEvent)]


def test_a_session_ends_after_half_an_hour_of_rest_and_after_eight_hours(client):
    sign_in(client, a_person())
    with time_machine.travel(time.time() + 29 * 60):
        assert client.get("/account").status_code == 200
    with time_machine.travel(time.time() + 58 * 60):
        assert client.get("/account").status_code == 200
    with time_machine.travel(time.time() + 90 * 60):
        assert client.get("/account").status_code == 302


def test_a_session_in_use_ends_after_eight_hours(client):
    sign_in(client, a_person())
    seen = []
    for minutes in range(20, 520, 20):
        with time_machine.travel(time.time() + minutes * 60):
            seen.append((minutes, client.get("/account").status_code))
    assert [minutes for minutes, status in seen if status == 200] == [*range(20, 480, 20)]


def test_signing_out_everywhere_ends_the_other_sessions_too(client, app):
    person = sign_in(client, a_person())
    other = app.test_client()
    sign_in(other, person)
    client.post("/account/overal-uitloggen")
    assert client.get("/account").status_code == 302
    assert other.get("/account").status_code == 302


def test_a_coordinator_without_second_factor_must_set_it_up_first(client):
    person = a_person(password=PASSWORD)
    attempt(client, person.email)
    assert client.get("/account").status_code == 200
    from tests.shape.test_access import DESK, requests_to

    for endpoint, method, path in requests_to(client.application):
        if DESK[endpoint].value != "own_account":
            answer = client.open(path, method=method)
            assert answer.location in {"/account/tweede-stap", None}, endpoint
            assert answer.status_code in {302, 403}, endpoint


def test_codes_are_set_up_with_the_picture_and_asked_for_afterwards(app, client, session):
    person = a_person(password=PASSWORD)
    attempt(client, person.email)
    page = client.post("/account/code-app", data={"setup": "authenticator"}).text
    assert "data:image/svg+xml" in page
    key = re.search("<code>(.*?)</code>", page)[1].replace("-", "")
    action = re.search('action="(/account/code-app/[^"]+)"', page)[1]
    from passlib.totp import TOTP

    shown = TOTP(key=key).generate().token
    wrong = client.post(action, data={"code": "000000"})
    assert wrong.status_code == 422
    # Whoever scanned it already need not scan another.
    assert key == re.search("<code>(.*?)</code>", wrong.text)[1].replace("-", "")
    assert re.search('src="(data:[^"]+)"', wrong.text)[1] in page
    assert client.post(action, data={"code": shown}).location == "/account/herstelcodes"
    assert person.tf_primary_method == "authenticator"
    assert session.query(SignIn).one().strong
    codes = re.findall("<code>(.*?)</code>", client.post("/account/herstelcodes").text)
    assert len(codes) == 8
    client.post("/uitloggen")
    assert attempt(client, person.email).location.startswith("/inloggen/code")
    # The code that set it up does not open the door as well.
    assert client.post("/inloggen/code", data={"code": shown}).status_code == 422
    with time_machine.travel(time.time() + 60):
        fresh = code_of(app, person)
        assert client.post("/inloggen/code", data={"code": fresh}).location == "/account/begin"
    client.post("/uitloggen")
    attempt(client, person.email)
    assert (
        client.post("/inloggen/herstelcode", data={"code": codes[0]}).location == "/account/begin"
    )
    client.post("/uitloggen")
    attempt(client, person.email)
    assert client.post("/inloggen/herstelcode", data={"code": codes[0]}).status_code == 422


def test_secrets_are_sealed_in_the_database(client, session):
    person = a_person(password=PASSWORD)
    attempt(client, person.email)
    page = client.post("/account/code-app", data={"setup": "authenticator"}).text
    key = re.search("<code>(.*?)</code>", page)[1].replace("-", "")
    from passlib.totp import TOTP

    action = re.search('action="(/account/code-app/[^"]+)"', page)[1]
    client.post(action, data={"code": TOTP(key=key).generate().token})
    codes = re.findall("<code>(.*?)</code>", client.post("/account/herstelcodes").text)
    assert key not in person.tf_totp_secret
    assert not set(codes) & set(person.mf_recovery_codes)
    assert person.password.startswith("$argon2id$")


def test_after_eight_tries_an_account_waits_and_after_forty_a_network(client):
    person = a_person(Role.PROFESSIONAL, password=PASSWORD)
    for _ in range(8):
        assert "Dat klopt niet" in attempt(client, person.email, "fout").text
    assert "Wacht 15 minuten" in attempt(client, person.email).text
    with time_machine.travel(time.time() + 16 * 60):
        assert attempt(client, person.email).status_code == 302
    client.post("/uitloggen")
    for number in range(40):
        attempt(client, f"iemand{number}@example.org", "fout", environ_base=ELSEWHERE)
    answer = attempt(client, person.email, environ_base=ELSEWHERE)
    assert "Wacht 15 minuten" in answer.text
    assert attempt(client, person.email, environ_base={"REMOTE_ADDR": "9.9.9.9"}).status_code == 302


def test_an_unknown_account_waits_just_like_a_known_one(client):
    for _ in range(8):
        attempt(client, "niemand@example.org", "fout")
    assert "Wacht 15 minuten" in attempt(client, "niemand@example.org", "fout").text


def test_a_forgotten_password_is_chosen_again_by_a_link_that_works_once(client, session):
    person = a_person(Role.PROFESSIONAL, password=PASSWORD, email="els@example.org")
    said = [
        re.sub('value=".*?"', "", re.search("<h1.*</main>", page.text, re.DOTALL)[0])
        for who in ("niemand@example.org", person.email)
        for page in [client.post("/wachtwoord-vergeten", data={"email": who})]
    ]
    assert said[0] == said[1]
    mail = session.query(Message).one()
    assert mail.address == "els@example.org"
    path = re.search(r"http://127\.0\.0\.1:8000(/wachtwoord-vergeten/\S+)", mail.text)[1]
    assert client.get(path).status_code == 200
    new = {"password": "vier hele nieuwe woorden", "password_confirm": "vier hele nieuwe woorden"}
    weak = {"password": "welkom2026!!", "password_confirm": "welkom2026!!"}
    assert client.post(path, data=weak).status_code == 422
    assert client.post(path, data=new).location == "/inloggen"
    assert client.get(path).status_code == 302
    assert attempt(client, person.email).status_code == 422
    assert attempt(client, person.email, new["password"]).status_code == 302


def test_nobody_is_flooded_with_mail(client, session):
    person = a_person(Role.PROFESSIONAL, password=PASSWORD)
    for _ in range(6):
        client.post("/wachtwoord-vergeten", data={"email": person.email})
    assert session.query(Message).count() <= 3


def test_another_mail_address_counts_when_it_is_confirmed_by_hand(client, session):
    person = sign_in(client, a_person(Role.PROFESSIONAL, email="oud@example.org"))
    client.post("/account/mailadres", data={"email": "nieuw@example.org"})
    mails = {each.address: each for each in session.query(Message)}
    assert set(mails) == {"oud@example.org", "nieuw@example.org"}
    path = re.search(r"8000(/account/mailadres/\S+)", mails["nieuw@example.org"].text)[1]
    assert client.get(path).status_code == 200
    assert person.email == "oud@example.org"
    assert client.post(path).location == "/inloggen"
    assert person.email == "nieuw@example.org"
    assert client.post(path).status_code == 400


def test_a_form_of_the_desk_without_its_token_is_refused(app, client):
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        person = a_person(Role.PROFESSIONAL, password=PASSWORD)
        answer = attempt(client, person.email)
        assert answer.status_code == 400
        assert "stond te lang open" in answer.text
        token = re.search('name="csrf_token" value="([^"]+)"', client.get("/inloggen").text)[1]
        data = {"email": person.email, "password": PASSWORD, "csrf_token": token}
        assert client.post("/inloggen", data=data).status_code == 302
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


@pytest.mark.parametrize(
    "next_", ["//kwaad.example", "https://kwaad.example/x", r"/\kwaad.example"]
)
def test_signing_in_never_leads_to_another_site(client, next_):
    person = a_person(Role.PROFESSIONAL, password=PASSWORD)
    data = {"email": person.email, "password": PASSWORD, "next": next_}
    answer = client.post("/inloggen", query_string={"next": next_}, data=data)
    assert answer.status_code == 422 or re.match(r"/[^/\\]", answer.location)


@pytest.mark.parametrize("path", ["/inloggen/keuze", "/inloggen/hulp"])
def test_what_is_not_in_use_is_not_there(client, path):
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404


def test_a_token_in_a_header_lets_nobody_in(client):
    person = a_person(Role.PROFESSIONAL, password=hash_password(PASSWORD))
    token = person.get_auth_token()
    assert client.get("/account", headers={"Authentication-Token": token}).status_code == 302
    assert client.get(f"/account?auth_token={token}").status_code == 302


def test_pages_of_an_account_are_kept_by_no_browser(client):
    sign_in(client, a_person())
    assert client.get("/account").headers["Cache-Control"] == "private, no-store"
    assert client.get("/").headers["Cache-Control"] != "private, no-store"


@pytest.mark.parametrize(
    "path",
    [
        "/account/wachtwoord",
        "/account/code-app",
        "/account/herstelcodes",
        "/account/passkeys",
        "/account/passkeys/weg",
        "/account/nog-een-keer",
        "/account/nog-een-keer/passkey",
        "/inloggen/code",
        "/inloggen/herstelcode",
    ],
)
def test_the_pages_of_an_account_are_shut_for_who_has_not_signed_in(client, path):
    for method in ("GET", "POST"):
        assert client.open(path, method=method).location.startswith("/inloggen")


@pytest.mark.parametrize(
    "path", ["/account/code-app", "/account/herstelcodes", "/account/passkeys"]
)
def test_what_changes_an_account_asks_who_you_are_when_it_was_long_ago(client, path):
    sign_in(client, a_person(Role.PROFESSIONAL, password=PASSWORD))
    with client.session_transaction() as session:
        session["fs_paa"] -= 3600
    asked = client.get(path).location
    assert asked.startswith("/account/nog-een-keer")
    assert client.post(asked, data={"password": "niet het goede"}).status_code == 422
    assert client.post(asked, data={"password": PASSWORD}).location.endswith(path)
    assert client.get(path).status_code == 200


def test_another_password_ends_the_other_sessions(app, client, session):
    person = a_person(Role.PROFESSIONAL, password=PASSWORD)
    attempt(client, person.email)
    other = app.test_client()
    sign_in(other, person)
    new = "vier hele nieuwe woorden"
    data = {"password": PASSWORD, "new_password": new, "new_password_confirm": new}
    assert client.post("/account/wachtwoord", data=data | {"password": "fout"}).status_code == 422
    assert client.post("/account/wachtwoord", data=data).location == "/account"
    assert client.get("/account").status_code == 200
    assert other.get("/account").status_code == 302
    assert session.query(Message).one().subject == "Er is iets veranderd aan je account"


def test_the_name_is_changed_and_an_empty_one_is_not(client):
    person = sign_in(client, a_person(Role.PROFESSIONAL))
    client.post("/account/naam", data={"name": "  Els   de Vries "})
    assert person.name == "Els de Vries"
    assert client.post("/account/naam", data={"name": " "}).status_code == 400


def test_who_has_only_a_passkey_does_not_come_in_by_the_password_alone(client, session):
    person = a_person(Role.COORDINATOR, password=PASSWORD)
    person.webauthn.append(
        Passkey(
            credential_id=b"1",
            public_key=b"1",
            name="telefoon",
            usage="first",
            backup_state=False,
            device_type="single_device",
        )
    )
    answer = attempt(client, person.email)
    assert answer.status_code == 422
    assert "Log in met je passkey" in answer.text
