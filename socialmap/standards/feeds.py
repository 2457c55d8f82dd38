"""What changed on the map, as a feed (Atom, RFC 4287)."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence

from feedgenerator import Atom1Feed

from socialmap.catalogue.models import Initiative

# Signs that no XML can hold.
NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def atom_of(
    title: str,
    author: str,
    here: str,
    page: str,
    initiatives: Sequence[Initiative],
    page_of: Callable[[Initiative], str],
) -> str:
    """The feed of some listings in their order.

    `author` is who publishes the map, `here` is the address of the feed itself, `page` that of the
    page that shows the same, and `page_of` gives that of a listing.
    """
    feed = Atom1Feed(
        title=_text(title),
        link=page,
        feed_url=here,
        feed_guid=here,
        description=None,
        author_name=_text(author),
    )
    for initiative in initiatives:
        address = page_of(initiative)
        feed.add_item(
            title=_text(initiative.name),
            link=address,
            unique_id=f"urn:uuid:{initiative.id}",
            # A summary in a feed is HTML.
            description=html.escape(_text(initiative.summary)) if initiative.shows("what") else "",
            pubdate=initiative.created_at,
            updateddate=initiative.changed_at,
        )
    return str(feed.writeString("utf-8"))


def _text(text: str) -> str:
    return NOT_XML.sub("", text)
