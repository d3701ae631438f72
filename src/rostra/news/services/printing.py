"""Keep the prints of texts, by which others like them are found."""

from datetime import datetime, timedelta

from django.utils import timezone

from rostra.news.models import FeedEntry, Print, Story
from rostra.news.reading import EntryRead
from rostra.news.resembling import Words, prints_of, words_of
from rostra.news.services.story_text import plain_text, story_html

WINDOW = timedelta(days=7)
"""For so long a text is found: later, the same words are another event's."""

_AT_ONCE, _PIECES = 2_000, 25


def words_of_entry(entry: EntryRead) -> Words:
    """All that an entry says, however little of it is shown."""
    said = f"{entry.standfirst}\n{plain_text(story_html(entry.body))}"
    return words_of(entry.headline, said)


def words_of_story(story: Story) -> Words:
    """What a story says."""
    return words_of(
        story.headline, f"{story.standfirst}\n{plain_text(story.body_html)}"
    )


def print_entry(
    row: FeedEntry, words: Words, story_id: int | None, now: datetime
) -> None:
    """Put the prints of an entry's text in the place of those it had; `story_id` is of
    the story that it tells, if it tells one by now."""
    row.prints.all().delete()
    if story_id is not None:
        Print.objects.filter(entry=None, story=story_id).delete()
    _write(words, now, entry=row, story_id=story_id)


def print_story(story: Story, now: datetime) -> None:
    """Put the prints of a story's own text in the place of those it had; of one that an
    entry told, the entry's are kept."""
    own = story.prints.filter(entry=None)
    own.delete()
    if not story.prints.exists():
        _write(words_of_story(story), now, entry=None, story_id=story.pk)


def hand_prints(row: FeedEntry, story: Story | None) -> None:
    """Have an entry's text lead to a story, or to none while it waits."""
    row.prints.update(story=story)


def forget_prints(story: Story) -> None:
    """Nobody finds this story any more: its words are withdrawn."""
    story.prints.all().delete()


def forget_old_prints(now: datetime | None = None) -> int:
    """Drop prints that are too old to be found; how many. A piece at a time, so that
    nobody waits long; an hour's worth of a busy site is fewer than it drops."""
    old = Print.objects.filter(at__lt=(now or timezone.now()) - WINDOW)
    gone = 0
    for _piece in range(_PIECES):
        some = list(old.values_list("pk", flat=True)[:_AT_ONCE])
        gone += Print.objects.filter(pk__in=some).delete()[0] if some else 0
        if len(some) < _AT_ONCE:
            break
    return gone


def _write(
    words: Words, now: datetime, *, entry: FeedEntry | None, story_id: int | None
) -> None:
    Print.objects.bulk_create(
        Print(number=number, at=now, entry=entry, story_id=story_id)
        for number in prints_of(words)
    )
