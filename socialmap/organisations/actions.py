"""Make, change and rename an organisation, or propose a change. The door commits."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import delete, select

from socialmap.catalogue.actions import Change, rewrite
from socialmap.catalogue.addresses import OrganisationAlias, make_slugs
from socialmap.catalogue.history import latest_listing
from socialmap.catalogue.models import Initiative, Organisation
from socialmap.catalogue.organisations import holder_of, lies_wholly_within
from socialmap.catalogue.reasons import Code, Reason, because
from socialmap.catalogue.scopes import Reach
from socialmap.catalogue.unfinished import seeing_hidden
from socialmap.db import db
from socialmap.errors import ConflictProblem, Problem
from socialmap.people.audit import Verb, note
from socialmap.wording import N_

FIELDS = ("name", "description", "logo", "logo_alt", "website", "email", "phones")
MEANWHILE = N_(
    "Iemand anders heeft deze organisatie net gewijzigd. Hieronder staat wat jij typte. Kijk op de "
    "pagina wat er nu staat, en bewaar het dan opnieuw."
)
SHARED = N_(
    "Deze organisatie heeft ook plekken buiten jouw gebied. Vraag een coördinator die ook daar "
    "werkt, of de beheerder."
)


@dataclass(frozen=True, kw_only=True)
class OrganisationFacts:
    """What everybody may know of an organisation; each phone has a number and words beside it.

    `logo` is the digest of a picture, and `logo_alt` says what is to be seen on it.
    """

    name: str
    description: str = ""
    logo: str = ""
    logo_alt: str = ""
    website: str = ""
    email: str = ""
    phones: Sequence[dict[str, str]] = ()


class NameProblem(Problem):
    """A name that an organisation cannot have: another has it, or others answer for it too."""


def facts_of(organisation: Organisation) -> OrganisationFacts:
    """What everybody may know of an organisation now."""
    return OrganisationFacts(**{name: getattr(organisation, name) for name in FIELDS})


def make(facts: OrganisationFacts, actor: str) -> Organisation:
    """Add an organisation; raise NameProblem if one has this name, or had it before."""
    _check_free(facts.name)
    with seeing_hidden():
        [slug] = make_slugs(Organisation, [(facts.name, "")])
    # Somebody looked after it from the start: undoing an import leaves it.
    organisation = Organisation(slug=slug, version=2, **_columns(facts))
    db.session.add(organisation)
    db.session.flush()
    note(actor, Verb.MAKE_ORGANISATION, subject_of(organisation), name=organisation.name)
    return organisation


def change(
    organisation: Organisation, facts: OrganisationFacts, version: int, actor: str, reach: Reach
) -> list[str]:
    """Write these facts over those of an organisation; return the names of the changed fields.

    Raise ConflictProblem if it is not at this version any more, and NameProblem if it cannot have
    the name: another has it, or not all of its listings lie within reach.
    """
    changed = changed_fields(organisation, facts)
    if organisation.version != version and changed:
        raise ConflictProblem(MEANWHILE)
    if not changed:
        return []
    if "name" in changed:
        _rename(organisation, facts.name, actor, reach)
    others = [name for name in changed if name != "name"]
    for name, value in _columns(facts).items():
        setattr(organisation, name, value)
    organisation.version += 1
    db.session.flush()
    if others:
        what = ",".join(others)
        note(
            actor, Verb.CHANGE_ORGANISATION, subject_of(organisation),
            name=organisation.name, fields=what,
        )  # fmt: skip
    return changed


def changed_fields(organisation: Organisation, facts: OrganisationFacts) -> list[str]:
    """The names of the fields in which these facts differ from those of an organisation."""
    now, then = _columns(facts_of(organisation)), _columns(facts)
    return [name for name in FIELDS if now[name] != then[name]]


def propose(organisation: Organisation, facts: OrganisationFacts, actor: str) -> list[str]:
    """Save other facts as a proposal of the organisation; return the names of their fields."""
    columns = _columns(facts)
    changed = changed_fields(organisation, facts)
    organisation.proposed = {name: columns[name] for name in changed}
    db.session.flush()
    if changed:
        note(actor, Verb.PROPOSE_ORGANISATION, subject_of(organisation), name=organisation.name)
    return changed


def proposed_facts(organisation: Organisation) -> OrganisationFacts:
    """The facts of an organisation as they would be with what it proposes."""
    proposed = organisation.proposed if isinstance(organisation.proposed, dict) else {}
    known = {name: value for name, value in proposed.items() if name in FIELDS}
    return replace(facts_of(organisation), **known)


def answer(organisation: Organisation, actor: str, reach: Reach, *, accept: bool) -> list[str]:
    """Accept what an organisation proposes, or not; return the fields that changed."""
    if not organisation.proposed:
        raise ConflictProblem(N_("Dit voorstel is al beantwoord."))
    changed: list[str] = []
    if accept:
        facts = proposed_facts(organisation)
        changed = change(organisation, facts, organisation.version, actor, reach)
    else:
        note(actor, Verb.REFUSE_ORGANISATION, subject_of(organisation), name=organisation.name)
    organisation.proposed = {}
    db.session.flush()
    return changed


def set_member(organisation: Organisation, member: bool, actor: str) -> None:
    """Make an organisation a member of the platform, or end that."""
    if organisation.member == member:
        return
    organisation.member = member
    db.session.flush()
    verb = Verb.ADD_MEMBER if member else Verb.REMOVE_MEMBER
    note(actor, verb, subject_of(organisation), name=organisation.name)


def subject_of(organisation: Organisation) -> str:
    """How the audit log names an organisation."""
    return f"organisation:{organisation.id}"


def move_listings(ids: Sequence[uuid.UUID], name: str, reason: Reason, actor: str) -> None:
    """Write these listings with this name as that of their organisation."""
    pairs = [(each, replace(latest_listing(each), organisation=name)) for each in ids]
    if pairs:
        rewrite(pairs, Change(actor=actor, reason=reason))


def listing_ids(organisation_id: uuid.UUID) -> list[uuid.UUID]:
    """The ids of all listings of an organisation, of any status."""
    ids = select(Initiative.id).where(Initiative.organisation_id == organisation_id)
    return list(db.session.scalars(ids.order_by(Initiative.id)))


def _rename(organisation: Organisation, name: str, actor: str, reach: Reach) -> None:
    """Give an organisation another name; the old one becomes an alias."""
    _check_free(name, organisation)
    if not lies_wholly_within(reach, organisation.id):
        raise NameProblem(SHARED)
    before = organisation.name
    db.session.execute(delete(OrganisationAlias).where(OrganisationAlias.name == name))
    organisation.name = name
    db.session.add(OrganisationAlias(name=before, organisation_id=organisation.id))
    db.session.flush()
    reason = because(Code.ORGANISATION_RENAMED)
    move_listings(listing_ids(organisation.id), name, reason, actor)
    note(actor, Verb.RENAME_ORGANISATION, subject_of(organisation), before=before, name=name)


def _check_free(name: str, of: Organisation | None = None) -> None:
    """Raise NameProblem if another organisation than this one has a name, or had it before."""
    # Also a name that comes with an import that is being applied is not free.
    with seeing_hidden():
        holder = holder_of(name)
    if holder is None or holder is of:
        return
    if holder.name.lower() == name.lower():
        raise NameProblem(N_("Er is al een organisatie ‘%(name)s’."), name=holder.name)
    raise NameProblem(
        N_("‘%(name)s’ is een vroegere naam van ‘%(other)s’. Kies een andere naam."),
        name=name, other=holder.name,
    )  # fmt: skip


def _columns(facts: OrganisationFacts) -> dict[str, Any]:
    return asdict(facts) | {"phones": [dict(phone) for phone in facts.phones]}
