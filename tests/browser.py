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
        # The context of the test outlives a request; what a request found out about itself may not.
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
    """Name everything that is wrong with a page (or with a part of one) under this policy."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    page = parser.parseFragment(html) if fragment else parser.parse(html)
    lines = html.splitlines()
    for (line, column), mistake, _data in parser.errors:
        near = lines[line - 1][max(0, column - 40) : column + 20] if 0 < line <= len(lines) else ""
        yield f"{mistake} in line {line} near {near!r}"
    elements = [each for each in page.iter() if isinstance(each.tag, str)]
    if not fragment:
        yield from whole_page(page, elements)
    for look in (headings, ids, fields, forms, images, links, buttons):
        yield from look(elements)
    yield from code(elements, policy)


def whole_page(page, elements):
    if not page.get("lang"):
        yield "html has no lang"
    h1 = [shown(each) for each in elements if each.tag == "h1"]
    titles = [shown(each) for each in elements if each.tag == "title"]
    if len(h1) != 1 or not h1[0]:
        yield f"{len(h1)} h1: {h1}"
    # The title repeats the h1 in the same words, so that a tab and a reader call the page alike.
    elif len(titles) != 1 or h1[0].casefold() not in titles[0].casefold():
        yield f"title {titles} does not repeat the h1 {h1[0]!r}"
    if sum(each.tag == "main" for each in elements) != 1:
        yield "not exactly one main"


def headings(elements):
    levels = [int(each.tag[1]) for each in elements if re.fullmatch("h[1-6]", each.tag)]
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"h{before} is followed by h{after}"
    yield from (
        f"empty <{each.tag}>"
        for each in elements
        if re.fullmatch("h[1-6]", each.tag) and not shown(each)
    )


def ids(elements):
    count = Counter(each.get("id") for each in elements if each.get("id") is not None)
    yield from (f"id {name!r} stands {times} times" for name, times in count.items() if times > 1)
    for each in elements:
        for name in REFERENCES:
            # A list of <ul> or <output for> is something else.
            if each.get(name) is not None and (name != "for" or each.tag == "label"):
                yield from (
                    f"{name}={wanted!r} names nothing"
                    for wanted in each.get(name).split() or [""]
                    if wanted not in count
                )
        href = each.get("href", "")
        if each.tag == "a" and href.startswith("#") and href[1:] and href[1:] not in count:
            yield f"link {href!r} leads nowhere"


def fields(elements):
    labels = [each for each in elements if each.tag == "label"]
    labelled = {each.get("for") for each in labels if shown(each)}
    within = {id(inner) for each in labels if shown(each) for inner in each.iter()}
    for each in elements:
        if each.tag not in FIELDS or each.get("type") in WITHOUT_LABEL:
            continue
        if each.get("id") not in labelled and id(each) not in within and not aria_name(each):
            yield f"no label for {described(each)}"
    for each in elements:
        if each.tag == "fieldset" and not any(inner.tag == "legend" for inner in each):
            yield f"fieldset without legend: {described(each)}"


def forms(elements):
    for each in elements:
        if each.tag == "form":
            if not (each.get("action") or "").startswith("/"):
                yield f"form without an action of ours: {described(each)}"
            if each.get("method", "").lower() not in {"get", "post", "dialog"}:
                yield f"form without a method: {described(each)}"


def images(elements):
    for each in elements:
        if each.tag == "img" and each.get("alt") is None:
            yield f"no alt: {described(each)}"
        if each.tag == SVG and each.get("aria-hidden") != "true" and not name_of(each):
            yield f"svg is neither hidden nor named: {described(each)}"
        if each.tag == "iframe" and not each.get("title"):
            yield f"iframe without title: {described(each)}"


def links(elements):
    for each in elements:
        if each.tag != "a":
            continue
        href = each.get("href")
        if href is None or not href.strip():
            yield f"link without address: {described(each)}"
        elif href.startswith("//") or not href.startswith(("/", "#", "?", *SCHEMES)):
            yield f"link that is neither ours nor known: {href!r}"
        if not name_of(each):
            yield f"empty link: {described(each)}"
        if each.get("target") == "_blank" and "noopener" not in each.get("rel", "").split():
            yield f"target=_blank without rel=noopener: {href!r}"


def buttons(elements):
    for each in elements:
        if each.tag == "button" and not name_of(each):
            yield f"empty button: {described(each)}"
        if (
            each.tag == "input"
            and each.get("type") in {"submit", "button"}
            and not each.get("value")
        ):
            yield f"button without text: {described(each)}"


def code(elements, policy):
    nonce = re.search(r"'nonce-([^']+)'", policy)
    for each in elements:
        for name in each.attrib:
            if name == "style" or name.startswith("on"):
                yield f"inline {name} on {described(each)}"
        if each.tag in {"script", "style"} and each.get("type") != "application/ld+json":
            if not nonce:
                yield "a script or style, but no nonce in the policy"
            elif each.get("nonce") != nonce[1]:
                yield f"{each.tag} without the nonce of the policy"
        source = each.get("src") or (each.get("href") if each.tag == "link" else None)
        outside = source and re.match("(?:https?:)?//", source)
        if outside and each.get("rel") not in {"canonical", "alternate", "license"}:
            yield f"comes from another host: {source!r}"


def shown(element):
    """The words of an element, hidden parts left out."""
    return " ".join("".join(_texts(element)).split())


def _texts(element):
    if not isinstance(element.tag, str) or element.get("aria-hidden") == "true":
        return
    yield element.text or ""
    if element.tag == "img":
        yield element.get("alt", "")
    for each in element:
        yield from _texts(each)
        yield each.tail or ""


def aria_name(element):
    return (element.get("aria-label") or element.get("aria-labelledby") or "").strip()


def name_of(element):
    """What a screen reader calls a link, button or drawing."""
    inner = any(aria_name(each) for each in element.iter() if isinstance(each.tag, str))
    return shown(element) or aria_name(element) or inner


def described(element):
    attributes = "".join(f' {name}="{value}"' for name, value in list(element.items())[:4])
    return f"<{element.tag}{attributes}>"
