"""What other services know of a newcomer, where the owner has chosen to ask them.

StopForumSpam (https://www.stopforumspam.com/usage) and Akismet
(https://akismet.com/developers/detailed-docs/comment-check/). Off unless chosen: both are
told the newcomer's network address. A service that does not answer holds nobody up.
"""

import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import md5
from threading import Lock
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from rostra.accounts.waiting import AKISMET, STOP_FORUM_SPAM
from rostra.foundation import outgoing
from rostra.web.models import Site
from rostra.web.site_choices import site

logger = logging.getLogger(__name__)

SECONDS = 3.0
"""For one service; a newcomer waits for two of them at most."""
REST = 60.0
"""For so long one that failed is not asked again."""
SURE = 50.0
"""Percent: how sure StopForumSpam has to be."""

STOP_FORUM_SPAM_AT = "https://api.stopforumspam.org/api"
AKISMET_AT = "https://rest.akismet.com/1.1/comment-check"
REACH = outgoing.PUBLIC

_failed_at: dict[str, float] = {}
_asking = Lock()


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who wants an account, as their form and their browser tell it."""

    name: str
    email: str
    address: str
    """Network address."""
    browser: str = ""


def newcomer_of(request: HttpRequest, given: Mapping[str, str]) -> Newcomer:
    """Whoever sends this request, with `name` and `email` as they were given."""
    return Newcomer(
        name=given["name"],
        email=given["email"],
        address=request.META["REMOTE_ADDR"],
        browser=request.META.get("HTTP_USER_AGENT", ""),
    )


def suspicions(newcomer: Newcomer) -> list[str]:
    """Why an owner should look at somebody first: keys of accounts.waiting."""
    here = site()
    if here is None:
        return []
    found = []
    if here.asks_stop_forum_spam and _is_so(
        STOP_FORUM_SPAM, _is_listed, newcomer, here
    ):
        found.append(STOP_FORUM_SPAM)
    if here.akismet_key and _is_so(AKISMET, _is_spam, newcomer, here):
        found.append(AKISMET)
    return found


def _is_so(
    key: str,
    ask: Callable[[Newcomer, Site], bool],
    newcomer: Newcomer,
    here: Site,
) -> bool:
    if time.monotonic() < _failed_at.get(key, -REST) + REST:
        return False
    # One at a time: a slow service must not hold every thread that makes pages.
    if not _asking.acquire(timeout=0.5):
        return False
    try:
        return ask(newcomer, here)
    except (outgoing.Refused, outgoing.Unanswered, ValueError, TypeError) as error:
        _failed_at[key] = time.monotonic()
        logger.warning("%s was asked about a newcomer in vain: %s", key, error)
        return False
    finally:
        _asking.release()


def _is_listed(newcomer: Newcomer, _here: Site) -> bool:
    email = newcomer.email.strip().casefold()
    fields = {"json": "1", "confidence": "1", "ip": newcomer.address}
    if email:
        # The service takes this instead of the address itself.
        hashed = md5(email.encode(), usedforsecurity=False).hexdigest()
        fields["emailhash"] = hashed
    told = json.loads(_said(STOP_FORUM_SPAM_AT, fields))
    if not isinstance(told, dict) or not told.get("success"):
        raise ValueError("no success")
    return any(_is_sure(told.get(of)) for of in ("ip", "emailhash"))


def _is_sure(known: Any) -> bool:
    if not isinstance(known, dict) or not known.get("appears"):
        return False
    return float(known.get("confidence", 0)) >= SURE


def _is_spam(newcomer: Newcomer, here: Site) -> bool:
    said = _said(
        AKISMET_AT,
        {
            "api_key": here.akismet_key,
            "blog": settings.ROSTRA_ADDRESS or here.name,
            "user_ip": newcomer.address,
            "user_agent": newcomer.browser[:300],
            "comment_type": "signup",
            "comment_author": newcomer.name,
            "comment_author_email": newcomer.email,
        },
    )
    if said not in (b"true", b"false"):
        raise ValueError(said[:80].decode("utf-8", "replace"))
    return said == b"true"


def _said(url: str, fields: dict[str, str]) -> bytes:
    reply = outgoing.fetch(
        url, fields=fields, seconds=SECONDS, most=20_000, reach=REACH
    )
    if reply.status != 200:
        raise outgoing.Unanswered(f"status {reply.status}")
    return reply.body.strip()
