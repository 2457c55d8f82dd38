"""Does the site of a listing still work? It is called broken only when that is certain."""

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
REST = 1.0  # seconds between two requests to the same host
GONE = frozenset({404, 410})
# Kinds of OutsideError for a host that no longer exists or that nobody outside can reach.
LOST = frozenset({"unknown", "scheme", "inside"})
# Names reserved for examples (RFC 2606, RFC 6761): they never lead anywhere.
RESERVED = (".example", ".invalid", ".test", ".localhost", "example.org", "example.com")


class SiteState(StrEnum):
    """The state of a site; unsure when it cannot be judged from here."""

    WORKS = "works"
    MOVED = "moved"
    BROKEN = "broken"
    UNSURE = "unsure"


@dataclass(frozen=True)
class Finding:
    """The result of one look at a site; `detail` is an HTTP status or a kind of OutsideError."""

    url: str
    state: SiteState
    detail: str = ""
    moved_to: str = ""


def is_reserved(url: str) -> bool:
    """Whether a URL has a host that is reserved for examples."""
    host = (urlsplit(url).hostname or "").lower()
    return any(
        host == name.lstrip(".") or host.endswith("." + name.lstrip(".")) for name in RESERVED
    )


def look_at(url: str, limits: Limits = LIMITS) -> Finding:
    """Request a URL and judge the response. Never raises."""
    try:
        answer = ask(url, limits, accept="text/html, */*;q=0.5", most_moves=5)
    except OutsideError as error:
        if error.kind == "large":
            return Finding(url, SiteState.WORKS)
        return Finding(
            url, SiteState.BROKEN if error.kind in LOST else SiteState.UNSURE, error.kind
        )
    if answer.status in GONE:
        return Finding(url, SiteState.BROKEN, str(answer.status))
    if answer.status >= 400:
        # Many sites refuse machines (403, 429) or are down for a day (5xx).
        return Finding(url, SiteState.UNSURE, str(answer.status))
    if _host(answer.url) != _host(url):
        return Finding(url, SiteState.MOVED, str(answer.status), answer.url)
    return Finding(url, SiteState.WORKS, str(answer.status))


def look_at_all(urls: Iterable[str], limits: Limits = LIMITS) -> Iterator[Finding]:
    """Look at many sites: several hosts at a time, and each host at most once in REST seconds."""
    hosts: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        hosts[_host(url)].append(url)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        runs = [pool.submit(_one_by_one, of_host, limits) for of_host in hosts.values()]
        for done in as_completed(runs):
            yield from done.result()


def _one_by_one(urls: list[str], limits: Limits) -> list[Finding]:
    findings = []
    for number, url in enumerate(urls):
        if number:
            time.sleep(REST)
        findings.append(look_at(url, limits))
    return findings


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower().removeprefix("www.")
    except ValueError:
        return ""
