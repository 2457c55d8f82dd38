"""Letters: mail rendered from templates, in plain text and HTML, with absolute URLs."""

from __future__ import annotations

from typing import Any

from flask import current_app, render_template

from socialmap.config import current_settings
from socialmap.mail.composing import Letter
from socialmap.web.page.wording import in_language_of

# The language of the sentences in the code and the templates.
WRITTEN_IN = "nl"


def letter(name: str, language: str = WRITTEN_IN, /, **facts: Any) -> Letter:
    """Render the templates mail/<name>.txt, whose first line is the subject, and .html.

    In the wanted language if we have it, else in Dutch. Facts are plain values: a template reads
    nothing from the database.
    """
    language = language_for(language)
    context = {
        "home": current_settings().public_url,
        "page_url": page_url,
        "written_in": language,
    }
    with in_language_of(language):
        subject, _, text = render_template(f"mail/{name}.txt", **context | facts).partition("\n")
        html = render_template(f"mail/{name}.html", subject=subject, **context | facts)
    return Letter(subject.strip(), text.strip() + "\n", html)


def language_for(wanted: str) -> str:
    """The language in which a letter is written: the wanted one if we have it, else Dutch."""
    translated = current_app.extensions["babel"].instance.list_translations()
    return wanted if wanted in {str(each) for each in translated} else WRITTEN_IN


def page_url(endpoint: str, **values: Any) -> str:
    """The absolute URL of a page, with the host of the settings and never that of a request."""
    path = current_app.url_map.bind("").build(endpoint, values)
    return f"{current_settings().public_url.rstrip('/')}{path}"
