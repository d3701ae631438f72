"""Write whole topics of another forum at once: many rows, few queries, no announcing.

The caller has read, converted and rendered them, holds the transaction, and keeps its
own account of what came from where in the same one. Nobody is notified of old posts.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import connection, models
from django.db.models import F

from rostra.accounts.models import User
from rostra.accounts.names import name_key
from rostra.forum.models import (
    Category,
    OldAddress,
    Poll,
    Post,
    Quote,
    Reaction,
    Tag,
    Tagged,
    Topic,
)
from rostra.forum.services.starting import topic_slug
from rostra.forum.tag_words import tag_version, tidy_tag
from rostra.foundation import markup
from rostra.foundation.versions import raise_versions

AT_ONCE = 400
"""Rows in one INSERT."""

LONGEST_NAME = 100
LONGEST_NAME_MADE = 120
"""With what tells it from another's, as long as the column."""


@dataclass(frozen=True, slots=True)
class ImportedQuote:
    """A quote of a post whose id is known, judged already."""

    place: int
    post_id: int
    words: str
    state: str


@dataclass(frozen=True, slots=True)
class ImportedPost:
    """A post ready to be stored. Its id was given by `allocate`."""

    id: int
    author_id: int
    written_at: datetime
    source: str
    html: str
    edited_at: datetime | None = None
    edited_by_id: int | None = None
    edit_reason: str = ""
    reactions: tuple[tuple[int, str], ...] = ()
    """Who reacted and how: user id and the key of a word, one for each user."""
    quotes: tuple[ImportedQuote, ...] = ()
    recommended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ImportedPoll:
    """A poll on the opening post, as its votes were counted elsewhere."""

    question: str
    options: tuple[str, ...]
    votes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ImportedTopic:
    """A topic ready to be stored, with at least one post."""

    id: int
    category_id: int
    title: str
    posts: tuple[ImportedPost, ...]
    tags: tuple[str, ...] = ()
    views: int = 0
    pinned_at: datetime | None = None
    locked_at: datetime | None = None
    poll: ImportedPoll | None = None


def allocate(model: type[models.Model], count: int) -> range | list[int]:
    """Ids for so many new rows, which nobody else will be given.

    To be called inside a transaction: on SQLite it is the write lock that keeps others
    from taking them, on PostgreSQL the sequence.
    """
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id'))"
                " FROM generate_series(1, %s)",
                [table, count],
            )
            return [row[0] for row in cursor.fetchall()]
        # A deleted row's id is not given twice: old addresses would lead to a stranger.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
    highest = model._default_manager.aggregate(highest=models.Max("pk"))["highest"]
    first = max(row[0] if row else 0, highest or 0) + 1
    return range(first, first + count)


def make_placeholders(
    wanted: Sequence[tuple[str, str, datetime | None]],
) -> list[tuple[User, bool]]:
    """Accounts for people who wrote elsewhere; nobody can sign in as one.

    Takes for each a name, what to tell them apart by if that name is taken (such as the
    forum they are from), and when they joined. A member of the same name is somebody
    else until they prove it, so their account is never used. Returns each account and
    whether it bears exactly the name that was asked for.
    """
    taken = set(_taken(name for name, _, _ in wanted))
    made: list[tuple[User, bool]] = []
    for name, origin, joined_at in wanted:
        free = _free_name(name, origin, taken)
        taken.add(name_key(free))
        fields = {"joined_at": joined_at} if joined_at else {}
        user = User.objects.build(free, is_placeholder=True, **fields)
        user.set_unusable_password()
        made.append((user, free == name))
    User.objects.bulk_create([user for user, _ in made], batch_size=AT_ONCE)
    return made


def _taken(names: Iterable[str]) -> Iterable[str]:
    keys = list({name_key(name) for name in names})
    for start in range(0, len(keys), AT_ONCE):
        found = User.objects.filter(name_key__in=keys[start : start + AT_ONCE])
        yield from found.values_list("name_key", flat=True)


def _free_name(name: str, origin: str, taken: set[str]) -> str:
    name = name[:LONGEST_NAME].strip() or "Guest"
    if name_key(name) not in taken:
        return name
    room = LONGEST_NAME_MADE - len(name) - 10
    origin = origin[: max(room, 0)]
    count, tried = 1, f"{name} ({origin})"
    while _is_taken(tried, taken):
        count += 1
        tried = f"{name} ({origin} {count})"
    return tried


def _is_taken(name: str, taken: set[str]) -> bool:
    key = name_key(name)
    return key in taken or User.objects.filter(name_key=key).exists()


def write_topics(topics: Sequence[ImportedTopic]) -> None:
    """Store topics with all that belongs to their posts, and count them everywhere."""
    Topic.objects.bulk_create(map(_topic_row, topics), batch_size=AT_ONCE)
    posts = (row for topic in topics for row in _post_rows(topic))
    # Some at a time: bulk_create would hold all rows of a long topic in memory.
    while some := list(islice(posts, AT_ONCE)):
        Post.objects.bulk_create(some)
    _write_parts(topics)
    _write_polls(topics)
    _write_tags(topics)
    _count(topics)
    raise_versions(
        "lists", "site", *{f"category:{topic.category_id}" for topic in topics}
    )


def _topic_row(topic: ImportedTopic) -> Topic:
    first, last = topic.posts[0], topic.posts[-1]
    return Topic(
        id=topic.id,
        category_id=topic.category_id,
        author_id=first.author_id,
        title=topic.title,
        slug=topic_slug(topic.title),
        started_at=first.written_at,
        last_number=len(topic.posts),
        last_post_id=last.id,
        last_posted_at=last.written_at,
        last_author_id=last.author_id,
        views=topic.views,
        score=len(topic.posts) - 1 + sum(len(post.reactions) for post in topic.posts),
        pinned_at=topic.pinned_at,
        locked_at=topic.locked_at,
        has_poll=topic.poll is not None,
    )


def _post_rows(topic: ImportedTopic) -> Iterable[Post]:
    for number, post in enumerate(topic.posts, 1):
        yield Post(
            id=post.id,
            topic_id=topic.id,
            number=number,
            author_id=post.author_id,
            source=post.source,
            html=post.html,
            renderer=markup.RENDERER,
            created_at=post.written_at,
            edited_at=post.edited_at,
            edited_by_id=post.edited_by_id,
            edit_reason=post.edit_reason[:200],
            recommended_at=post.recommended_at,
            has_poll=number == 1 and topic.poll is not None,
            tally=dict(Counter(kind for _, kind in post.reactions)),
        )


def _write_parts(topics: Sequence[ImportedTopic]) -> None:
    posts = [post for topic in topics for post in topic.posts]
    insert_new(
        Reaction,
        ("post_id", "user_id", "kind"),
        (
            (post.id, user_id, kind)
            for post in posts
            for user_id, kind in post.reactions
        ),
    )
    Quote.objects.bulk_create(
        (
            Quote(
                post_id=post.id,
                place=quote.place,
                quoted_post_id=quote.post_id,
                revision=1,
                words=quote.words,
                key=markup.quote_key(quote.words),
                newest=1,
                state=quote.state,
            )
            for post in posts
            for quote in post.quotes
        ),
        batch_size=AT_ONCE,
    )


def _write_polls(topics: Sequence[ImportedTopic]) -> None:
    # Closed, since nobody knows any more who has voted already.
    Poll.objects.bulk_create(
        (
            Poll(
                post_id=topic.posts[0].id,
                question=topic.poll.question,
                kind=Poll.Kind.MULTIPLE,
                options=list(topic.poll.options),
                shown=Poll.Shown.ALWAYS,
                closed_at=topic.posts[-1].written_at,
                is_imported=True,
                voters=min(sum(topic.poll.votes), 2**31 - 1),
                rounds=[list(topic.poll.votes)],
            )
            for topic in topics
            if topic.poll
        ),
        batch_size=AT_ONCE,
    )


def _write_tags(topics: Sequence[ImportedTopic]) -> None:
    names = {
        name: Tag.named(tidy_tag(name)[:60]) for topic in topics for name in topic.tags
    }
    # Of names that come to the same key, the first is kept.
    new = {tag.key: tag for tag in reversed(names.values()) if tag.key}
    if not new:
        return
    Tag.objects.bulk_create(new.values(), ignore_conflicts=True)
    rows = Tag.objects.filter(key__in=new).select_related("stands_for")
    tags = {tag.key: tag.meant for tag in rows}
    links = []
    for topic in topics:
        found = [tags[key] for name in topic.tags if (key := names[name].key)]
        own = {tag.pk: tag for tag in found}
        links += [_link(topic, pk) for pk in own]
        kept = [tag.name for tag in own.values()]
        Topic.objects.filter(pk=topic.id).update(tag_names=kept)
    Tagged.objects.bulk_create(links, batch_size=AT_ONCE)
    raise_versions(*(tag_version(tag.name) for tag in tags.values()))


def _link(topic: ImportedTopic, tag_id: int) -> Tagged:
    return Tagged(
        topic_id=topic.id,
        tag_id=tag_id,
        started_at=topic.posts[0].written_at,
        last_posted_at=topic.posts[-1].written_at,
    )


def _count(topics: Sequence[ImportedTopic]) -> None:
    by_category = Counter(topic.category_id for topic in topics)
    posts_of: Counter[int] = Counter()
    for topic in topics:
        posts_of[topic.category_id] += len(topic.posts)
    for category_id, count in sorted(by_category.items()):
        Category.objects.filter(pk=category_id).update(
            topic_count=F("topic_count") + count,
            post_count=F("post_count") + posts_of[category_id],
        )
    _count_authors([post for topic in topics for post in topic.posts])


_COUNT_AUTHOR = """
UPDATE accounts_user SET post_count = post_count + %s,
joined_at = CASE WHEN is_placeholder AND joined_at > %s THEN %s ELSE joined_at END,
last_seen_at = CASE WHEN is_placeholder AND (last_seen_at IS NULL OR last_seen_at < %s)
THEN %s ELSE last_seen_at END
WHERE id = %s
"""


def _count_authors(posts: Sequence[ImportedPost]) -> None:
    """Add to what authors wrote; an account an import made is as old as its posts."""
    times: dict[int, list[datetime]] = {}
    for post in posts:
        times.setdefault(post.author_id, []).append(post.written_at)
    adapt = connection.ops.adapt_datetimefield_value
    rows = []
    for author_id, written in sorted(times.items()):
        first, last = adapt(min(written)), adapt(max(written))
        rows.append((len(written), first, first, last, last, author_id))
    with connection.cursor() as cursor:
        cursor.executemany(_COUNT_AUTHOR, rows)


def write_old_addresses(found: Iterable[tuple[str, str, int]]) -> None:
    """Keep where old addresses lead: address, OldAddress.Kind and our id.

    The first import that claims an address keeps it.
    """
    insert_new(OldAddress, ("address", "kind", "target_id"), found)


def insert_new(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Iterable[Sequence[str | int]],
) -> None:
    """Insert plain values, fast; a row that breaks a uniqueness is left out."""
    names = ", ".join(columns)
    places = ", ".join(["%s"] * len(columns))
    table = model._meta.db_table
    # Names of a table and its columns, not anything that came from outside.
    sql = f"INSERT INTO {table} ({names}) VALUES ({places})"  # noqa: S608
    sql += " ON CONFLICT DO NOTHING"
    with connection.cursor() as cursor:
        cursor.executemany(sql, [tuple(map(_plain, row)) for row in rows])


def _plain(value: str | int) -> str | int:
    # The members of a Django choice are strings to Python but not to every driver.
    return str(value) if isinstance(value, str) else value
