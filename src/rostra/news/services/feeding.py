"""Add feeds, change them, pause them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.forum.models import Category
from rostra.foundation.limits import Limit
from rostra.foundation.visibility import NotVisible
from rostra.news.models import Feed
from rostra.news.policies import FeedPolicy
from rostra.news.reading import read_outlines
from rostra.news.reading.words import address as whole_address
from rostra.news.reading.words import without_feed_scheme
from rostra.news.selectors.resembling import LEAST
from rostra.news.services.watching import NAME, NO_NAME, PREFIX

MOST = 5_000
_ASKING = Limit("ask-feed", count=1, seconds=60)
"""A feed that hangs is not asked on a second thread meanwhile."""


class FeedIsHere(ValidationError):
    """A feed with this address is here already, with another name or handling."""

    def __init__(self, feed_id: int) -> None:
        self.feed_id = feed_id
        super().__init__({"address": _("This feed is here already.")})


@dataclass(frozen=True, slots=True)
class Handling:
    """What becomes of a feed's entries."""

    house_id: int
    category_id: int
    tags: str = ""
    shows: str = Feed.Shows.LINK
    words: int = 60
    has_pictures: bool = False
    arrival: str = Feed.Arrival.HOLD
    joins: str = Feed.Joins.OFFER
    joins_from: int = 90
    minutes: int = 15
    only_with: str = ""
    never_with: str = ""
    quiet_from: time | None = None
    quiet_to: time | None = None


@transaction.atomic
def add_feed(
    *,
    editor: User,
    address: str,
    title: str = "",
    handling: Handling,
    now: datetime | None = None,
) -> Feed:
    """Read a feed from now on; the same form sent twice adds it once.

    Raises FeedIsHere for an address that is read already in another way, PermissionDenied
    with a reason, NotVisible, and ValidationError.
    """
    _check(editor, handling)
    address = _checked_address(address)
    # Whoever adds is the lock: two sendings of one form wait for each other.
    User.objects.select_for_update(no_key=True).get(pk=editor.pk)
    if there := Feed.objects.filter(address=address).first():
        if not FeedPolicy(editor).govern(there.category_id):
            raise ValidationError({"address": _("This feed is here already.")})
        if _is_as_told(there, _title(title, address), handling):
            return there
        raise FeedIsHere(there.pk)
    if Feed.objects.count() >= MOST:
        raise ValidationError(_("There are %(most)s feeds already.") % {"most": MOST})
    now = now or timezone.now()
    return Feed.objects.create(
        address=address,
        title=_title(title, address),
        next_at=now,
        made_at=now,
        **asdict(handling),
    )


def _is_as_told(feed: Feed, title: str, handling: Handling) -> bool:
    told = asdict(handling) | {"title": title}
    return all(getattr(feed, name) == value for name, value in told.items())


def planned_feed(
    *,
    editor: User,
    address: str,
    title: str,
    handling: Handling,
    feed_id: int | None = None,
) -> Feed:
    """A feed as it would be read, not saved: a new one, or one that is here with another
    handling. Raises PermissionDenied with a reason, NotVisible, and ValidationError."""
    _check(editor, handling)
    address = _checked_address(address)
    feed = Feed()
    if feed_id:
        there = Feed.objects.filter(pk=feed_id).first()
        if there is None or not FeedPolicy(editor).govern(there.category_id):
            raise NotVisible("feed")
        feed = there
    feed.address, feed.title = address, _title(title, address)
    for name, value in asdict(handling).items():
        setattr(feed, name, value)
    return feed


@dataclass(frozen=True, slots=True)
class Added:
    """How many feeds of a list were not here before, and how many it names."""

    new: int
    named: int


@transaction.atomic
def add_outlines(*, editor: User, data: bytes, handling: Handling) -> Added:
    """Add each feed that an OPML file names and that was not here before.

    All are held for an editor, whatever the handling says: nobody has seen them yet.
    Raises PermissionDenied, NotVisible, ValidationError, and FeedProblem.
    """
    _check(editor, handling)
    User.objects.select_for_update(no_key=True).get(pk=editor.pk)
    found = read_outlines(data)
    there = set(Feed.objects.values_list("address", flat=True))
    new = [
        one for one in found if one.address not in there and len(one.address) <= 1000
    ]
    if len(there) + len(new) > MOST:
        raise ValidationError(_("There are %(most)s feeds already.") % {"most": MOST})
    now = timezone.now()
    fields: dict[str, Any] = asdict(handling) | {"arrival": Feed.Arrival.HOLD}
    Feed.objects.bulk_create(
        Feed(
            address=one.address,
            title=_title(one.title, one.address),
            next_at=now,
            made_at=now,
            **fields,
        )
        for one in new
    )
    return Added(new=len(new), named=len(found))


@transaction.atomic
def change_feed(
    *, editor: User, feed_id: int, address: str, title: str, handling: Handling
) -> Feed:
    """Change how a feed is read; what is posted already stays as it is.

    Raises PermissionDenied with a reason, NotVisible, and ValidationError.
    """
    feed = lock_feed(editor, feed_id)
    address = _checked_address(address)
    _check(editor, handling)
    if Feed.objects.filter(address=address).exclude(pk=feed.pk).exists():
        raise ValidationError({"address": _("This feed is here already.")})
    if address != feed.address:
        feed.address, feed.etag, feed.last_modified = address, "", ""
        feed.failures, feed.last_error = 0, ""
        feed.moved_to, feed.moved_times = "", 0
        feed.next_at = None if feed.paused_at else timezone.now()
    feed.title = _title(title, address)
    for name, value in asdict(handling).items():
        setattr(feed, name, value)
    feed.save()
    return feed


@transaction.atomic
def pause_feed(*, editor: User, feed_id: int, is_paused: bool) -> Feed:
    """Ask a feed no more, or ask it again at once. Raises NotVisible."""
    feed = lock_feed(editor, feed_id)
    now = timezone.now()
    feed.paused_at = (feed.paused_at or now) if is_paused else None
    feed.next_at = None if is_paused else now
    feed.failures = 0
    feed.save(update_fields=["paused_at", "next_at", "failures"])
    return feed


@transaction.atomic
def ask_feed(*, editor: User, feed_id: int) -> Feed:
    """Have a feed asked now, before its time comes: once a minute, however often somebody
    wants it.

    Raises NotVisible, TooSoon, and ValidationError for one that is paused.
    """
    feed = lock_feed(editor, feed_id)
    if feed.paused_at:
        raise ValidationError(_("The feed is paused, and was not asked."))
    _ASKING.spend(str(feed.pk))
    feed.next_at = timezone.now()
    feed.save(update_fields=["next_at"])
    return feed


def lock_feed(editor: User, feed_id: int) -> Feed:
    """A feed that this editor looks after, locked; raises NotVisible."""
    feed = Feed.objects.select_for_update(no_key=True).filter(pk=feed_id).first()
    if feed is None or not FeedPolicy(editor).govern(feed.category_id):
        raise NotVisible("feed")
    return feed


def _checked_address(address: str) -> str:
    name = address.strip().removeprefix(PREFIX)
    if name != address.strip():
        return _checked_folder(name)
    whole = whole_address(without_feed_scheme(address))
    if not whole or len(whole) > 1000:
        raise ValidationError(
            {"address": _("Give a whole address, beginning with https:// or http://.")}
        )
    return whole


def _checked_folder(name: str) -> str:
    if not NAME.fullmatch(name):
        raise ValidationError({"address": NO_NAME})
    return f"{PREFIX}{name}"


def _check(editor: User, handling: Handling) -> None:
    FeedPolicy(editor).enter().or_raise()
    Category.objects.get_visible(editor, pk=handling.category_id)
    FeedPolicy(editor).govern(handling.category_id).or_raise()
    wrong = wrong_numbers(asdict(handling))
    if not User.objects.filter(pk=handling.house_id, is_house=True).exists():
        wrong["house"] = _("Choose a house account.")
    if wrong:
        raise ValidationError(dict(wrong))


def wrong_numbers(told: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with each of the numbers and times of a Handling, as far as they are
    told."""
    wrong = {}
    if not 1 <= told.get("words", 1) <= 2_000:
        wrong["words"] = _("Choose from 1 to 2,000 words.")
    if not LEAST <= told.get("joins_from", LEAST) <= 100:
        words = _("Choose from %(least)s to 100 per cent.")
        wrong["joins_from"] = words % {"least": LEAST}
    if not 1 <= told.get("minutes", 1) <= 1_440:
        wrong["minutes"] = _("Choose from 1 to 1,440 minutes.")
    has = [
        told[name] is not None for name in ("quiet_from", "quiet_to") if name in told
    ]
    if len(has) == 2 and has[0] != has[1]:
        wrong["quiet_to"] = _("Give both times, or neither.")
    return wrong


def _title(title: str, address: str) -> str:
    host = address.partition("://")[2].partition("/")[0].removeprefix("www.")
    return (" ".join(title.split()) or host or address.removeprefix(PREFIX))[:200]
