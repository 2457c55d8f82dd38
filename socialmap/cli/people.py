"""socialmap user and forget: who may work on the map, and forgetting a person."""

from __future__ import annotations

from typing import Any

import click
import orjson

from socialmap.catalogue.organisations import municipalities, organisations
from socialmap.config import current_settings
from socialmap.db import transaction
from socialmap.jobs import JOBS, perform
from socialmap.people import actions, queries
from socialmap.people.forgetting import forget
from socialmap.people.links import INVITATION, make_invitation
from socialmap.people.models import Grant, Person
from socialmap.people.permissions import Held, Role

ACTOR = "cli"
ROLES = click.Choice([str(role) for role in Role])
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
AREA = click.option("--area", default="", help="Only in this municipality (coordinator).")
ORGANISATION = click.option("--organisation", default="", help="Of this organisation (editor).")


@click.group("user")
def user_group() -> None:
    """Give people an account and roles.

    Each change is noted in the audit log.
    """


@user_group.command("invite")
@click.argument("email")
@click.option("--role", type=ROLES, required=True, help="What the person may do.")
@click.option("--name", default="", help="What the person is called.")
@AREA
@ORGANISATION
@AS_JSON
def invite(email: str, role: str, name: str, area: str, organisation: str, as_json: bool) -> None:
    """Invite EMAIL, and print the link to come in.

    It works once, for a week. With SMTP set it is mailed too.
    """
    held = held_from(role, area, organisation)
    with transaction():
        known = queries.find_person(email)
        if known is not None and known.confirmed_at is None:
            actions.invite_again(known, ACTOR)
            person = known
        else:
            person = actions.invite(email, name, held, ACTOR)
        number, address = person.id, person.email
        link = f"{current_settings().public_url.rstrip('/')}/uitnodiging/{make_invitation(person)}"
    mailed = current_settings().mail == "smtp" and "invitation" in JOBS
    if mailed:
        perform("invitation", {"number": number})
    if as_json:
        click.echo(orjson.dumps({"email": address, "link": link, "mailed": mailed}))
        return
    click.echo(f"{address} comes in, once and within {INVITATION.days} days, at:\n{link}")
    if mailed:
        click.echo("The link is mailed as well.")


@user_group.command("role")
@click.argument("email")
@click.argument("how", type=click.Choice(["give", "take"]))
@click.argument("role", type=ROLES)
@AREA
@ORGANISATION
def role_command(email: str, how: str, role: str, area: str, organisation: str) -> None:
    """Give the person of EMAIL a ROLE, or take it.

    HOW is give or take.
    """
    held = held_from(role, area, organisation)
    with transaction():
        person = queries.person_by_email(email)
        if how == "give":
            actions.give_role(person, held, ACTOR)
        else:
            actions.take_role(person, number_of(person, held), ACTOR)
        roles = [told(each) for each in person.grants]
    click.echo(f"{email}: {', '.join(roles) or 'no roles'}")


@user_group.command("disable")
@click.argument("email")
def disable(email: str) -> None:
    """Shut the account of EMAIL, at once."""
    with transaction():
        actions.disable(queries.person_by_email(email), ACTOR)
    click.echo(f"{email} is shut out.")


@user_group.command("enable")
@click.argument("email")
def enable(email: str) -> None:
    """Open the account of EMAIL that was shut."""
    with transaction():
        actions.enable(queries.person_by_email(email), ACTOR)
    click.echo(f"{email} may sign in again.")


@user_group.command("reset")
@click.argument("email")
def reset(email: str) -> None:
    """Clear the second factor of EMAIL, who lost a phone.

    Its codes and passkeys work no more; at the next sign-in new ones are set up.
    """
    with transaction():
        actions.reset_second_factor(queries.person_by_email(email), ACTOR)
    click.echo(f"{email} sets up a second factor at the next sign-in.")


@user_group.command("list")
@AS_JSON
def list_command(as_json: bool) -> None:
    """Show who has an account."""
    rows = [as_row(person) for person in queries.people()]
    if as_json:
        click.echo(orjson.dumps(rows))
        return
    for row in rows:
        roles = ", ".join(row["roles"]) or "no roles"
        click.echo(f"{row['email']}  {row['state']}  {roles}")
    if not rows:
        click.echo("Nobody has an account: socialmap user invite EMAIL --role administrator")


@click.command("forget")
@click.argument("email")
@click.option("--yes", is_flag=True, help="Do not ask whether you are sure.")
@AS_JSON
def forget_command(email: str, yes: bool, as_json: bool) -> None:
    """Forget the person of EMAIL: clear all that names them.

    Account, mail, proposals, contacts and older versions of listings. What was done stays in
    history and in the audit log, under a number.
    """
    if not yes:
        click.confirm(f"Clear everything about {email}? This cannot be undone.", abort=True)
    with transaction():
        cleared = forget(email, ACTOR)
    if as_json:
        click.echo(orjson.dumps(dict(cleared)))
        return
    for table, count in cleared.items():
        click.echo(f"{count:>6}  {table}")
    if not cleared:
        click.echo("There is nothing about this person.")


def held_from(role: str, area: str, organisation: str) -> Held:
    """The role as it was typed; a municipality or organisation that is not there is a mistake."""
    if area and area not in municipalities():
        raise click.BadParameter(f"No listing is in {area!r}.", param_hint="--area")
    numbers = {name: number for number, name in organisations().items()}
    if organisation and organisation not in numbers:
        raise click.BadParameter(
            f"No organisation is called {organisation!r}.", param_hint="--organisation"
        )
    return Held(Role(role), area, numbers.get(organisation))


def number_of(person: Person, held: Held) -> int:
    """The number of the grant of a role, or 0."""
    wished = (held.role, held.area, held.organisation_id)
    return next(
        (
            each.id
            for each in person.grants
            if (each.role, each.area, each.organisation_id) == wished
        ),
        0,
    )


def as_row(person: Person) -> dict[str, Any]:
    """One account as JSON-able values."""
    state = "open" if person.confirmed_at else "invited"
    return {
        "email": person.email,
        "name": person.name,
        "state": state if person.active else "shut",
        "roles": [told(each) for each in person.grants],
        "second_factor": person.has_second_factor,
        "last_seen_at": person.last_seen_at,
        "reviewed_at": person.reviewed_at,
    }


def told(grant: Grant) -> str:
    """A role in one word, with how far it reaches."""
    reach = grant.area or (str(grant.organisation_id) if grant.organisation_id else "")
    return f"{grant.role}:{reach}" if reach else grant.role
