"""How long it takes to find the story that an entry tells again, among very many.

    python -m benchmarks.resembling [--entries 100000] [--on postgresql] [--seed 7]

Writes so many stories of the last days with their entries and prints, then looks for
edited copies of some of them, and for texts that nobody has told yet. Prints what it took.
"""

import argparse
import os
import statistics
import tempfile
import time
from contextlib import ExitStack
from datetime import timedelta
from itertools import accumulate, count
from pathlib import Path
from random import Random
from typing import Any

from tests.servers import start_postgresql

AT_ONCE = 1_000
ASKED = 400
LENGTH = 250
VOCABULARY = [f"w{number:x}" for number in range(30_000)]
# Words of a language are about as frequent as one over their rank (Zipf's law).
FREQUENT = list(accumulate(1 / rank for rank in range(1, len(VOCABULARY) + 1)))
BOILERPLATE = " ".join(f"boiler{number}" for number in range(60))


def main() -> None:
    """Fill, look, print."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--entries", type=int, default=100_000)
    asked.add_argument("--on", choices=("sqlite", "postgresql"), default="sqlite")
    asked.add_argument("--seed", type=int, default=7)
    given = asked.parse_args()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        os.environ["ROSTRA_DATA"] = str(Path(folder) / "data")
        if given.on == "postgresql":
            os.environ["ROSTRA_DATABASE"] = stack.enter_context(start_postgresql())
        from rostra.cli.choosing import settle
        from rostra.cli.preparing import prepare

        prepare(settle())
        chance = Random(given.seed)
        begun = time.perf_counter()
        known = _fill(given.entries, chance)
        print(f"{given.on}: {given.entries:,} stories in", end=" ")
        print(f"{time.perf_counter() - begun:.0f} s")
        _measure(known, chance)
        from django.db import connections

        connections.close_all()


def text(chance: Random) -> str:
    """A text of nobody, a third of them with what its agency says under all of them."""
    said = " ".join(chance.choices(VOCABULARY, cum_weights=FREQUENT, k=LENGTH))
    return f"{said} {BOILERPLATE}" if chance.random() < 1 / 3 else said


def edited(said: str, chance: Random) -> str:
    """A copy as an editor makes it: some words are others, and there is one paragraph more."""
    words = said.split()
    for place in chance.sample(range(len(words)), len(words) // 30):
        words[place] = "edited"
    more = chance.choices(VOCABULARY, cum_weights=FREQUENT, k=40)
    return " ".join([*words, *more])


def _fill(entries: int, chance: Random) -> list[tuple[int, str]]:
    """Write the stories; gives the key and the words of some of them."""
    from django.db import connection, transaction
    from django.utils import timezone

    from rostra.accounts.models import User
    from rostra.forum.models import Category
    from rostra.news.models import Feed

    now = timezone.now()
    house = User.objects.create(name="Wire", slug="wire", is_house=True)
    category = Category.objects.create(name="World", slug="world")
    feed = Feed.objects.create(
        address="https://a.example/", house=house, category=category, made_at=now
    )
    known: list[tuple[int, str]] = []
    numbers = count(1)
    for _chunk in range(entries // AT_ONCE):
        texts = [text(chance) for _ in range(AT_ONCE)]
        with transaction.atomic():
            stories = _write(feed, [next(numbers) for _ in texts], texts, chance, now)
        known += list(zip(stories, texts, strict=True))[:: AT_ONCE // 10]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return known


def _write(
    feed: Any, numbers: list[int], texts: list[str], chance: Random, now: Any
) -> list[int]:
    from rostra.forum.models import Topic
    from rostra.news.kept_entries import told_of
    from rostra.news.models import FeedEntry, Print, Story
    from rostra.news.reading import EntryRead
    from rostra.news.resembling import prints_of, words_of

    def when() -> Any:
        # A day from the end of the window: filling takes its time.
        return now - timedelta(seconds=chance.randrange(6 * 86_400))

    topics = Topic.objects.bulk_create(
        Topic(
            category=feed.category,
            author=feed.house,
            last_author=feed.house,
            title=f"Story {number}",
            slug="story",
            started_at=now,
            last_posted_at=now,
            is_story=True,
        )
        for number in numbers
    )
    stories = Story.objects.bulk_create(
        Story(topic=topic, headline=topic.title, published_at=now) for topic in topics
    )
    rows = FeedEntry.objects.bulk_create(
        FeedEntry(
            feed=feed,
            key=f"{number:064}",
            digest="",
            told=told_of(EntryRead(headline=f"Story {number}", body=f"<p>{said}</p>")),
            state="published",
            story=story,
            seen_at=now,
            changed_at=now,
        )
        for number, said, story in zip(numbers, texts, stories, strict=True)
    )
    Print.objects.bulk_create(
        Print(number=number, at=at, entry=row, story=story)
        for row, story, said, at in zip(
            rows, stories, texts, [when() for _ in rows], strict=True
        )
        for number in prints_of(words_of("", said))
    )
    return [story.pk for story in stories]


def _measure(known: list[tuple[int, str]], chance: Random) -> None:
    from django.utils import timezone

    from rostra.accounts.models import User
    from rostra.news.selectors.resembling import stories_resembling
    from rostra.news.services.printing import words_of

    reader, now = User.objects.get(is_house=True), timezone.now()
    times: dict[str, list[float]] = {"copies": [], "new": []}
    found = alarms = 0
    for turn in range(ASKED):
        story_id, said = chance.choice(known)
        is_copy = turn % 2 == 0
        said = edited(said, chance) if is_copy else text(chance)
        begun = time.perf_counter()
        alike = stories_resembling(
            reader=reader, words=words_of("Story", said), now=now
        )
        spent = (time.perf_counter() - begun) * 1e3
        times["copies" if is_copy else "new"].append(spent)
        found += is_copy and bool(alike) and alike[0].story.pk == story_id
        alarms += not is_copy and bool(alike)
    for name, took in times.items():
        cuts = statistics.quantiles(took, n=20)
        print(f"{name}: p50 {cuts[9]:.1f} ms, p95 {cuts[18]:.1f} ms,", end=" ")
        print(f"most {max(took):.1f} ms")
    print(f"of {ASKED // 2} copies found: {found}; taken for one wrongly: {alarms}")
    _measure_whole(known, chance)


def _measure_whole(known: list[tuple[int, str]], chance: Random) -> None:
    """What it takes to take in an entry that is joined at once, all writes included."""
    from django.utils import timezone

    from rostra.news.models import Feed, Outlet
    from rostra.news.reading import EntryRead, FeedRead
    from rostra.news.services.taking_in import take_in

    first = Feed.objects.get()
    feed = Feed.objects.create(
        address="https://b.example/",
        house=first.house,
        category=first.category,
        arrival=Feed.Arrival.PUBLISH,
        joins=Feed.Joins.ONCE,
        joins_from=60,
        made_at=timezone.now(),
    )
    took = []
    for number in range(100):
        said = edited(chance.choice(known)[1], chance)
        entry = EntryRead(id=str(number), headline="Story", body=f"<p>{said}</p>")
        begun = time.perf_counter()
        take_in(feed_id=feed.pk, read=FeedRead("rss", entries=(entry,)))
        took.append((time.perf_counter() - begun) * 1e3)
    cuts = statistics.quantiles(took, n=20)
    print(f"taken in and joined: {Outlet.objects.count()} of 100,", end=" ")
    print(f"p50 {cuts[9]:.1f} ms, p95 {cuts[18]:.1f} ms, most {max(took):.1f} ms")


if __name__ == "__main__":
    main()
