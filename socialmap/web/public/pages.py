"""Pages about the map itself: about, privacy, accessibility, help, and files for machines."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markdown_it import MarkdownIt
from markupsafe import Markup

from socialmap.config import current_settings, resource
from socialmap.errors import NotFoundProblem
from socialmap.guards import everybody
from socialmap.times.clock import now
from socialmap.web.public import retention
from socialmap.wording import N_

blueprint = Blueprint("pages", __name__)
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


@cache
def manual(name: str) -> tuple[str, Markup]:
    """The title of a manual, and its text as HTML."""
    title, _, text = manuals()[name].read_text("utf-8").lstrip().partition("\n")
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    # Our own text, with HTML of its own switched off.
    return title.lstrip("# ").strip(), Markup(markdown.render(text))  # noqa: S704


@blueprint.get("/help")
@everybody
def help_index() -> ResponseReturnValue:
    """List the manuals."""
    titles = [(name, manual(name)[0]) for name in manuals()]
    return render_template("pages/help_index.html", titles=titles)


@blueprint.get("/help/<slug:name>")
@everybody
def help_page(name: str) -> ResponseReturnValue:
    """Show one manual."""
    if name not in manuals():
        raise NotFoundProblem(N_("Deze uitleg is er niet. Kijk bij Hulp welke er wel zijn."))
    title, text = manual(name)
    return render_template("pages/help_page.html", title=title, text=text)


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
