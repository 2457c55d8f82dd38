"""Read web addresses as people write them, and mail addresses that stand in their place."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote

from socialmap.fields.cells import (
    CREDENTIALS,
    WITH_PASSWORD,
    is_nothing,
    only_first,
    read_email,
)
from socialmap.fields.flaws import Flaw, Level
from socialmap.validity import is_plain_site, site_of
from socialmap.wording import N_

HREF = re.compile(r"""href\s*=\s*["']?([^"'\s>]+)|\]\(\s*([^)\s]+)\s*\)""", re.I)
# Between two addresses, or between an address and words.
BETWEEN = re.compile(
    r"[\s|;]+|,(?=\s|$|https?:|www\.)|/(?=\s)"
    r"|(?:(?<=\.nl)|(?<=\.org)|(?<=\.com))/(?=https?:|www\.)"
)
SCHEME = re.compile(r"^(?:(h[tp]{2,4})(s?)\s*[:;]+\s*[/\\]*|(http)(s?)[/\\]{2,})", re.I)
OTHER_SCHEME = re.compile(r"^[a-z][a-z0-9+-]*:(?!\d)", re.I)
HOST = re.compile(r"^(?:https?://)?[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,24}(?=[/:?#]|$)", re.I)
OPENING, CLOSING = "<([{\"'‘“", ">)]}\"'’”.,;:!"
# Words that stand beside a web address, and are no part of a path with spaces in it.
JOINING = frozenset({"", "en", "of", "&", "+", "-", "–", "/", "website", "site", "web", "url"})
BESIDE_LINKS = JOINING | frozenset({"ook", "zie", "kijk", "klik", "onder", "bij", "via", "daar"})
SAFE = "/%:?#&=+~,;@!$()*-._[]'"
MAIL = re.compile(r"[^\s<>(),;:|/]+@[\w-]+(?:\.[\w-]+)+")


@lru_cache(maxsize=4096)
def read_website(text: str) -> str | Flaw:
    """Read a web address (http or https); one without a scheme gets https.

    Of several the first is kept. A mail address goes to the column of mail addresses.
    """
    if is_plain_site(text):
        return text
    if is_nothing(text):
        return ""
    if CREDENTIALS.search(text):
        return WITH_PASSWORD
    href = HREF.search(text)
    whole = (href[1] or href[2]) if href else " ".join(text.split())
    addresses, words = _addresses(whole)
    if not addresses:
        return _no_site(text)
    address, *others = addresses
    if others:
        return only_first(address, others)
    if words:
        return _words_flaw(address, words)
    return address if address == text else _respelled(address)


def _words_flaw(address: str, words: str) -> Flaw:
    """Return the flaw of words beside a web address; a mail address goes to its own field."""
    mail = MAIL.search(words)
    if mail and not MAIL.sub("", words).strip(CLOSING + " /-|"):
        return _mail_flaw(
            address,
            mail[0],
            N_("Hier staat ook een mailadres: %(mail)s. We zetten het bij e-mail."),
        )
    return Flaw(
        Level.WARNING,
        N_("Naast het webadres %(mended)s staan woorden. We laten de woorden weg: %(words)s."),
        N_("Zet de woorden in de beschrijving als ze nodig zijn."),
        mended=address,
        facts=(("mended", address), ("words", words[:80])),
        suggestion=address,
    )


def _respelled(address: str) -> Flaw:
    return Flaw(
        Level.NOTE,
        N_("Dit webadres is niet helemaal goed geschreven. We maken er %(mended)s van."),
        N_("Kijk of de site zo opent."),
        mended=address,
        facts=(("mended", address),),
        suggestion=address,
    )


def _no_site(text: str) -> Flaw:
    """Return the flaw of a text without a web address, which may be a mail address."""
    mail = MAIL.search(text)
    address = read_email(mail[0]) if mail else ""
    if address and not isinstance(address, Flaw):
        return _mail_flaw(
            "", address, N_("Dit is een mailadres, geen webadres. We zetten het bij e-mail.")
        )
    return Flaw(
        Level.WARNING,
        N_("Dit is geen webadres. We laten het weg."),
        N_("Schrijf het adres zoals https://www.voorbeeld.nl."),
        mended="",
    )


def _mail_flaw(site: str, mail: str, sentence: str) -> Flaw:
    return Flaw(
        Level.WARNING,
        sentence,
        N_("Zet het in het bestand in de kolom e-mail."),
        mended=site,
        facts=(("mail", mail),),
        moved=(("email", mail),),
    )


def read_mail_cell(text: str) -> str | Flaw:
    """Read a mail address; a web address goes to the column of web addresses."""
    read = read_email(text)
    if "@" in text or not isinstance(read, Flaw) or read.mended:
        return read
    site = read_website(text)
    address = site.mended if isinstance(site, Flaw) else site
    if not address:
        return read
    return Flaw(
        Level.WARNING,
        N_("Dit is een webadres, geen mailadres. We zetten het bij website."),
        N_("Zet het in het bestand in de kolom website."),
        mended="",
        moved=(("website", address),),
    )


def _addresses(text: str) -> tuple[list[str], str]:
    """Return the valid web addresses in a text, and the words beside them."""
    addresses: list[str] = []
    words: list[str] = []
    spaced = False  # whether words that follow are the rest of a path with spaces in it
    for part in filter(None, BETWEEN.split(SCHEME.sub(_scheme, text))):
        address, bare = _address(part), part.casefold().strip(OPENING + CLOSING)
        if address:
            addresses.append(address)
            spaced = (
                address.count("/") > 2 and not address.endswith("/") and part[-1] not in CLOSING
            )
        elif spaced and part[0] not in OPENING and bare not in BESIDE_LINKS:
            addresses[-1] += f"%20{quote(part.rstrip(CLOSING), safe=SAFE)}"
        else:
            spaced = False
            words += [part] if bare not in JOINING else []
    return list(dict.fromkeys(addresses)), " ".join(words)


def _scheme(match: re.Match[str]) -> str:
    return f"http{(match[2] or match[4] or '').lower()}://"


def _address(text: str) -> str:
    """Return one word as a web address with its scheme; empty if it is none."""
    text = SCHEME.sub(_scheme, text.lstrip(OPENING))
    while text and text[-1] in CLOSING:
        if text[-1] == ")" and text.count("(") >= text.count(")"):
            break  # the bracket belongs to the path
        text = text[:-1]
    if "@" in text.partition("/")[0] or (OTHER_SCHEME.match(text) and "://" not in text):
        return ""
    if not HOST.match(text):
        return ""
    address = text if "://" in text else f"https://{text}"
    scheme, _, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    address = f"{scheme.lower()}://{host}{slash}{quote(path, safe=SAFE)}"
    return site_of(address) or ""
