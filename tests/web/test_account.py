"""Signing in, and who may enter."""

from tests.desk import PASSWORD, a_person, sign_in


def test_who_has_an_account_signs_in(client):
    person = a_person(password=PASSWORD)
    answer = client.post("/inloggen", data={"email": person.email, "password": PASSWORD})
    assert (answer.status_code, answer.location) == (302, "/beheer")


def test_public_pages_set_no_cookie_and_do_not_vary_by_it(client):
    answer = client.get("/")
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_a_signed_in_person_leaves(client):
    sign_in(client, a_person())
    assert client.post("/uitloggen").status_code == 302
