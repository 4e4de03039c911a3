"""Mail behind one small interface: console, a folder of files, or SMTP. Sent by tasks only."""

import re
import smtplib
import sys
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

SMTP_TIMEOUT_SECONDS = 20
DEFAULT_SMTP_PORT = 587
DOMAIN = "throughline.invalid"
LINE_BREAKS = re.compile(r"[\r\n]+")


@dataclass(frozen=True)
class Mail:
    """A plain-text letter to one person."""

    to: str
    subject: str
    body: str
    # Names the letter, so that a folder of letters can be searched: never personal.
    reference: str
    # The same for a letter that a crash may send twice, unlike that of any other, so that mail servers know the copy.
    message_id: str = ""


class NotTakenError(OSError):
    """The mail server takes no letter for the address, which is not said: errors stand in logs and in rows of jobs."""

    def __init__(self, code: int) -> None:
        super().__init__(f"The mail server takes no letter for this address ({code}).")


class Mailer(Protocol):
    def send(self, mail: Mail) -> None: ...


def make_mailer(mail_url: str, mail_from: str) -> Mailer:
    """The mailer that MAIL_URL asks for (settings have checked its scheme)."""
    parts = urlsplit(mail_url)
    if parts.scheme == "file":
        return FileMailer(Path(unquote(parts.path)), mail_from)
    if parts.scheme == "console":
        return ConsoleMailer(mail_from)
    return SmtpMailer(
        host=parts.hostname or "localhost",
        port=parts.port or DEFAULT_SMTP_PORT,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        implicit_tls=parts.scheme == "smtps",
        mail_from=mail_from,
    )


def letter(mail: Mail, mail_from: str) -> EmailMessage:
    """The message on the wire; line breaks in addresses and subject are taken out, so no header can be added."""
    message = EmailMessage()
    message["From"] = LINE_BREAKS.sub(" ", mail_from)
    message["To"] = LINE_BREAKS.sub(" ", mail.to)
    message["Subject"] = LINE_BREAKS.sub(" ", mail.subject)
    message["Message-ID"] = f"<{mail.message_id}@{DOMAIN}>" if mail.message_id else make_msgid(domain=DOMAIN)
    message.set_content(mail.body)
    return message


@dataclass(frozen=True)
class ConsoleMailer:
    mail_from: str

    def send(self, mail: Mail) -> None:
        print(letter(mail, self.mail_from).as_string(), file=sys.stderr, flush=True)


@dataclass(frozen=True)
class FileMailer:
    """One file a letter, named by its reference: for the demonstration and the tests."""

    folder: Path
    mail_from: str

    def send(self, mail: Mail) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        name = re.sub(r"[^A-Za-z0-9-]+", "-", mail.reference)
        (self.folder / f"{name}.eml").write_bytes(bytes(letter(mail, self.mail_from)))


@dataclass(frozen=True)
class SmtpMailer:
    host: str
    port: int
    user: str
    password: str = field(repr=False)
    implicit_tls: bool
    mail_from: str

    def send(self, mail: Mail) -> None:
        kind = smtplib.SMTP_SSL if self.implicit_tls else smtplib.SMTP
        with kind(self.host, self.port, timeout=SMTP_TIMEOUT_SECONDS) as server:
            if not self.implicit_tls and server.has_extn("starttls"):
                server.starttls()
            if self.user:
                server.login(self.user, self.password)
            try:
                server.send_message(letter(mail, self.mail_from))
            except smtplib.SMTPRecipientsRefused as refused:
                codes = [code for code, _ in refused.recipients.values()]
                raise NotTakenError(codes[0]) from None
