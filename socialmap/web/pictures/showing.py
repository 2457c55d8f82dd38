"""Show the pictures that are stored, in the size that a page needs."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask

from socialmap.images.queries import Size, sizes_of
from socialmap.images.sizes import CARD, FINE, PAGE
from socialmap.web.page.addresses import url_for


@dataclass(frozen=True)
class ShownPicture:
    """A picture on a page: its address, and its pixels there; `fine` is for a fine screen."""

    address: str
    width: int
    height: int
    fine: str = ""


def shown_picture(digest: str) -> ShownPicture | None:
    """The picture with this digest as a page shows it; None if it is not stored."""
    sizes = sizes_of(digest) if digest else []
    if not sizes:
        return None
    page = _nearest(sizes, PAGE)
    fine = picture_address(digest, FINE) if sizes[-1].size > PAGE else ""
    return ShownPicture(picture_address(digest, PAGE), page.width, page.height, fine)


def picture_address(digest: str, size: int = CARD) -> str:
    """The address of a picture in one of its sizes."""
    return url_for("pictures.show", digest=digest, size=str(size))


def _nearest(sizes: list[Size], size: int) -> Size:
    return [one for one in sizes if one.size <= size][-1]


def register(app: Flask) -> None:
    """Give templates what they need to show a picture."""
    app.add_template_global(shown_picture)
    app.add_template_global(picture_address)
