"""Remarks on a file: flaws with their line, column and value."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from socialmap.fields.flaws import Facts, Flaw, Level

SHOWN = 80  # characters of a value that a remark quotes
# Lines of the second sheet of a workbook count on from here, those of the third from twice this.
SHEET_LINES = 2_000_000


@dataclass(frozen=True, slots=True)
class Remark:
    """A flaw with its position; the column is empty if it is about a whole line or file."""

    line: int
    column: str
    value: str
    level: Level
    sentence: str
    remedy: str
    facts: Facts = ()
    suggestion: str = ""


def remark(line: int, column: str, value: str, flaw: Flaw) -> Remark:
    """Return the remark on a flaw at a position in the file; personal values are not quoted."""
    shown = "" if flaw.secret else value if len(value) <= SHOWN else f"{value[: SHOWN - 1]}…"
    return Remark(
        line, column, shown, flaw.level, flaw.sentence, flaw.remedy, flaw.facts, flaw.suggestion
    )


Key = tuple[str, str, Level, str, str, Facts, str]


@dataclass(frozen=True, slots=True)
class Group:
    """Equal remarks grouped, with all their lines."""

    remark: Remark
    lines: tuple[int, ...]


@dataclass
class Remarks:
    """All remarks of a file; equal ones share their text and only add a line."""

    _lines: dict[Key, array[int]] = field(default_factory=dict)

    def add(self, remarks: Iterable[Remark]) -> None:
        """Add remarks."""
        for one in remarks:
            key = (
                one.column,
                one.value,
                one.level,
                one.sentence,
                one.remedy,
                one.facts,
                one.suggestion,
            )
            lines = self._lines.get(key)
            if lines is None:
                lines = self._lines[key] = array("L")
            lines.append(one.line)

    def groups(self) -> Iterator[Group]:
        """Yield equal remarks grouped: errors, then warnings, then notes, each by first line."""
        order = list(Level)
        for key, lines in sorted(
            self._lines.items(), key=lambda item: (order.index(item[0][2]), item[1][0], item[0][0])
        ):
            column, value, level, sentence, remedy, facts, suggestion = key
            first = Remark(lines[0], column, value, level, sentence, remedy, facts, suggestion)
            yield Group(first, tuple(lines))

    def __iter__(self) -> Iterator[Remark]:
        """Iterate over the remarks one by one, in the order of the file."""
        remarks = [
            Remark(line, *key[:3], key[3], key[4], key[5], key[6])
            for key, lines in self._lines.items()
            for line in lines
        ]
        return iter(sorted(remarks, key=lambda remark: (remark.line, remark.column)))

    def __len__(self) -> int:
        return sum(map(len, self._lines.values()))


def ranges_by_sheet(lines: Iterable[int], sheets: Sequence[str]) -> list[tuple[str, str]]:
    """Return per sheet its name and the line numbers in it as people write them.

    The numbers are empty for a remark on a whole sheet.
    """
    by_sheet: dict[int, list[int]] = {}
    for line in sorted(set(lines)):
        by_sheet.setdefault(line // SHEET_LINES, []).append(line % SHEET_LINES)
    return [
        (sheets[number], line_ranges(filter(None, own)))
        for number, own in by_sheet.items()
        if number < len(sheets)
    ]


def line_ranges(lines: Iterable[int]) -> str:
    """Return line numbers as people write them: '3, 5-7'."""
    spans: list[list[int]] = []
    for line in sorted(set(lines)):
        if spans and line == spans[-1][1] + 1:
            spans[-1][1] = line
        else:
            spans.append([line, line])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in spans)
