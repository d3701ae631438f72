"""What becomes of a story and its opening post when its words change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.forum.models import Post, Topic
from rostra.forum.services.adding import note_addition
from rostra.forum.services.editing import edit_post
from rostra.forum.services.numbering import lock_topic_row, raise_after_writing
from rostra.forum.services.starting import topic_slug
from rostra.foundation.announce import announce
from rostra.foundation.domains import key_at
from rostra.foundation.visibility import NotVisible
from rostra.news.headlines import is_headline, shortened
from rostra.news.models import FeedEntry, Story
from rostra.news.models.story import KEY
from rostra.news.policies import StoryPolicy
from rostra.news.services.picture_files import drop_pictures
from rostra.news.services.printing import print_story
from rostra.news.services.story_text import as_markdown, plain_text, story_html
from rostra.news.services.versions import Kind, add_version, begin_versions, said_by
from rostra.news.signals import story_corrected, story_updated
from rostra.news.story_markdown import own_body
from rostra.news.story_pictures import paths_of


@dataclass(frozen=True, slots=True)
class Changes:
    """What is new in a story; what is None stays as it is, and so does a headline where
    there is none."""

    headline: str = ""
    standfirst: str | None = None
    body: str | None = None
    """HTML from outside."""
    columns: Mapping[str, Any] = field(default_factory=dict)
    """Other columns of a Story, by their names."""
    tags: Sequence[str] | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class How:
    """In whose name a story is changed, and what readers are told of it."""

    house: User
    kind: Kind
    note: str
    at: datetime | None = None
    editor: User | None = None
    """Who writes it by hand, if somebody does."""


def change_story(story: Story, opening: Post, changes: Changes, how: How) -> Story:
    """Give a locked story what is new in it, and its next version; announces that.

    Where only something beside the text has changed (who wrote it, whose it is, its
    pictures), what a feed says is taken over without a version: that is another text.
    The files of pictures that go are removed. Raises ValidationError for a withdrawn story.
    """
    if story.status == Story.Status.WITHDRAWN:
        raise ValidationError(_("This story has been withdrawn."))

    at = how.at or timezone.now()
    begin_versions(story, at)
    said, paths = said_by(story), paths_of(story)
    _write_changes(story, opening.topic, changes)
    if how.kind == Kind.UPDATED and not how.editor and said_by(story) == said:
        story.save()
    else:
        _make_version(story, opening, changes, how, at)
    drop_pictures(set(paths).difference(paths_of(story)))
    raise_after_writing(opening.topic)
    return story


def _make_version(
    story: Story, opening: Post, changes: Changes, how: How, at: datetime
) -> None:
    story.updated_at = at
    if how.kind == Kind.CORRECTED:
        story.correction, story.status = how.note, Story.Status.CORRECTED
        story.corrected_at = at
    if how.editor:
        story.by_hand_at = at
    story.save()
    add_version(story, how.kind, how.note, at, how.editor)
    print_story(story, at)
    note_addition(opening.topic, KEY)
    edit_post(
        editor=how.house,
        post_id=opening.pk,
        source=opening_source(story),
        reason=how.note or ("" if how.editor else _("Updated by its publisher")),
        tags=changes.tags,
        at=at,
    )
    is_corrected = how.kind == Kind.CORRECTED
    announce(story_corrected if is_corrected else story_updated, story)


def lock_story(editor: User, topic_id: int) -> tuple[Story, Post]:
    """A story with its opening post, both locked, for somebody who may change it.

    Raises NotVisible, and PermissionDenied with a reason.
    """
    _lock_entries(topic_id)
    topic = _lock_topic(editor, topic_id)
    StoryPolicy(editor).publish(topic.category_id).or_raise()
    try:
        stories = Story.objects.select_for_update(of=("self",), no_key=True)
        story = stories.get(topic=topic)
    except Story.DoesNotExist:
        raise NotVisible("story") from None
    posts = Post.objects.select_for_update(of=("self",), no_key=True)
    posts = posts.select_related("topic__category")
    if story.post_id:
        return story, posts.get(pk=story.post_id)
    return story, posts.get(topic=topic, number=1)


def opening_source(story: Story) -> str:
    """A story as the Markdown of its opening post: what is quoted, searched and fed."""
    parts = [story.standfirst, plain_text(story.body_html)]
    text = as_markdown("\n\n".join(part for part in parts if part) or story.headline)
    return text if text.strip() else as_markdown(story.headline)


def _write_changes(story: Story, topic: Topic, changes: Changes) -> None:
    """Put what is new into a locked story. The title of its topic follows only while it
    is the headline: once staff has chosen another, or it is another story's, it stays."""
    headline = " ".join(changes.headline.split())[:255]
    is_new = bool(headline) and headline != story.headline
    is_own = topic.pk == story.topic_id
    if is_new and is_own and is_headline(topic.title, story.headline):
        topic.title, topic.slug = shortened(headline), topic_slug(headline)
        topic.save(update_fields=["title", "slug"])
    story.headline = headline or story.headline
    body = own_body(story) if changes.body is None else changes.body
    for name, value in changes.columns.items():
        setattr(story, name, value)
    story.domain_key = key_at(story.original_url)
    if changes.standfirst is not None:
        story.standfirst = changes.standfirst
    if changes.body is not None or body != own_body(story):
        # Place and agency stand before its first words.
        story.body_html = story_html(body, story.dateline, story.agency)
    if changes.language is not None and is_own and changes.language != topic.language:
        topic.language = changes.language
        topic.save(update_fields=["language"])


def _lock_entries(topic_id: int) -> None:
    """What feeds say of a story is locked before the story itself, as by whoever follows
    a feed: two who change one story wait for each other, and never both."""
    rows = FeedEntry.objects.select_for_update(of=("self",), no_key=True)
    list(rows.filter(story__topic=topic_id).order_by("pk").only("pk"))


def _lock_topic(editor: User, topic_id: int) -> Topic:
    """The topic, locked. A house account's own is found where it may not look any more:
    a story that its publisher takes back must not come out again with a hidden topic."""
    if editor.is_house:
        own = Topic.objects.select_for_update(of=("self",), no_key=True)
        is_own = Q(author=editor) | Q(story__post__author=editor)
        topic = own.filter(is_own, pk=topic_id).first()
        if topic is not None:
            return topic
    return lock_topic_row(editor, topic_id)
