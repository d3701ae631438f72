"""Publish a story as a topic; correct it; withdraw it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypedDict, Unpack

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.forum.models import Post, Topic
from rostra.forum.services.editing import edit_post
from rostra.forum.services.erasing import erase_texts
from rostra.forum.services.moderating import mark_as_story
from rostra.forum.services.numbering import lock_topic_row, raise_after_writing
from rostra.forum.services.starting import LONGEST_TITLE, start_topic, topic_slug
from rostra.forum.signals import post_edited
from rostra.foundation.announce import announce
from rostra.foundation.domains import key_at
from rostra.foundation.visibility import NotVisible
from rostra.news.models import Story
from rostra.news.policies import StoryPolicy
from rostra.news.services.story_text import as_markdown, plain_text, story_html
from rostra.news.services.versions import (
    Kind,
    add_version,
    begin_versions,
    forget_versions,
)
from rostra.news.signals import (
    story_corrected,
    story_published,
    story_updated,
    story_withdrawn,
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A story's picture: its path below the media folder, its size in pixels, words."""

    path: str
    width: int
    height: int
    alt: str = ""
    caption: str = ""
    credit: str = ""

    def fields(self) -> dict[str, str | int]:
        """The columns of a Story that tell of the picture."""
        return {
            "image": self.path,
            "image_width": self.width,
            "image_height": self.height,
            "image_alt": self.alt,
            "caption": self.caption,
            "credit": self.credit,
        }


NO_PICTURE = Picture("", 0, 0).fields()


class Parts(TypedDict, total=False):
    """What a story may have beside headline, body and picture. Leave out what is not
    known: nothing is invented."""

    standfirst: str
    dateline: str
    byline: str
    agency: str
    copyright: str
    original_url: str
    updated_at: datetime


@transaction.atomic
def publish_story(
    *,
    house: User,
    category_id: int,
    headline: str,
    body: str = "",
    picture: Picture | None = None,
    tags: tuple[str, ...] = (),
    language: str = "",
    published_at: datetime | None = None,
    at: datetime | None = None,
    **parts: Unpack[Parts],
) -> Story:
    """A new topic that opens with a story.

    `body` is HTML from outside and is sanitised; `published_at` is when its publisher
    published it (else `at`), `at` when it comes here (else now). Raises NotVisible,
    PermissionDenied with a reason, and ValidationError if the headline will not do.
    """
    StoryPolicy(house).publish().or_raise()
    at = at or timezone.now()
    headline = " ".join(headline.split())
    story = Story(
        headline=headline[:255],
        body_html=story_html(body, parts.get("dateline", ""), parts.get("agency", "")),
        published_at=published_at or at,
        domain_key=key_at(parts.get("original_url", "")),
        **(picture.fields() if picture else NO_PICTURE),
        **parts,
    )
    topic = start_topic(
        author=house,
        category_id=category_id,
        title=_shortened(headline),
        source=opening_source(story),
        tags=tags,
        at=at,
    )
    mark_as_story(topic_id=topic.pk, language=language)
    story.topic, story.post = topic, topic.posts.get(number=1)
    story.save()
    begin_versions(story, at)
    announce(story_published, story)
    return story


@transaction.atomic
def correct_story(
    *,
    house: User,
    topic_id: int,
    correction: str,
    headline: str = "",
    standfirst: str | None = None,
    body: str = "",
    at: datetime | None = None,
) -> Story:
    """Say what was wrong and what is right, and change the text where one is given.

    Quotes of what the story said before are marked as edited since. Raises NotVisible,
    PermissionDenied, and ValidationError without a correction or for a withdrawn story.
    """
    if not correction.strip():
        raise ValidationError(_("Say what was wrong and what is right."))
    changes = Changes(headline, standfirst, body)
    return _change(house, topic_id, changes, Kind.CORRECTED, correction.strip(), at)


@transaction.atomic
def update_story(
    *,
    house: User,
    topic_id: int,
    headline: str = "",
    standfirst: str | None = None,
    body: str = "",
    at: datetime | None = None,
) -> Story:
    """Give a story the text that its publisher has given it; that is no correction.

    Nothing that staff chose is changed: the topic's title follows the headline only
    while it is the headline. Raises NotVisible, PermissionDenied, and ValidationError
    for a withdrawn story.
    """
    changes = Changes(headline, standfirst, body)
    return _change(house, topic_id, changes, Kind.UPDATED, "", at)


@transaction.atomic
def withdraw_story(
    *, house: User, topic_id: int, reason: str = "", at: datetime | None = None
) -> Story:
    """Take a story's text and picture away everywhere, quotes included; comments stay.

    The headline stays, or nobody would know what was withdrawn. `reason` is shown.
    Raises NotVisible, and PermissionDenied with a reason.
    """
    story, opening = _lock_story(house, topic_id)

    at = at or timezone.now()
    begin_versions(story, at)
    removed = story.image
    for field, empty in NO_PICTURE.items():
        setattr(story, field, empty)
    story.standfirst = story.body_html = story.byline = story.dateline = ""
    story.status = Story.Status.WITHDRAWN
    story.correction = reason.strip()
    story.corrected_at = story.updated_at = at
    story.save()
    add_version(story, Kind.WITHDRAWN, story.correction, at)
    forget_versions(story)
    story.entries.update(told={})
    notice = _("This story has been withdrawn.")
    erase_texts(opening, house, notice, at)
    announce(post_edited, opening)
    if removed and not Story.objects.filter(image=removed).exists():
        transaction.on_commit(lambda: _remove_picture(removed))
    announce(story_withdrawn, story)
    raise_after_writing(opening.topic)
    return story


def opening_source(story: Story) -> str:
    """A story as the Markdown of its opening post: what is quoted, searched and fed."""
    parts = [story.standfirst, plain_text(story.body_html)]
    text = as_markdown("\n\n".join(part for part in parts if part) or story.headline)
    return text if text.strip() else as_markdown(story.headline)


@dataclass(frozen=True, slots=True)
class Changes:
    """What is new in a story; what is empty, or None, stays as it is."""

    headline: str
    standfirst: str | None
    body: str


def _change(
    house: User,
    topic_id: int,
    changes: Changes,
    kind: Kind,
    note: str,
    at: datetime | None,
) -> Story:
    story, opening = _lock_story(house, topic_id)
    if story.status == Story.Status.WITHDRAWN:
        raise ValidationError(_("This story has been withdrawn."))

    at = at or timezone.now()
    begin_versions(story, at)
    story.updated_at = at
    if kind == Kind.CORRECTED:
        story.correction, story.status = note, Story.Status.CORRECTED
        story.corrected_at = at
    _write_changes(story, opening.topic, changes)
    story.save()
    add_version(story, kind, note, at)
    edit_post(
        editor=house,
        post_id=opening.pk,
        source=opening_source(story),
        reason=note or _("Updated by its publisher"),
        at=at,
    )
    announce(story_corrected if kind == Kind.CORRECTED else story_updated, story)
    raise_after_writing(opening.topic)
    return story


def _write_changes(story: Story, topic: Topic, changes: Changes) -> None:
    headline = " ".join(changes.headline.split())[:255]
    if headline and topic.title == _shortened(story.headline):
        story.headline = headline
        topic.title, topic.slug = _shortened(headline), topic_slug(headline)
        topic.save(update_fields=["title", "slug"])
    if changes.standfirst is not None:
        story.standfirst = changes.standfirst
    if changes.body:
        story.body_html = story_html(changes.body, story.dateline, story.agency)


def _lock_story(house: User, topic_id: int) -> tuple[Story, Post]:
    StoryPolicy(house).publish().or_raise()
    topic = _lock_topic(house, topic_id)
    try:
        story = Story.objects.get(topic=topic)
    except Story.DoesNotExist:
        raise NotVisible("story") from None
    posts = Post.objects.select_for_update(of=("self",), no_key=True)
    posts = posts.select_related("topic__category")
    if story.post_id:
        return story, posts.get(pk=story.post_id)
    return story, posts.get(topic=topic, number=1)


def _lock_topic(house: User, topic_id: int) -> Topic:
    """The topic, locked. A house account's own is found where it may not look any more:
    a story that its publisher takes back must not come out again with a hidden topic."""
    if house.is_house:
        own = Topic.objects.select_for_update(of=("self",), no_key=True)
        topic = own.filter(pk=topic_id, author=house).first()
        if topic is not None:
            return topic
    return lock_topic_row(house, topic_id)


def _shortened(headline: str) -> str:
    if len(headline) <= LONGEST_TITLE:
        return headline
    return headline[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"


def _remove_picture(path: str) -> None:
    media = Path(settings.ROSTRA_DATA) / "media"
    file = (media / path).resolve()
    if file.is_relative_to(media.resolve()):
        file.unlink(missing_ok=True)
