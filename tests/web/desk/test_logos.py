"""The logo of an organisation: brought with its form, shown to everybody, taken away."""

import io
import random
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from PIL import Image
from sqlalchemy import select

from socialmap.catalogue.drafts import sent_forms_of
from socialmap.catalogue.models import Organisation
from socialmap.images.queries import digests_in_use, sizes_of
from tests.desk import a_person, sign_in
from tests.images.drawing import drawn, encoded
from tests.listings import listing, put
from tests.web.desk.editing.filling import filled, words

LOGO = encoded(drawn(400, 160), "PNG")
ALT = "Logo van Stichting Plein."


@pytest.fixture
def plein(client, session):
    put(listing("Koffie", organisation="Stichting Plein"))
    session.commit()
    sign_in(client, a_person())
    session.commit()
    return session.scalars(select(Organisation)).one()


def send(client, page, content=None, name="logo.png", **typed):
    values = filled(page, "form.form")
    del values["logo_file"]
    for field, value in typed.items():
        values[field] = value
    if content is not None:
        values["logo_file"] = (io.BytesIO(content), name)
    to = BeautifulSoup(page.text, "html.parser").select_one("form.form")["action"]
    return client.post(to, data=values, content_type="multipart/form-data")


def send_all(client, page):
    """Send the form that waits, as its button does."""
    values = filled(page, "section form")
    to = BeautifulSoup(page.text, "html.parser").select_one("section form")["action"]
    return client.post(to, data=values)


def noise():
    """A picture whose file is larger than a form without one may be."""
    return Image.frombytes("RGB", (400, 400), random.Random(1).randbytes(400 * 400 * 3))


def form_of(client, organisation):
    return client.get(f"/beheer/organisaties/{organisation.id}/wijzig")


def test_a_logo_is_saved_shown_and_taken_away(client, session, plein):
    assert send(client, form_of(client, plein), LOGO, logo_alt=ALT).status_code == 303
    session.expire_all()
    assert (plein.logo_alt, bool(sizes_of(plein.logo))) == (ALT, True)
    assert digests_in_use() == {plein.logo}
    for path in (f"/organisatie/{plein.slug}", f"/beheer/organisaties/{plein.id}"):
        page = client.get(path)
        image = BeautifulSoup(page.text, "html.parser").select_one("main img.picture")
        assert (image["alt"], image["width"], image["height"]) == (ALT, "320", "128")
    page = send(client, form_of(client, plein), do="no-picture")
    assert page.status_code == 200
    assert send(client, page).status_code == 303
    session.expire_all()
    assert (plein.logo, plein.logo_alt) == ("", "")


def test_a_file_for_other_maps_names_the_logo_of_each_organisation(client, session, plein):
    put(listing("Thee", organisation="Zonder logo"))
    send(client, form_of(client, plein), LOGO, logo_alt=ALT)
    services = client.get("/beheer/lijst/export/hsds").json["contents"]
    logos = {each["organization"]["name"]: each["organization"].get("logo") for each in services}
    assert logos["Zonder logo"] is None
    assert logos["Stichting Plein"].startswith("http")
    shown = client.get(urlsplit(logos["Stichting Plein"]).path)
    assert shown.mimetype == "image/webp"


@pytest.mark.parametrize(("content", "stays"), [(LOGO, True), (b"<svg/>", False)])
def test_who_is_signed_out_meanwhile_keeps_the_logo_and_what_was_typed(
    client, session, plein, content, stays
):
    noor = sign_in(client, a_person(email="noor@example.org"))
    session.commit()
    page = form_of(client, plein)
    client.delete_cookie("socialmap")
    answer = send(client, page, content, logo_alt=ALT, description="Voor de buurt.", do="")
    assert answer.status_code == 403
    assert ("De foto of het logo is niet bewaard." in words(answer)) is not stays
    sign_in(client, noor)
    waiting = client.get("/beheer/verder")
    again = send_all(client, waiting)
    session.refresh(plein)
    assert again.status_code == (303 if stays else 200)
    if stays:
        assert (plein.description, bool(sizes_of(plein.logo))) == ("Voor de buurt.", True)
    else:
        assert filled(again, "form.form")["description"] == "Voor de buurt."
        assert plein.description == ""


def test_a_large_logo_of_who_is_signed_out_meanwhile_is_let_in(client, session, plein):
    noor = sign_in(client, a_person(email="noor@example.org"))
    session.commit()
    page = form_of(client, plein)
    client.delete_cookie("socialmap")
    answer = send(client, page, encoded(noise(), "PNG"), logo_alt=ALT)
    assert answer.status_code == 403
    [draft] = sent_forms_of(noor.id)
    assert sizes_of(dict(draft.form["fields"])["logo"])


def test_words_are_asked_and_the_logo_stays_meanwhile(client, session, plein):
    page = send(client, form_of(client, plein), LOGO)
    assert page.status_code == 422
    assert "Schrijf in één zin" in page.text
    assert send(client, page, logo_alt=ALT).status_code == 303
    session.expire_all()
    assert sizes_of(plein.logo)


def test_what_is_no_logo_is_said_and_what_was_typed_stays(client, session, plein):
    page = send(client, form_of(client, plein), b"<svg/>", "logo.svg", description="Voor de buurt.")
    assert page.status_code == 422
    assert "SVG" in BeautifulSoup(page.text, "html.parser").select_one("#logo-error").text
    assert filled(page, "form.form")["description"] == "Voor de buurt."
    page = send(client, page, LOGO, do="picture")
    assert page.status_code == 200
    assert sizes_of(filled(page, "form.form")["logo"])
