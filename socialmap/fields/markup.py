"""HTML in a cell, which websites leave in their exports, as plain text."""

from __future__ import annotations

import re
from html import unescape

NAMES = (
    "a|abbr|address|article|aside|b|blockquote|body|br|button|caption|center|cite|code|col|colgroup"
    "|dd|del|details|div|dl|dt|em|figcaption|figure|font|footer|form|h[1-6]|head|header|hr|html|i"
    "|iframe|img|input|ins|label|li|link|main|mark|meta|nav|ol|option|p|picture|pre|q|s|section"
    "|select|small|source|span|strike|strong|sub|summary|sup|svg|table|tbody|td|tfoot|th|thead|time"
    "|title|tr|u|ul|video"
)
ATTRIBUTE = r"""\s+[\w:@.-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+)"""
TAG = re.compile(rf"<(/?)({NAMES})((?:{ATTRIBUTE})*)\s*/?>", re.I)
ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.I)
UNSEEN = re.compile(
    r"<!--.*?-->|<!doctype[^>]*>|<(script|style|noscript|template)\b[^>]*>.*?(?:</\1\s*>|$)",
    re.I | re.S,
)
# Tags after which a new paragraph or a new line begins.
PARAGRAPHS = re.compile(r"p|div|h[1-6]|ul|ol|dl|table|section|article|blockquote|header|footer|pre")
LINES = re.compile(r"br|li|tr|dd|dt|hr|option|address")


def plain_text(text: str) -> str:
    """Return a text without tags and entities, its paragraphs apart; other texts as they are.

    Signs that only look like markup, such as 'a < b' and 'R&B', stay.
    """
    for _ in range(2):  # some exports escape their markup once more
        if not (TAG.search(text) or ENTITY.search(text) or UNSEEN.search(text)):
            return text
        marked = bool(TAG.search(text) or UNSEEN.search(text))
        text = ENTITY.sub(lambda match: unescape(match[0]), _without_tags(text) if marked else text)
        text = text.replace("\xa0", " ").replace("\u200b", "").replace("\xad", "")
        text = _tidy(text) if marked else text
    return text


def _without_tags(text: str) -> str:
    """Return a text with a line feed where a line or paragraph begins, and without its tags."""
    text = UNSEEN.sub(" ", text)
    if re.search(r"<(?:p|br|div|li|h\d)\b", text, re.I):
        text = " ".join(text.split())  # in HTML a line feed is a space
    return TAG.sub(_break, text)


def _break(tag: re.Match[str]) -> str:
    name = tag[2].lower()
    if PARAGRAPHS.fullmatch(name):
        return "\n\n"
    if LINES.fullmatch(name):
        return "\n- " if name == "li" and not tag[1] else "" if name == "li" else "\n"
    return " " if name in ("td", "th") and tag[1] else ""


def _tidy(text: str) -> str:
    """Return a text with single spaces, and at most one empty line between paragraphs."""
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
