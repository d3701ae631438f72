"""Stores what some files gave, all of it in one transaction, and accounts for it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from rostra.forum.models import Category, OldAddress, Post, Topic
from rostra.forum.old_addresses import keys_for
from rostra.forum.services.arranging import make_category
from rostra.forum.services.importing import (
    ImportedPoll,
    ImportedPost,
    ImportedTopic,
    allocate,
    write_old_addresses,
    write_topics,
)
from rostra.transfer import people
from rostra.transfer.filling import Filling
from rostra.transfer.foreign import ForeignCategory, ForeignMember, ForeignTopic
from rostra.transfer.keeping import Kind, keep, known, overwrite
from rostra.transfer.preparing import PreparedPost, PreparedTopic
from rostra.transfer.reports import Report
from rostra.transfer.words import kind_of


@dataclass(frozen=True, slots=True)
class Item:
    """What one file gave, ready to be stored."""

    file: str
    key: str
    """What the file is known by: its path, and what tells its folder from others."""
    size: int
    site: str
    topics: tuple[PreparedTopic, ...] = ()
    members: tuple[ForeignMember, ...] = ()

    @property
    def weight(self) -> int:
        """How much there is to store, in posts."""
        return 1 + sum(len(topic.posts) for topic in self.topics)


@dataclass(slots=True)
class Lists:
    """What lists of forums told of their names: descriptions and addresses."""

    by_name: dict[tuple[str, str], ForeignCategory] = field(default_factory=dict)

    def add(self, site: str, categories: Sequence[ForeignCategory]) -> None:
        for category in categories:
            self.by_name.setdefault((site, category.name), category)


def store(source: str, items: Sequence[Item], lists: Lists, report: Report) -> None:
    """Write what some files gave, and that they were read, or nothing of it."""
    with transaction.atomic():
        fresh = _fresh(items, report)
        ids = _people(items, fresh, report)
        ready = list(_complete(fresh, ids, _categories(fresh, lists, report), report))
        if ready:
            write_topics([topic for _, topic in ready])
            keep(row for prepared, topic in ready for row in _rows(prepared, topic))
            write_old_addresses(
                row for prepared, topic in ready for row in _addresses(prepared, topic)
            )
        report.written["profiles"] += sum(len(item.members) for item in items)
        report.written["files"] += len(items)
        overwrite((source, Kind.FILE, item.key, item.size) for item in items)


Fresh = list[tuple[str, PreparedTopic]]


def _fresh(items: Sequence[Item], report: Report) -> Fresh:
    """The topics that were not imported before, each once, with their files."""
    by_site: dict[str, Fresh] = {}
    for item in items:
        for topic in item.topics:
            by_site.setdefault(topic.topic.site, []).append((item.file, topic))
    fresh: Fresh = []
    for site, pairs in by_site.items():
        seen = set(known(site, Kind.TOPIC, [topic.topic.key for _, topic in pairs]))
        for file, topic in pairs:
            if topic.topic.key in seen:
                report.already["topics"] += 1
                report.already["posts"] += len(topic.posts)
                report.lose(file, "topic", "the same topic was imported before")
            else:
                seen.add(topic.topic.key)
                fresh.append((file, topic))
    return fresh


def _people(
    items: Sequence[Item], fresh: Fresh, report: Report
) -> dict[str, dict[str, int]]:
    """Accounts for everybody in a batch: our ids by site and key."""
    by_site: dict[str, dict[str, ForeignMember]] = {}
    found = [
        (item.site, item.file, member) for item in items for member in item.members
    ]
    found += [
        (topic.topic.site, file, member)
        for file, topic in fresh
        for member in topic.members
    ]
    files: dict[str, str] = {}
    for site, file, member in found:
        known_so_far = by_site.setdefault(site, {})
        known_so_far[member.key] = people.merged(known_so_far.get(member.key), member)
        files.setdefault(site, file)
    ids: dict[str, dict[str, int]] = {}
    for site, members in by_site.items():
        made = people.bring(site, members.values())
        ids[site] = made.ids
        report.written["members"] += made.made
        report.written["signatures"] += made.signatures
        for asked, given in made.renamed:
            why = f"could not be kept: {asked[:60]!r} is called {given[:90]!r}"
            report.lose(files[site], "name of a member", why)
    return ids


def _categories(
    fresh: Fresh, lists: Lists, report: Report
) -> dict[tuple[str, str], int]:
    """Our categories by site and key, made where there is none yet."""
    wanted = {
        (topic.topic.site, topic.topic.category.key): topic.topic.category
        for _, topic in fresh
    }
    ids: dict[tuple[str, str], int] = {}
    for (site, key), category in wanted.items():
        found = known(site, Kind.CATEGORY, [key])
        if key in found and Category.objects.filter(pk=found[key]).exists():
            ids[site, key] = found[key]
            continue
        told = lists.by_name.get((site, category.name), category)
        made = make_category(
            name=category.name[:120], description=told.description[:500]
        )
        ids[site, key] = made.pk
        overwrite([(site, Kind.CATEGORY, key, made.pk)])
        report.written["categories"] += 1
        write_old_addresses(
            (address, OldAddress.Kind.CATEGORY, made.pk)
            for old in told.old_addresses
            for address in keys_for(old)
        )
    return ids


def _complete(
    fresh: Fresh,
    people_ids: dict[str, dict[str, int]],
    category_ids: dict[tuple[str, str], int],
    report: Report,
) -> Iterator[tuple[PreparedTopic, ImportedTopic]]:
    """Topics with our ids in the place of theirs."""
    topic_ids = iter(allocate(Topic, len(fresh)) if fresh else ())
    post_ids = iter(
        allocate(Post, sum(len(t.posts) for _, t in fresh)) if fresh else ()
    )
    elsewhere = _elsewhere(fresh)
    for file, prepared in fresh:
        topic = prepared.topic
        members = people_ids[topic.site]
        own = [next(post_ids) for _ in prepared.posts]
        strange = [elsewhere.get((topic.site, key), 0) for key in prepared.elsewhere]
        ids = [members[member.key] for member in prepared.members]
        filling = Filling([*own, *strange], len(own), ids)
        posts = tuple(
            _post(post, post_id, filling, members, report)
            for post, post_id in zip(prepared.posts, own, strict=True)
        )
        count_topic(prepared, file, report)
        first = posts[0].written_at
        yield (
            prepared,
            ImportedTopic(
                id=next(topic_ids),
                category_id=category_ids[topic.site, topic.category.key],
                title=prepared.title,
                posts=posts,
                tags=topic.tags,
                views=topic.views,
                pinned_at=first if topic.is_pinned else None,
                locked_at=first if topic.is_locked else None,
                poll=_poll(topic),
            ),
        )


def _poll(topic: ForeignTopic) -> ImportedPoll | None:
    if topic.poll is None:
        return None
    words, votes = zip(*topic.poll.options, strict=True)
    return ImportedPoll(topic.poll.question, words, votes)


def _elsewhere(fresh: Fresh) -> dict[tuple[str, str], int]:
    """Our ids of quoted posts of other topics that were imported before."""
    keys: dict[str, set[str]] = {}
    for _, prepared in fresh:
        keys.setdefault(prepared.topic.site, set()).update(prepared.elsewhere)
    return {
        (site, key): our_id
        for site, wanted in keys.items()
        for key, our_id in known(site, Kind.POST, wanted).items()
    }


def _post(
    prepared: PreparedPost,
    post_id: int,
    filling: Filling,
    members: dict[str, int],
    report: Report,
) -> ImportedPost:
    post, filled = prepared.post, filling.fill(prepared)
    states = [quote.state for quote in filled.quotes]
    report.count_quotes(len(post.quotes), filled.linked, states)
    reactions: dict[int, str] = {}
    for reaction in post.reactions:
        if kind := kind_of(reaction.word):
            reactions.setdefault(members[reaction.member.key], kind)
    report.written["reactions"] += len(reactions)
    edit = post.edit
    return ImportedPost(
        id=post_id,
        author_id=members[post.author.key],
        written_at=post.written_at,
        source=filled.source,
        html=filled.html,
        edited_at=edit.at if edit else None,
        edited_by_id=members[edit.by.key] if edit and edit.by else None,
        edit_reason=edit.reason if edit else "",
        reactions=tuple(reactions.items()),
        quotes=filled.quotes,
        recommended_at=post.written_at if post.is_recommended else None,
    )


def count_topic(prepared: PreparedTopic, file: str, report: Report) -> None:
    """Count a topic that is written, and name what it lost."""
    topic = prepared.topic
    report.written["topics"] += 1
    posts = [post.post for post in prepared.posts]
    report.written["posts"] += len(posts)
    report.written["tags"] += len(topic.tags)
    report.written["polls"] += topic.has_poll
    report.written["attachments"] += topic.attachments
    report.written["edits"] += sum(post.edit is not None for post in posts)
    for loss in prepared.losses:
        report.lose(file, loss.what, loss.why, loss.count)
    words = Counter(r.word for post in posts for r in post.reactions)
    for word, count in words.items():
        if not kind_of(word):
            report.lose(file, "reaction", f"there is none like {word!r} here", count)


def _rows(
    prepared: PreparedTopic, topic: ImportedTopic
) -> Iterator[tuple[str, Kind, str, int]]:
    """What is to be noted of a topic and its posts."""
    site = prepared.topic.site
    yield site, Kind.TOPIC, prepared.topic.key, topic.id
    for theirs, ours in zip(prepared.posts, topic.posts, strict=True):
        if theirs.post.key:
            yield site, Kind.POST, theirs.post.key, ours.id


def _addresses(
    prepared: PreparedTopic, topic: ImportedTopic
) -> Iterator[tuple[str, str, int]]:
    """The old addresses of a topic and its posts, and where they lead."""
    foreign: ForeignTopic = prepared.topic
    for old in foreign.old_addresses:
        for key in keys_for(old):
            yield key, OldAddress.Kind.TOPIC, topic.id
    for theirs, ours in zip(prepared.posts, topic.posts, strict=True):
        for old in theirs.post.old_addresses:
            for key in keys_for(old):
                yield key, OldAddress.Kind.POST, ours.id
