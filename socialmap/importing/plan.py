"""What an import would do: new, changed, same, duplicate and wrong, before anything is written."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from socialmap.catalogue.listing import Listing, digest, to_document
from socialmap.fields.flaws import Flaw, Level
from socialmap.importing.alike import Twin, find_twin, said_of, said_of_kept_out, said_of_merged
from socialmap.importing.remarks import Remarks, remark
from socialmap.importing.rows import Row
from socialmap.matching.blocks import Blocks
from socialmap.matching.likeness import SURE
from socialmap.matching.traits import traits_of
from socialmap.proposals.unlisted import KeptOut
from socialmap.wording import N_


@dataclass(frozen=True, slots=True)
class KnownListing:
    """A listing that came from the same source before: what was imported last, and if it still is.

    `imported` is the digest of the document; `edited` is True when a person changed it since.
    `merged_into` is the slug of the listing that it was merged into, if it was; `said` the last
    date (ISO) on which a person said that a group of fields is right.
    """

    id: uuid.UUID
    imported: str
    edited: bool = False
    merged_into: str = ""
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """What the catalogue knows: by source id what this source brought, and who is where (slugs).

    `kept_out` is what asked to stay off the map.
    """

    own: Mapping[str, KnownListing] = field(default_factory=dict)
    twins: Blocks[str] = field(default_factory=Blocks)
    kept_out: Blocks[KeptOut] = field(default_factory=Blocks)


@dataclass(frozen=True)
class Origin:
    """Where a plan came from: the source, the file and how its columns were mapped."""

    source: str
    file_name: str
    file_digest: str
    mapping: dict[str, str]


@dataclass(frozen=True, slots=True)
class New:
    """A listing to add."""

    line: int
    source_id: str
    listing: Listing


@dataclass(frozen=True, slots=True)
class Changed:
    """A listing to put in the place of the one with this id."""

    line: int
    id: uuid.UUID
    listing: Listing


@dataclass(frozen=True, slots=True)
class Alike:
    """A row that is probably there already; a sure one is left out unless a person says no."""

    line: int
    source_id: str
    listing: Listing
    twin: Twin


@dataclass
class Plan:
    """What applying would write, and every remark on the file."""

    new: list[New] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    same: list[int] = field(default_factory=list)
    duplicate: list[int] = field(default_factory=list)
    wrong: list[int] = field(default_factory=list)
    alike: list[Alike] = field(default_factory=list)
    remarks: Remarks = field(default_factory=Remarks)

    @property
    def counts(self) -> dict[str, int]:
        """The number of rows of each outcome."""
        return {name: len(getattr(self, name)) for name in OUTCOMES}


OUTCOMES = ("new", "changed", "same", "duplicate", "wrong")


def make_plan(rows: Iterable[Row], known: Known) -> Plan:
    """Compare the rows of a file with each other and with what is known."""
    plan = Plan()
    lines: dict[str, int] = {}
    twins: Blocks[int] = Blocks()
    for row in rows:
        plan.remarks.add(row.remarks)
        if row.listing is None:
            if any(each.level == Level.ERROR for each in row.remarks):
                plan.wrong.append(row.line)
            continue
        traits = traits_of(row.listing)
        if known.kept_out and (found := known.kept_out.matches(traits)):
            plan.wrong.append(row.line)
            _say(plan, row, said_of_kept_out(found[0].label))
            continue
        own = known.own.get(row.source_id)
        twin = Twin(SURE, lines[row.source_id]) if row.source_id in lines else None
        if not (twin or own):
            twin = find_twin(traits, twins, known.twins)
        if twin:
            _say(plan, row, said_of(twin))
            plan.alike.append(Alike(row.line, row.source_id, row.listing, twin))
        if twin and twin.sure:
            plan.duplicate.append(row.line)
            continue
        lines[row.source_id] = row.line
        twins.add(traits, row.line)
        _compare(plan, row, row.listing, own)
    return plan


def _compare(plan: Plan, row: Row, listing: Listing, known: KnownListing | None) -> None:
    if known is None:
        plan.new.append(New(row.line, row.source_id, listing))
    elif known.imported == digest(to_document(listing)) and not _looked_later(listing, known):
        plan.same.append(row.line)
    elif known.merged_into:
        plan.duplicate.append(row.line)
        _say(plan, row, said_of_merged(known.merged_into))
    else:
        plan.changed.append(Changed(row.line, known.id, listing))
        if known.edited:
            _say(plan, row, EDITED)


def _looked_later(listing: Listing, known: KnownListing) -> bool:
    """Whether the file tells that somebody looked at it after who did so on the map."""
    said = known.said
    return any(each.on.isoformat() > said.get(each.group, "") for each in listing.confirmations)


EDITED = Flaw(
    Level.WARNING,
    N_("Dit initiatief is na de vorige import op de kaart zelf gewijzigd."),
    N_("Kijk of die wijziging ook in het bestand staat: de import zet het bestand ervoor terug."),
)


def _say(plan: Plan, row: Row, flaw: Flaw) -> None:
    name = row.listing.name if row.listing else ""
    plan.remarks.add([remark(row.line, "", name, flaw)])


# Called with the number of rows that were done since the last call.
Progress = Callable[[int], object]


def unseen(_rows: int) -> None:
    """The progress that nobody watches."""
