"""Publish a story as a topic; correct it; withdraw it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypedDict, Unpack

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.forum.models import Post, Topic
from rostra.forum.services.adding import note_addition
from rostra.forum.services.erasing import erase_texts
from rostra.forum.services.moderating import mark_as_story
from rostra.forum.services.numbering import raise_after_writing
from rostra.forum.services.opening import put_before
from rostra.forum.services.starting import start_topic
from rostra.forum.signals import post_edited
from rostra.foundation.announce import announce
from rostra.foundation.domains import key_at
from rostra.foundation.kept_words import in_site_language
from rostra.news.headlines import shortened
from rostra.news.models import Story
from rostra.news.models.story import KEY
from rostra.news.policies import StoryPolicy
from rostra.news.services.changing import (
    Changes,
    How,
    change_story,
    lock_story,
    opening_source,
)
from rostra.news.services.printing import forget_prints, print_story
from rostra.news.services.story_text import story_html
from rostra.news.services.versions import (
    Kind,
    add_version,
    begin_versions,
    forget_versions,
)
from rostra.news.signals import (
    story_published,
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
    editor: User | None = None,
    client_token: str = "",
    into: Topic | None = None,
    **parts: Unpack[Parts],
) -> Story:
    """A new topic that opens with a story; or `into`, a locked one, which opens with it
    from now on and keeps its title, its tags and all that was posted.

    `body` is HTML from outside; `published_at` is when its publisher published it (else
    `at`), `at` when it comes here (else now); `editor` wrote it by hand, in a form that
    makes one story however often it is sent. Raises NotVisible, PermissionDenied with a
    reason, and ValidationError if the headline will not do.
    """
    StoryPolicy(editor or house).publish(category_id).or_raise()
    at = at or timezone.now()
    headline = " ".join(headline.split())
    story = Story(
        headline=headline[:255],
        body_html=story_html(body, parts.get("dateline", ""), parts.get("agency", "")),
        published_at=published_at or at,
        domain_key=key_at(parts.get("original_url", "")),
        by_hand_at=at if editor else None,
        **(picture.fields() if picture else NO_PICTURE),
        **parts,
    )
    how = {"category_id": category_id, "client_token": client_token, "tags": tags}
    topic = _opened(into, story, house, at, **how)
    if client_token and (there := Story.objects.filter(topic=topic).first()):
        return there
    mark_as_story(topic_id=topic.pk, language=language)
    story.topic, story.post = topic, topic.posts.get(number=1)
    _begin(story, at, editor)
    announce(story_published, story)
    return story


def _opened(
    into: Topic | None, story: Story, house: User, at: datetime, **how: Any
) -> Topic:
    """A new topic that opens with a story, or a locked one that does from now on."""
    source = opening_source(story)
    if into:
        put_before(into, house, source)
        return into
    title = shortened(story.headline)
    return start_topic(author=house, title=title, source=source, at=at, **how)


def _begin(story: Story, at: datetime, editor: User | None) -> None:
    story.save()
    begin_versions(story, at, editor)
    print_story(story, at)


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
    story, opening = lock_story(house, topic_id)
    how = How(house, Kind.CORRECTED, correction.strip(), at)
    return change_story(story, opening, changes, how)


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
    story, opening = lock_story(house, topic_id)
    return change_story(story, opening, changes, How(house, Kind.UPDATED, "", at))


@transaction.atomic
def withdraw_story(
    *, house: User, topic_id: int, reason: str = "", at: datetime | None = None
) -> Story:
    """Take a story's text and picture away everywhere, quotes included; comments stay.

    The headline stays, or nobody would know what was withdrawn. `reason` is shown.
    Raises NotVisible, and PermissionDenied with a reason.
    """
    story, opening = lock_story(house, topic_id)
    return withdraw_locked(
        story, opening, How(house, Kind.WITHDRAWN, reason.strip(), at)
    )


def withdraw_locked(story: Story, opening: Post, how: How) -> Story:
    """Take the text and picture of a locked story away; one that is withdrawn stays so."""
    if story.status == Story.Status.WITHDRAWN:
        return story
    at = how.at or timezone.now()
    begin_versions(story, at)
    removed = story.image
    for field, empty in NO_PICTURE.items():
        setattr(story, field, empty)
    story.standfirst = story.body_html = story.byline = story.dateline = ""
    story.status = Story.Status.WITHDRAWN
    story.correction = how.note
    story.corrected_at = story.updated_at = at
    story.save()
    add_version(story, Kind.WITHDRAWN, how.note, at, how.editor)
    note_addition(opening.topic, KEY)
    forget_versions(story)
    forget_prints(story)
    story.entries.update(told={})
    with in_site_language():
        notice = _("This story has been withdrawn.")
    erase_texts(opening, how.house, notice, at)
    announce(post_edited, opening)
    drop_picture(removed)
    announce(story_withdrawn, story)
    raise_after_writing(opening.topic)
    return story


def drop_picture(path: str) -> None:
    """After commit, remove a picture's file if no story shows it; its row is saved."""
    if path and not Story.objects.filter(image=path).exists():
        transaction.on_commit(lambda: _remove_picture(path))


def _remove_picture(path: str) -> None:
    media = Path(settings.ROSTRA_DATA) / "media"
    file = (media / path).resolve()
    if file.is_relative_to(media.resolve()):
        file.unlink(missing_ok=True)
