"""The ways to deliver mail: over SMTP or as files in a folder, with the same exceptions."""

from __future__ import annotations

import os
import smtplib
import ssl
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import suppress
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path

from socialmap.config import Settings
from socialmap.mail.barring import MADE_UP, made_up_recipients

TIMEOUT = 30  # seconds, for each step of the conversation


class NotDelivered(Exception):
    """A message was not delivered; `reason` is what the other side answered."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


class Away(NotDelivered):
    """The mail server cannot be reached or does not accept us: nothing can be sent now."""


class Delayed(NotDelivered):
    """The server does not accept the message now, but may do so later."""


class Refused(NotDelivered):
    """The server will never accept the message."""


class NobodyThere(Refused):
    """The address does not exist."""


class LostSight(NotDelivered):
    """The connection broke while the text was being sent: it may have arrived."""


class Barred(NotDelivered):
    """The message is never sent: its address is made up, or belongs to the demo."""


class Transport(ABC):
    """A way to deliver mail."""

    # Whether delivering the same message twice gives only one mail.
    idempotent = False

    def deliver(self, mail: EmailMessage, handing: Callable[[], None]) -> None:
        """Deliver a mail, and call `handing` just before; raise NotDelivered if it fails.

        No mail to a made-up address passes, however it came here.
        """
        if made_up_recipients(mail):
            raise Barred(MADE_UP)
        self.take(mail, handing)

    @abstractmethod
    def take(self, mail: EmailMessage, handing: Callable[[], None]) -> None:
        """Do what `deliver` promises, in the way of this transport."""

    def close(self) -> None:
        """Close the connection, if there is one."""
        return


class FileTransport(Transport):
    """Writes each mail to a file named after its id, so that a second delivery changes nothing."""

    idempotent = True

    def __init__(self, folder: Path):
        self.folder = folder

    def take(self, mail: EmailMessage, handing: Callable[[], None]) -> None:
        """Write the mail, completely or not at all."""
        handing()
        name = mail["Message-ID"].strip("<>").partition("@")[0]
        target = self.folder / f"{name}.eml"
        half = self.folder / f".{name}"  # overwrites what a sender that died left behind
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


class SmtpTransport(Transport):
    """Delivers mail over one SMTP connection, opened for the first mail and kept for the others."""

    def __init__(self, settings: Settings):
        self.settings = settings
        self._server: smtplib.SMTP | None = None

    def take(self, mail: EmailMessage, handing: Callable[[], None]) -> None:
        """Send the mail step by step, to know how far it got if the connection breaks."""
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
        settings = self.settings
        address = (settings.mail_host, settings.mail_port)
        if settings.mail_security == "tls":
            context = ssl.create_default_context()
            server: smtplib.SMTP = smtplib.SMTP_SSL(*address, timeout=TIMEOUT, context=context)
        else:
            server = smtplib.SMTP(*address, timeout=TIMEOUT)
        try:
            if settings.mail_security == "starttls":
                server.starttls(context=ssl.create_default_context())
            server.ehlo_or_helo_if_needed()
            if settings.mail_user:
                server.login(settings.mail_user, settings.mail_password)
        except BaseException:
            server.close()
            raise
        return server

    def close(self) -> None:
        """Close the connection politely, or at once if the server does not answer."""
        server, self._server = self._server, None
        if server is not None:
            try:
                server.quit()
            except (OSError, smtplib.SMTPException):
                server.close()


def _accepted(code: int, answer: bytes | str, of_address: bool = False) -> None:
    """Raise NotDelivered unless the server's answer is 2xx; 4xx means later, 5xx never."""
    reason = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    if 200 <= code < 300:
        return
    if code == 421:  # the server itself is closing
        raise Away(f"{code} {reason}")
    if 400 <= code < 500:
        raise Delayed(f"{code} {reason}")
    raise (NobodyThere if of_address and _no_mailbox(code, reason) else Refused)(f"{code} {reason}")


def _no_mailbox(code: int, reason: str) -> bool:
    """Whether the mailbox does not exist: codes 5.3, 5.5 and 5.7 are about the server or policy."""
    enhanced = reason.partition(" ")[0]
    return code in {550, 551, 553} and not enhanced.startswith(("5.7.", "5.3.", "5.5."))


def transport_of(settings: Settings) -> Transport | None:
    """Return the transport that the settings choose, or None if all mail must wait."""
    if settings.mail == "smtp":
        return SmtpTransport(settings)
    return FileTransport(settings.data / "mail") if settings.mail == "file" else None
