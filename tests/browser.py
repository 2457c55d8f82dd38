"""A browser that reads every page strictly: whatever a test is about, it also audits the page."""

import re
from collections import Counter
from itertools import pairwise

import html5lib
from flask import g, has_app_context
from flask.testing import FlaskClient

SVG = "{http://www.w3.org/2000/svg}svg"
FIELDS = {"input", "select", "textarea"}
WITHOUT_LABEL = {"hidden", "submit", "button", "reset", "image"}
REFERENCES = ("aria-controls", "aria-labelledby", "aria-describedby", "aria-owns", "for", "list")
SCHEMES = ("https://", "http://", "mailto:", "tel:", "geo:", "webcal://")
FRAGMENT_HEADERS = ("X-Fragment", "HX-Request")


class StrictClient(FlaskClient):
    """A test client that fails the test on a page that a careful reader would stumble over."""

    def open(self, *args, **kwargs):
        # The context of the test outlives a request; what a request stored in it must not.
        for name in list(g) if has_app_context() else ():
            g.pop(name)
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and not 300 <= response.status_code < 400:
            fragment = any(name in response.request.headers for name in FRAGMENT_HEADERS)
            policy = response.headers.get("Content-Security-Policy", "")
            findings = list(read(response.text, policy, fragment=fragment))
            assert not findings, f"{response.request.path}: " + "; ".join(findings)
        return response


def read(html, policy="", *, fragment=False):
    """Yield a sentence for every mistake in a page, or in a part of one, under this policy."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    page = parser.parseFragment(html) if fragment else parser.parse(html)
    lines = html.splitlines()
    for (line, column), mistake, _data in parser.errors:
        near = lines[line - 1][max(0, column - 40) : column + 20] if 0 < line <= len(lines) else ""
        yield f"{mistake} in line {line} near {near!r}"
    # A macro that hides a value of the same name is written out as what it is, in an address too.
    if spilled := re.search(r"(&lt;|<|%3C)(Macro|function|built-in|class)[ +%].{0,30}", html):
        yield f"an object of the program instead of its text: {spilled[0]!r}"
    elements = [element for element in page.iter() if isinstance(element.tag, str)]
    if not fragment:
        yield from whole_page(page, elements)
    for check in (headings, ids, fields, forms, images, links, buttons):
        yield from check(elements)
    yield from code(elements, policy)


def whole_page(page, elements):
    if not page.get("lang"):
        yield "html has no lang"
    h1 = [shown(element) for element in elements if element.tag == "h1"]
    titles = [shown(element) for element in elements if element.tag == "title"]
    if len(h1) != 1 or not h1[0]:
        yield f"{len(h1)} h1: {h1}"
    # The title repeats the h1 in the same words, so that a tab and a reader call the page alike.
    elif len(titles) != 1 or h1[0].casefold() not in titles[0].casefold():
        yield f"title {titles} does not repeat the h1 {h1[0]!r}"
    if sum(element.tag == "main" for element in elements) != 1:
        yield "not exactly one main"


def headings(elements):
    levels = [int(element.tag[1]) for element in elements if re.fullmatch("h[1-6]", element.tag)]
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"h{before} is followed by h{after}"
    yield from (
        f"empty <{element.tag}>"
        for element in elements
        if re.fullmatch("h[1-6]", element.tag) and not shown(element)
    )


def ids(elements):
    count = Counter(element.get("id") for element in elements if element.get("id") is not None)
    yield from (f"id {name!r} stands {times} times" for name, times in count.items() if times > 1)
    for element in elements:
        for name in REFERENCES:
            # A list of <ul> or <output for> is something else.
            if element.get(name) is not None and (name != "for" or element.tag == "label"):
                yield from (
                    f"{name}={wanted!r} names nothing"
                    for wanted in element.get(name).split() or [""]
                    if wanted not in count
                )
        href = element.get("href", "")
        if element.tag == "a" and href.startswith("#") and href[1:] and href[1:] not in count:
            yield f"link {href!r} leads nowhere"


def fields(elements):
    labels = [element for element in elements if element.tag == "label"]
    labelled = {element.get("for") for element in labels if shown(element)}
    within = {id(inner) for element in labels if shown(element) for inner in element.iter()}
    for element in elements:
        if element.tag not in FIELDS or element.get("type") in WITHOUT_LABEL:
            continue
        if (
            element.get("id") not in labelled
            and id(element) not in within
            and not aria_name(element)
        ):
            yield f"no label for {described(element)}"
    for element in elements:
        if element.tag == "fieldset" and not any(inner.tag == "legend" for inner in element):
            yield f"fieldset without legend: {described(element)}"


def forms(elements):
    for element in elements:
        if element.tag == "form":
            if not (element.get("action") or "").startswith("/"):
                yield f"form without an action of ours: {described(element)}"
            if element.get("method", "").lower() not in {"get", "post", "dialog"}:
                yield f"form without a method: {described(element)}"


def images(elements):
    for element in elements:
        if element.tag == "img" and element.get("alt") is None:
            yield f"no alt: {described(element)}"
        if element.tag == SVG and element.get("aria-hidden") != "true" and not name_of(element):
            yield f"svg is neither hidden nor named: {described(element)}"
        if element.tag == "iframe" and not element.get("title"):
            yield f"iframe without title: {described(element)}"


def links(elements):
    for element in elements:
        if element.tag != "a":
            continue
        href = element.get("href")
        if href is None or not href.strip():
            yield f"link without address: {described(element)}"
        elif href.startswith("//") or not href.startswith(("/", "#", "?", *SCHEMES)):
            yield f"link that is neither ours nor known: {href!r}"
        if not name_of(element):
            yield f"empty link: {described(element)}"
        if element.get("target") == "_blank" and "noopener" not in element.get("rel", "").split():
            yield f"target=_blank without rel=noopener: {href!r}"


def buttons(elements):
    for element in elements:
        if element.tag == "button" and not name_of(element):
            yield f"empty button: {described(element)}"
        if (
            element.tag == "input"
            and element.get("type") in {"submit", "button"}
            and not element.get("value")
        ):
            yield f"button without text: {described(element)}"


def code(elements, policy):
    nonce = re.search(r"'nonce-([^']+)'", policy)
    for element in elements:
        for name in element.attrib:
            if name == "style" or name.startswith("on"):
                yield f"inline {name} on {described(element)}"
        if element.tag in {"script", "style"} and element.get("type") != "application/ld+json":
            if not nonce:
                yield "a script or style, but no nonce in the policy"
            elif element.get("nonce") != nonce[1]:
                yield f"{element.tag} without the nonce of the policy"
        source = element.get("src") or (element.get("href") if element.tag == "link" else None)
        outside = source and re.match("(?:https?:)?//", source)
        if outside and element.get("rel") not in {"canonical", "alternate", "license"}:
            yield f"comes from another host: {source!r}"


def shown(element):
    """The text of an element without its hidden parts, with single spaces."""
    return " ".join("".join(_texts(element)).split())


def _texts(element):
    if not isinstance(element.tag, str) or element.get("aria-hidden") == "true":
        return
    yield element.text or ""
    if element.tag == "img":
        yield element.get("alt", "")
    for child in element:
        yield from _texts(child)
        yield child.tail or ""


def aria_name(element):
    return (element.get("aria-label") or element.get("aria-labelledby") or "").strip()


def name_of(element):
    """The name of a link, button or drawing for a screen reader; empty when it has none."""
    inner = any(aria_name(part) for part in element.iter() if isinstance(part.tag, str))
    return shown(element) or aria_name(element) or inner


def described(element):
    attributes = "".join(f' {name}="{value}"' for name, value in list(element.items())[:4])
    return f"<{element.tag}{attributes}>"
