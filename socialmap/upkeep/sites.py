"""Does a site of a listing still work? Asked politely, and called broken only when it is sure."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from socialmap.outside import Limits, OutsideError, ask

LIMITS = Limits(seconds=10.0, largest=100_000)
AT_ONCE = 8
REST = 1.0  # seconds between two questions to the same host
GONE = frozenset({404, 410})
# A host of which the name is not known any more, or that leads nowhere anybody may look.
LOST = frozenset({"unknown", "scheme", "inside"})
# Names that never lead anywhere (RFC 2606, RFC 6761): examples have them.
RESERVED = (".example", ".invalid", ".test", ".localhost", "example.org", "example.com")


class State(StrEnum):
    """It works; it is elsewhere now; it does not work; or that cannot be said from here."""

    WORKS = "works"
    MOVED = "moved"
    BROKEN = "broken"
    UNSURE = "unsure"


@dataclass(frozen=True)
class Finding:
    """What one look at an address came to: `told` is a status or a word of OutsideError."""

    url: str
    state: State
    told: str = ""
    moved_to: str = ""


def is_reserved(url: str) -> bool:
    """Whether an address is an example, that nobody can visit."""
    host = (urlsplit(url).hostname or "").lower()
    return any(
        host == name.lstrip(".") or host.endswith("." + name.lstrip(".")) for name in RESERVED
    )


def look_at(url: str, limits: Limits = LIMITS) -> Finding:
    """Ask an address for its page; it never raises."""
    try:
        answer = ask(url, limits, accept="text/html, */*;q=0.5", most_moves=5)
    except OutsideError as error:
        if error.kind == "large":
            return Finding(url, State.WORKS)
        return Finding(url, State.BROKEN if error.kind in LOST else State.UNSURE, error.kind)
    if answer.status in GONE:
        return Finding(url, State.BROKEN, str(answer.status))
    if answer.status >= 400:
        # Many sites refuse machines (403, 429) or are away for a day (5xx): nobody is sent to mend.
        return Finding(url, State.UNSURE, str(answer.status))
    if _host(answer.url) != _host(url):
        return Finding(url, State.MOVED, str(answer.status), answer.url)
    return Finding(url, State.WORKS, str(answer.status))


def look_at_all(urls: Iterable[str], limits: Limits = LIMITS) -> Iterator[Finding]:
    """Look at many addresses: some hosts at a time, each host one by one with rests between."""
    hosts: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        hosts[_host(url)].append(url)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for done in as_completed(
            [pool.submit(_one_by_one, each, limits) for each in hosts.values()]
        ):
            yield from done.result()


def _one_by_one(urls: list[str], limits: Limits) -> list[Finding]:
    found = []
    for number, url in enumerate(urls):
        if number:
            time.sleep(REST)
        found.append(look_at(url, limits))
    return found


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower().removeprefix("www.")
    except ValueError:
        return ""
