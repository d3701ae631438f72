"""What the topics of all forum engines have in common, as forumscraper writes them."""

import html
import re
from collections import Counter
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError

from rostra.forum.poll_limits import check_options, check_question
from rostra.transfer.converters.html import convert
from rostra.transfer.dates import DateReader
from rostra.transfer.foreign import (
    ForeignCategory,
    ForeignEdit,
    ForeignMember,
    ForeignPoll,
    ForeignPost,
    ForeignReaction,
    ForeignTopic,
    Loss,
)
from rostra.transfer.readers.fields import (
    Fields,
    inner,
    line,
    lines,
    number,
    parts,
    path_of,
    plain,
    text,
)
from rostra.transfer.text.writer import Writer, Written

_TAG = re.compile(r"<[^<>]*>")
_JOINED = re.compile(
    r"join|regist|регистрац|enregistr|inscrit|dołącz|rejestr|reg\.|beigetreten|založen",
    re.IGNORECASE,
)
_LOCATED = re.compile(
    r"locat|адрес|откуда|localisation|skąd|lokaliz|ort$|bydlišt|город", re.IGNORECASE
)


class TopicReader:
    """Reads one topic. Each engine says which fields its posts have.

    `seen_at` is when the file was saved, `zone` what times without a zone are in.
    """

    body_field: ClassVar[str] = "content"
    key_field: ClassVar[str] = "id"
    site_end: ClassVar[str] = "/"
    """A regular expression for where, in an address, the forum's own part begins."""

    def __init__(self, fields: Fields, seen_at: datetime, zone: tzinfo = UTC) -> None:
        self.fields = fields
        self.url = text(fields, "url")
        self.dates = DateReader(zone, seen_at)
        self.lost: Counter[tuple[str, str]] = Counter()
        self.attached = 0
        self.recommended: Fields = {}

    def read(self) -> ForeignTopic:
        """The topic. Raises ValueError, saying why, if it cannot be one."""
        found = [post for post in parts(self.fields, "posts") if isinstance(post, dict)]
        key = text(self.fields, "id") or self.key_in_url()
        if not found or not key:
            raise ValueError("a topic without posts" if key else "a topic without id")
        # Posts are let go one by one as they are read: a long topic is large.
        self.fields = {**self.fields, "posts": []}
        self.recommended = inner(self.fields, "recommended")
        self.dates.learn(text(post, "date") for post in found)
        posts = self._posts(found)
        return ForeignTopic(
            site=self.site(),
            key=key,
            title=plain(self.fields, "title"),
            category=self.category(),
            posts=tuple(posts),
            tags=tuple(self.tags()),
            views=number(self.fields, "viewed"),
            is_pinned=self.has_badge("pinned"),
            is_locked=self.has_badge("locked", "closed"),
            has_poll=bool(self.real_poll() or self.poll()),
            poll=self.real_poll(),
            attachments=self.attached,
            old_addresses=self.topic_addresses(key),
            losses=self._losses(),
        )

    def _posts(self, found: list[Fields]) -> list[ForeignPost]:
        posts: list[ForeignPost] = []
        previous: datetime | None = None
        keys = Counter(text(post, self.key_field) for post in found)
        for key, count in keys.items():
            if key and count > 1:
                self.lose("post", f"number {key} stands {count} times; all are kept", 0)
        found.reverse()
        for place in range(len(found)):
            fields = found.pop()
            previous = self._date(fields, previous)
            posts.append(self._post(fields, previous, is_first=place == 0))
        return posts

    def _date(self, fields: Fields, previous: datetime | None) -> datetime:
        written = self.dates.read(text(fields, "date"))
        if written:
            return written
        why = f"cannot be read: {text(fields, 'date')[:60]!r}; "
        follows = (
            "the post before it is taken" if previous else "the file's own is taken"
        )
        self.lose("date of a post", why + follows)
        return previous or self.dates.read(text(self.fields, "date")) or self.seen_at

    @property
    def seen_at(self) -> datetime:
        return self.dates.seen_at or datetime.now(UTC)

    def _post(self, fields: Fields, at: datetime, *, is_first: bool) -> ForeignPost:
        body = self._convert(self.body(fields))
        for what in body.losses:
            self.lose(what, "it is not in the source")
        ends = [self._attachments(fields), self._poll_text() if is_first else ""]
        source = "\n\n".join(filter(None, [body.source, *ends]))
        key = text(fields, self.key_field)
        return ForeignPost(
            key=key,
            author=self.author(fields),
            written_at=at,
            source=source,
            quotes=body.quotes,
            reactions=tuple(self.reactions(fields)),
            edit=self.edit(fields, body),
            old_addresses=self.post_addresses(key) if key else (),
            is_recommended=bool(key) and key == text(self.recommended, "id"),
        )

    def _convert(self, source: str) -> Written:
        try:
            return convert(source, self.url)
        except Exception:  # noqa: BLE001
            # A body that trips the converter is better read without its markup than lost.
            self.lose("markup of a post", "it could not be understood")
            writer = Writer(self.url)
            writer.text(html.unescape(_TAG.sub(" ", source)))
            return writer.finish()

    def lose(self, what: str, why: str, count: int = 1) -> None:
        """Note something that cannot be carried over."""
        self.lost[what, why] += count

    def _losses(self) -> tuple[Loss, ...]:
        if self.dates.relative:
            self.lose(
                "date of a post",
                "told as today or yesterday: counted from when the file was saved",
                self.dates.relative,
            )
        if self.dates.zoneless:
            why = f"told without a time zone, so taken to be in {self.dates.zone}"
            self.lose("date", why, self.dates.zoneless)
        return tuple(Loss(what, why, count) for (what, why), count in self.lost.items())

    # What engines differ in --------------------------------------------------------

    def site(self) -> str:
        """Host and folder of the forum, which tell it from others in the same source."""
        return site_of(self.url, self.site_end)

    def key_in_url(self) -> str:
        match = re.search(r"\d+", path_of(self.url))
        return match.group() if match else ""

    def category(self) -> ForeignCategory:
        names = lines(self.fields, "path")
        if not names:
            return ForeignCategory("path:", "Imported topics")
        return ForeignCategory(f"path:{' > '.join(names)}", names[-1])

    def tags(self) -> list[str]:
        return lines(self.fields, "tags")

    def has_badge(self, *names: str) -> bool:
        badges = [str(badge).lower() for badge in parts(self.fields, "badges")]
        return any(badge in names for badge in badges)

    def body(self, fields: Fields) -> str:
        return text(fields, self.body_field)

    def author(self, fields: Fields) -> ForeignMember:
        raise NotImplementedError

    def reactions(self, fields: Fields) -> list[ForeignReaction]:
        return []

    def edit(self, fields: Fields, body: Written) -> ForeignEdit | None:
        at = self.dates.read(body.edited[0])
        return ForeignEdit(at, named(body.edited[1])) if at else None

    def attachments(self, fields: Fields) -> list[tuple[str, str]]:
        """Names and addresses of what is attached to a post."""
        return [
            (plain(part, "name"), html.unescape(text(part, "link")))
            for part in parts(fields, "attachments")
            if isinstance(part, dict)
        ]

    def poll(self) -> str:
        return poll_text([(inner(self.fields, "poll"), "title")], self.fields)

    def real_poll(self) -> ForeignPoll | None:
        """The poll, if it asks one thing and has as many options as one can here."""
        poll = inner(self.fields, "poll")
        asked = parts(poll, "questions") or [poll]
        answers = parts(asked[0], "answers")
        if len(asked) > 1 or not answers:
            return None
        found = [(plain(a, "option"), number(a, "votes")) for a in answers]
        titles = [plain(asked[0], "question"), plain(poll, "title")]
        question = next(filter(None, [*titles, plain(self.fields, "title")]), "")
        try:
            words = check_options([option for option, _ in found])
            question = check_question(question)
        except ValidationError:
            return None
        if len(words) < len(found):
            return None
        votes = [max(votes, 0) for _, votes in found]
        return ForeignPoll(question, tuple(zip(words, votes, strict=True)))

    def _poll_text(self) -> str:
        return "" if self.real_poll() else self.poll()

    def topic_addresses(self, key: str) -> tuple[str, ...]:
        return (path_of(self.url),)

    def post_addresses(self, key: str) -> tuple[str, ...]:
        return ()

    def _attachments(self, fields: Fields) -> str:
        found = [(name, url) for name, url in self.attachments(fields) if url]
        if not found:
            return ""
        self.attached += len(found)
        self.lose("attachment", "only its address is in the source", len(found))
        writer = Writer(self.url)
        writer.open("list")
        for name, url in found:
            writer.open("item")
            writer.open_link(url)
            writer.text(name or "attachment")
            writer.close_link()
            writer.close("item")
        return writer.finish().source


def poll_text(questions: list[tuple[Fields, str]], fields: Fields) -> str:
    """A poll as text: its title, and the answers with their votes, if it has any."""
    poll = inner(fields, "poll")
    asked = parts(poll, "questions") or [poll]
    asked = [question for question in asked if parts(question, "answers")]
    if not asked:
        return ""
    writer = Writer()
    writer.open_mark("bold")
    writer.text(f"Poll: {plain(poll, 'title')}".removesuffix(": "))
    writer.close_mark("bold")
    for question in asked:
        writer.paragraph()
        writer.text(plain(question, "question"))
        writer.open("list")
        for answer in parts(question, "answers"):
            votes = number(answer, "votes")
            writer.open("item")
            writer.text(f"{plain(answer, 'option')}: {votes}")
            writer.close("item")
        writer.close("list")
    return writer.finish().source


def named(name: str) -> ForeignMember | None:
    """A member of whom only the name is known."""
    name = line(name)
    return member(0, name) if name else None


def member(number: int, name: str, **about: Any) -> ForeignMember:
    """A member by id, or by name where the engine gives none (guests, deleted)."""
    key = f"id:{number}" if number else f"name:{name.casefold()}"
    return ForeignMember(key=key, name=name, **about)


def profile(pairs: list[Any], dates: DateReader, name: str = "key") -> dict[str, Any]:
    """When somebody joined and where they are, from an engine's labelled extras."""
    found: dict[str, Any] = {}
    for pair in pairs:
        label, value = plain(pair, name), plain(pair, "value")
        if _JOINED.search(label) and (joined := dates.read(value)):
            found["joined_at"] = joined
        elif _LOCATED.search(label) and "<" not in value:
            found["location"] = value
    return found


@lru_cache(maxsize=512)
def signature(source: str, url: str) -> str:
    """A signature's HTML as Markdown; the same one stands under many posts."""
    return convert(source, url).source if source.strip() else ""


def site_of(url: str, end: str) -> str:
    """Host and folder of a forum, from the address of anything in it."""
    pieces = urlsplit(url)
    folder = re.split(end, pieces.path, maxsplit=1)[0].rstrip("/")
    return f"{(pieces.hostname or '').removeprefix('www.')}{folder}"
