"""What may stand in an address: a slug is small letters, digits and single hyphens."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import BaseConverter


class SlugConverter(BaseConverter):
    """The name of something in an address, as catalogue.slugs makes it."""

    regex = "[a-z0-9]+(?:-[a-z0-9]+)*"


def register(app: Flask) -> None:
    """Let rules name a slug; to be called before the doors are opened."""
    app.url_map.converters["slug"] = SlugConverter
