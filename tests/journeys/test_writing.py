"""Writing at the desk: quickly, with the keyboard, on a phone, and after being signed out."""

import pytest

from socialmap import create_app
from socialmap.db import db
from tests.journeys.conftest import serving, settings
from tests.journeys.desk import somebody_new
from tests.journeys.test_accessibility import overflow, violations

pytestmark = pytest.mark.journey
NEW = "/beheer/initiatieven/nieuw"
MOST_ACTIONS = 25
# The words of a page that stand on two lines without a hyphen, because nothing else fitted.
BROKEN_WORDS = """() => {
  const broken = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.parentElement.checkVisibility() || node.parentElement.closest("option, script, style, .visually-hidden, .skip-link")) continue;
    if (getComputedStyle(node.parentElement).hyphens === "auto") continue;
    for (const match of node.data.matchAll(/[\\p{L}\\p{N}]+/gu)) {
      const range = document.createRange();
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      const tops = new Set([...range.getClientRects()].filter((box) => box.width > 0).map((box) => Math.round(box.top)));
      if (tops.size > 1) broken.push(match[0]);
    }
  }
  return broken;
}"""
STICKY = """() => Math.max(0, ...[...document.querySelectorAll("*")].filter((part) => getComputedStyle(part).position === "sticky"
  && getComputedStyle(part).insetBlockEnd !== "auto").map((part) => part.getBoundingClientRect().height))"""


@pytest.fixture(scope="module")
def desk(folder):
    """A site with its own process: the app and its address."""
    app = create_app(settings(folder))
    with serving(app) as address:
        yield app, address
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def anna(visit, desk):
    anna = somebody_new(*desk, "anna")
    return lambda path, **how: visit(desk[1] + path, storage_state=anna, **how)


@pytest.fixture
def zita(visit, desk):
    zita = somebody_new(*desk, "zita", area="Zeist")
    return lambda path, **how: visit(desk[1] + path, storage_state=zita, **how)


def accessible(page):
    for width in (1280, 360, 320):
        page.set_viewport_size({"width": width, "height": 740})
        assert violations(page) == [], width
        assert overflow(page) <= 0, width
        assert page.evaluate(BROKEN_WORDS) == [], width
    page.set_viewport_size({"width": 1280, "height": 900})


class Counted:
    """A page on which each field that is filled in and each button that is pressed counts as one.

    A press on Tab to the next field counts too, unless it is a field that is filled in.
    """

    def __init__(self, page):
        self.page = page
        self.actions = 0

    def fill(self, field, text):
        self.page.fill(field, text)
        self.actions += 2  # go there, and type

    def choose(self, field, value):
        self.page.select_option(field, value)
        self.actions += 2  # go there, and choose

    def press(self, name):
        self.page.click(f"button:has-text('{name}'):visible")
        self.page.wait_for_load_state()
        self.actions += 1


@pytest.mark.parametrize("javascript", [True, False])
def test_a_listing_with_two_kinds_of_hours_two_places_and_a_price(anna, javascript):
    page = Counted(anna(NEW, javascript=javascript))
    page.fill("#name", "Haken bij Truus" if javascript else "Houthakkers")
    page.fill("#summary", "Met wol, of met hout.")
    page.choose("#kind", "repair_cafe")
    page.fill("#place-0-address", "Herenstraat 3, Rhenen" if javascript else "Kerkplein 1, Soest")
    page.press("Nog een plek")
    page.fill("#place-1-address", "Dorpsstraat 7, De Bilt")
    page.fill("#hours_typed", "di en do 17.00-19.00, eerste za van de maand 12.00-14.00")
    page.fill("#phone-0-number", "030 111 22 33" if javascript else "030 999 88 77")
    page.fill("#cost_amount", "3,50")
    page.press("Zet op de kaart")
    assert "Het staat op de kaart." in page.page.inner_text("main")
    assert page.actions <= MOST_ACTIONS
    page.page.click("text=Bekijk de pagina")
    page.page.wait_for_load_state()
    text = page.page.inner_text("main")
    for part in ("Dorpsstraat 7", "3,50", "Elke dinsdag en donderdag", "eerste zat"):
        assert part in text


@pytest.mark.parametrize("javascript", [True, False])
def test_enter_never_publishes(anna, javascript):
    page = anna(NEW, javascript=javascript)
    page.fill("#place-0-address", "Slotlaan 3, Zeist")
    for field in ("#name", "#summary", "#phone-0-number", "#cost_amount", "#reason"):
        page.fill(field, "2" if field == "#cost_amount" else "Iets")
        page.press(field, "Enter")
        page.wait_for_timeout(100)
        assert page.url.endswith(NEW)
        assert "Het staat op de kaart" not in page.inner_text("main")
        assert page.input_value("#name") == "Iets"


def test_enter_in_the_times_reads_them(anna):
    page = anna(NEW)
    page.fill("#hours_typed", "wo 12-14")
    page.press("#hours_typed", "Enter")
    page.wait_for_function("document.getElementById('line-0-start').value === '12:00'")
    page.click("button:has-text('Gooi het klad weg')")


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize(
    ("button", "field"),
    [
        ("Nog een tijd", "line-1-day"),
        ("Nog een plek", "place-1-address"),
        ("Nog een telefoonnummer", "phone-1-number"),
        ("Lees de tekst", "line-0-day"),
    ],
)
def test_a_button_of_the_form_keeps_place_and_focus(anna, javascript, button, field):
    page = anna(NEW, javascript=javascript)
    page.fill("#hours_typed", "wo 12-14")
    control = page.locator(f"button:has-text('{button}')").first
    control.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    control.click()
    page.wait_for_load_state()
    page.wait_for_function(f"document.activeElement.id === '{field}'")
    top = page.evaluate("document.activeElement.getBoundingClientRect().top")
    assert 0 <= top <= 900
    if javascript:
        assert abs(page.evaluate("scrollY") - before) < 900
    page.click("button:has-text('Gooi het klad weg')")
    page.wait_for_load_state()


def test_what_is_wrong_is_said_when_the_field_is_left(anna):
    page = anna(NEW)
    page.fill("#hours_typed", "zo nu en dan")
    page.press("#hours_typed", "Tab")
    page.wait_for_selector("#hours_typed[aria-invalid=true]")
    assert "Dit kunnen we niet zeker lezen" in page.inner_text("#hours_typed-error")
    page.fill("#phone-0-number", "12")
    page.press("#phone-0-number", "Tab")
    page.wait_for_selector("#phone-0-number-error")
    accessible(page)
    page.fill("#phone-0-number", "030 234 56 78")
    page.press("#phone-0-number", "Tab")
    page.wait_for_selector("#phone-0-number-error", state="detached")
    assert not page.get_attribute("#phone-0-number", "aria-invalid")


def test_a_postcode_elsewhere_is_asked_while_typing(anna):
    page = anna(NEW)
    page.fill("#name", "Soep")
    page.fill("#place-0-address", "9999 ZZ Zeist")
    page.wait_for_selector("#place-0-read:has-text('Welke klopt?')")
    accessible(page)
    page.click("button:has-text('Zet op de kaart'):visible")
    page.wait_for_selector(".error-summary")
    page.press(".error-summary a >> nth=0", "Enter")
    assert page.evaluate("document.activeElement.id") == "place-0-trust"
    accessible(page)
    page.check("#place-0-trust")
    page.wait_for_selector("#place-0-read:has-text('gemeente Zeist')")
    assert page.evaluate("document.activeElement.id") == "place-0-trust"


def test_a_place_outside_the_own_area_is_said_while_typing(zita):
    page = zita(NEW)
    assert "Jouw gebied: Zeist." in page.inner_text("main")
    page.fill("#place-0-address", "Dorpsstraat 7, De Bilt")
    page.wait_for_selector("#place-0-read:has-text('Jij werkt voor Zeist')")
    accessible(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_who_is_signed_out_while_typing_finds_it_again(anna, javascript, desk):
    page = anna(NEW, javascript=javascript)
    page.fill("#name", "Thee bij Ans")
    cookies = page.context.cookies()
    page.context.clear_cookies()
    page.click("button:has-text('Zet op de kaart'):visible")
    page.wait_for_selector("h1:has-text('Je bent uitgelogd')")
    assert "Wat je typte is bewaard." in page.inner_text("main")
    if javascript:
        accessible(page)
    assert "Thee bij Ans" not in page.content()
    page.context.add_cookies(cookies)
    page.goto(desk[1] + NEW)
    assert page.input_value("#name") == "Thee bij Ans"
    page.click("button:has-text('Gooi het klad weg')")


def test_saving_while_typing_says_that_one_is_signed_out(anna):
    page = anna(NEW)
    page.context.clear_cookies()
    page.fill("#name", "Thee bij Ans")
    page.wait_for_selector("[data-kept] a:has-text('Log in')")
    assert "Je bent uitgelogd. Wat je typte is bewaard." in page.inner_text("[data-kept]")


def test_the_whole_page_opens_beside_the_form(anna):
    page = anna(NEW)
    page.fill("#name", "Soep van Anna met een naam die langer is dan het scherm van een telefoon")
    page.fill("#place-0-address", "Slotlaan 3, Zeist")
    with page.context.expect_page() as opened:
        page.click("button:has-text('Hele pagina')")
    shown = opened.value
    shown.wait_for_load_state()
    assert "Er is niets bewaard." in shown.inner_text("main")
    assert "Soep van Anna" in shown.inner_text("h1")
    accessible(shown)
    assert page.input_value("#place-0-address") == "Slotlaan 3, Zeist"
    page.fill("#name", "")


def test_a_copy_and_the_way_back_from_the_public_page(anna):
    page = anna("/zoeken")
    page.click(".card__title a >> nth=0")
    page.wait_for_load_state()
    public = page.url
    page.click("main >> text=Bewerk")
    page.wait_for_load_state()
    accessible(page)
    page.fill("#reason", "gekeken")
    page.click(".editing__buttons--save button:has-text('Bewaar')")
    page.wait_for_load_state()
    page.click("text=Maak een kopie")
    page.wait_for_load_state()
    assert page.evaluate("document.activeElement.id") == "name"
    accessible(page)
    page.go_back()
    page.click("text=Terug naar de pagina")
    page.wait_for_load_state()
    assert page.url == public


def test_on_a_phone_the_buttons_leave_room(anna):
    for path in (NEW, "/beheer/lijst", "/beheer/lijst?status=draft", "/beheer/initiatieven"):
        page = anna(path, width=360, height=640)
        assert page.evaluate(STICKY) <= 640 / 4
        assert page.evaluate(BROKEN_WORDS) == []
        assert overflow(page) <= 0


# The field that has the focus, if more than half of it is behind the buttons of the form.
HIDDEN = """() => {
  const field = document.activeElement, box = field.getBoundingClientRect();
  const bar = document.querySelector(".editing__buttons--save");
  if (!box.width || box.height > innerHeight / 2 || bar.contains(field)) return "";
  const middle = (box.top + box.bottom) / 2, over = bar.getBoundingClientRect();
  const hidden = middle > over.top && middle < over.bottom;
  return hidden ? field.id || field.textContent.trim() : "";
}"""


@pytest.mark.parametrize(("width", "height"), [(1280, 700), (360, 740)])
def test_no_field_with_the_focus_is_behind_the_buttons(anna, width, height):
    page = anna(NEW, width=width, height=height)
    for _ in range(80):
        page.keyboard.press("Tab")
        assert page.evaluate(HIDDEN) == ""


@pytest.mark.parametrize("javascript", [True, False])
def test_what_was_refused_is_there_again_after_another_page(anna, javascript):
    page = anna(NEW, javascript=javascript)
    page.fill("#name", "Naaien bij Bo")
    page.fill("#email", "geen adres")
    page.click(".editing__buttons--save button:has-text('Zet op de kaart')")
    page.wait_for_selector(".error-summary")
    page.click(".desk-nav >> text=Vandaag")
    page.wait_for_load_state()
    page.click(".desk-nav >> text=Nieuw")
    page.wait_for_load_state()
    assert (page.input_value("#name"), page.input_value("#email")) == (
        "Naaien bij Bo",
        "geen adres",
    )
    page.click("button:has-text('Gooi het klad weg')")
    page.wait_for_load_state()
    assert page.input_value("#name") == ""
