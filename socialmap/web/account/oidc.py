"""Sign in at one's own organisation: OpenID Connect with PKCE, state and nonce."""

from __future__ import annotations

from typing import Any

from authlib.integrations.base_client import OAuthError
from authlib.integrations.flask_client import OAuth
from flask import Blueprint, Flask, abort, current_app, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security.utils import validate_redirect_url
from joserfc.errors import JoseError
from requests import RequestException

from socialmap.config import PREFIX, SettingError, Settings, current_settings
from socialmap.db import writes
from socialmap.guards import everybody
from socialmap.people import actions, audit
from socialmap.people.groups import held_by, read_table
from socialmap.people.models import Person
from socialmap.people.queries import find_person, person_by_subject
from socialmap.times.clock import now
from socialmap.web.account.sessions import enter
from socialmap.web.letters.rendering import page_url
from socialmap.wording import N_

blueprint = Blueprint("oidc", __name__, url_prefix="/inloggen/organisatie")

FAILED = N_("Inloggen bij %(name)s lukte niet. Probeer het opnieuw.")
STRANGER = N_("Je hebt hier nog geen account. Vraag de beheerder om een uitnodiging.")
NAME = "organisation"


def oidc_name() -> str:
    """The name of the organisation's own sign-in; empty when there is none."""
    settings = current_settings()
    return settings.oidc_name if settings.oidc_issuer else ""


def _client() -> Any:
    oauth = current_app.extensions.get("socialmap.oidc")
    return oauth.create_client(NAME) if oauth else abort(404)


@blueprint.get("")
@everybody
def leave() -> ResponseReturnValue:
    """Redirect to the organisation's own sign-in."""
    client = _client()
    session["oidc_next"] = request.args.get("next", "")
    try:
        # The address to come back to is from the settings, never from the request.
        answer: ResponseReturnValue = client.authorize_redirect(page_url("oidc.come_back"))
    except (OAuthError, RequestException):
        current_app.logger.exception("the sign-in of the organisation does not answer")
        return _refused(gettext(FAILED, name=oidc_name()))
    return answer


@blueprint.get("/terug")
@everybody
@writes
def come_back() -> ResponseReturnValue:
    """Sign in the person whom the organisation names, after checks of state, nonce and verifier."""
    client = _client()
    next_ = session.pop("oidc_next", "")
    try:
        claims = client.authorize_access_token()["userinfo"]
    except (OAuthError, JoseError, RequestException, KeyError, ValueError) as error:
        current_app.logger.warning("sign-in at the organisation failed: %s", type(error).__name__)
        return _refused(gettext(FAILED, name=oidc_name()))
    person = _person_of(claims)
    if person is None or not person.active:
        return _refused(gettext(STRANGER))
    return _let_in(person, claims, next_)


def _let_in(person: Person, claims: dict[str, Any], next_: str) -> ResponseReturnValue:
    settings = current_settings()
    person.confirmed_at = person.confirmed_at or now()
    if table := read_table(settings.oidc_roles):
        actions.follow_groups(person, held_by(_texts(claims.get("groups")), table), "oidc")
    security = current_app.extensions["security"]
    if _showed_second_factor(claims, settings):
        enter(person, "organisation", strong=True)
    elif page := security.two_factor_plugins.tf_enter(person, False, "oidc", next_loc=next_):
        return page  # type: ignore[no-any-return]
    else:
        enter(person, "organisation", strong=False)
    safe = bool(next_) and validate_redirect_url(next_)
    return redirect(next_ if safe else url_for("account.begin"))


def _person_of(claims: dict[str, Any]) -> Person | None:
    """The person of some claims, by subject or else by verified mail address.

    A new person is invited when their groups give a role; None for a stranger.
    """
    subject = f"{claims['iss']} {claims['sub']}"
    person = person_by_subject(subject)
    if person is not None:
        return person
    email = str(claims.get("email", ""))
    if not email or claims.get("email_verified") is not True:
        return None
    person = find_person(email)
    if person is None:
        settings = current_settings()
        held = held_by(_texts(claims.get("groups")), read_table(settings.oidc_roles))
        if not held:
            return None
        person = actions.invite(email, str(claims.get("name", "")), min(held, key=str), "oidc")
        person.grants[0].by_group = True
    if person.oidc_subject is not None:
        # The address now belongs to somebody else than the person of this account.
        return None
    person.oidc_subject = subject
    audit.note("oidc", audit.Verb.LINK_ORGANISATION, person.actor)
    return person


def _showed_second_factor(claims: dict[str, Any], settings: Settings) -> bool:
    strong = set(filter(None, map(str.strip, settings.oidc_second_factor.split(","))))
    return bool(strong & {str(claims.get("acr", "")), *_texts(claims.get("amr"))})


def _texts(claim: object) -> list[str]:
    return list(map(str, claim)) if isinstance(claim, list) else []


def _refused(sentence: str) -> ResponseReturnValue:
    flash(sentence, "error")
    return redirect(url_for("security.login"))


def register(app: Flask, settings: Settings) -> None:
    """Register the organisation's own sign-in, when the settings name one."""
    try:
        read_table(settings.oidc_roles)
    except ValueError as error:
        raise SettingError(f"{PREFIX}OIDC_ROLES: {error}.") from error
    app.add_template_global(oidc_name)
    app.register_blueprint(blueprint)
    if settings.oidc_issuer:
        connect(app, settings)


def connect(app: Flask, settings: Settings) -> None:
    """Configure the client; the metadata of the sign-in is fetched when somebody goes there."""
    oauth = OAuth(app)
    oauth.register(
        NAME,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret,
        server_metadata_url=f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email profile",
            "code_challenge_method": "S256",
            "timeout": 10,  # seconds
        },
    )
    app.extensions["socialmap.oidc"] = oauth
