"""The coordinator's manual, followed to the letter: each name in it is looked up on the page."""

import re

import pytest

from socialmap.web.public.pages import manuals
from tests.journeys.test_accessibility import violations
from tests.journeys.test_desk_work import desk_site

pytestmark = pytest.mark.journey


def steps(manual, question):
    """The bold names of each numbered step of a chapter, as the manual gives them."""
    text = manuals()[manual].read_text("utf-8").split(f"## {question}\n")[1].split("\n## ")[0]
    for step in re.split(r"^\d+\. ", text, flags=re.MULTILINE):
        yield re.findall(r"\*\*([^*]+)\*\*", step.split("\n\n")[0])


def press(page, name):
    """Press the first link or button in the page that bears this name, or begins with it."""
    begins = re.compile(rf"^\s*{re.escape(name)}(\W|$)")
    found = page.get_by_role("link", name=begins).or_(page.get_by_role("button", name=begins))
    found.first.click()
    page.wait_for_load_state("load")
    assert violations(page) == [], page.url


@pytest.mark.parametrize(
    ("manual", "question", "done"),
    [
        ("voorstellen", "Een voorstel beantwoorden", "overgenomen"),
        ("voorstellen", "Twee vermeldingen samenvoegen", "Stichting De Brug"),
    ],
)
def test_a_chapter_leads_from_today_to_the_result(visit, tmp_path, manual, question, done):
    with desk_site(tmp_path) as (address, state):
        page = visit(f"{address}/beheer", storage_state=state)
        pressed = 0
        for names in steps(manual, question):
            # A step that names a page and then a button leads through both.
            for name in names if pressed == 0 else names[:1]:
                answer = page.get_by_label("Antwoord aan de melder")
                if answer.count():
                    # "Wil de melder antwoord? Kies een antwoord."
                    answer.select_option(index=1)
                press(page, name)
                pressed += 1
        assert pressed == 3
        assert done in page.locator("main").inner_text()


def test_the_help_of_a_page_is_the_chapter_about_it(visit, tmp_path):
    with desk_site(tmp_path) as (address, state):
        page = visit(f"{address}/beheer/dubbel", storage_state=state, width=320)
        page.get_by_role("link", name="Hulp bij deze pagina").press("Enter")
        page.wait_for_url(re.compile("#twee-vermeldingen-samenvoegen$"))
        heading = page.get_by_role("heading", name="Twee vermeldingen samenvoegen")
        assert heading.bounding_box()["y"] < 900
        assert violations(page) == []
