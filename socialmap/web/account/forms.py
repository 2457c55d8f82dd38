"""The forms of Flask-Security with a limit on how often they may fail."""

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
    """The network address from which the request came."""
    return request.remote_addr or ""


class Paced:
    """A form that counts its failures, per account and per network."""

    user: Any
    form_errors: list[str]

    def person(self) -> Person | None:
        """The person who fills the form in, when that is known already."""
        user = getattr(self, "user", None)
        return user if type(user) is Person else current_person()

    def account(self) -> str:
        """The account whose failures are counted: its mail address, or empty."""
        person = self.person()
        return str(person.email) if person else ""

    def validate(self, **kwargs: Any) -> bool:
        """Refuse after too many failures; else validate the form, and count another failure."""
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
        """The address that was typed, whether it has an account or not."""
        return str(self.email.data or "")

    def validate(self, **kwargs: Any) -> bool:
        """Also refuse a person whose only second factor is a passkey: that signs in by itself."""
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
    """A mail address to send a link to, with a limit on how many are sent."""

    def validate(self, **kwargs: Any) -> bool:
        """Validate the form without telling whether the address has an account."""
        account = str(self.email.data or "")
        if attempts.too_many("mail", account, peer()):
            return False
        attempts.note("mail", account, peer())
        if not super().validate(**kwargs):
            return False
        # Flask-Security hashes too for an address without an account: both take as long.
        hash_password("not a password")
        return True
