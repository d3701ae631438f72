"""Start a topic from the page of another site."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from io import BytesIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from PIL import Image

from rostra.accounts.models import User
from rostra.attachments.folder import put_file, remove_file
from rostra.forum.erasures import Erasure
from rostra.forum.models import Post, Topic
from rostra.forum.services.adding import drop_addition, note_addition
from rostra.forum.services.numbering import raise_after_writing
from rostra.forum.services.starting import start_topic
from rostra.foundation.versions import raise_versions
from rostra.news.kept_entries import addresses_as_digests
from rostra.news.models import (
    EntryAddress,
    Feed,
    FeedEntry,
    Heading,
    LinkTopic,
    TopicAddress,
)
from rostra.news.models.link import KEY
from rostra.news.policies import LinkPolicy
from rostra.news.services.asking_links import checked_address, drawn_for
from rostra.news.services.in_turn import take_turn
from rostra.news.services.story_text import as_markdown


@dataclass(frozen=True, slots=True)
class Linked:
    """What a member confirmed of a page."""

    address: str
    title: str
    outlet: str = ""
    published_on: date | None = None
    picture: str = ""
    """The path of a picture that was drawn for them; empty for none."""
    others: tuple[str, ...] = ()
    """Other addresses of the same page."""


class IsHere(ValidationError):
    """A topic about this page is here already: `topic`."""

    def __init__(self, topic: Topic) -> None:
        self.topic = topic
        super().__init__({"address": _("This is talked about here already.")})


def start_link_topic(
    *,
    author: User,
    category_id: int,
    linked: Linked,
    source: str,
    tags: tuple[str, ...] = (),
    client_token: str = "",
    at: datetime | None = None,
) -> Topic:
    """A topic that shows a page of another site under its opening post; one for one form.

    Raises NotVisible, PermissionDenied with a reason, ValidationError naming fields,
    IsHere, and TooSoon.
    """
    address = checked_address(linked.address)
    LinkPolicy(author).start(category_id).or_raise()
    picture = drawn_for(author, linked.picture)
    with transaction.atomic():
        take_turn()
        digests = addresses_as_digests((address, *linked.others))
        topic = start_topic(
            author=author,
            category_id=category_id,
            title=linked.title,
            source=f"{_link_to(address, linked.title)}\n\n{source.strip()}".strip(),
            tags=tags,
            client_token=client_token,
            at=at,
        )
        if LinkTopic.objects.filter(topic=topic).exists():
            return topic
        # With the refusal the topic that was just made goes again.
        if there := topic_about(reader=author, digests=digests, but=topic.pk):
            raise IsHere(there)
        row = LinkTopic.objects.create(
            topic=topic,
            address=address,
            title=topic.title,
            outlet=" ".join(linked.outlet.split())[:120],
            published_on=linked.published_on,
        )
        remember_addresses(topic, digests)
        note_addition(topic, KEY)
        if picture:
            hang_picture(row, picture, linked.picture)
        _tell_waiting(topic, digests)
        raise_after_writing(topic)
    return topic


def _link_to(address: str, title: str) -> str:
    safe = address.replace("<", "%3C").replace(">", "%3E")
    return f"[{as_markdown(title)}](<{safe}>)"


def remember_addresses(topic: Topic, digests: Iterable[str]) -> None:
    """Whoever brings one of these addresses is led to this topic."""
    rows = (TopicAddress(topic=topic, digest=digest) for digest in digests)
    TopicAddress.objects.bulk_create(rows, ignore_conflicts=True)


def topic_about(
    *, reader: User, digests: Iterable[str], names: Iterable[str] = (), but: int = 0
) -> Topic | None:
    """The oldest topic about one of these addresses, or what a publisher calls by one of
    these names, that a reader may see: four queries."""
    digests, names = list(digests), list(names)
    there = TopicAddress.objects.filter(digest__in=digests)
    found = set(there.values_list(_now("topic"), flat=True))
    said = EntryAddress.objects.filter(digest__in=digests, entry__story__isnull=False)
    found.update(said.values_list(_now("entry__story__topic"), flat=True))
    if names:
        called = FeedEntry.objects.filter(key__in=names, story__isnull=False)
        found.update(called.values_list(_now("story__topic"), flat=True))
    seen = Topic.objects.visible_to(reader).filter(pk__in=found - {but})
    return seen.filter(hidden_at=None).order_by("pk").first()


def _tell_waiting(topic: Topic, digests: Iterable[str]) -> None:
    """Entries of this page that wait for an editor are about this topic from now on."""
    rows = FeedEntry.objects.filter(state=FeedEntry.State.HELD, resembles=None)
    rows = rows.filter(about=None, addresses__digest__in=list(digests))
    rows = rows.exclude(feed__joins=Feed.Joins.NEVER)
    pks = list(rows.values_list("pk", flat=True))
    FeedEntry.objects.filter(pk__in=pks).update(about=topic)


def _now(topic: str) -> Coalesce:
    """The topic that one was merged into, or itself."""
    return Coalesce(f"{topic}__merged_into", topic)


def move_addresses(topic_id: int) -> None:
    """What was merged into a topic is found there from now on; twice is as once."""
    gone = TopicAddress.objects.filter(topic__merged_into=topic_id)
    digests = list(gone.values_list("digest", flat=True))
    if digests:
        remember_addresses(Topic.objects.get(pk=topic_id), digests)
        gone.delete()


def part_addresses(source: Topic, target: Topic, digests: Iterable[str]) -> None:
    """Give an address back to a topic that is one of its own again."""
    moved = TopicAddress.objects.filter(topic=target, digest__in=list(digests))
    remember_addresses(source, moved.values_list("digest", flat=True))
    moved.delete()


def erase_link(erasure: Erasure) -> None:
    """When all words of a member's opening post are erased, the page it led to is no more
    shown."""
    post = erasure.post
    if erasure.left:
        return
    row = LinkTopic.objects.filter(topic=post.topic_id).first()
    if row is None or post != opening_of(row):
        return
    TopicAddress.objects.filter(topic=post.topic_id).delete()
    row.delete()
    transaction.on_commit(lambda: remove_file(row.image))
    drop_addition(post.topic, KEY)


def erase_link_pictures(erasure: Erasure) -> None:
    """When a publisher's words go everywhere, so does the picture of its page beside the
    topics that were started from it. The link stays: it is a member's."""
    if not erasure.is_everywhere:
        return
    beside = Q(topic=erasure.post.topic_id) | Q(address__in=erasure.origins)
    for row in LinkTopic.objects.filter(beside).exclude(image="").order_by("pk"):
        transaction.on_commit(partial(remove_file, row.image))
        row.image, row.image_width, row.image_height = "", 0, 0
        row.save()
        raise_versions(f"topic:{row.topic_id}")
        erasure.taken["cards"] += 1


def opening_of(link: LinkTopic) -> Post | None:
    """The post that the member started the topic with: the first, or the one
    after the story that came to its head."""
    headings = Heading.objects.filter(story__topic=link.topic_id)
    heading = headings.select_related("opening").first()
    first = Post.objects.filter(topic=link.topic_id, number=1)
    return heading.opening if heading else first.first()


def hang_picture(row: LinkTopic, picture: bytes, looked_at: str) -> None:
    """Keep a picture that was drawn anew for a topic's page, and save the row; the file
    that its member looked at goes."""
    with Image.open(BytesIO(picture)) as drawn:  # Our own file: it was drawn anew.
        row.image_width, row.image_height = drawn.size
    row.image = put_file("links", row.topic_id, "webp", picture)
    row.save()
    transaction.on_commit(lambda: remove_file(looked_at))
