"""Setting up codes: after a wrong code the page keeps the secret that was scanned already."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, make_response, render_template, session, url_for
from flask_security.utils import check_and_get_token_status

from socialmap.guards import signed_in
from socialmap.people.models import Person

SETUP = "security/two_factor_setup.html"
CODE = "security/two_factor_token_validation.html"


def page_of(template: str, context: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The template and its context: somebody who is still setting up sees the same QR code."""
    secret = session.get("tf_totp_secret")
    if template != CODE or session.get("tf_state") != "validating_profile" or not secret:
        return template, context
    user = context["two_factor_verify_code_form"].user
    return SETUP, context | _scanned(secret, user) | {"changing": False, "state_token": None}


def same_secret(answer: Response, token: str) -> Response:
    """The answer to a code; when it was wrong, the page with the same QR code again."""
    # Flask-Security begins with another secret.
    if answer.location != url_for("security.two_factor_setup"):
        return answer
    expired, invalid, state = check_and_get_token_status(
        token, "tf_setup", current_app.config["SECURITY_TWO_FACTOR_SETUP_WITHIN"]
    )
    if expired or invalid:
        return answer
    context = _scanned(state["totp_secret"], signed_in())
    page = render_template(SETUP, **context, changing=True, state_token=token)
    return make_response(page, 422)


def _scanned(secret: str, person: Person) -> dict[str, Any]:
    """What the page shows of a secret."""
    values = current_app.extensions["security"].totp_factory.fetch_setup_values(secret, person)
    return {
        "chosen_method": "authenticator",
        "choices": (),
        "authr_qrcode": values["image"],
        "authr_key": values["key"],
    }
