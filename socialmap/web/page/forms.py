"""The form kit: schemas of typed fields, their readers, labels, and errors as sentences."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from flask_babel import gettext
from marshmallow import EXCLUDE, Schema, ValidationError
from marshmallow.fields import Field

from socialmap.errors import Problem
from socialmap.fields.cells import read_number
from socialmap.fields.flaws import Flaw, Level
from socialmap.wording import N_, TOO_LONG

# Reads what was typed in a field, without spaces around it; empty when nothing was sent.
# It returns a value or a Flaw, or raises the ValidationError of `wrong`.
Reader = Callable[[str], Any]
# Per field the sentences that say what is wrong with it.
Errors = dict[str, list[str]]
LONGEST_REASON = 200  # characters


class TooLongProblem(Problem):
    """A text with more characters than fit in the field `name`, which gets its error."""

    status = 422

    def __init__(self, name: str, typed: str, longest: int):
        super().__init__(TOO_LONG, over=len(typed) - longest, longest=longest)
        self.name = name


class Typed(Field[Any]):
    """A field that a reader reads; the remedy of a flaw becomes its error.

    A mere note is mended in silence, such as a website without https; with `mends`, so is every
    flaw for which the reader has another value.
    """

    def __init__(self, read: Reader, *, mends: bool = False):
        super().__init__()
        self.read = read
        self.mends = mends

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        result = self.read(str(value).strip())
        if not isinstance(result, Flaw):
            return result
        if result.level is Level.NOTE or (self.mends and result.mended):
            return result.mended
        raise wrong(result.remedy, **dict(result.facts))


class FormSchema(Schema):
    """The schema of a form: names that it does not have are left out."""

    class Meta:
        """What marshmallow does with names that the schema does not have."""

        unknown = EXCLUDE


def wrong(sentence: str, field: str = "", /, **facts: object) -> ValidationError:
    """The error that says a sentence in the language of the reader, at a field when it is named."""
    message = str(gettext(sentence, **facts))
    return ValidationError({field: [message]} if field else [message])


def schema_of(readers: Mapping[str, Reader]) -> FormSchema:
    """A schema of typed fields, by their readers."""
    fields: dict[str, Field[Any]] = {name: Typed(reader) for name, reader in readers.items()}
    made: type[FormSchema] = FormSchema.from_dict(fields)  # type: ignore[assignment]
    return made()


def load(schema: FormSchema, typed: Mapping[str, str]) -> tuple[dict[str, Any], Errors]:
    """The values that a schema reads from what was typed, and what is wrong with the others.

    What the browser did not send is read as empty.
    """
    try:
        return dict(schema.load({name: typed.get(name, "") for name in schema.fields})), {}
    except ValidationError as error:
        valid: Any = error.valid_data
        return {**valid}, dict(error.messages_dict)


def translated(names: Mapping[Any, str]) -> dict[str, str]:
    """The same names by code, such as the labels of a form, in the language of the reader."""
    return {code: str(gettext(name)) for code, name in names.items()}


def one_line(text: str) -> str:
    """The text on one line, without signs that cannot be shown or stored."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def sent_text(typed: Mapping[str, str], name: str, longest: int) -> str:
    """The text of a field on one line; raise TooLongProblem above `longest` characters."""
    sent = one_line(typed.get(name, ""))
    if len(sent) > longest:
        raise TooLongProblem(name, sent, longest)
    return sent


def sent_reason(
    typed: Mapping[str, str], name: str = "reason", longest: int = LONGEST_REASON
) -> str:
    """Why somebody makes a change, in a few words; empty when the form does not say it."""
    return sent_text(typed, name, longest)


def read_typed(typed: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    """The texts that were typed in some fields, with single spaces and without empty lines."""
    return {
        name: "\n".join(filter(None, map(one_line, typed.get(name, "").splitlines())))
        for name in names
    }


def text(longest: int, *, lines: bool = False) -> Reader:
    """A reader of text of at most `longest` characters, on one line unless it may have `lines`."""

    def read(typed: str) -> str:
        if len(typed) > longest:
            raise wrong(TOO_LONG, over=len(typed) - longest, longest=longest)
        if not lines:
            return one_line(typed)
        return "\n".join(map(one_line, typed.splitlines())).strip()

    return read


def too_long(name: str, typed: str, longest: int) -> Errors:
    """The error at a field that has more than `longest` characters, by how many; else none."""
    over = len(typed) - longest
    return {name: [gettext(TOO_LONG, over=over, longest=longest)]} if over > 0 else {}


def needed(read: Reader, sentence: str = N_("Vul dit in."), shortest: int = 1) -> Reader:
    """A reader that wants at least `shortest` characters, or else raises with the sentence."""

    def wanted(typed: str) -> Any:
        if len(typed) < shortest:
            raise wrong(sentence)
        return read(typed)

    return wanted


def within(
    read: Reader,
    least: float,
    most: float,
    sentence: str = N_("Vul een getal in van %(least)s tot %(most)s."),
) -> Reader:
    """A reader of a number from least to most, or of nothing."""

    def number(typed: str) -> Any:
        value = read(typed)
        if isinstance(value, float | int) and not least <= value <= most:
            raise wrong(sentence, least=least, most=most)
        return value

    return number


def whole(typed: str) -> int | Flaw | None:
    """A whole number; None for nothing."""
    number = read_number(typed)
    if isinstance(number, float):
        if not number.is_integer():
            raise wrong(N_("Vul een heel getal in."))
        return int(number)
    return number


def one_of(codes: Collection[str], sentence: str) -> Reader:
    """A reader of one of some codes, which raises with the sentence for anything else."""

    def read(typed: str) -> str:
        if typed not in codes:
            raise wrong(sentence)
        return typed

    return read


def yes_or_no(typed: str) -> bool | None:
    """A fact: True for 1, False for 0, None when it is not known."""
    return {"1": True, "0": False}.get(typed)
