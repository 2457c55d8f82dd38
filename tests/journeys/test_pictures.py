"""A photo for a listing, from the form at the desk to the page that residents see."""

import pytest
from playwright.sync_api import expect

from socialmap import create_app
from socialmap.db import db
from tests.images.drawing import drawn, encoded, from_camera
from tests.journeys.conftest import serving, settings
from tests.journeys.desk import somebody_new
from tests.journeys.test_accessibility import for_everybody
from tests.journeys.test_way_there import until

pytestmark = pytest.mark.journey
ALT = "Acht mensen eten aan een lange tafel."
# How far the words beside a picture move until it is there: the browser adds it up.
SHIFTS = """() => new Promise((resolve) => {
  let total = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      if (entry.sources.some(({ node }) => node?.parentElement?.closest(".what, .card"))) total += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(total), 300);
})"""


@pytest.fixture(scope="module")
def desk(folder):
    """A site with its own process, and a browser that is signed in."""
    app = create_app(settings(folder))
    with serving(app) as address:
        yield address, somebody_new(app, address, "foto")
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def at(visit, desk):
    address, state = desk
    return lambda path, **how: visit(address + path, storage_state=state, **how)


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "IMG_2041.JPG"
    path.write_bytes(from_camera(drawn(1600, 1000), "JPEG", orientation=3))
    return path


def edited(at, number, javascript=True):
    """The form of a listing, by the link on its page, with the part about the photo open."""
    page = at(f"/initiatief/koffie-nummer-{number}", javascript=javascript)
    page.click("a:has-text('Bewerk')")
    page.wait_for_load_state()
    if not page.locator("#picture").is_visible():
        page.click("summary:has-text('Foto of logo')")
    return page


def choose(page, path, javascript):
    """Choose a file: with a script it comes into the form at once, else by its button."""
    if javascript:
        with page.expect_navigation():
            page.set_input_files("#picture", str(path))
    else:
        page.set_input_files("#picture", str(path))
        page.click("button[name=do][value=picture]")
        page.wait_for_load_state()


def press(page, name):
    page.click(f"button:has-text('{name}'):visible")
    page.wait_for_load_state()


def take_away(at, number, javascript=True):
    page = edited(at, number, javascript)
    press(page, "Haal de foto weg")
    press(page, "Bewaar")
    assert "Bewaard." in page.inner_text("main")


@pytest.mark.parametrize(("number", "javascript"), [(22, True), (23, False)])
def test_a_photo_goes_on_the_map_and_off_it(at, visit, desk, photo, number, javascript):
    listing = f"{desk[0]}/initiatief/koffie-nummer-{number}"
    page = edited(at, number, javascript)
    for_everybody(page, javascript)
    choose(page, photo, javascript)
    assert page.locator(".picture-field__now img").is_visible()
    assert page.evaluate("document.activeElement.id") == "picture_alt"
    press(page, "Bewaar")
    assert "Schrijf in één zin wat er te zien is." in page.inner_text("#picture_alt-error")
    for_everybody(page, javascript)
    page.fill("#picture_alt", ALT)
    press(page, "Bewaar")
    assert "Bewaard." in page.inner_text("main")
    for_everybody(page, javascript)

    public = visit(listing, javascript=javascript)
    image = public.locator(".what img")
    image.scroll_into_view_if_needed()
    assert image.get_attribute("alt") == ALT
    public.wait_for_function("document.querySelector('.what img').naturalWidth > 0")
    assert not javascript or public.evaluate(SHIFTS) == 0
    for_everybody(public, javascript)
    found = visit(
        f"{desk[0]}/zoeken?wat=koffie+nummer+{number}&waar=utrecht", javascript=javascript
    )
    assert found.locator(f".card img[alt='{ALT}']").count() == 1
    assert not javascript or found.evaluate(SHIFTS) == 0
    for_everybody(found, javascript)

    take_away(at, number, javascript)
    gone = visit(listing, javascript=javascript)
    assert gone.locator(".what img").count() == 0


@pytest.mark.parametrize("javascript", [True, False])
def test_what_is_no_photo_is_said_at_its_field(at, tmp_path, javascript):
    page = edited(at, 24, javascript)
    page.fill("#summary", "Samen eten, elke week.")
    path = tmp_path / "IMG_7.HEIC"
    path.write_bytes(b"\0\0\0\x24ftypheic" + bytes(200))
    choose(page, path, javascript)
    assert "Meest compatibel" in page.inner_text("#picture-error")
    assert page.input_value("#summary") == "Samen eten, elke week."
    for_everybody(page, javascript)
    if page.locator("button:has-text('Gooi het klad weg')").count():
        press(page, "Gooi het klad weg")


def test_a_file_that_is_too_large_is_said_before_it_is_sent(at, tmp_path):
    page = edited(at, 25)
    path = tmp_path / "groot.png"
    path.write_bytes(encoded(drawn(), "PNG") + bytes(15_000_000))
    page.set_input_files("#picture", str(path))
    page.wait_for_selector("#picture-error")
    assert "er passen 15 MB" in page.inner_text("#picture-error")
    assert page.input_value("#picture") == ""
    for_everybody(page)


def test_a_photo_and_a_card_are_small_on_paper(at, visit, desk, photo):
    page = edited(at, 26)
    choose(page, photo, True)
    page.fill("#picture_alt", ALT)
    press(page, "Bewaar")
    public = visit(f"{desk[0]}/initiatief/koffie-nummer-26")
    public.locator(".what img").scroll_into_view_if_needed()
    public.emulate_media(media="print")
    sides = public.locator(".what img").bounding_box
    until(public, lambda: max(sides()["width"], sides()["height"]) <= 171)  # 45 mm
    found = visit(f"{desk[0]}/zoeken?wat=koffie+nummer+26&waar=utrecht")
    found.emulate_media(media="print")
    expect(found.locator(".card img").first).to_be_hidden()
    take_away(at, 26)
