"""Letters: mail rendered from templates, in plain text and HTML, with absolute URLs."""

from __future__ import annotations

from typing import Any

from flask import current_app, render_template

from socialmap.config import current_settings
from socialmap.mail.composing import Letter


def letter(name: str, /, **facts: Any) -> Letter:
    """Render the templates mail/<name>.txt, whose first line is the subject, and .html.

    Facts are plain values: a template reads nothing from the database.
    """
    context = {"home": current_settings().public_url, "page_url": page_url} | facts
    subject, _, text = render_template(f"mail/{name}.txt", **context).partition("\n")
    html = render_template(f"mail/{name}.html", subject=subject, **context)
    return Letter(subject.strip(), text.strip() + "\n", html)


def page_url(endpoint: str, **values: Any) -> str:
    """The absolute URL of a page, with the host of the settings and never that of a request."""
    path = current_app.url_map.bind("").build(endpoint, values)
    return f"{current_settings().public_url.rstrip('/')}{path}"
