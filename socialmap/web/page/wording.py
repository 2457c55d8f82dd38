"""The words of a page in the language of its reader, each worked out once and kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar

from flask import Flask, g, get_template_attribute
from flask_babel import get_locale, gettext
from jinja2 import pass_eval_context
from jinja2.ext import Extension
from jinja2.nodes import EvalContext
from markupsafe import Markup

P = ParamSpec("P")
T = TypeVar("T")
# Of each kind: a page has a few hundred in all, of a few hundred bytes.
MOST_KEPT = 8192
INDENT = re.compile(r"\n[ \t]+")


def language() -> str:
    """The language of the reader, asked once for each page: nl."""
    # Not g itself: looking through a proxy costs more than most of what is looked up with it.
    known: dict[str, Any] = vars(g._get_current_object())
    if "language" not in known:
        known["language"] = str(get_locale() or "nl")
    asked: str = known["language"]
    return asked


def kept(say: Callable[P, T]) -> Callable[P, T]:
    """A function whose answers are kept per language: for what follows from its arguments alone."""

    @lru_cache(maxsize=MOST_KEPT)
    def keep(_language: str, *args: P.args, **facts: P.kwargs) -> T:
        return say(*args, **facts)

    @wraps(say)
    def told(*args: P.args, **facts: P.kwargs) -> T:
        return keep(language(), *args, **facts)  # type: ignore[arg-type]

    return told


def drawn(template: str, macro: str) -> Callable[..., Markup]:
    """A macro of a template that needs nothing but its arguments; what it draws is kept."""

    @kept
    def draw(*args: Hashable) -> Markup:
        made: Markup = get_template_attribute(template, macro)(*args)
        return made

    return draw


def together(parts: Iterable[Markup]) -> Markup:
    """Drawn parts of a page, one after the other."""
    return Markup("".join(parts))  # noqa: S704 - each is markup already


@kept
def said(text: str) -> str:
    """A text of ours without facts in it, in the language of the reader."""
    return str(gettext(text))


@kept
def _plain(text: str) -> Markup:
    # With facts or without, a template writes %% for a %.
    return Markup(said(text)) % {}  # noqa: S704 - not from a visitor


@pass_eval_context
def in_template(context: EvalContext, text: str, /, **facts: Any) -> str:
    """What `_` is in a template: facts are escaped, unless the template is no HTML."""
    if not facts:
        return _plain(text)
    return (Markup(said(text)) if context.autoescape else said(text)) % facts  # noqa: S704


class Unindented(Extension):
    """Makes every indent in a template a single space: a quarter of the size of a page."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The source of an HTML template as a browser reads it all the same."""
        return INDENT.sub("\n ", source) if (name or "").endswith(".html") else source


def register(app: Flask) -> None:
    """Give templates these words; after the translations of Flask-Babel."""
    app.jinja_env.add_extension(Unindented)
    app.jinja_env.globals["_"] = in_template
