"""socialmap user and forget: manage accounts and roles, and forget a person."""

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
from socialmap.people.models import Grant, Person
from socialmap.people.permissions import Held, Role
from socialmap.people.signed_links import INVITATION, make_invitation
from socialmap.places.municipalities import municipality_names

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
        invited = queries.find_person(email)
        if invited is not None and invited.confirmed_at is None:
            actions.invite_again(invited, ACTOR)
            person = invited
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
    click.echo(f"{address} can accept within {INVITATION.days} days, once, at:\n{link}")
    if mailed:
        click.echo("The link has been mailed as well.")


@user_group.command("role")
@click.argument("email")
@click.argument("how", type=click.Choice(["give", "take"]))
@click.argument("role", type=ROLES)
@AREA
@ORGANISATION
def role_command(email: str, how: str, role: str, area: str, organisation: str) -> None:
    """Give the person with EMAIL a ROLE, or take it away.

    HOW is give or take.
    """
    held = held_from(role, area, organisation)
    with transaction():
        person = queries.person_by_email(email)
        if how == "give":
            actions.give_role(person, held, ACTOR)
        else:
            actions.take_role(person, number_of(person, held), ACTOR)
        roles = [role_text(grant) for grant in person.grants]
    click.echo(f"{email}: {', '.join(roles) or 'no roles'}")


@user_group.command("disable")
@click.argument("email")
def disable(email: str) -> None:
    """Disable the account of EMAIL, and end its sessions."""
    with transaction():
        actions.disable(queries.person_by_email(email), ACTOR)
    click.echo(f"{email} can no longer sign in.")


@user_group.command("enable")
@click.argument("email")
def enable(email: str) -> None:
    """Enable the account of EMAIL again."""
    with transaction():
        actions.enable(queries.person_by_email(email), ACTOR)
    click.echo(f"{email} can sign in again.")


@user_group.command("reset")
@click.argument("email")
def reset(email: str) -> None:
    """Clear the second factor of EMAIL, whose phone is lost, for example.

    The old codes and passkeys stop working; the person sets up new ones at the next sign-in.
    """
    with transaction():
        actions.reset_second_factor(queries.person_by_email(email), ACTOR)
    click.echo(f"{email} sets up a second factor at the next sign-in.")


@user_group.command("list")
@AS_JSON
def list_command(as_json: bool) -> None:
    """List the accounts."""
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
    """Forget the person with EMAIL: clear all their personal data.

    That is in accounts, mail, proposals, contacts and older versions of listings. What they did
    stays in the history and in the audit log, under a number.
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
    """Return the role as typed; raise BadParameter for an unknown municipality or organisation."""
    if area and area not in {*municipalities(), *municipality_names()}:
        raise click.BadParameter(f"No municipality is called {area!r}.", param_hint="--area")
    numbers = {name: number for number, name in organisations().items()}
    if organisation and organisation not in numbers:
        raise click.BadParameter(
            f"No organisation is called {organisation!r}.", param_hint="--organisation"
        )
    return Held(Role(role), area, numbers.get(organisation))


def number_of(person: Person, held: Held) -> int:
    """Return the number of the person's grant of a role, or 0."""
    wanted = (held.role, held.area, held.organisation_id)
    numbers = (
        grant.id
        for grant in person.grants
        if (grant.role, grant.area, grant.organisation_id) == wanted
    )
    return next(numbers, 0)


def as_row(person: Person) -> dict[str, Any]:
    """Return an account as JSON-able values."""
    state = "open" if person.confirmed_at else "invited"
    return {
        "email": person.email,
        "name": person.name,
        "state": state if person.active else "shut",
        "roles": [role_text(grant) for grant in person.grants],
        "second_factor": person.has_second_factor,
        "last_seen_at": person.last_seen_at,
        "reviewed_at": person.reviewed_at,
    }


def role_text(grant: Grant) -> str:
    """Return a role as text, like coordinator:Utrecht."""
    reach = grant.area or (str(grant.organisation_id) if grant.organisation_id else "")
    return f"{grant.role}:{reach}" if reach else grant.role
