"""Publish a story as a topic; correct it; withdraw it."""

from datetime import datetime
from typing import Any, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.forum.models import Post, Topic
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
from rostra.news.kept_entries import entry_of
from rostra.news.models import Story, Withdrawal
from rostra.news.policies import StoryPolicy
from rostra.news.services.auditing import note_withdrawal
from rostra.news.services.changing import (
    Changes,
    How,
    change_story,
    lock_story,
    opening_source,
)
from rostra.news.services.emptying import empty_story
from rostra.news.services.parts import Parts
from rostra.news.services.printing import print_story
from rostra.news.services.story_text import story_html
from rostra.news.services.versions import (
    Kind,
    begin_versions,
)
from rostra.news.signals import story_published, story_withdrawn
from rostra.news.story_pictures import (
    Picture,
    columns_of,
    pictures_of,
)


@transaction.atomic
def publish_story(
    *,
    house: User,
    category_id: int,
    headline: str,
    body: str = "",
    pictures: tuple[Picture, ...] = (),
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
        **columns_of(pictures),
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
    body: str | None = None,
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
    body: str | None = None,
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
    *,
    house: User,
    topic_id: int,
    reason: str = "",
    at: datetime | None = None,
    audited: Withdrawal.Kind = Withdrawal.Kind.CANCELED,
) -> Story:
    """Take a story's text and picture away everywhere, quotes included; comments stay.

    The headline stays, or nobody would know what was withdrawn. `reason` is shown,
    `audited` is written down for editors. Raises NotVisible, and PermissionDenied with a
    reason.
    """
    story, opening = lock_story(house, topic_id)
    how = How(house, Kind.WITHDRAWN, reason.strip(), at)
    return withdraw_locked(story, opening, how, audited)


def withdraw_locked(
    story: Story, opening: Post, how: How, audited: Withdrawal.Kind
) -> Story:
    """Take the text and picture of a locked story away; one that is withdrawn stays so."""
    if story.status == Story.Status.WITHDRAWN:
        return story
    at = how.at or timezone.now()
    also, origins = _said_elsewhere(story)
    empty_story(story, opening.topic, how.note, at, how.editor)
    with in_site_language():
        notice = _("This story has been withdrawn.")
    erasure = erase_texts(
        opening, how.house, notice, at, is_everywhere=True, also=also, origins=origins
    )
    note_withdrawal(story, audited, how.note, at, editor=how.editor, erasure=erasure)
    announce(post_edited, opening)
    announce(story_withdrawn, story)
    raise_after_writing(opening.topic)
    return story


def _said_elsewhere(story: Story) -> tuple[list[str], list[str]]:
    """All that was ever told of a story, as HTML or plain words, and where it stands at
    its publisher's: more than was shown here."""
    said = [story.standfirst, story.body_html]
    for picture in pictures_of(story):
        said += [picture.caption, picture.alt]
    said += story.versions.values_list("text", flat=True)
    said += story.versions.values_list("note", flat=True)
    origins = {story.original_url}
    for row in story.entries.all():
        for told in filter(None, (row.told, row.later)):
            entry = entry_of(told)
            said += [entry.standfirst, entry.body]
            origins |= {entry.address, *entry.addresses}
    return list(filter(None, said)), sorted(filter(None, origins))
