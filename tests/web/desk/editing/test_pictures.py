"""A photo or logo at the desk: brought with the form, described, replaced, taken away, undone."""

import io

import pytest
from bs4 import BeautifulSoup

from socialmap.catalogue.drafts import drafts_of
from socialmap.catalogue.history import latest_listing
from socialmap.catalogue.models import Initiative
from socialmap.images.queries import sizes_of
from socialmap.web.pictures.bringing import MOST_SENT
from tests.desk import a_person, sign_in
from tests.images.drawing import drawn, encoded, from_camera, noise
from tests.listings import put
from tests.web.conftest import EVERYTHING
from tests.web.desk.editing.filling import filled, words

NEW = "/beheer/initiatieven/nieuw"
# Below 500 kB: of what is larger, the client of the tests leaves a file open.
PHOTO = from_camera(noise(420, 340))
ALT = "Mensen aan een lange tafel."


@pytest.fixture
def me(client, session):
    person = sign_in(client, a_person())
    session.commit()
    return person


@pytest.fixture
def koffie(session):
    [initiative_id] = put(EVERYTHING)
    session.commit()
    return initiative_id


def address(initiative_id):
    return f"/beheer/initiatieven/{initiative_id}"


def sent(page, do, content=None, name="foto.jpg", **typed):
    values = filled(page)
    del values["picture_file"]
    for field, value in {"do": do, **typed}.items():
        values[field] = value
    if content is not None:
        values["picture_file"] = (io.BytesIO(content), name)
    return values


def send(client, page, do, content=None, name="foto.jpg", **typed):
    """Send the form of a page as a browser does, with a file."""
    to = BeautifulSoup(page.text, "html.parser").select_one("#formulier")["action"]
    return client.post(
        to, data=sent(page, do, content, name, **typed), content_type="multipart/form-data"
    )


def mistake(page, field="picture"):
    element = BeautifulSoup(page.text, "html.parser").select_one(f"#{field}-error")
    return element.text if element else ""


def test_the_form_takes_a_file_and_no_address_of_another_site(client, me):
    page = BeautifulSoup(client.get(NEW).text, "html.parser")
    assert page.select_one("#formulier")["enctype"] == "multipart/form-data"
    field = page.select_one("#picture")
    assert (field["type"], field["name"]) == ("file", "picture_file")
    assert page.select_one("label[for=picture]")
    assert page.select_one("label[for=picture_alt]").text == "Wat is er op de foto te zien?"


def test_a_photo_is_saved_with_its_words(client, me, koffie):
    saved = send(client, client.get(address(koffie)), "save", PHOTO, picture_alt=ALT)
    assert saved.status_code == 303
    listing = latest_listing(koffie)
    assert listing.picture_alt == ALT
    assert [size.size for size in sizes_of(listing.picture)] == [160, 320, 640]


def test_words_are_asked_and_the_photo_stays_meanwhile(client, me, koffie):
    asked = send(client, client.get(address(koffie)), "save", PHOTO)
    assert asked.status_code == 422
    assert "Schrijf in één zin wat er te zien is." in mistake(asked, "picture_alt")
    kept = filled(asked)["picture"]
    assert sizes_of(kept)
    saved = send(client, asked, "save", picture_alt=ALT)
    assert saved.status_code == 303
    assert latest_listing(koffie).picture == kept


def test_the_name_of_a_file_is_no_description(client, me, koffie):
    asked = send(client, client.get(address(koffie)), "save", PHOTO, picture_alt="IMG_2041.JPG")
    assert "naam van een bestand" in mistake(asked, "picture_alt")


def test_another_mistake_loses_no_photo(client, me):
    page = send(client, client.get(NEW), "publish", PHOTO, picture_alt=ALT, cost_amount="heel duur")
    assert page.status_code == 422
    assert (filled(page)["picture_alt"], bool(sizes_of(filled(page)["picture"]))) == (ALT, True)


def test_a_button_puts_it_into_the_form_and_the_draft(client, me, koffie):
    page = send(client, client.get(address(koffie)), "picture", PHOTO, name="IMG.JPG")
    assert page.status_code == 200
    digest = filled(page)["picture"]
    assert f"/afbeeldingen/{digest}-160.webp" in page.text
    assert "autofocus" in str(BeautifulSoup(page.text, "html.parser").select_one("#picture_alt"))
    again = client.get(address(koffie))
    assert filled(again)["picture"] == digest
    assert latest_listing(koffie).picture == ""


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "leeg.jpg", "leeg"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "logo.svg", "SVG"),
        (b"\0\0\0\x24ftypheic" + bytes(99), "IMG_1.HEIC", "iPhone"),
        (b"dit is tekst", "foto.jpg", "geen foto"),
        (PHOTO[: len(PHOTO) // 2], "half.jpg", "niet heel"),
        (PHOTO + bytes(150_000), "groot.jpg", "te groot"),
    ],
)
@pytest.mark.parametrize("do", ["save", "picture"])
def test_what_cannot_be_read_is_said_at_the_field(
    client, me, koffie, content, name, sentence, do, monkeypatch
):
    monkeypatch.setattr("socialmap.images.reading.MOST_BYTES", len(PHOTO) + 100_000)
    monkeypatch.setattr("socialmap.web.pictures.bringing.MOST_BYTES", len(PHOTO) + 100_000)
    page = send(client, client.get(address(koffie)), do, content, name, summary="Anders.")
    assert page.status_code == 422
    assert sentence in mistake(page)
    assert filled(page)["summary"] == "Anders."
    assert latest_listing(koffie).summary == EVERYTHING.summary


def test_a_photo_is_replaced_and_the_one_before_stays_for_the_undo(client, me, koffie, session):
    send(client, client.get(address(koffie)), "save", PHOTO, picture_alt=ALT)
    first = latest_listing(koffie).picture
    logo = encoded(drawn(), "PNG")
    send(client, client.get(address(koffie)), "save", logo, picture_alt="Logo van Stichting Plein.")
    second = latest_listing(koffie).picture
    assert first != second
    change = f"/beheer/geschiedenis/{koffie}/3"
    page = client.get(change)
    assert "Foto of logo" in words(page)
    assert f"/afbeeldingen/{first}-160.webp" in page.text
    assert f"/afbeeldingen/{second}-160.webp" in page.text
    form = BeautifulSoup(page.text, "html.parser").select_one("main form[action*='/3']")
    client.post(form["action"], data={"seen": filled_seen(form)})
    assert (latest_listing(koffie).picture, latest_listing(koffie).picture_alt) == (first, ALT)


def filled_seen(form):
    return form.select_one("[name=seen]")["value"]


def test_a_photo_is_taken_away(client, me, koffie):
    send(client, client.get(address(koffie)), "save", PHOTO, picture_alt=ALT)
    page = send(client, client.get(address(koffie)), "no-picture")
    assert (filled(page)["picture"], filled(page)["picture_alt"]) == ("", "")
    assert latest_listing(koffie).picture
    send(client, page, "save")
    assert (latest_listing(koffie).picture, latest_listing(koffie).picture_alt) == ("", "")


def test_it_is_in_both_previews(client, me, koffie):
    page = send(client, client.get(address(koffie)), "picture", PHOTO)
    typed = sent(page, "", picture_alt=ALT)
    card = client.post(
        "/beheer/initiatieven/voorbeeld", data=typed, headers={"X-Fragment": "preview"}
    )
    assert BeautifulSoup(card.text, "html.parser").select_one(".card img")["alt"] == ALT
    whole = client.post("/beheer/initiatieven/voorbeeld-pagina", data=typed)
    assert BeautifulSoup(whole.text, "html.parser").select_one(".what img")["alt"] == ALT


@pytest.mark.parametrize("how", ["session ended", "cookie gone"])
def test_who_was_signed_out_meanwhile_loses_no_photo(client, session, me, how):
    page = client.get(NEW)
    if how == "cookie gone":
        client.delete_cookie("socialmap")
    else:
        with client.session_transaction() as cookie:
            cookie.clear()
    answer = send(client, page, "publish", PHOTO, picture_alt=ALT, name="Soep")
    assert answer.status_code == 403
    assert "Wat je typte is bewaard." in words(answer)
    [draft] = drafts_of(me.id)
    assert sizes_of(draft.form["picture"][0])
    sign_in(client, me)
    assert filled(client.get(NEW))["picture_alt"] == ALT


def test_a_body_that_is_much_too_large_is_refused_in_words(client, me, koffie, monkeypatch):
    assert MOST_SENT == 30_000_000
    monkeypatch.setattr("socialmap.web.pictures.bringing.MOST_SENT", 100_000)
    page = send(client, client.get(address(koffie)), "save", PHOTO)
    assert page.status_code == 413
    assert "De foto is te groot: er passen 15 MB." in words(page)


def test_nobody_else_may_send_that_much(client, session, koffie):
    page = client.post(address(koffie), data={"picture_file": (io.BytesIO(PHOTO), "a.jpg")})
    assert page.status_code == 413


def test_a_digest_that_is_not_stored_is_refused(client, me, koffie):
    page = send(client, client.get(address(koffie)), "save", picture="f" * 64, picture_alt=ALT)
    assert page.status_code == 422
    assert "Kies hem opnieuw" in mistake(page)
    page = send(client, client.get(address(koffie)), "save", picture="../../x", picture_alt=ALT)
    assert page.status_code == 303
    assert latest_listing(koffie).picture == ""


def test_a_copy_has_the_picture_too(client, me, koffie, session):
    send(client, client.get(address(koffie)), "save", PHOTO, picture_alt=ALT)
    copied = filled(client.get(f"{NEW}?kopie={koffie}"))
    assert copied["picture"] == session.get(Initiative, koffie).picture
    assert copied["picture_alt"] == ALT
