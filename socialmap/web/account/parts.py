"""The parts that Flask-Security leaves to the app: codes, QR, passkeys, passwords and mail."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import segno
from flask import request
from flask_babel import gettext
from flask_security import MailUtil, PasswordUtil, Totp, WebauthnUtil
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from socialmap.config import current_settings
from socialmap.people import passwords
from socialmap.people.models import Person
from socialmap.web.account.texts import ERRORS
from socialmap.web.letters.account import send_notice, send_reset_link
from socialmap.web.page.forms import one_line, too_long

LONGEST_NAME = 64  # characters of the name of a passkey


class Codes(Totp):  # type: ignore[misc]
    """The codes of an app on a phone, each of which signs in once."""

    def get_last_counter(self, user: Person) -> int | None:
        """The counter of the last code that the person used."""
        return user.last_counter

    def set_last_counter(self, user: Person, tmatch: Any) -> None:
        """Store the counter of the code that was used just now."""
        user.last_counter = tmatch.counter

    def generate_qrcode(self, username: str, totp: str) -> str:
        """The QR code to scan, as a data URI."""
        return str(segno.make(self.get_totp_uri(username, totp)).svg_data_uri(scale=5, border=4))


class Passwords(PasswordUtil):  # type: ignore[misc]
    """Passwords, without those that are easy to guess."""

    def validate(
        self, password: str, is_register: bool, **kwargs: Any
    ) -> tuple[list[str] | None, str]:
        """The errors in a password (None for none), and the password as it is stored."""
        normal = self.normalize(password)
        person = kwargs.get("user")
        about = (person.name, person.email) if person else ()
        sentence = passwords.trouble(normal, about)
        return ([gettext(sentence)] if sentence else None), normal


class Passkeys(WebauthnUtil):  # type: ignore[misc]
    """Passkeys that name their account, and that ask for a finger, a face or a PIN."""

    def origin(self) -> str:
        """The origin that the browser shows; the request of a proxy itself may be plain http."""
        scheme = urlsplit(current_settings().public_url).scheme or request.scheme
        return f"{scheme}://{request.host}"

    def name_svn(self, value: str) -> tuple[str | None, str | None]:
        """The error in the name of a passkey (None for none), and the name as it is stored."""
        name = one_line(value)
        if wrong := too_long("name", name, LONGEST_NAME):
            return wrong["name"][0], None
        return (None, name) if name else (gettext(ERRORS["WEBAUTHN_NAME_REQUIRED"]), None)

    def authenticator_selection(self, user: Person, usage: str) -> AuthenticatorSelectionCriteria:
        """The requirements for a passkey, which any phone, computer or key meets."""
        return AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        )

    def user_verification(
        self, user: Person | None, usage: list[str]
    ) -> UserVerificationRequirement:
        """Always ask for the finger, face or PIN."""
        return UserVerificationRequirement.REQUIRED


class Mail(MailUtil):  # type: ignore[misc]
    """The mails of Flask-Security, in our words, through our outbox."""

    def send_mail(self, template: str, *_: object, **kwargs: Any) -> None:
        """Queue the letter that goes with a template of Flask-Security, if there is one."""
        person: Person = kwargs["user"]
        if "reset_token" in kwargs:
            send_reset_link(person, kwargs["reset_token"])
        elif template.endswith(("reset_notice", "change_notice")):
            send_notice(person, gettext("Je hebt een nieuw wachtwoord."))
