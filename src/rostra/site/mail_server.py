"""The mail server: what the one setting means, for Django and for the doctor."""

import smtplib
import ssl
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from rostra.site.config import Config

SECONDS = 10
"""How long a mail server may take to answer; it is asked on a thread of its own."""

_PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail goes out, and how."""

    host: str
    port: int
    user: str
    password: str
    is_tls: bool
    """TLS from the first byte (RFC 8314)."""
    is_starttls: bool
    """TLS after STARTTLS (RFC 3207), without which nothing is sent."""


def mail_server(address: str) -> MailServer:
    """The server at an address such as smtps://user:password@host:465."""
    parts = urlsplit(address)
    return MailServer(
        host=parts.hostname or "localhost",
        port=parts.port or _PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        is_tls=parts.scheme == "smtps",
        is_starttls=parts.scheme == "smtp",
    )


def mail_settings(config: Config) -> dict[str, Any]:
    """Django's settings for mail; without a server, none is ever asked to send any."""
    host = urlsplit(config.address).hostname or "localhost"
    sender = config.mail_from or f"forum@{host}"
    told: dict[str, Any] = {"HAS_MAIL": bool(config.smtp), "DEFAULT_FROM_EMAIL": sender}
    if not config.smtp:
        return told
    server = mail_server(config.smtp)
    return told | {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": server.host,
        "EMAIL_PORT": server.port,
        "EMAIL_HOST_USER": server.user,
        "EMAIL_HOST_PASSWORD": server.password,
        "EMAIL_USE_SSL": server.is_tls,
        "EMAIL_USE_TLS": server.is_starttls,
        "EMAIL_TIMEOUT": SECONDS,
    }


def connected(address: str) -> smtplib.SMTP:
    """A connection that is let in; raises OSError or SMTPException where it is not."""
    server = mail_server(address)
    tls = ssl.create_default_context()
    connection = (
        smtplib.SMTP_SSL(server.host, server.port, timeout=SECONDS, context=tls)
        if server.is_tls
        else smtplib.SMTP(server.host, server.port, timeout=SECONDS)
    )
    if server.is_starttls:
        connection.starttls(context=tls)
    if server.user:
        connection.login(server.user, server.password)
    connection.noop()
    return connection
