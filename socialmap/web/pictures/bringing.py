"""Take in the picture that comes along with a form, and say what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, g, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import FileStorage, MultiDict

from socialmap.db import transaction
from socialmap.errors import FileProblem
from socialmap.guards import may
from socialmap.images.actions import save
from socialmap.images.queries import sizes_of
from socialmap.images.sizes import MEGABYTE, MOST_BYTES
from socialmap.people.permissions import Permission
from socialmap.people.signed_links import is_large_form, make_large_form
from socialmap.validity import picture_of
from socialmap.web.page.errors import error_answer
from socialmap.web.page.forms import Errors
from socialmap.wording import N_

# The name of the file in a form; the fields of what is stored already are named by its owner.
FILE = "picture_file"
# The buttons beside the field: the form comes back with the picture, or without.
BUTTONS = ("picture", "no-picture")
# Where the address of a form says that it may come with a picture.
LARGE = "foto"
# A file that is somewhat too large is refused beside its field, and what was typed stays.
MOST_SENT = 2 * MOST_BYTES
GONE = N_("De foto is er niet meer. Kies hem opnieuw.")
NO_WORDS = N_(
    "Schrijf in één zin wat er te zien is. Wie de foto niet kan zien, leest of hoort die zin."
)
NAME_OF_FILE = N_("Dit lijkt de naam van een bestand. Schrijf wat er op de foto te zien is.")
TOO_LARGE = N_(
    "De foto is te groot: er passen %(limit)s MB. Ga terug met je browser: wat je typte staat er"
    " nog. Maak de foto kleiner en kies hem opnieuw."
)
FILE_NAME = re.compile(r"\S+\.(?:jpe?g|png|webp|gif|heic)", re.IGNORECASE)


@dataclass(frozen=True)
class Brought:
    """The picture that came along with a form: its digest, or what is wrong with the file.

    Both are empty when none came along.
    """

    digest: str = ""
    error: str = ""

    @property
    def errors(self) -> dict[str, list[str]]:
        """The error at the field of the picture; none when there is nothing wrong."""
        return {"picture": [self.error]} if self.error else {}


NOTHING_BROUGHT = Brought()


def bring_along(
    pages: Blueprint, forms: Collection[str], file: str, permission: Permission
) -> None:
    """Let the forms at these endpoints come with a picture, from people with a permission.

    It is stored before their views begin to write, as `g.brought`. A form of somebody who was
    signed out meanwhile may be as large, for what was typed in it is saved.
    """

    def let_in(endpoint: str | None, _values: dict[str, Any] | None) -> None:
        if endpoint in forms and (is_large_form(request.args.get(LARGE, "")) or may(permission)):
            request.max_content_length = MOST_SENT

    def take_in() -> None:
        sent = request.files.get(file) if request.method == "POST" else None
        g.brought = bring(sent) if sent and may(permission) else NOTHING_BROUGHT

    pages.url_value_preprocessor(let_in)
    pages.before_request(take_in)
    pages.register_error_handler(413, _on_large_form)


def _on_large_form(_error: Exception) -> ResponseReturnValue:
    """Say that the picture is too large; the form is on the page before."""
    return error_answer(413, gettext(TOO_LARGE, limit=MOST_BYTES // MEGABYTE))


def large_form() -> dict[str, str]:
    """The argument in the address of a form that may come with a picture."""
    return {LARGE: make_large_form()}


def bring(file: FileStorage | None) -> Brought:
    """Store the picture in an uploaded file, in a transaction of its own.

    To be called before anything is written: reading a picture takes up to a second.
    """
    if file is None or not file.filename:
        return NOTHING_BROUGHT
    # Most processes never read a picture: Pillow is loaded by those that do.
    from socialmap.images.reading import read_picture

    try:
        sizes = read_picture(file.stream.read(MOST_BYTES + 1))
    except FileProblem as problem:
        return Brought(error=gettext(problem.sentence, **problem.facts))
    with transaction():
        return Brought(save(sizes))


def picture_errors(
    digest: str, alt: str, before: str, names: tuple[str, str] = ("picture", "picture_alt")
) -> Errors:
    """What is wrong with the picture of a form and the words about it, by the names of its fields.

    `before` is the digest that was there before: that one may be gone from the store.
    """
    if not digest:
        return {}
    if digest != before and not sizes_of(digest):
        return {names[0]: [gettext(GONE)]}
    if not alt:
        return {names[1]: [gettext(NO_WORDS)]}
    return {names[1]: [gettext(NAME_OF_FILE)]} if FILE_NAME.fullmatch(alt) else {}


def with_logo(typed: MultiDict[str, str], brought: Brought) -> dict[str, str]:
    """What was typed, with the logo that came along, or without one after the button for that."""
    sent = typed.to_dict()
    if brought.digest:
        sent["logo"] = brought.digest
    if sent.get("do") == "no-picture":
        sent |= {"logo": "", "logo_alt": ""}
    return sent


def read_logo(typed: Mapping[str, str], alt: str, before: str) -> tuple[dict[str, str], Errors]:
    """The logo of a form with the words about it, and what is wrong with them.

    `before` is the digest of the logo that was there before.
    """
    logo = picture_of(typed.get("logo", "")) or ""
    read = {"logo": logo, "logo_alt": alt if logo else ""}
    return read, picture_errors(logo, read["logo_alt"], before, ("logo", "logo_alt"))


def refused(brought: Brought) -> Errors:
    """What is wrong with the file of a logo."""
    return {"logo": [brought.error]} if brought.error else {}
