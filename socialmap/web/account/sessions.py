"""Who is signed in: sessions that end, and the audit log of signing in and out."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, Response, abort, g, make_response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user, user_logged_out
from flask_security import (
    Security,
    password_changed,
    password_reset,
    tf_disabled,
    tf_profile_changed,
    user_authenticated,
    user_failed_authn,
    wan_deleted,
    wan_registered,
)
from flask_security.utils import login_user

from socialmap.db import writes_anyhow
from socialmap.people import attempts, audit, sign_ins
from socialmap.people.accounts import datastore
from socialmap.people.models import Person, SignIn
from socialmap.web.account.second_step import same_secret
from socialmap.web.letters.account import send_notice
from socialmap.wording import N_

# There is one kind of second factor to set up, and no mail that stands in for it.
NOT_IN_USE = {"security.tf_select", "security.two_factor_rescue"}
# Per page on which someone signs in: the means, and whether it shows two factors.
MEANS = {
    "security.login": ("password", False),
    "security.two_factor_token_validation": ("code", True),
    "security.mf_recovery": ("recovery_code", True),
    "security.wan_signin_response": ("passkey", True),
}
NOTICE_EVERY = 60  # seconds between two updates of the cookie of somebody who is active
CHANGES = {
    tf_profile_changed: (
        audit.Verb.SET_UP_CODES,
        N_("Er staat een app voor codes bij je account."),
    ),
    tf_disabled: (audit.Verb.STOP_CODES, N_("De tweede stap staat uit.")),
    wan_registered: (audit.Verb.ADD_PASSKEY, N_("Er is een passkey bij je account gekomen.")),
    wan_deleted: (audit.Verb.REMOVE_PASSKEY, N_("Een passkey van je account is weg.")),
}


def load(uniquifier: str) -> Person | None:
    """The person of a cookie; None when the account is closed or the session ended or went idle."""
    person: Person | None = datastore.find_user(fs_uniquifier=uniquifier)
    if person is None or not person.active:
        return None
    sign_in = sign_ins.standing(str(session.get("sign_in", "")), person)
    idle = time.time() - float(session.get("seen_at", 0))
    if sign_in is None or idle > sign_ins.IDLE.total_seconds():
        return None
    if idle > NOTICE_EVERY:
        session["seen_at"] = int(time.time())
    g.sign_in, g.fs_authn_via, g.fs_paa = sign_in, "session", session.get("fs_paa", 0)
    return person


def current_sign_in() -> SignIn:
    """The session of the person who is signed in."""
    sign_in: SignIn = g.sign_in
    return sign_in


def enter(person: Person, means: str, *, strong: bool) -> None:
    """Sign in a person who proved who they are on a page of ours."""
    login_user(person, authn_via=[means, *(["strong"] if strong else [])])


def _on_sign_in(_app: Flask, user: Person, authn_via: list[str] | None = None, **_: Any) -> None:
    via = authn_via or []
    means, strong = MEANS.get(request.endpoint or "") or (via[0], "strong" in via)
    sign_in = sign_ins.begin(user, means, strong=strong)
    session["sign_in"], session["seen_at"] = str(sign_in.id), int(time.time())
    g.sign_in = sign_in
    attempts.forgive("sign_in", user.email)


def _on_sign_out(_app: Flask, user: Any, **_: Any) -> None:
    if isinstance(user._get_current_object() if user is current_user else user, Person):
        sign_ins.end(current_sign_in())
        audit.note(user.actor, audit.Verb.SIGN_OUT, user.actor)
    session.clear()


def _on_failure(_app: Flask, user: Person, auth_type: str, **_: Any) -> None:
    audit.note(user.actor, audit.Verb.SIGN_IN_FAILED, user.actor, means=auth_type)


def _on_change(verb: audit.Verb, sentence: str) -> Any:
    def note(_app: Flask, user: Person, **_: Any) -> None:
        audit.note(user.actor, verb, user.actor)
        send_notice(user, gettext(sentence))
        # Whoever sets up a second factor has shown that it works.
        if verb in {audit.Verb.SET_UP_CODES, audit.Verb.ADD_PASSKEY} and "sign_in" in g:
            sign_ins.strengthen(current_sign_in())

    return note


def _on_new_password(_app: Flask, user: Person, **_: Any) -> None:
    audit.note(user.actor, audit.Verb.NEW_PASSWORD, user.actor)
    sign_ins.end_all(user, but=g.get("sign_in"))


def _committed(view: Callable[..., Any]) -> Callable[..., Any]:
    """A view of Flask-Security that commits what it writes; pages not in use answer 404."""

    def noted(*args: Any, **kwargs: Any) -> Response:
        answer = make_response(view(*args, **kwargs))
        # The one change for which Flask-Security has no signal.
        if request.endpoint == "security.mf_recovery_codes" and answer.status_code == 200:
            audit.note(current_user.actor, audit.Verb.NEW_RECOVERY_CODES, current_user.actor)
        if request.endpoint == "security.two_factor_setup_validate":
            answer = same_secret(answer, kwargs["token"])
        return answer

    writing = writes_anyhow(noted)

    @wraps(view)
    def committing(*args: Any, **kwargs: Any) -> Any:
        if request.endpoint in NOT_IN_USE:
            abort(404)
        return (writing if request.method == "POST" else view)(*args, **kwargs)

    return committing


def _forbid_storing(response: Response) -> Response:
    """Let no browser store a page of the desk: the computer may be somebody else's."""
    if "sign_in" in g or request.blueprint == "security":
        response.headers["Cache-Control"] = "private, no-store"
    return response


def _to_sign_in(*_: object, **__: object) -> ResponseReturnValue:
    """Redirect to the page to sign in on, and back afterwards."""
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("security.login", next=back))


def register(app: Flask, security: Security) -> None:
    """Let sessions end, and note in the audit log who signs in and out."""
    manager = app.login_manager  # type: ignore[attr-defined]
    manager.user_loader(load)
    # Only a session signs someone in, never a token in a header.
    manager.request_loader(lambda _request: None)
    app.after_request(_forbid_storing)
    security.unauthn_handler(_to_sign_in)
    for endpoint, view in app.view_functions.items():
        if endpoint.startswith("security."):
            app.view_functions[endpoint] = _committed(view)
    for signal, receiver in (
        (user_authenticated, _on_sign_in),
        (user_logged_out, _on_sign_out),
        (user_failed_authn, _on_failure),
        (password_changed, _on_new_password),
        (password_reset, _on_new_password),
        *((signal, _on_change(*change)) for signal, change in CHANGES.items()),
    ):
        signal.connect(receiver, app, weak=False)
