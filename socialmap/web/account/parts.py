"""What Flask-Security leaves to the app: codes, QR, passkeys, passwords and mail."""

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
from socialmap.web.page.forms import one_line


class Codes(Totp):  # type: ignore[misc]
    """The codes of an app on a phone; each opens the door once."""

    def get_last_counter(self, user: Person) -> int | None:
        """The last code that was used."""
        return user.last_counter

    def set_last_counter(self, user: Person, tmatch: Any) -> None:
        """Remember the code that was used just now."""
        user.last_counter = tmatch.counter

    def generate_qrcode(self, username: str, totp: str) -> str:
        """The code to scan, as the address of an image."""
        return str(segno.make(self.get_totp_uri(username, totp)).svg_data_uri(scale=5, border=4))


class Passwords(PasswordUtil):  # type: ignore[misc]
    """Refuse a password that is easy to guess."""

    def validate(
        self, password: str, is_register: bool, **kwargs: Any
    ) -> tuple[list[str] | None, str]:
        """What is wrong with the password, and the password as it is kept."""
        normal = self.normalize(password)
        person = kwargs.get("user")
        about = (person.name, person.email) if person else ()
        sentence = passwords.trouble(normal, about)
        return ([gettext(sentence)] if sentence else None), normal


class Passkeys(WebauthnUtil):  # type: ignore[misc]
    """Passkeys that say whose they are, and that ask for a finger, a face or a PIN."""

    def origin(self) -> str:
        """The address that the browser shows; a proxy may have made plain http of it."""
        scheme = urlsplit(current_settings().public_url).scheme or request.scheme
        return f"{scheme}://{request.host}"

    def name_svn(self, value: str) -> tuple[str | None, str | None]:
        """What is wrong with the name of a passkey, and the name as it is kept."""
        name = one_line(value)[:64]
        return (None, name) if name else (gettext(ERRORS["WEBAUTHN_NAME_REQUIRED"]), None)

    def authenticator_selection(self, user: Person, usage: str) -> AuthenticatorSelectionCriteria:
        """Any phone, computer or key will do."""
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
    """The mails of Flask-Security, in our words, by our outbox."""

    def send_mail(self, template: str, *_: object, **kwargs: Any) -> None:
        """Queue the letter for what happened."""
        person: Person = kwargs["user"]
        if "reset_token" in kwargs:
            send_reset_link(person, kwargs["reset_token"])
        elif template.endswith(("reset_notice", "change_notice")):
            send_notice(person, gettext("Je hebt een nieuw wachtwoord."))
