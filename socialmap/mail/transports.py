"""How mail leaves: over SMTP, or as files in a folder; each says what went wrong in one way."""

from __future__ import annotations

import os
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from typing import Protocol

from socialmap.config import Settings

TIMEOUT = 30  # seconds, for each step of the conversation


class NotDelivered(Exception):
    """A message did not leave; `reason` is what the other side said."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


class Away(NotDelivered):
    """The mail server cannot be reached or does not take us: nothing can be sent now."""


class Delayed(NotDelivered):
    """The server does not take the message now; later it may."""


class Refused(NotDelivered):
    """The server never takes the message."""


class NobodyThere(Refused):
    """The address does not exist."""


class LostSight(NotDelivered):
    """The line broke while the text was on its way: it may have arrived, or not."""


class Transport(Protocol):
    """A way for mail to leave."""

    # Whether handing the same message over twice gives one mail.
    idempotent: bool

    def deliver(self, mail: EmailMessage, handing: Callable[[], None]) -> None:
        """Deliver a mail, or raise NotDelivered; `handing` is called just before it leaves."""

    def close(self) -> None:
        """Hang up."""


class FileTransport:
    """Each mail is a file with the name of its id: what is there already is there already."""

    idempotent = True

    def __init__(self, folder: Path):
        self.folder = folder

    def deliver(self, mail: EmailMessage, handing: Callable[[], None]) -> None:
        """Write the mail, whole or not at all."""
        handing()
        name = mail["Message-ID"].strip("<>").partition("@")[0]
        target = self.folder / f"{name}.eml"
        half = self.folder / f".{name}"  # what a sender that died left is written over
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with half.open("wb") as file:
                file.write(mail.as_bytes())
                file.flush()
                os.fsync(file.fileno())
            if target.exists():
                half.unlink()
            else:
                half.rename(target)
        except OSError as error:
            with suppress(OSError):
                half.unlink()
            raise Away(f"{self.folder}: {error.strerror}") from error

    def close(self) -> None:
        """Nothing stays open."""


class SmtpTransport:
    """One conversation with a mail server, for as many mails as there are."""

    idempotent = False

    def __init__(self, settings: Settings):
        self.settings = settings
        self._server: smtplib.SMTP | None = None

    def deliver(self, mail: EmailMessage, handing: Callable[[], None]) -> None:
        """Offer the mail step by step, so that it is known how far it got when the line breaks."""
        server = self._connected()
        try:
            _accepted(*server.mail(parseaddr(mail["From"])[1]))
            _accepted(*server.rcpt(mail["To"]), of_address=True)
            handing()
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise Away(str(error)) from error
        except BaseException:
            self.close()
            raise
        self._hand_over(server, mail)

    def _hand_over(self, server: smtplib.SMTP, mail: EmailMessage) -> None:
        try:
            _accepted(*server.data(mail.as_bytes()))
        except smtplib.SMTPDataError as error:  # refused before the text was asked for
            self.close()
            _accepted(error.smtp_code, error.smtp_error)
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise LostSight(str(error)) from error
        except NotDelivered:
            self.close()
            raise

    def _connected(self) -> smtplib.SMTP:
        if self._server is None:
            try:
                self._server = self._connect()
            except (OSError, smtplib.SMTPException) as error:
                raise Away(f"{self.settings.mail_host}: {error}") from error
        return self._server

    def _connect(self) -> smtplib.SMTP:
        wished = self.settings
        where = (wished.mail_host, wished.mail_port)
        if wished.mail_security == "tls":
            context = ssl.create_default_context()
            server: smtplib.SMTP = smtplib.SMTP_SSL(*where, timeout=TIMEOUT, context=context)
        else:
            server = smtplib.SMTP(*where, timeout=TIMEOUT)
        try:
            if wished.mail_security == "starttls":
                server.starttls(context=ssl.create_default_context())
            server.ehlo_or_helo_if_needed()
            if wished.mail_user:
                server.login(wished.mail_user, wished.mail_password)
        except BaseException:
            server.close()
            raise
        return server

    def close(self) -> None:
        """Say goodbye, if anybody still listens."""
        server, self._server = self._server, None
        if server is not None:
            try:
                server.quit()
            except (OSError, smtplib.SMTPException):
                server.close()


def _accepted(code: int, said: bytes | str, of_address: bool = False) -> None:
    """Go on when the server said yes; 4xx is not now, 5xx is never."""
    told = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    if 200 <= code < 300:
        return
    if code == 421:  # the server itself is closing
        raise Away(f"{code} {told}")
    if 400 <= code < 500:
        raise Delayed(f"{code} {told}")
    raise (NobodyThere if of_address and _no_mailbox(code, told) else Refused)(f"{code} {told}")


def _no_mailbox(code: int, told: str) -> bool:
    """Whether the answer is about the mailbox, not about us: 5.7.x is policy, 5.1.x the address."""
    enhanced = told.partition(" ")[0]
    return code in {550, 551, 553} and not enhanced.startswith(("5.7.", "5.3.", "5.5."))


def transport_of(settings: Settings) -> Transport | None:
    """The way that the settings choose; None leaves everything waiting."""
    if settings.mail == "smtp":
        return SmtpTransport(settings)
    return FileTransport(settings.data / "mail") if settings.mail == "file" else None
