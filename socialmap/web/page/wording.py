"""The words of a page in the language of its reader, each worked out once and cached."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar

from flask import Flask, g, get_template_attribute
from flask_babel import force_locale, get_locale, gettext
from jinja2 import pass_eval_context
from jinja2.ext import Extension
from jinja2.nodes import EvalContext
from markupsafe import Markup

P = ParamSpec("P")
T = TypeVar("T")
# Of each function: a page has a few hundred in all, of a few hundred bytes.
MOST_CACHED = 8192
INDENT = re.compile(r"\n[ \t]+")


def language() -> str:
    """The code of the reader's language, such as nl, looked up once for each page."""
    # Not through g, whose proxy costs more than most of the lookups that need the language.
    page: dict[str, Any] = vars(g._get_current_object())
    if "language" not in page:
        page["language"] = str(get_locale() or "nl")
    code: str = page["language"]
    return code


@contextmanager
def in_language_of(code: str) -> Iterator[None]:
    """Write in another language than that of the reader of the page, such as in a letter."""
    page: dict[str, Any] = vars(g._get_current_object())
    names = ("language", "translations")
    before = {name: page.pop(name) for name in names if name in page}
    try:
        with force_locale(code):
            yield
    finally:
        for name in names:
            page.pop(name, None)
        page.update(before)


def cached(words: Callable[P, T]) -> Callable[P, T]:
    """Cache the results of a function per language; they must follow from its arguments alone."""

    @lru_cache(maxsize=MOST_CACHED)
    def in_language(_language: str, *args: P.args, **facts: P.kwargs) -> T:
        return words(*args, **facts)

    @wraps(words)
    def in_own_language(*args: P.args, **facts: P.kwargs) -> T:
        return in_language(language(), *args, **facts)  # type: ignore[arg-type]

    return in_own_language


def drawn(template: str, macro: str) -> Callable[..., Markup]:
    """A macro of a template that needs nothing but its arguments, as a cached function."""

    @cached
    def draw(*args: Hashable) -> Markup:
        markup: Markup = get_template_attribute(template, macro)(*args)
        return markup

    return draw


def together(parts: Iterable[Markup]) -> Markup:
    """Join drawn parts of a page."""
    return Markup("".join(parts))  # noqa: S704 - each is markup already


@cached
def translation(text: str) -> str:
    """One of our texts, without facts in it, in the language of the reader."""
    return str(gettext(text))


@cached
def _plain(text: str) -> Markup:
    # With facts or without, a template writes %% for a %.
    return Markup(translation(text)) % {}  # noqa: S704 - not from a visitor


@pass_eval_context
def in_template(context: EvalContext, text: str, /, **facts: Any) -> str:
    """Translate a text, as `_` in a template; its facts are escaped in an HTML template."""
    if not facts:
        return _plain(text)
    return (Markup(translation(text)) if context.autoescape else translation(text)) % facts  # noqa: S704


class Unindented(Extension):
    """Makes every indent in a template a single space: a quarter of the size of a page."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The source of an HTML template without its indents, which a browser ignores."""
        return INDENT.sub("\n ", source) if (name or "").endswith(".html") else source


def register(app: Flask) -> None:
    """Give templates `_` and the extension; to be called after Flask-Babel."""
    app.jinja_env.add_extension(Unindented)
    app.jinja_env.globals["_"] = in_template
