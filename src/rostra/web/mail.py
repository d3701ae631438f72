"""Mail, handed to a thread: no request waits for a mail server, and none fails with it."""

import logging
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import loader
from django.utils import translation
from django.utils.translation import get_language

from rostra.web.site_choices import site

logger = logging.getLogger(__name__)

MOST_WAITING = 500
"""Letters that may wait for the mail server; more are not worth the memory."""

_sending = ThreadPoolExecutor(1, "mail")
_room = threading.BoundedSemaphore(MOST_WAITING)


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail, as plain words; its two forms are made of them."""

    subject: str
    lines: Sequence[str]
    """Paragraphs."""
    code: str = ""
    """What the reader is to type in, if anything; stands after the first paragraph."""
    link: str = ""
    """An address of this site to go to, if any; stands last."""
    language: str = field(default_factory=get_language)
    """That of these words: the one that was active when they were put together."""


def is_sent() -> bool:
    """Whether the owner has named a mail server."""
    return bool(settings.HAS_MAIL)


def send(to: str, letter: Letter) -> None:
    """Send a letter soon; what fails is logged, and has to be asked for again."""
    if not is_sent() or not to:
        return
    if not _room.acquire(blocking=False):
        logger.error("A mail was not sent: %s are waiting already.", MOST_WAITING)
        return
    here = site()
    name = here.name if here else "Rostra"
    # Written there too: a request must not take longer for a longer letter, which would
    # tell whether somebody has an account.
    _sending.submit(_send, to, letter, name)


def settle() -> None:
    """Wait until what was to be sent until now has been, or has failed."""
    _sending.submit(int).result()


def _written(to: str, letter: Letter, name: str) -> EmailMultiAlternatives:
    context = {"letter": letter, "site_name": name, "language": letter.language}
    shown = f"    {letter.code}" if letter.code else ""
    words = [*letter.lines[:1], shown, *letter.lines[1:], letter.link, f"-- \n{name}"]
    # A line break in a subject would be another header (RFC 5322, 2.2).
    subject = " ".join(f"{letter.subject} · {name}".split())
    mail = EmailMultiAlternatives(
        subject, "\n\n".join(word for word in words if word) + "\n", to=[to]
    )
    html = loader.get_template("web/mail.html", using="jinja").render(context)
    mail.attach_alternative(html, "text/html")
    # So that programs that are away on holiday do not answer (RFC 3834, 5).
    mail.extra_headers["Auto-Submitted"] = "auto-generated"
    return mail


def _send(to: str, letter: Letter, name: str) -> None:
    try:
        with translation.override(letter.language):
            _written(to, letter, name).send()
    except Exception as error:  # noqa: BLE001 (a mail server fails in its own way)
        domain = to.rpartition("@")[2]
        logger.warning("A mail to somebody at %s was not sent: %r", domain, error)
    finally:
        _room.release()
