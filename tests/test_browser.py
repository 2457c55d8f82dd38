import pytest
from flask import Flask, redirect

from tests.browser import StrictClient, read

POLICY = "script-src 'nonce-abc'; style-src 'self' 'nonce-abc'"
GOOD = """<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>Zoeken – kaart</title>
<link rel="stylesheet" href="/static/site.css"><link rel="canonical" href="https://example.org/">
<script nonce="abc" src="/static/map.js"></script></head><body><a href="#main">Naar de inhoud</a>
<main id="main"><h1>Zoeken</h1>{}</main></body></html>"""


def findings(part, policy=POLICY):
    return list(read(GOOD.format(part), policy))


@pytest.mark.parametrize(
    "part",
    [
        "",
        '<form action="/zoeken" method="get"><label for="a">Wat</label><input id="a"></form>',
        "<label>Waar <input name='waar'></label>",
        '<input type="hidden" name="b"><input aria-label="Waar" name="c">',
        '<a href="tel:+31305550101">Bel</a> <a href="https://example.org">Site</a>',
        '<a href="/x"><svg aria-hidden="true"><path d="M0 0"/></svg> Verder</a>',
        '<a href="/x"><svg aria-label="Verder"><path d="M0 0"/></svg></a>',
        '<button type="submit">Zoek</button><img src="/static/a.png" alt="">',
        "<h2>Een</h2><h3>Twee</h3><h2>Drie</h2>",
        '<a href="https://example.org" target="_blank" rel="noopener external">Site</a>',
        '<p id="uitleg">Uitleg</p><button aria-describedby="uitleg">Zoek</button>',
    ],
)
def test_a_careful_page_passes(part):
    assert findings(part) == []


@pytest.mark.parametrize(
    ("part", "finding"),
    [
        ("<p><b>x</p>", "in line"),
        ("<h1>Nog een</h1>", "2 h1"),
        ("<main></main>", "exactly one main"),
        ("<p>&lt;Macro 'token'&gt;</p>", "an object of the program"),
        ('<a href="/uitnodiging/%3CMacro%20x">Ga</a>', "an object of the program"),
        ("<h3>Te diep</h3>", "h1 is followed by h3"),
        ("<h2></h2>", "empty <h2>"),
        ('<p id="main"></p>', "stands 2 times"),
        ('<button aria-controls="weg">x</button>', "'weg' names nothing"),
        ('<label for="weg">x</label>', "'weg' names nothing"),
        ('<a href="#weg">x</a>', "leads nowhere"),
        ('<input id="a">', "no label"),
        ('<label for="a"></label><input id="a">', "no label"),
        ("<select><option>x</select>", "no label"),
        ("<fieldset></fieldset>", "without legend"),
        ('<form method="get"></form>', "without an action"),
        ('<form action="/x"></form>', "without a method"),
        ('<form action="https://example.org" method="get"></form>', "without an action"),
        ('<img src="/a.png">', "no alt"),
        ("<svg></svg>", "neither hidden nor named"),
        ('<iframe src="/x"></iframe>', "iframe without title"),
        ("<a>x</a>", "without address"),
        ('<a href="zoeken">x</a>', "neither ours nor known"),
        ('<a href="//example.org">x</a>', "neither ours nor known"),
        ('<a href="javascript:x()">x</a>', "neither ours nor known"),
        ('<a href="/x"></a>', "empty link"),
        ('<a href="/x"><span aria-hidden="true">x</span></a>', "empty link"),
        ('<a href="/x" target="_blank">x</a>', "noopener"),
        ("<button></button>", "empty button"),
        ('<input type="submit">', "button without text"),
        ('<p style="color:red">x</p>', "inline style"),
        ('<p onclick="x()">x</p>', "inline onclick"),
        ("<script>x()</script>", "without the nonce"),
        ('<style nonce="xyz">p{}</style>', "without the nonce"),
        ('<img alt="" src="https://example.org/a.png">', "another host"),
    ],
)
def test_a_careless_page_fails(part, finding):
    assert any(finding in each for each in findings(part)), findings(part)


def test_scripts_need_a_nonce_in_the_policy():
    assert findings("", policy="") == ["a script or style, but no nonce in the policy"]


def test_the_title_repeats_the_h1():
    page = GOOD.format("").replace("<title>Zoeken", "<title>Kaart")
    assert "does not repeat" in next(iter(read(page, POLICY)))


def test_a_page_tells_its_language():
    page = GOOD.format("").replace(' lang="nl"', "")
    assert list(read(page, POLICY)) == ["html has no lang"]


def test_a_part_of_a_page_is_read_as_a_part():
    assert list(read("<h2>12 plekken</h2>", fragment=True)) == []
    assert list(read('<input id="a">', fragment=True)) == ['no label for <input id="a">']


@pytest.fixture
def browser():
    app = Flask(__name__)
    app.test_client_class = StrictClient
    app.add_url_rule("/good", view_func=lambda: GOOD.format("").replace(' nonce="abc"', ""))
    app.add_url_rule("/bad", endpoint="bad", view_func=lambda: "<p>x</p>")
    app.add_url_rule("/away", endpoint="away", view_func=lambda: redirect("/data"))
    app.add_url_rule("/data", endpoint="data", view_func=lambda: {"x": "<p>"})
    return app.test_client()


def test_the_client_reads_pages_only(browser):
    assert browser.get("/away").status_code == 302
    assert browser.get("/away", follow_redirects=True).json == {"x": "<p>"}
    assert browser.get("/bad", headers={"X-Fragment": "results"}).status_code == 200
    with pytest.raises(AssertionError, match=r"/bad: .*no lang"):
        browser.get("/bad")
    with pytest.raises(AssertionError, match="/good: a script or style, but no nonce"):
        browser.get("/good")
