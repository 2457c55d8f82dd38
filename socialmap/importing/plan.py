"""The plan of an import: which rows are new, changed, the same, duplicate or wrong."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterable, Mapping, Set
from dataclasses import dataclass, field, replace

from socialmap.catalogue.differences import Clash
from socialmap.catalogue.fields import LISTING
from socialmap.catalogue.listing import Listing, digest, to_document, with_known_hours
from socialmap.catalogue.models import Status
from socialmap.fields.flaws import Flaw, Level
from socialmap.importing.alike import Twin, find_twin, kept_out_flaw, merged_flaw, twin_flaw
from socialmap.importing.branches import Branches
from socialmap.importing.large.packed import Packed
from socialmap.importing.remarks import Remarks, remark
from socialmap.importing.returned import Keep, Returned, picks_of, settled
from socialmap.importing.rows import Row
from socialmap.importing.words import UnknownWords
from socialmap.matching.blocks import Blocks
from socialmap.matching.likeness import SURE
from socialmap.matching.traits import Traits, traits_of
from socialmap.proposals.unlisted import KeptOut
from socialmap.wording import N_


@dataclass(frozen=True, slots=True)
class KnownListing:
    """A listing that the same source brought before.

    `imported` is the digest of the document that it brought last; `edited` is True if somebody
    changed the listing since. `merged_into` is the slug of the listing that it was merged into, if
    any; `confirmed_on` is the date (ISO) of the last confirmation by group of fields; `hours`,
    `picture` and `picture_alt` are those that it has now, `slug` is its own.
    """

    id: uuid.UUID
    imported: str
    edited: bool = False
    merged_into: str = ""
    confirmed_on: Mapping[str, str] = field(default_factory=dict)
    hours: str = ""
    picture: str = ""
    picture_alt: str = ""
    slug: str = ""


@dataclass(frozen=True)
class KnownListings:
    """What the catalogue holds already, to compare the rows of a file with.

    `own` are the listings of the same source by source id; `twins` all listings, by slug;
    `kept_out` those that asked to stay off the map; `pictures` the digests of what is stored.
    """

    own: Mapping[str, KnownListing] = field(default_factory=dict)
    twins: Blocks[str] = field(default_factory=Blocks)
    kept_out: Blocks[KeptOut] = field(default_factory=Blocks)
    pictures: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Origin:
    """Where a plan came from: the source, the file and the mapping of its columns."""

    source: str
    file_name: str
    file_digest: str
    mapping: dict[str, str]


@dataclass(frozen=True, slots=True)
class New:
    """A listing to add; one that comes from another catalogue of ours brings its id and more."""

    line: int
    source_id: str
    listing: Listing
    id: uuid.UUID | None = None
    status: Status = Status.PUBLISHED
    source: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """A listing that replaces the one with this id."""

    line: int
    id: uuid.UUID
    listing: Listing


@dataclass(frozen=True, slots=True)
class Alike:
    """A row that is probably listed already; a sure one is left out unless a person objects."""

    line: int
    source_id: str
    listing: Listing
    twin: Twin


@dataclass(frozen=True, slots=True)
class Disputed:
    """A listing that comes back, and that the desk changed since it was exported."""

    line: int
    returned: Returned
    clashes: tuple[Clash, ...]


@dataclass
class Plan:
    """What applying would write, and all remarks on the file.

    `gone` are the listings that the source brought before and that no row is about.
    """

    new: Packed[New] = field(default_factory=Packed)
    changed: list[Changed] = field(default_factory=list)
    same: list[int] = field(default_factory=list)
    duplicate: list[int] = field(default_factory=list)
    wrong: list[int] = field(default_factory=list)
    alike: list[Alike] = field(default_factory=list)
    disputed: list[Disputed] = field(default_factory=list)
    remarks: Remarks = field(default_factory=Remarks)
    unknown: UnknownWords = field(default_factory=UnknownWords)
    gone: list[uuid.UUID] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """The number of rows of each outcome."""
        return {name: len(getattr(self, name)) for name in OUTCOMES}


OUTCOMES = ("new", "changed", "same", "duplicate", "wrong")


def make_plan(rows: Iterable[Row], known: KnownListings, keep: Keep = "desk") -> Plan:
    """Compare the rows of a file with each other and with the listings that are known.

    `keep` says whose value stays where the desk changed a listing since we exported it.
    """
    plan = Plan()
    lines: dict[str, int] = {}
    branches = Branches()
    twins: Blocks[int] = Blocks()
    seen: set[str] = set()
    for row in rows:
        seen |= {row.source_id, str(row.returned.id) if row.returned else ""}
        plan.remarks.add(row.remarks)
        plan.unknown.add(row.unknown)
        if row.listing is None:
            if any(one.level == Level.ERROR for one in row.remarks):
                plan.wrong.append(row.line)
            continue
        if row.returned and _plan_returned(plan, row, row.returned, lines, keep):
            continue
        listing, traits = row.listing, traits_of(row.listing)
        if known.kept_out and _is_kept_out(plan, row, traits, known):
            continue
        row = branches.own(row, known.own)
        own = known.own.get(row.source_id)
        twin = Twin(SURE, lines[row.source_id]) if row.source_id in lines else None
        if not (twin or own):
            # Rows that we exported are different listings, however alike: their ids decide.
            twin = find_twin(traits, Blocks() if row.returned else twins, known.twins)
            twin = twin or branches.twin(row)
        if twin and _is_twin(plan, row, listing, twin):
            continue
        lines[row.source_id] = row.line
        twins.add(traits, row.line)
        _compare(plan, row, _without_lost_picture(listing, known.pictures), own)
    plan.gone = _gone(known.own, seen | lines.keys())
    return plan


def _without_lost_picture(listing: Listing, pictures: Collection[str]) -> Listing:
    """Return a listing without the picture that only the catalogue has that it comes from."""
    if not listing.picture or listing.picture in pictures:
        return listing
    return replace(listing, picture="", picture_alt="")


def _gone(own: Mapping[str, KnownListing], seen: Set[str]) -> list[uuid.UUID]:
    """The listings of a source that no row is about, also not by one that was merged into it."""
    present = {own[key].merged_into for key in seen if key in own}
    return [
        known.id
        for key, known in own.items()
        if not {key, str(known.id)} & seen
        and not known.merged_into
        and known.slug not in present - {""}
    ]


def _is_twin(plan: Plan, row: Row, listing: Listing, twin: Twin) -> bool:
    """Note what a row resembles; return whether that is surely the same, so that it is left out."""
    _remark_on(plan, row, twin_flaw(twin))
    plan.alike.append(Alike(row.line, row.source_id, listing, twin))
    if twin.sure:
        plan.duplicate.append(row.line)
    return twin.sure


def _is_kept_out(plan: Plan, row: Row, traits: Traits, known: KnownListings) -> bool:
    """Return whether a row asked to stay off the map; then it is wrong."""
    matches = known.kept_out.matches(traits)
    if matches:
        plan.wrong.append(row.line)
        _remark_on(plan, row, kept_out_flaw(matches[0].label))
    return bool(matches)


def _plan_returned(
    plan: Plan, row: Row, returned: Returned, lines: dict[str, int], keep: Keep
) -> bool:
    """Plan a row of a listing in this catalogue that comes back; False if it is not in here."""
    current, mine = returned.current, returned.mine
    if current is None:
        return False
    if first := lines.get(row.source_id):
        plan.duplicate.append(row.line)
        _remark_on(plan, row, twin_flaw(Twin(SURE, first)))
        return True
    lines[row.source_id] = row.line
    if current.merged_into and mine != returned.before:
        plan.duplicate.append(row.line)
        _remark_on(plan, row, merged_flaw(current.merged_into))
        return True
    if current.merged_into:
        plan.same.append(row.line)
        return True
    mine = _with_hours(plan, row, mine, current.listing.hours)
    outcome = settled(returned.before, mine, current.listing)
    if outcome.clashes:
        returned = replace(returned, mine=mine)
        plan.disputed.append(Disputed(row.line, returned, outcome.clashes))
        _remark_on(plan, row, disputed_flaw(outcome.clashes, keep))
        picks = picks_of(keep, outcome.clashes)
        outcome = settled(returned.before, mine, current.listing, picks)
    if outcome.same:
        plan.same.append(row.line)
    else:
        plan.changed.append(Changed(row.line, returned.id, outcome.listing))
    return True


def _with_hours(plan: Plan, row: Row, listing: Listing, hours: str) -> Listing:
    """Return a listing with the hours that it had beside unreadable words; a remark says so."""
    beside = with_known_hours(listing, hours)
    if beside is not listing:
        _remark_on(plan, row, HOURS_STAY)
    return beside


HOURS_STAY = Flaw(
    Level.WARNING,
    N_("De tijden zijn niet zeker te lezen. De tijden van de kaart blijven staan, met deze tekst."),
    N_("Kijk of de tijden op de kaart nog kloppen."),
)


def disputed_flaw(clashes: Iterable[Clash], keep: Keep) -> Flaw:
    """Return the remark on a row of which the desk changed parts since we exported it."""
    names = dict.fromkeys(WORDS[clash.part.partition(".")[0]] for clash in clashes)
    sentence, remedy = DISPUTED[keep]
    return Flaw(Level.WARNING, sentence, remedy, facts=(("fields", ", ".join(names).lower()),))


WORDS = {field.name: field.words for field in LISTING}
DISPUTED: Mapping[Keep, tuple[str, str]] = {
    "desk": (
        N_("Na het maken van het bestand is dit op de kaart gewijzigd: %(fields)s. Dat blijft zo."),
        N_("Kies bij ‘Intussen gewijzigd’ wat je liever uit het bestand neemt."),
    ),
    "file": (
        N_("Na het maken van het bestand is dit op de kaart gewijzigd: %(fields)s."
           " We nemen wat in het bestand staat."),
        N_("Kijk of dat klopt."),
    ),
}  # fmt: skip


def _compare(plan: Plan, row: Row, listing: Listing, known: KnownListing | None) -> None:
    if known is None and row.returned:
        back = row.returned
        source_id = back.source_id if back.source else row.source_id
        plan.new.append(New(row.line, source_id, listing, back.id, back.status, back.source))
    elif known is None:
        plan.new.append(New(row.line, row.source_id, listing))
    elif _is_same(listing, known):
        plan.same.append(row.line)
    elif known.merged_into:
        plan.duplicate.append(row.line)
        _remark_on(plan, row, merged_flaw(known.merged_into))
    else:
        listing = _with_hours(plan, row, listing, known.hours)
        listing = replace(listing, picture=known.picture, picture_alt=known.picture_alt)
        plan.changed.append(Changed(row.line, known.id, listing))
        if known.edited:
            _remark_on(plan, row, EDITED)


def _is_same(listing: Listing, known: KnownListing) -> bool:
    """Return whether the source brought this before, also when hours were left beside its words."""
    brought = (listing, with_known_hours(listing, known.hours))
    same = any(known.imported == digest(to_document(one)) for one in brought)
    return same and not _confirmed_later(listing, known)


def _confirmed_later(listing: Listing, known: KnownListing) -> bool:
    """Return whether the file has a later confirmation than the map, for any group of fields."""
    before = known.confirmed_on
    return any(one.on.isoformat() > before.get(one.group, "") for one in listing.confirmations)


EDITED = Flaw(
    Level.WARNING,
    N_("Dit initiatief is na de vorige import op de kaart zelf gewijzigd."),
    N_("Kijk of die wijziging ook in het bestand staat: de import zet het bestand ervoor terug."),
)


def _remark_on(plan: Plan, row: Row, flaw: Flaw) -> None:
    name = row.listing.name if row.listing else ""
    plan.remarks.add([remark(row.line, "", name, flaw)])


# Called with the number of rows done since the last call.
Progress = Callable[[int], object]


def no_progress(_rows: int) -> None:
    """Report progress to nobody."""
