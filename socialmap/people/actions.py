"""Give and take accounts and roles, each noted in the audit log. The door commits."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterable

from flask_security.utils import hash_password
from sqlalchemy import delete

from socialmap.db import db
from socialmap.errors import ConflictProblem, Problem
from socialmap.mail.actions import plain_address
from socialmap.people import audit, sign_ins
from socialmap.people.models import Grant, Passkey, Person
from socialmap.people.permissions import Held, Role
from socialmap.people.queries import find_person, is_last_administrator
from socialmap.times.clock import now
from socialmap.wording import N_


def invite(email: str, name: str, held: Held, actor: str) -> Person:
    """Make an account that waits for the person to come in by the link of the invitation."""
    address = plain_address(email)
    if find_person(address):
        raise ConflictProblem(N_("Er is al een account met het adres %(email)s."), email=address)
    person = Person(email=address, name=" ".join(name.split())[:100])
    db.session.add(person)
    db.session.flush()
    audit.note(actor, audit.Verb.INVITE, person.actor)
    give_role(person, held, actor)
    return person


def invite_again(person: Person, actor: str) -> None:
    """Make older links of the invitation worthless, before a new one is sent."""
    if person.confirmed_at is not None:
        raise ConflictProblem(N_("Deze persoon is al binnen: een uitnodiging is niet nodig."))
    _change_key(person)
    audit.note(actor, audit.Verb.INVITE, person.actor)


def accept(person: Person, name: str, password: str | None) -> None:
    """Let an invited person in; the link works no more."""
    person.name = " ".join(name.split())[:100] or person.name
    person.password = hash_password(password) if password else None
    person.confirmed_at = now()
    _change_key(person)
    audit.note(person.actor, audit.Verb.ACCEPT_INVITATION, person.actor)
    db.session.flush()


def give_role(person: Person, held: Held, actor: str, *, by_group: bool = False) -> None:
    """Give a person a role, as far as it reaches; what is held already is left alone."""
    if (held.role == Role.EDITOR) != (held.organisation_id is not None):
        raise Problem(N_("Een redacteur hoort bij een organisatie; andere rollen juist niet."))
    if held in person.held:
        return
    grant = Grant(
        role=held.role, area=held.area, organisation_id=held.organisation_id, by_group=by_group
    )
    person.grants.append(grant)
    db.session.flush()
    audit.note(actor, audit.Verb.GIVE_ROLE, person.actor, **_told(held))


def take_role(person: Person, number: int, actor: str) -> None:
    """Take a role from a person, by the number of the grant."""
    grant = next((each for each in person.grants if each.id == number), None)
    if grant is None:
        raise ConflictProblem(N_("Deze persoon heeft die rol niet meer."))
    last = [each.role for each in person.held].count(Role.ADMINISTRATOR) == 1
    if grant.role == Role.ADMINISTRATOR and last:
        _keep_an_administrator(person)
    held = Held(Role(grant.role), grant.area, grant.organisation_id)
    person.grants.remove(grant)
    db.session.flush()
    audit.note(actor, audit.Verb.TAKE_ROLE, person.actor, **_told(held))


def follow_groups(person: Person, wished: Iterable[Held], actor: str) -> None:
    """Let the roles that groups gave be the ones that the groups give now."""
    wished = set(wished)
    for grant in [each for each in person.grants if each.by_group]:
        held = Held(Role(grant.role), grant.area, grant.organisation_id)
        if held not in wished:
            take_role(person, grant.id, actor)
    for held in sorted(wished, key=str):
        give_role(person, held, actor, by_group=True)


def disable(person: Person, actor: str) -> None:
    """Shut an account; what the person did stays in history."""
    _keep_an_administrator(person)
    person.active = False
    sign_out_everywhere(person, actor)
    audit.note(actor, audit.Verb.DISABLE, person.actor)


def enable(person: Person, actor: str) -> None:
    """Open an account that was shut."""
    person.active = True
    person.reviewed_at = now()
    audit.note(actor, audit.Verb.ENABLE, person.actor)


def review(person: Person, actor: str) -> None:
    """Note that somebody looked, and that the account is still needed."""
    person.reviewed_at = now()
    audit.note(actor, audit.Verb.REVIEW, person.actor)


def reset_second_factor(person: Person, actor: str) -> None:
    """Let a person who lost a phone set up the second factor again."""
    person.tf_primary_method = person.tf_totp_secret = person.last_counter = None
    person.mf_recovery_codes = None
    db.session.execute(delete(Passkey).where(Passkey.user_id == person.id))
    db.session.expire(person, ["webauthn"])
    sign_out_everywhere(person, actor)
    audit.note(actor, audit.Verb.RESET_SECOND_FACTOR, person.actor)


def rename(person: Person, name: str) -> None:
    """Give a person another name."""
    if not name.strip():
        raise Problem(N_("Vul je naam in."))
    person.name = " ".join(name.split())[:100]


def move(person: Person, address: str) -> None:
    """Give a person another mail address, which was shown to be theirs."""
    if (other := find_person(address)) is not None and other is not person:
        raise ConflictProblem(N_("Dit adres kan niet. Vraag hulp aan de beheerder."))
    person.email = plain_address(address)
    _change_key(person)
    sign_ins.end_all(person)
    audit.note(person.actor, audit.Verb.CHANGE_ADDRESS, person.actor)


def sign_out_everywhere(person: Person, actor: str) -> None:
    """End all sessions of a person."""
    _change_key(person)
    sign_ins.end_all(person)
    audit.note(actor, audit.Verb.SIGN_OUT_EVERYWHERE, person.actor)
    db.session.flush()


def _change_key(person: Person) -> None:
    """Make every cookie and every link that carries the old key worthless."""
    person.fs_uniquifier = secrets.token_urlsafe(24)
    db.session.flush()


def _keep_an_administrator(person: Person) -> None:
    if is_last_administrator(person):
        raise ConflictProblem(
            N_("Dit is de laatste beheerder. Maak eerst iemand anders beheerder.")
        )


def _told(held: Held) -> dict[str, str]:
    organisation: uuid.UUID | None = held.organisation_id
    told = {"role": str(held.role), "area": held.area, "organisation": str(organisation or "")}
    return {name: value for name, value in told.items() if value}
