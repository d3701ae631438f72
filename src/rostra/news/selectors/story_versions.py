"""What a story said at each time, and what changed from one to the next."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.db.models import Q

from rostra.accounts.models import Reader
from rostra.forum.models import Post
from rostra.foundation.differences import Piece, differences
from rostra.foundation.visibility import NotVisible
from rostra.news.models import Story, StoryVersion

MOST = 30
"""So many of the newest are shown; agencies rarely send as many."""


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version. `changes` are against the one before; a first one has none."""

    number: int
    kind: str
    note: str
    headline: str
    text: str
    made_at: datetime
    headline_changes: tuple[Piece, ...] = ()
    changes: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class StoryVersions:
    """The versions of a story, the newest first."""

    topic_id: int
    topic_slug: str
    headline: str
    is_withdrawn: bool
    rows: tuple[VersionRow, ...]


def story_versions(*, reader: Reader, topic_id: int) -> StoryVersions:
    """All that a story has said, as far as it may still be read: at most four queries.

    Raises NotVisible, also where the opening post is hidden.
    """
    story = Story.objects.filter(topic=topic_id).first()
    # Where moderators have merged its topic into another, it is read there.
    first = Q(pk=story.post_id) if story and story.post_id else _first_of(topic_id)
    opening = Post.objects.words_visible_to(reader).filter(first, hidden_at=None)
    opening = opening.select_related("topic").first()
    if story is None or opening is None:
        raise NotVisible("story")
    newest = list(story.versions.order_by("-number")[: MOST + 1])
    rows = [_row(new, old) for new, old in pairwise([*newest, None]) if new]
    return StoryVersions(
        topic_id=opening.topic_id,
        topic_slug=opening.topic.slug,
        headline=story.headline,
        is_withdrawn=story.status == Story.Status.WITHDRAWN,
        rows=tuple(rows[:MOST]),
    )


def _first_of(topic_id: int) -> Q:
    return Q(topic=topic_id, number=1)


def _row(new: StoryVersion, old: StoryVersion | None) -> VersionRow:
    is_compared = old is not None and new.text and old.text
    return VersionRow(
        number=new.number,
        kind=new.kind,
        note=new.note,
        headline=new.headline,
        text=new.text,
        made_at=new.made_at,
        headline_changes=tuple(differences(old.headline, new.headline))
        if old is not None and old.headline != new.headline
        else (),
        changes=tuple(differences(old.text, new.text)) if old and is_compared else (),
    )
