"""Ask the page that a member wants to talk about what it says of itself.

Within a request, as they wait for it: so it takes seconds at most, is asked by members
only, by each a few times, and by all together on two threads at once.
"""

import re
import threading
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.attachments.folder import put_file, read_file, sweep_files, sweep_old_files
from rostra.attachments.pictures import picture_in_sizes
from rostra.foundation import outgoing
from rostra.foundation.limits import Limit
from rostra.news.policies import LinkPolicy
from rostra.news.reading.pages import StoryPage, read_story_page
from rostra.news.reading.words import address as whole_address
from rostra.news.services.picturing import FULL

REACH = outgoing.PUBLIC
SECONDS = 5.0
"""For a page, and as long again for its picture."""
MOST_BYTES = 512 * 1024
MOST_PICTURE_BYTES = 5_000_000
AT_ONCE = threading.BoundedSemaphore(2)
ASKED = Limit("link-asked", count=10, seconds=600)
FOLDER = "link-looks"
KEPT = timedelta(days=1)
"""How long a picture is there for a member to confirm."""
_PATH = re.compile(rf"{FOLDER}/\d+/(\d+)-[0-9a-f]{{16}}\.webp")
_HEADERS = {"User-Agent": "Rostra (link)", "Accept": "text/html,*/*;q=0.5"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page says, and the picture that was drawn of its own."""

    address: str
    page: StoryPage
    picture: str = ""
    """A path below the media folder, the asking member's until they ask again or
    use it, for a day."""


def ask_link(*, author: User, address: str) -> Asked:
    """What the page at an address says of itself, for a member to confirm.

    Raises PermissionDenied, TooSoon, and ValidationError about `address` saying what to
    do where there is no answer.
    """
    LinkPolicy(author).enter().or_raise()
    whole = checked_address(address)
    ASKED.spend(str(author.pk))
    if not AT_ONCE.acquire(timeout=1):
        raise _wrong(_("Many pages are being read just now. Try again in a minute."))
    try:
        reply = _reply(whole)
        kind = reply.headers.get("content-type", "text/html")
        if "html" not in kind:
            raise _wrong(_("There is no page at this address, but another file."))
        page = read_story_page(reply.body, kind, reply.url)
        return Asked(whole, page, _drawn(author, page.picture))
    finally:
        AT_ONCE.release()


def checked_address(address: str) -> str:
    """A whole web address; raises ValidationError about `address`."""
    address = address.strip()
    if address and "://" not in address:
        address = f"https://{address}"
    whole = whole_address(address)
    if not whole or len(whole) > 1000:
        raise _wrong(_("Give a whole address, beginning with https:// or http://."))
    return whole


def drawn_for(author: User, path: str) -> bytes | None:
    """The picture that was drawn for a member, if it is theirs and still there."""
    found = _PATH.fullmatch(path)
    return read_file(path) if found and int(found[1]) == author.pk else None


def forget_looked_at(now: datetime | None = None) -> int:
    """Remove pictures that were drawn for a look a day ago, and not used; how many."""
    return sweep_old_files(FOLDER, before=(now or timezone.now()) - KEPT)


def _reply(address: str) -> outgoing.Reply:
    try:
        reply = outgoing.fetch(
            address,
            headers=_HEADERS,
            seconds=SECONDS,
            most=MOST_BYTES,
            cuts=True,
            reach=REACH,
        )
    except outgoing.Refused:
        words = _(
            "This address is not one that everybody can reach, so we do not ask it."
        )
        raise _wrong(words) from None
    except outgoing.Unanswered:
        words = _("The page did not answer in time. Try again, or write it yourself.")
        raise _wrong(words) from None
    if reply.status != 200:
        words = _("The server answered with status %(status)s. Is the address right?")
        raise _wrong(words % {"status": reply.status})
    return reply


def _drawn(author: User, address: str) -> str:
    if not address:
        return ""
    with suppress(outgoing.Refused, outgoing.Unanswered, ValidationError, OSError):
        reply = outgoing.fetch(
            address, seconds=SECONDS, most=MOST_PICTURE_BYTES, reach=REACH
        )
        if reply.status == 200:
            drawn = picture_in_sizes(reply.body)
            path = put_file(FOLDER, author.pk, "webp", drawn.files[FULL])
            sweep_files(FOLDER, author.pk, keep=path)
            return path
    return ""


def _wrong(words: str) -> ValidationError:
    return ValidationError({"address": words})
