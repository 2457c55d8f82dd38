"""The forms of Flask-Security that someone could try over and over: after a while they wait."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_babel import gettext
from flask_security.forms import (
    ChangePasswordForm,
    ForgotPasswordForm,
    LoginForm,
    TwoFactorVerifyCodeForm,
    VerifyForm,
)
from flask_security.recovery_codes import MfRecoveryForm
from flask_security.utils import hash_password

from socialmap.guards import current_person
from socialmap.people import attempts
from socialmap.people.accounts import hold
from socialmap.people.models import Person
from socialmap.web.account.texts import SLOW_DOWN, USE_PASSKEY


def peer() -> str:
    """The address of the other side."""
    return request.remote_addr or ""


class Paced:
    """A form that counts what fails, per account and per network."""

    user: Any
    form_errors: list[str]

    def person(self) -> Person | None:
        """Who tries, when that is known already."""
        given = getattr(self, "user", None)
        return given if type(given) is Person else current_person()

    def account(self) -> str:
        """The account that is tried, as it is counted."""
        person = self.person()
        return str(person.email) if person else ""

    def validate(self, **kwargs: Any) -> bool:
        """Refuse when it went wrong too often; else look, and count when it is wrong again."""
        if (person := self.person()) is not None:
            hold(person)
        account = self.account()
        if attempts.too_many("sign_in", account, peer()):
            minutes = attempts.PACES["sign_in"].minutes
            self.form_errors.append(gettext(SLOW_DOWN, minutes=minutes))
            return False
        if super().validate(**kwargs):  # type: ignore[misc]
            return True
        attempts.note("sign_in", account, peer())
        return False


class SignInForm(Paced, LoginForm):  # type: ignore[misc]
    """Mail address and password."""

    def account(self) -> str:
        """What was typed, whether there is such an account or not."""
        return str(self.email.data or "")

    def validate(self, **kwargs: Any) -> bool:
        """Beside the usual: whose second factor is a passkey comes in with that."""
        if not super().validate(**kwargs):
            return False
        person: Person = self.user
        if person.needs_second_factor and person.webauthn and not person.tf_primary_method:
            self.form_errors.append(gettext(USE_PASSKEY))
            return False
        return True


class CodeForm(Paced, TwoFactorVerifyCodeForm):  # type: ignore[misc]
    """The code of the app."""


class RecoveryForm(Paced, MfRecoveryForm):  # type: ignore[misc]
    """A recovery code."""


class AgainForm(Paced, VerifyForm):  # type: ignore[misc]
    """The password once more."""


class NewPasswordForm(Paced, ChangePasswordForm):  # type: ignore[misc]
    """The old password and the new one."""


class ForgottenForm(ForgotPasswordForm):  # type: ignore[misc]
    """A mail address; whoever asks for mail after mail gets no more of them."""

    def validate(self, **kwargs: Any) -> bool:
        """Say nothing about whether there is such an account."""
        account = str(self.email.data or "")
        if attempts.too_many("mail", account, peer()):
            return False
        attempts.note("mail", account, peer())
        if not super().validate(**kwargs):
            return False
        # Flask-Security does as much for an account that is not there: the clock tells nothing.
        hash_password("not a password")
        return True
