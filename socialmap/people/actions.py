"""Change accounts and roles, and note each change in the audit log. The door commits."""

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

LONGEST_NAME = 100  # characters


def invite(email: str, name: str, held: Held, actor: str) -> Person:
    """Create the account of an invited person; raise ConflictProblem if the address has one."""
    address = plain_address(email)
    if find_person(address):
        raise ConflictProblem(N_("Er is al een account met het adres %(email)s."), email=address)
    person = Person(email=address, name=" ".join(name.split())[:LONGEST_NAME])
    db.session.add(person)
    db.session.flush()
    audit.note(actor, audit.Verb.INVITE, person.actor)
    give_role(person, held, actor)
    return person


def invite_again(person: Person, actor: str) -> None:
    """Invalidate the earlier links of an invitation, before a new one is sent.

    Raise ConflictProblem if the person has already accepted.
    """
    if person.confirmed_at is not None:
        raise ConflictProblem(N_("Deze persoon is al binnen: een uitnodiging is niet nodig."))
    _change_key(person)
    audit.note(actor, audit.Verb.INVITE, person.actor)


def accept(person: Person, name: str, password: str | None) -> None:
    """Accept an invitation: save name and password (None: a passkey), and invalidate the link."""
    person.name = " ".join(name.split())[:LONGEST_NAME] or person.name
    person.password = hash_password(password) if password else None
    person.confirmed_at = now()
    _change_key(person)
    audit.note(person.actor, audit.Verb.ACCEPT_INVITATION, person.actor)
    db.session.flush()


def give_role(person: Person, held: Held, actor: str, *, by_group: bool = False) -> None:
    """Give a person a role, unless they hold it already; `by_group`: by their sign-in's groups.

    Raise Problem unless the role is for an organisation exactly if it is that of an editor.
    """
    if (held.role == Role.EDITOR) != (held.organisation_id is not None):
        raise Problem(N_("Een redacteur hoort bij een organisatie; andere rollen juist niet."))
    if held in person.held:
        return
    grant = Grant(
        role=held.role, area=held.area, organisation_id=held.organisation_id, by_group=by_group
    )
    person.grants.append(grant)
    db.session.flush()
    audit.note(actor, audit.Verb.GIVE_ROLE, person.actor, **_as_detail(held))


def take_role(person: Person, number: int, actor: str) -> None:
    """Take the grant with this number from a person; raise ConflictProblem if it is not there."""
    grant = next((grant for grant in person.grants if grant.id == number), None)
    if grant is None:
        raise ConflictProblem(N_("Deze persoon heeft die rol niet meer."))
    last = [held.role for held in person.held].count(Role.ADMINISTRATOR) == 1
    if grant.role == Role.ADMINISTRATOR and last:
        _keep_an_administrator(person)
    held = Held(Role(grant.role), grant.area, grant.organisation_id)
    person.grants.remove(grant)
    db.session.flush()
    audit.note(actor, audit.Verb.TAKE_ROLE, person.actor, **_as_detail(held))


def follow_groups(person: Person, wanted: Iterable[Held], actor: str) -> None:
    """Give and take roles so that those from the groups of the sign-in are exactly `wanted`."""
    wanted = set(wanted)
    for grant in [grant for grant in person.grants if grant.by_group]:
        held = Held(Role(grant.role), grant.area, grant.organisation_id)
        if held not in wanted:
            take_role(person, grant.id, actor)
    for held in sorted(wanted, key=str):
        give_role(person, held, actor, by_group=True)


def disable(person: Person, actor: str) -> None:
    """Disable an account and end its sessions; what the person did stays in the history."""
    _keep_an_administrator(person)
    person.active = False
    sign_out_everywhere(person, actor)
    audit.note(actor, audit.Verb.DISABLE, person.actor)


def enable(person: Person, actor: str) -> None:
    """Enable an account that was disabled."""
    person.active = True
    person.reviewed_at = now()
    audit.note(actor, audit.Verb.ENABLE, person.actor)


def review(person: Person, actor: str) -> None:
    """Record that the account was reviewed and is still needed."""
    person.reviewed_at = now()
    audit.note(actor, audit.Verb.REVIEW, person.actor)


def reset_second_factor(person: Person, actor: str) -> None:
    """Delete the second factor, codes and passkeys of a person, who then sets up new ones."""
    person.tf_primary_method = person.tf_totp_secret = person.last_counter = None
    person.mf_recovery_codes = None
    db.session.execute(delete(Passkey).where(Passkey.user_id == person.id))
    db.session.expire(person, ["webauthn"])
    sign_out_everywhere(person, actor)
    audit.note(actor, audit.Verb.RESET_SECOND_FACTOR, person.actor)


def rename(person: Person, name: str) -> None:
    """Change the name of a person; raise Problem if it is empty."""
    if not name.strip():
        raise Problem(N_("Vul je naam in."))
    person.name = " ".join(name.split())[:LONGEST_NAME]


def move(person: Person, address: str) -> None:
    """Change the mail address of a person, who has shown that it is theirs; end their sessions."""
    if (other := find_person(address)) is not None and other is not person:
        raise ConflictProblem(N_("Dit adres kan niet. Vraag hulp aan de beheerder."))
    person.email = plain_address(address)
    _change_key(person)
    sign_ins.end_all(person)
    audit.note(person.actor, audit.Verb.CHANGE_ADDRESS, person.actor)


def sign_out_everywhere(person: Person, actor: str) -> None:
    """End all sessions of a person, and invalidate all links that were mailed to them."""
    _change_key(person)
    sign_ins.end_all(person)
    audit.note(actor, audit.Verb.SIGN_OUT_EVERYWHERE, person.actor)
    db.session.flush()


def _change_key(person: Person) -> None:
    """Invalidate every cookie and every link that contains the old key."""
    person.fs_uniquifier = secrets.token_urlsafe(24)
    db.session.flush()


def _keep_an_administrator(person: Person) -> None:
    """Raise ConflictProblem if the person is the last administrator."""
    if is_last_administrator(person):
        raise ConflictProblem(
            N_("Dit is de laatste beheerder. Maak eerst iemand anders beheerder.")
        )


def _as_detail(held: Held) -> dict[str, str]:
    """Return a role as the detail of an audit event."""
    organisation: uuid.UUID | None = held.organisation_id
    detail = {"role": str(held.role), "area": held.area, "organisation": str(organisation or "")}
    return {name: value for name, value in detail.items() if value}
