"""Texts that people wrote take the direction of their own script."""

from bs4 import BeautifulSoup

from socialmap.catalogue.models import Initiative
from tests.desk import a_person, sign_in
from tests.listings import listing, put

NAME = "مقهى الجيران"
TEXTS = {"name": NAME, "summary": "كل يوم ثلاثاء", "how_to_join": "تعال", "description": "قهوة"}


def around(page, text):
    """The nearest element around each occurrence of a text on a page."""
    found = BeautifulSoup(page, "html.parser").find_all(string=lambda it: text in it)
    return [each.parent for each in found if each.parent.name not in ("title", "script")]


def test_the_page_of_a_listing_and_its_card_do_so(client, session):
    [number] = put(listing(**TEXTS))
    slug = session.get_one(Initiative, number).slug
    for address, texts in (
        (f"/initiatief/{slug}", TEXTS.values()),
        ("/zoeken", (NAME, TEXTS["summary"])),
    ):
        page = client.get(address).text
        for text in texts:
            elements = around(page, text)
            assert elements, text
            assert all(element.get("dir") == "auto" for element in elements), (address, text)


def test_the_form_at_the_desk_does_so(client, session):
    [number] = put(listing(**TEXTS))
    sign_in(client, a_person())
    form = BeautifulSoup(client.get(f"/beheer/initiatieven/{number}").text, "html.parser")
    for name in ("name", "summary", "description", "how_to_join"):
        assert form.find(["input", "textarea"], attrs={"name": name})["dir"] == "auto", name
