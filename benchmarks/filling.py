"""Fill an empty installation with a made-up community of a given size.

Run as a program of its own, because Django is loaded for one database a process:
`ROSTRA_DATA=folder python -m benchmarks.filling 50000`.
"""

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

VERSION = 3
"""To be raised when the same arguments make other rows."""

CATEGORIES, MEMBERS, CORE_TOPICS, CORE_POSTS = 20, 1000, 2000, 50_000
LONG_TOPIC, LONG_POSTS = 1, 10_000
PAGE_TOPIC, PAGE_POSTS = 2, 100
"""The topic whose first page is measured."""
MODERATOR, MEMBER = 2, 10
"""Ids of a moderator and of the member whose pages are measured."""
GROUPS, ALL_CATEGORIES = 200, 500
"""Groups, ten of which the member is in, and categories with those inside others."""
TAIL = 6
"""Posts in a topic beyond the core, on average: a long tail, so lists are long too."""


def main() -> None:
    """Prepare the installation in ROSTRA_DATA and fill it with so many posts."""
    from rostra.cli.choosing import settle
    from rostra.cli.preparing import prepare

    prepare(settle())
    fill(int(sys.argv[1]))


def fill(posts: int) -> None:
    """Write the whole community, at least CORE_POSTS posts."""
    from django.db import connection, transaction

    from rostra.forum.models import Drawing
    from rostra.foundation import markup

    _hurry(connection)
    filling = _Filling(datetime.now(UTC).replace(minute=0, second=0, microsecond=0))
    with transaction.atomic():
        _write_people()
        _write_groups()
        # All was drawn by this renderer: nothing has to be gone through for it.
        Drawing.objects.create(renderer=markup.RENDERER, is_done=True)
        for topics in _chunks(_topics(posts, filling), 500):
            filling.write(topics)
        filling.finish()
        _set_sequences(connection)
    _write_news(filling.end)
    _settle_down(connection)


@dataclass(slots=True)
class _Plan:
    """A topic before its rows are made."""

    id: int
    posts: int
    category_id: int
    title: str
    started_at: datetime
    lasts: timedelta
    chance: Random


def _topics(posts: int, filling: "_Filling") -> Iterator[_Plan]:
    left = posts
    for number in range(1, 10**9):
        size = min(_size(number, left), left)
        yield _plan(number, size, filling.end)
        left -= size
        if not left:
            return


def _size(number: int, left: int) -> int:
    """How many posts a topic has; the first CORE_TOPICS have CORE_POSTS together."""
    fixed = {LONG_TOPIC: LONG_POSTS, PAGE_TOPIC: PAGE_POSTS}
    if number in fixed:
        return fixed[number]
    if number > CORE_TOPICS:
        return 1 + Random(f"size {number}").randrange(2 * TAIL - 1)
    rest = CORE_POSTS - LONG_POSTS - PAGE_POSTS
    count = CORE_TOPICS - len(fixed)
    place = number - len(fixed)
    # From twice the average down to nearly nothing, in an order that looks random.
    place = place * 769 % count
    weight = 2 * rest / count
    size = round(weight * (place + 1) ** 2 / (2 * count)) - round(
        weight * place**2 / (2 * count)
    )
    return max(1, size)


def _plan(number: int, posts: int, end: datetime) -> _Plan:
    chance = Random(f"topic {number}")
    from benchmarks.words import title

    age = timedelta(minutes=chance.randrange(60, 1000 * 1440), seconds=number % 60)
    lasts = min(age, timedelta(days=30)) * chance.random() ** 2
    if number == LONG_TOPIC:
        age, lasts = timedelta(days=300), timedelta(days=299)
    return _Plan(
        id=number,
        posts=posts,
        category_id=1 + chance.randrange(CATEGORIES),
        title=title(chance),
        started_at=end - age,
        lasts=lasts,
        chance=chance,
    )


def _chunks(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    items = iter(items)
    while chunk := list(islice(items, size)):
        yield chunk


@dataclass(slots=True)
class _Filling:
    """What is counted while topics are written."""

    end: datetime
    next_post: int = 1
    written: Counter[int] = field(default_factory=Counter)
    in_category: Counter[int] = field(default_factory=Counter)
    topics_in: Counter[int] = field(default_factory=Counter)
    scores: Counter[tuple[str, Any, int, int]] = field(default_factory=Counter)
    periods: list[tuple[str, Any, datetime]] = field(default_factory=list)

    def __post_init__(self) -> None:
        from rostra.forum.scores import Period, start_of

        days = [(p, self.end.date()) for p in Period]
        days.append((Period.DAY, self.end.date() - timedelta(days=1)))
        for period, day in days:
            first = start_of(period, day)
            at = datetime(first.year, first.month, first.day, tzinfo=UTC)
            self.periods.append((period.value, first, at))

    def write(self, plans: list[_Plan]) -> None:
        """Some topics with everything in them."""
        from benchmarks.rows import posts_of
        from rostra.forum.models import Post, Quote, Reaction, ReadMark, Topic

        marks: list[Any] = []
        topics: list[Any] = []
        posts: list[Any] = []
        parts: tuple[list[Any], list[Any]] = ([], [])
        for plan in plans:
            own = list(posts_of(plan, self.next_post, parts))
            self.next_post += plan.posts
            posts += own
            topics.append(self._topic(plan, own))
            marks += _marks(plan)
        Topic.objects.bulk_create(topics)
        for chunk in _chunks(posts, 5000):
            Post.objects.bulk_create(chunk)
        Reaction.objects.bulk_create(parts[0])
        Quote.objects.bulk_create(parts[1])
        ReadMark.objects.bulk_create(marks)

    def _topic(self, plan: _Plan, posts: list[Any]) -> Any:
        from rostra.forum.models import Topic
        from rostra.forum.services.starting import topic_slug

        self.written.update(post.author_id for post in posts)
        self.in_category[plan.category_id] += len(posts)
        self.topics_in[plan.category_id] += 1
        self._score(plan, posts)
        score = plan.posts - 1 + sum(sum(post.tally.values()) for post in posts)
        pins = plan.started_at if plan.id % 400 == 7 else None
        return Topic(
            id=plan.id,
            category_id=plan.category_id,
            author_id=posts[0].author_id,
            title=plan.title,
            slug=topic_slug(plan.title),
            started_at=plan.started_at,
            last_number=plan.posts,
            last_post_id=posts[-1].id,
            last_posted_at=posts[-1].created_at,
            last_author_id=posts[-1].author_id,
            views=plan.posts * plan.chance.randrange(5, 40),
            score=score,
            pinned_at=pins,
        )

    def _score(self, plan: _Plan, posts: list[Any]) -> None:
        for period, first, at in self.periods:
            until = at + timedelta(days=1) if period == "day" else self.end
            if posts[-1].created_at < at:
                continue
            count = sum(at <= post.created_at < until for post in posts[1:])
            if count:
                self.scores[period, first, plan.id, plan.category_id] += count

    def finish(self) -> None:
        """Write what was counted."""
        from rostra.accounts.models import User
        from rostra.forum.models import Category, TopicScore

        TopicScore.objects.bulk_create(
            TopicScore(
                period=period,
                starts_on=first,
                topic_id=topic_id,
                category_id=category_id,
                score=score,
            )
            for (period, first, topic_id, category_id), score in self.scores.items()
        )
        for category_id, count in self.in_category.items():
            Category.objects.filter(pk=category_id).update(
                topic_count=self.topics_in[category_id], post_count=count
            )
        for user_id, count in self.written.items():
            User.objects.filter(pk=user_id).update(post_count=count)


def _write_news(end: datetime) -> None:
    from benchmarks.news_topic import write_news_topic
    from rostra.accounts.models import User

    owner, *members = User.objects.filter(pk__in=[1, *range(20, 60)]).order_by("pk")
    write_news_topic(end, owner, members)


def _marks(plan: _Plan) -> Iterator[Any]:
    """Who has read how far: everybody a few topics, the measured member many."""
    from rostra.forum.models import ReadMark

    if plan.id > CORE_TOPICS:
        return
    readers = {plan.chance.randrange(3, MEMBERS + 3) for _ in range(10)}
    if plan.id % 3 == 0 or plan.id in (LONG_TOPIC, PAGE_TOPIC):
        readers.add(MEMBER)
    for reader in sorted(readers):
        number = 1 + plan.chance.randrange(plan.posts)
        yield ReadMark(topic_id=plan.id, user_id=reader, number=number)


def _write_people() -> None:
    """The site, its owner (1), a moderator (2), members from 3 on, and categories."""
    from benchmarks.words import PLACES, member_name
    from rostra.accounts.models import User
    from rostra.forum.models import Category
    from rostra.web.models import Site

    Site.objects.update_or_create(pk=1, defaults={"name": "The Anselby Forum"})
    roles = {1: User.Role.OWNER, 2: User.Role.MODERATOR}
    long_ago = datetime(2019, 1, 1, tzinfo=UTC)
    people = []
    for number in range(1, MEMBERS + 3):
        user = User.objects.build(
            member_name(number),
            id=number,
            role=roles.get(number, User.Role.MEMBER),
            joined_at=long_ago + timedelta(days=number),
            read_before=long_ago,
            location=PLACES[number % len(PLACES)] if number % 3 else "",
        )
        user.set_unusable_password()
        people.append(user)
    User.objects.bulk_create(people)
    Category.objects.bulk_create(
        Category(
            id=number,
            name=f"{place} and around",
            slug=place.lower(),
            description=f"What happens in {place}, and what it means.",
            position=number,
        )
        for number, place in enumerate(PLACES, 1)
    )


def _write_groups() -> None:
    """Groups, and categories inside the first ones, each with rights of its own."""
    from rostra.accounts.models import Group, Membership, User
    from rostra.forum.models import Category, Grant
    from rostra.forum.rights import RIGHTS, Right

    groups = Group.objects.bulk_create(
        Group(id=n, name=f"Club {n}", name_key=f"club {n}")
        for n in range(1, GROUPS + 1)
    )
    inside = Category.objects.bulk_create(
        Category(
            id=number,
            parent_id=1 + number % CATEGORIES,
            name=f"Corner {number}",
            slug=f"corner-{number}",
            position=number,
            has_own_rights=True,
        )
        for number in range(CATEGORIES + 1, ALL_CATEGORIES + 1)
    )
    for place in inside:
        Grant.objects.bulk_create(
            Grant(category=place, right=right, rank=RIGHTS[right].default)
            for right in Right
        )
        Grant.objects.bulk_create(
            Grant(category=place, right=Right.MODERATE, group=groups[n % GROUPS])
            for n in range(place.pk, place.pk + 5)
        )
    member = User.objects.get(pk=MEMBER)
    mine = groups[:10]
    Membership.objects.bulk_create(Membership(user=member, group=g) for g in mine)
    member.group_ids = " ".join(str(group.pk) for group in mine)
    member.save()


def _hurry(connection: Any) -> None:
    """Nothing is lost if the machine stops now: the set is simply made again."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
            cursor.execute("PRAGMA journal_mode=MEMORY")
            cursor.execute("PRAGMA cache_size=-200000")


def _set_sequences(connection: Any) -> None:
    """On PostgreSQL, have new rows numbered after those with ids of their own."""
    from django.apps import apps
    from django.core.management.color import no_style

    sql = connection.ops.sequence_reset_sql(no_style(), apps.get_models())
    with connection.cursor() as cursor:
        for statement in sql:
            cursor.execute(statement)


def _settle_down(connection: Any) -> None:
    """What the database would do by itself in its first quiet hour."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA journal_mode=WAL")
        else:
            cursor.execute("VACUUM ANALYZE")
    connection.close()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rostra.site.settings")
    main()
