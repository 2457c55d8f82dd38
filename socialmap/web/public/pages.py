"""Pages about the map itself: about, privacy, accessibility, help, and files for machines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markdown_it import MarkdownIt
from markupsafe import Markup

from socialmap.config import current_settings, resource
from socialmap.errors import NotFoundProblem
from socialmap.guards import everybody
from socialmap.times.clock import now
from socialmap.web.page.site import look_of
from socialmap.web.public import retention
from socialmap.wording import N_

blueprint = Blueprint("pages", __name__)
# The manuals by who they are for, in the order of the page with help. Of the first, its questions
# are on that page too.
HELP_GROUPS = (
    (N_("Je zoekt iets in de buurt"), ("bewoners",)),
    (N_("Je organiseert iets"), ("initiatief", "ruimtes")),
    (N_("Je helpt iemand zoeken"), ("samen-zoeken",)),
    (
        N_("Je werkt aan de kaart"),
        (
            *("beginnen", "account", "bewerken", "importeren", "lijst", "actueel"),
            *("herinneringen", "voorstellen", "organisaties", "kwaliteit", "zoekwoorden"),
            *("vier-ogen", "uiterlijk", "mensen", "post"),
        ),
    ),
)
# How long security.txt says that it is valid.
SECURITY_DAYS = 180


@blueprint.get("/over")
@everybody
def about() -> ResponseReturnValue:
    """Say what the map is, and for whom."""
    return render_template("pages/about.html")


@blueprint.get("/privacy")
@everybody
def privacy() -> ResponseReturnValue:
    """Say what is stored about visitors and workers, for how long, and who sees it."""
    visitors = retention.of_visitors(current_settings().count_misses)
    return render_template("pages/privacy.html", visitors=visitors, workers=retention.OF_WORKERS)


@blueprint.get("/toegankelijkheid")
@everybody
def accessibility() -> ResponseReturnValue:
    """State how accessible the site is, and how to report a problem with it."""
    return render_template("pages/accessibility.html")


@cache
def manuals() -> dict[str, Path]:
    """The files of the manuals, by the name in their URL."""
    return {path.stem: path for path in sorted(resource("data", "help").glob("*.md"))}


@dataclass(frozen=True)
class Manual:
    """A manual as HTML: its title, what stands before the first question, and the rest.

    `questions` are its headings, each after its id in the text.
    """

    title: str
    intro: Markup
    text: Markup
    questions: tuple[tuple[str, str], ...]


@cache
def manual(name: str) -> Manual:
    """The manual of a name."""
    title, _, text = manuals()[name].read_text("utf-8").lstrip().partition("\n")
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(text)
    questions, first = [], len(tokens)
    for number, (opening, heading) in enumerate(pairwise(tokens)):
        if opening.type == "heading_open" and opening.tag == "h2":
            code = "-".join(re.findall(r"[a-z0-9]+", heading.content.casefold()))
            opening.attrSet("id", code)
            questions.append((code, heading.content))
            first = min(first, number)
    intro, rest = (
        # Our own text, with HTML of its own switched off.
        Markup(markdown.renderer.render(part, markdown.options, {}))  # noqa: S704
        for part in (tokens[:first], tokens[first:])
    )
    return Manual(title.lstrip("# ").strip(), intro, rest, tuple(questions))


@blueprint.get("/help")
@everybody
def help_index() -> ResponseReturnValue:
    """List the manuals, by who they are for; those for residents come first."""
    return render_template("pages/help_index.html", groups=HELP_GROUPS, manual=manual)


@blueprint.get("/help/<slug:name>")
@everybody
def help_page(name: str) -> ResponseReturnValue:
    """Show one manual."""
    if name not in manuals():
        raise NotFoundProblem(N_("Deze uitleg is er niet. Kijk bij Hulp welke er wel zijn."))
    return render_template("pages/help_page.html", manual=manual(name))


@blueprint.get("/robots.txt")
@everybody
def robots() -> ResponseReturnValue:
    """Tell search engines which pages not to visit."""
    lines = ("User-agent: *", "Disallow: /kaart/", "Disallow: /melden/", "")
    return Response("\n".join(lines), mimetype="text/plain")


@blueprint.get("/.well-known/security.txt")
@everybody
def security_txt() -> ResponseReturnValue:
    """Say where to report a security problem (RFC 9116)."""
    mail = current_settings().contact_email
    root = request.url_root.rstrip("/")
    contact = f"mailto:{mail}" if mail else root + url_for("pages.about", _anchor="lek")
    expires = (now() + timedelta(days=SECURITY_DAYS)).replace(hour=0, minute=0, second=0)
    lines = (
        f"Contact: {contact}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: nl, en",
        f"Canonical: {root}{request.path}",
        "",
    )
    return Response("\n".join(lines), mimetype="text/plain")


@blueprint.get("/thema.css")
@everybody
def colours() -> Response:
    """The colours of the theme of a municipality or the platform; browsers ask for changes."""
    css = look_of(request.args.get("gebied", "")).css
    answer = Response(css, mimetype="text/css")
    answer.set_etag(sha256(css.encode()).hexdigest()[:32])
    answer.make_conditional(request)
    return answer
