"""Note in the log what of a listing is not valid: once for each process, not at every page."""

from __future__ import annotations

import logging
from collections.abc import Iterable

log = logging.getLogger(__name__)
_noted: set[tuple[str, str]] = set()
MOST = 10_000


def note(listing: object, fields: Iterable[str]) -> None:
    """Log that these fields of a listing, named by its id, hold what is not valid."""
    for field in fields:
        if (str(listing), field) not in _noted and len(_noted) < MOST:
            _noted.add((str(listing), field))
            log.warning(
                "listing %s: what stands in %s is not valid and is not shown", listing, field
            )
