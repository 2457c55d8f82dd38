"""Web addresses as people put them in a table."""

from itertools import product

import pytest

from socialmap import validity
from socialmap.fields import sites
from socialmap.fields.flaws import Flaw
from socialmap.fields.sites import read_mail_cell, read_website
from socialmap.validity import is_plain_site


def value(read):
    return read.mended if isinstance(read, Flaw) else read


@pytest.mark.parametrize(
    ("text", "website"),
    [
        ("https://www.example.org/a?b=1", "https://www.example.org/a?b=1"),
        ("https://example.org:8080/x", "https://example.org:8080/x"),
        ("https://example.org/a%20b", "https://example.org/a%20b"),
        ("https://nl.example.org/Zeist_(plaats)", "https://nl.example.org/Zeist_(plaats)"),
        ("geen", ""),
        ("n.v.t.", ""),
    ],
)
def test_a_web_address_stays_as_it_is(text, website):
    assert read_website(text) == website


@pytest.mark.parametrize(
    ("text", "website"),
    [
        ("www.example.org", "https://www.example.org"),
        ("www.example.org,", "https://www.example.org"),
        ("(www.example.org)", "https://www.example.org"),
        ('"https://example.org"', "https://example.org"),
        ("https://example.org.", "https://example.org"),
        ("http:/example.org", "http://example.org"),
        ("http//example.org", "http://example.org"),
        ("https:www.example.org", "https://www.example.org"),
        ("htpps://example.org", "https://example.org"),
        ("https://example.org/over ons", "https://example.org/over%20ons"),
        ("https://example.org/pagina met spatie", "https://example.org/pagina%20met%20spatie"),
        ("facebook.com/buurthuis", "https://facebook.com/buurthuis"),
        ("Website: www.example.org", "https://www.example.org"),
        ('<a href="https://example.org/p">site</a>', "https://example.org/p"),
        ("[site](https://example.org)", "https://example.org"),
    ],
)
def test_a_slip_of_the_pen_is_mended_and_named(text, website):
    flaw = read_website(text)
    assert (flaw.level, flaw.mended) == ("note", website)


@pytest.mark.parametrize(
    ("text", "first", "left"),
    [
        ("www.a.nl en www.b.nl", "https://www.a.nl", "www.b.nl"),
        ("https://a.nl, https://b.nl", "https://a.nl", "b.nl"),
        ("www.a.nl / www.b.nl", "https://www.a.nl", "www.b.nl"),
        ("www.a.nl\nwww.b.nl", "https://www.a.nl", "www.b.nl"),
        ("www.example.org (Engels)", "https://www.example.org", "(Engels)"),
        ("example.org/agenda zie onder contact", "https://example.org/agenda", "contact"),
        ("Bel ons of kijk op www.example.org", "https://www.example.org", "Bel ons"),
    ],
)
def test_the_first_is_kept_and_the_rest_is_named(text, first, left):
    flaw = read_website(text)
    assert (flaw.level, flaw.mended) == ("warning", first)
    assert left in flaw.sentence % dict(flaw.facts)


def test_a_mail_address_goes_to_its_own_field():
    for text in ("info@example.org", "mailto:info@example.org"):
        assert value(read_website(text)) == ""
        assert read_website(text).moved == (("email", "info@example.org"),)
    both = read_website("https://example.org info@example.org")
    assert (both.mended, both.moved) == ("https://example.org", (("email", "info@example.org"),))


def test_a_web_address_among_the_mail_addresses_goes_to_its_own_field():
    flaw = read_mail_cell("www.example.org")
    assert (flaw.mended, flaw.moved) == ("", (("website", "https://www.example.org"),))
    assert read_mail_cell("info@example.org") == "info@example.org"


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)", "data:text/html,x", "ftp://example.org", "kijk op de site",
        "Facebook: Buurthuis Zeist", "voorbeeld",
    ],
)  # fmt: skip
def test_what_is_no_address_of_the_web_is_left_out(text):
    flaw = read_website(text)
    assert (flaw.level, flaw.mended) == ("warning", "")


@pytest.mark.parametrize(
    "text", ["https://user:pw@x.example", "user:pw@x.example", "ftp://u:p@x.nl"]
)
@pytest.mark.parametrize("read", [read_website, read_mail_cell])
def test_an_address_with_a_password_is_left_out_and_not_repeated(read, text):
    flaw = read(text)
    assert (flaw.mended, flaw.moved, flaw.secret) == ("", (), True)
    assert "wachtwoord" in flaw.sentence
    assert "pw" not in str(flaw)


@pytest.mark.parametrize("text", ["https://x.nl/pad:a@b.nl", "https://x.nl:80/a:b@c.nl"])
def test_a_path_may_hold_what_looks_like_a_password(text):
    assert read_website(text) == text


def test_a_plain_address_is_read_as_any_other(monkeypatch):
    parts = ["www.", "buurt", "x1", "nl", ".", "/", "-", "_", "A", "nl/www", "http:"]
    texts = ("".join(three) for three in product(parts, repeat=3))
    plain = [text for text in (f"https://buurt.nl/{end}" for end in texts) if is_plain_site(text)]
    assert "https://buurt.nl/x1-A" in plain
    for module in (sites, validity):
        monkeypatch.setattr(module, "is_plain_site", lambda _: False)
    assert [read_website.__wrapped__(text) for text in plain] == plain
