"""A story as its editors change it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from rostra.accounts.models import Reader
from rostra.forum.models import Topic
from rostra.foundation.visibility import NotVisible
from rostra.news.kept_entries import entry_of
from rostra.news.models import FeedEntry, Story
from rostra.news.policies import FeedPolicy, StoryPolicy
from rostra.news.services.shaping import correction_of, shaped
from rostra.news.services.story_text import story_html
from rostra.news.story_markdown import html_as_markdown, written_body
from rostra.news.story_pictures import Picture, pictures_of

_WORDS = (
    *("headline", "standfirst", "dateline", "byline", "agency", "copyright"),
    *("original_url", "image_alt", "caption", "credit", "genre"),
)


@dataclass(frozen=True, slots=True)
class FromFeed:
    """What a feed said since an editor wrote the story: it waits for them."""

    feed: str
    headline: str
    standfirst: str
    body: str
    """As Markdown."""
    correction: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class OwnStory:
    """A story with all that its form shows."""

    topic_id: int
    category_id: int
    url: str
    headline: str
    version: int
    is_withdrawn: bool
    image: str
    image_width: int
    image_height: int
    image_alt: str
    values: dict[str, str]
    """Its parts, as they are written."""
    newer: FromFeed | None
    released_id: int
    """The entry with whose text a withdrawn story can be told again, or 0."""
    more: tuple[Picture, ...]
    """Its pictures beside the first."""
    terms: tuple[str, ...]
    """What its publisher says of its use, and of its pictures'."""


def own_story(*, editor: Reader, topic_id: int) -> OwnStory:
    """A story for somebody who may change it: at most four queries. Raises NotVisible,
    and PermissionDenied with a reason."""
    topic = Topic.objects.get_visible(editor, pk=topic_id)
    story = Story.objects.filter(topic=topic).first()
    if story is None:
        raise NotVisible("story")
    StoryPolicy(editor).publish(topic.category_id).or_raise()
    values = {name: getattr(story, name) for name in _WORDS}
    is_withdrawn = story.status == Story.Status.WITHDRAWN
    return OwnStory(
        topic_id=topic.pk,
        category_id=topic.category_id,
        url=topic.get_absolute_url(),
        headline=story.headline,
        version=story.version,
        is_withdrawn=is_withdrawn,
        image=story.image,
        image_width=story.image_width,
        image_height=story.image_height,
        image_alt=story.image_alt,
        values=values
        | {
            "urgency": str(story.urgency),
            "language": topic.language,
            "body": written_body(story),
            "place_title": topic.title,
            "place_tags": ", ".join(topic.tag_names),
            "place_category": str(topic.category_id),
        },
        newer=None if is_withdrawn else _newer(story),
        released_id=_released(story) if is_withdrawn else 0,
        more=pictures_of(story)[1:],
        terms=_terms(story),
    )


def _released(story: Story) -> int:
    rows = FeedEntry.objects.filter(story=story, state=FeedEntry.State.RELEASED)
    return rows.order_by("pk").values_list("pk", flat=True).first() or 0


def count_changed_stories(*, editor: Reader) -> int:
    """How many wait: one query. Raises PermissionDenied with a reason."""
    return _changed(editor).count()


def _changed(editor: Reader) -> QuerySet[FeedEntry]:
    policy = FeedPolicy(editor)
    policy.enter().or_raise()
    return FeedEntry.objects.filter(
        state=FeedEntry.State.CHANGED,
        story__topic__category__in=policy.places,
        story__topic__in=Topic.objects.visible_to(editor),
    )


def _terms(story: Story) -> tuple[str, ...]:
    said = (story.terms, *(picture.terms for picture in pictures_of(story)))
    return tuple(dict.fromkeys(words for words in said if words))


def _newer(story: Story) -> FromFeed | None:
    rows = FeedEntry.objects.filter(story=story, state=FeedEntry.State.CHANGED)
    row = rows.select_related("feed").exclude(told={}).order_by("-changed_at").first()
    if row is None:
        return None
    entry = entry_of(row.told)
    shape = shaped(row.feed, entry)
    return FromFeed(
        feed=row.feed.title,
        headline=shape.headline,
        standfirst=shape.standfirst,
        body=html_as_markdown(story_html(shape.body)),
        correction=correction_of(entry),
        changed_at=row.changed_at,
    )
