"""The sizes in which a picture is stored, and the digest that names it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

MEGABYTE = 1_000_000  # bytes
MOST_BYTES = 15 * MEGABYTE  # of a file that is read
# The longest sides, in pixels: for a card, for the page, and for the page on a fine screen.
SIZES = (160, 320, 640)
CARD, PAGE, FINE = SIZES


@dataclass(frozen=True)
class SizedPicture:
    """A picture in one of SIZES: its size in pixels, and its bytes as WebP."""

    size: int
    width: int
    height: int
    content: bytes


def digest_of(sizes: Sequence[SizedPicture]) -> str:
    """Return the SHA-256 of a picture in its sizes: the name by which it is stored."""
    sha256 = hashlib.sha256()
    for one in sizes:
        sha256.update(one.content)
    return sha256.hexdigest()
