"""Sends one mail through the office's server; what went wrong is said without naming a secret."""

import datetime as dt
import smtplib
import ssl
from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid

from pipelines.monitoring.notifications.errors import UnsentError
from pipelines.monitoring.notifications.settings import Mail

TIMEOUT = 10.0


def send_mail(server: Mail, to: Sequence[str], subject: str, text: str) -> None:
    """Send a text to some addresses."""
    message = EmailMessage(policy=SMTP)
    message["From"] = server.sender
    message["To"] = ", ".join(to)
    message["Subject"] = " ".join(subject.split())
    message["Date"] = format_datetime(dt.datetime.now(dt.UTC))
    message["Message-ID"] = make_msgid(domain=server.sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text, cte="quoted-printable")
    try:
        _deliver(server, to, message)
    except (smtplib.SMTPException, OSError) as error:
        raise UnsentError(*_why(error)) from error


def _why(error: Exception) -> tuple[str, bool]:
    """Say what went wrong, and whether another try may succeed."""
    for kind, said, may_come_right in _REASONS:
        if isinstance(error, kind) or isinstance(error.__context__, kind):
            return said, may_come_right
    if isinstance(error, smtplib.SMTPResponseException):
        return f"the mail server answered with {error.smtp_code}", 400 <= error.smtp_code < 500
    return "the mail server cannot be reached", True


_REASONS: tuple[tuple[type[Exception], str, bool], ...] = (
    (smtplib.SMTPRecipientsRefused, "the mail server refuses the address", False),
    (smtplib.SMTPAuthenticationError, "the mail server refuses the user or the password", False),
    (smtplib.SMTPNotSupportedError, "the mail server does not offer this smtp_security", False),
    (ssl.SSLError, "the mail server's certificate is not trusted here", False),
    (TimeoutError, f"the mail server did not answer in {TIMEOUT:.0f} seconds", True),
)


def _deliver(server: Mail, to: Sequence[str], message: EmailMessage) -> None:
    context = ssl.create_default_context()
    if server.security == "tls":
        opened: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=TIMEOUT, context=context
        )
    else:
        opened = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
    with opened as connection:
        if server.security == "starttls":
            connection.starttls(context=context)
        if server.user:
            connection.login(server.user, server.password)
        refused = connection.send_message(message, server.sender, list(to))
    if refused:
        raise UnsentError(f"the mail server refuses {len(refused)} of {len(to)} addresses", False)
