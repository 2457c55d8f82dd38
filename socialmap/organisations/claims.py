"""Claims: an organisation shows with a mail to a known address that it is itself."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from itsdangerous import BadSignature, Signer
from sqlalchemy import func, or_, select

from socialmap.catalogue.models import Contact, Initiative, Organisation, Status
from socialmap.catalogue.visibility import shows
from socialmap.config import current_settings, secret_key
from socialmap.db import db
from socialmap.errors import ConflictProblem, NotFoundProblem
from socialmap.mail.barring import why_barred
from socialmap.mail.models import DeadAddress
from socialmap.organisations.actions import subject_of
from socialmap.organisations.models import ClaimStatus, OrganisationClaim
from socialmap.people.actions import give_role, invite, take_role
from socialmap.people.audit import Verb, note
from socialmap.people.models import Grant, Person
from socialmap.people.permissions import Held, Role
from socialmap.people.queries import find_person
from socialmap.people.signed_links import digest_of
from socialmap.times.clock import now
from socialmap.upkeep.due import who_opted_out
from socialmap.upkeep.magic_links import recipient
from socialmap.upkeep.models import MailContact
from socialmap.wording import N_

VALID_FOR = timedelta(days=2)
VISITOR = "visitor"
# The choice of an address that the public pages do not show.
HIDDEN = "ander"
OPEN = (ClaimStatus.ASKED, ClaimStatus.PROVED)
UNKNOWN = N_("Deze link werkt niet. Vraag op de pagina van je organisatie om een nieuwe.")
NO_ADDRESS = N_("Kies een adres uit de lijst.")
DISABLED = N_("Het account met dit mailadres is dichtgezet. Vraag het de mensen van deze kaart.")


@dataclass(frozen=True)
class KnownAddress:
    """A mail address of an organisation: `code` names it in a form, `masked` is what shows of it.

    `masked` is empty for an address that the public pages do not show.
    """

    code: str
    address: str
    masked: str = ""


def masked(address: str) -> str:
    """A mail address of which only its owner recognises the name: i…@buurthuis.nl."""
    name, _, host = address.partition("@")
    return f"{name[:1]}…@{host}"


def known_addresses(organisation: Organisation) -> list[KnownAddress]:
    """The mail addresses that the register has for an organisation and that mail may go to.

    First those on its page and on its listings, then one that only the desk sees. Addresses that
    want no mail, or that nobody reads, are left out, and so are those of examples.
    """
    public, hidden = _listed_addresses(organisation)
    barred = _barred(organisation)
    if barred is None:
        return []
    shown = [
        KnownAddress(digest_of(f"{organisation.id}{each}")[:12], each, masked(each))
        for each in sorted(public - barred)
        if not why_barred(each, subject_of(organisation))
    ]
    rest = [
        each
        for each in hidden
        if each not in public | barred and not why_barred(each, subject_of(organisation))
    ]
    return [*shown, *(KnownAddress(HIDDEN, each) for each in rest[:1])]


def _listed_addresses(organisation: Organisation) -> tuple[set[str], dict[str, None]]:
    """The addresses of an organisation that residents see, and those that only the desk sees."""
    public = {organisation.email.strip().lower()} if organisation.email else set()
    hidden: dict[str, None] = {}
    asked = db.session.get(MailContact, organisation.id)
    if asked and asked.address:
        hidden[asked.address.strip().lower()] = None
    rows = db.session.execute(
        select(Initiative, Contact.email)
        .join(Contact, Contact.initiative_id == Initiative.id)
        .where(
            Initiative.organisation_id == organisation.id,
            Initiative.status.in_([Status.PUBLISHED, Status.PAUSED]),
            Contact.email != "",
        )
        .order_by(Contact.email)
    )
    for initiative, email in rows:
        address = email.strip().lower()
        if initiative.status == Status.PUBLISHED and shows(initiative, "contact"):
            public.add(address)
        else:
            hidden[address] = None
    return public, hidden


def _barred(organisation: Organisation) -> set[str] | None:
    """The addresses that get no mail; None when the organisation wants none at all."""
    refused = who_opted_out()
    if recipient(organisation.id, "") in refused:
        return None
    return refused.union(db.session.scalars(select(DeadAddress.address)))


def _signer() -> Signer:
    return Signer(secret_key(current_settings()), salt="claim of an organisation")


def ask(organisation: Organisation, code: str) -> tuple[OrganisationClaim, str]:
    """Begin a claim with a mail to the known address with this code; return it and its token.

    Raise ConflictProblem if the register has no such address for the organisation.
    """
    addresses = {each.code: each.address for each in known_addresses(organisation)}
    if code not in addresses:
        raise ConflictProblem(NO_ADDRESS)
    token = _signer().sign(secrets.token_urlsafe(24)).decode()
    claim = OrganisationClaim(
        organisation_id=organisation.id,
        address=addresses[code],
        digest=digest_of(token),
        expires_at=now() + VALID_FOR,
    )
    db.session.add(claim)
    db.session.flush()
    note(VISITOR, Verb.CLAIM_ORGANISATION, subject_of(organisation), name=organisation.name)
    return claim, token


def open_claim(token: str, *, lock: bool = False) -> OrganisationClaim:
    """The claim with this token; raise NotFoundProblem if it works no more: it works once.

    With `lock` nobody else writes it until the transaction ends.
    """
    try:
        _signer().unsign(token)
    except BadSignature as error:
        raise NotFoundProblem(UNKNOWN) from error
    wanted = select(OrganisationClaim).where(
        OrganisationClaim.digest == digest_of(token),
        OrganisationClaim.status == ClaimStatus.ASKED,
        OrganisationClaim.expires_at > now(),
    )
    claim = db.session.scalar(wanted.with_for_update() if lock else wanted)
    # An address that the register has no more proves nothing any more.
    known = known_addresses(claim.organisation) if claim else ()
    if claim is None or claim.address not in {each.address for each in known}:
        raise NotFoundProblem(UNKNOWN)
    return claim


def prove(claim: OrganisationClaim) -> Person:
    """Make who opened the link in the mail an editor of the organisation; return the account.

    It is that of the address, new if there was none. Raise ConflictProblem if it is disabled.
    """
    organisation = claim.organisation
    held = Held(Role.EDITOR, organisation_id=organisation.id)
    person = find_person(claim.address)
    if person is None:
        person = invite(claim.address, "", held, VISITOR)
    elif not person.active:
        raise ConflictProblem(DISABLED)
    else:
        give_role(person, held, person.actor)
    claim.status, claim.proved_at, claim.person_id = ClaimStatus.PROVED, now(), person.id
    db.session.flush()
    note(person.actor, Verb.PROVE_CLAIM, subject_of(organisation), name=organisation.name)
    return person


def claims_of(organisation: Organisation) -> Sequence[OrganisationClaim]:
    """The claims of an organisation that a coordinator can decide on, the latest first.

    Those whose link expired unused are left out.
    """
    alive = or_(
        OrganisationClaim.status == ClaimStatus.PROVED, OrganisationClaim.expires_at > now()
    )
    rows = select(OrganisationClaim).where(
        OrganisationClaim.organisation_id == organisation.id,
        OrganisationClaim.status.in_(OPEN),
        alive,
    )
    return db.session.scalars(rows.order_by(OrganisationClaim.id.desc())).all()


def claim_by_number(
    organisation: Organisation, number: int, *statuses: ClaimStatus
) -> OrganisationClaim:
    """The claim of an organisation with this number; ConflictProblem in any other state."""
    claim = db.session.get(OrganisationClaim, number)
    if claim is None or claim.organisation_id != organisation.id:
        raise NotFoundProblem(N_("Dit is er niet (meer)."))
    if claim.status not in statuses:
        raise ConflictProblem(N_("Iemand anders heeft hier net over beslist. Kijk nog een keer."))
    return claim


def agree(claim: OrganisationClaim, actor: str) -> None:
    """Record that a coordinator saw a proved claim and agrees."""
    claim.seen_at = now()
    _note(claim, Verb.AGREE_TO_CLAIM, actor)


def refuse(claim: OrganisationClaim, actor: str) -> None:
    """Make the link of a claim work no more."""
    claim.status = ClaimStatus.REFUSED
    _note(claim, Verb.REFUSE_CLAIM, actor)


def take_back(claim: OrganisationClaim, actor: str) -> None:
    """Take from the person of a proved claim the role that it gave."""
    claim.status = ClaimStatus.TAKEN_BACK
    person = db.session.get(Person, claim.person_id) if claim.person_id else None
    if person is not None:
        given = (Role.EDITOR, claim.organisation_id)
        for grant in [each for each in person.grants if (each.role, each.organisation_id) == given]:
            take_role(person, grant.id, actor)
    _note(claim, Verb.TAKE_BACK_CLAIM, actor)


def _note(claim: OrganisationClaim, verb: Verb, actor: str) -> None:
    db.session.flush()
    organisation = claim.organisation
    note(actor, verb, subject_of(organisation), name=organisation.name)


def editors_of(organisation: Organisation) -> Sequence[Person]:
    """The people who look after an organisation, by name."""
    theirs = select(Grant.person_id).where(Grant.organisation_id == organisation.id)
    people = select(Person).where(Person.id.in_(theirs), Person.active)
    return db.session.scalars(people.order_by(func.lower(Person.name), Person.email)).all()
