"""Which stories, and which entries that wait, tell what a text tells."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from rostra.accounts.models import Reader
from rostra.forum.models import Topic
from rostra.foundation.raw import fetch
from rostra.news.kept_entries import entry_of
from rostra.news.models import FeedEntry, Story
from rostra.news.resembling import Likeness, Words, likeness, prints_of
from rostra.news.services.printing import WINDOW, words_of_entry, words_of_story

LEAST = 50
"""Per cent of the text from which on two are said to tell the same."""
_NEWEST = 40
"""So many texts with one print are looked at: what more have is said by everybody."""
_COMPARED = 4
"""So many texts are compared word for word, those first that share rare prints."""

_SHARED = """
SELECT * FROM (SELECT number, story_id, entry_id FROM news_print
WHERE number = %s AND at >= %s ORDER BY at DESC LIMIT {newest}) p
"""


@dataclass(frozen=True, slots=True)
class Resembling:
    """A story that tells the same, and how far it does."""

    story: Story
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class _Found:
    story_id: int | None
    entry_id: int | None


def stories_resembling(
    *, reader: Reader, words: Words, now: datetime, but: Iterable[int] = ()
) -> tuple[Resembling, ...]:
    """The stories of the last days that a reader may see and that tell what these words
    tell, the most alike first: at most four queries. `but` are ids of stories left out.
    """
    found = [one for one in _sharing(words, now) if one.story_id]
    found = [one for one in found if one.story_id not in set(but)][:_COMPARED]
    if not found:
        return ()
    stories = Story.objects.select_related("topic", "topic__category")
    usable = stories.exclude(status=Story.Status.WITHDRAWN)
    there = usable.in_bulk({one.story_id for one in found})
    seen = _visible(reader, there.values())
    alike: dict[int, Likeness] = {}
    for one, other in _compared(found, words, there):
        if one.story_id in seen and other.text >= LEAST:
            best = alike.get(one.story_id, other)
            alike[one.story_id] = max(best, other, key=lambda like: like.text)
    order = sorted(alike, key=lambda pk: (-alike[pk].text, -alike[pk].title, pk))
    return tuple(Resembling(there[pk], alike[pk]) for pk in order)


def waiting_entries_resembling(
    *, words: Words, now: datetime
) -> tuple[tuple[FeedEntry, Likeness], ...]:
    """The entries that wait for an editor and tell the same: two queries."""
    found = [one for one in _sharing(words, now) if not one.story_id and one.entry_id]
    rows = FeedEntry.objects.filter(state=FeedEntry.State.HELD).exclude(told={})
    there = rows.in_bulk([one.entry_id for one in found[: _COMPARED * 2]])
    compared = (
        (row, likeness(words, words_of_entry(entry_of(row.told))))
        for row in there.values()
    )
    return tuple((row, like) for row, like in compared if like.text >= LEAST)


def _sharing(words: Words, now: datetime) -> list[_Found]:
    """Texts that share prints: those first whose shared ones few others have."""
    numbers = prints_of(words)
    if not numbers:
        return []
    since = connection.ops.adapt_datetimefield_value(now - WINDOW)
    sql = " UNION ALL ".join([_SHARED.format(newest=_NEWEST)] * len(numbers))
    rows = fetch(sql, tuple(part for number in numbers for part in (number, since)))
    by_number: dict[int, list[_Found]] = defaultdict(list)
    for number, story_id, entry_id in rows:
        by_number[number].append(_Found(story_id, entry_id))
    weights: dict[_Found, float] = defaultdict(float)
    for having in by_number.values():
        for one in having:
            weights[one] += 1 / len(having)
    return sorted(weights, key=lambda one: -weights[one])


def _visible(reader: Reader, stories: Iterable[Story]) -> set[int]:
    of_topics = {story.topic_id: story.pk for story in stories}
    topics = Topic.objects.visible_to(reader).filter(pk__in=of_topics, merged_into=None)
    return {of_topics[pk] for pk in topics.values_list("pk", flat=True)}


def _compared(
    found: list[_Found], words: Words, stories: dict[int, Story]
) -> Iterable[tuple[_Found, Likeness]]:
    ids = [one.entry_id for one in found if one.entry_id]
    told = dict(
        FeedEntry.objects.filter(pk__in=ids).exclude(told={}).values_list("pk", "told")
    )
    for one in found:
        if one.entry_id in told:
            yield one, likeness(words, words_of_entry(entry_of(told[one.entry_id])))
        elif one.story_id in stories:
            yield one, likeness(words, words_of_story(stories[one.story_id]))
