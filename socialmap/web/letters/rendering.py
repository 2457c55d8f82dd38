"""Letters: mail rendered from templates, in plain text and HTML, with addresses that work."""

from __future__ import annotations

from typing import Any

from flask import current_app, render_template

from socialmap.config import current_settings
from socialmap.mail.composing import Letter


def letter(name: str, /, **facts: Any) -> Letter:
    """Render the templates mail/<name>.txt, whose first line is the subject, and .html.

    Facts are plain values: a job has no page, and a letter no database.
    """
    told = {"home": current_settings().public_url, "link": link} | facts
    subject, _, text = render_template(f"mail/{name}.txt", **told).partition("\n")
    html = render_template(f"mail/{name}.html", subject=subject, **told)
    return Letter(subject.strip(), text.strip() + "\n", html)


def link(endpoint: str, **values: Any) -> str:
    """The address of a page as it stands in mail: from the settings, never from who asks."""
    path = current_app.url_map.bind("").build(endpoint, values)
    return f"{current_settings().public_url.rstrip('/')}{path}"
