"""Take in the picture that comes along with a form, and say what is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask_babel import gettext
from werkzeug.datastructures import FileStorage

from socialmap.db import transaction
from socialmap.errors import FileProblem
from socialmap.images.actions import save
from socialmap.images.queries import sizes_of
from socialmap.images.sizes import MOST_BYTES
from socialmap.web.page.forms import Errors
from socialmap.wording import N_

# The name of the file in a form; the fields of what is stored already are named by its owner.
FILE = "picture_file"
# A file that is somewhat too large is refused beside its field, and what was typed stays.
MOST_SENT = 2 * MOST_BYTES
GONE = N_("De foto is er niet meer. Kies hem opnieuw.")
NO_WORDS = N_(
    "Schrijf in één zin wat er te zien is. Wie de foto niet kan zien, leest of hoort die zin."
)
NAME_OF_FILE = N_("Dit lijkt de naam van een bestand. Schrijf wat er op de foto te zien is.")
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
