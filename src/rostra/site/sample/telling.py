"""Tell a topic's file to the forum, through the same services that members use."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from operator import itemgetter
from random import Random

from rostra.accounts.models import User
from rostra.forum.models import Category, Post, Topic
from rostra.forum.services import moderating
from rostra.forum.services.editing import edit_post
from rostra.forum.services.following import follow_topic
from rostra.forum.services.moving import merge_topics, move_topic
from rostra.forum.services.reacting import react_together
from rostra.forum.services.replying import post_reply
from rostra.forum.services.starting import start_topic
from rostra.site.sample import attached, evidence, linked, polls, stories
from rostra.site.sample.reading import Change, PostText, TopicText, time_ago

_BLANK = re.compile(
    r"\{\{(?:(?P<what>day|weekday|year):(?P<ago>[^}]+)|(?P<key>[\w-]+)"
    r"|file:(?P<file>[\w.-]+)(?:\|(?P<words>[^}]+))?)\}\}"
)
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTHS = (
    "January February March April May June July August September October "
    "November December"
).split()
MODERATOR = "Tomas Reike"


@dataclass(slots=True)
class Teller:
    """Knows the time, the people, the places, and what has been told so far."""

    now: datetime
    people: dict[str, User]
    categories: dict[str, Category]
    views: dict[str, int] = field(default_factory=dict)
    """Views to count for each topic: {"topic:7": 12}."""
    _topics: dict[str, Topic] = field(default_factory=dict)
    _posts: dict[str, int] = field(default_factory=dict)
    _merges: list[tuple[str, str]] = field(default_factory=list)
    _later: list[tuple[timedelta, Callable[[], None]]] = field(default_factory=list)
    """What is yet to happen in the topic being told, by how long ago it did."""

    @property
    def moderator(self) -> User:
        return self.people[MODERATOR]

    def tell(self, text: TopicText) -> None:
        """Write a topic with all that is in its file."""
        topic = self._open(text)
        self._topics[text.name] = topic
        self.views[f"topic:{topic.pk}"] = text.front.get("views", len(text.posts) * 9)
        self._after(topic.posts.get(number=1), text.posts[0], text.name)
        if poll := text.front.get("poll"):
            polls.tell_votes(self, topic, poll)
        for place, reply in enumerate(text.posts[1:]):
            self._catch_up(reply.ago)
            self._reply(topic, reply, f"{text.name} {place}")
        self._catch_up()
        evidence.tell_claims(self, topic, text.front.get("claims", []))
        evidence.tell_sources(self, text.front.get("sources", []))
        evidence.tell_requests(self, text.front.get("requests", []))
        self._arrange(topic, text)

    def finish(self) -> None:
        """Do what needs every topic to be there: merge some."""
        for name, into in self._merges:
            merge_topics(
                moderator=self.moderator,
                topic_id=self._topics[name].pk,
                into_id=self._topics[into].pk,
            )

    def when(self, ago: str) -> datetime:
        """The moment that was so long ago (`3d 4h`)."""
        return self.now - time_ago(ago)

    def filled(self, text: str, author: User | None = None) -> str:
        """A text with its blanks filled: `{{day:2d}}`, `{{weekday:2d}}`, `{{key}}`, and
        for an author `{{file:name|words}}`."""
        return _BLANK.sub(lambda blank: self._fill(blank, author), text)

    def post_id(self, key: str) -> int:
        """The post that has this key."""
        return self._posts[key]

    def place_of(self, words: str) -> str:
        """The place of a draft: `topic:07-name`, `new:harbour` and `edit:key` by id."""
        kind, _, key = words.partition(":")
        if kind == "topic":
            return f"topic:{self._topics[key].pk}"
        if kind == "edit":
            return f"edit:{self._posts[key]}"
        return f"new:{self.categories[key].pk}" if key else "new"

    def _fill(self, blank: re.Match[str], author: User | None) -> str:
        if blank["file"] and author:
            return attached.markdown(author, blank["file"], blank["words"] or "")
        if blank["key"]:
            return f"/post/{self._posts[blank['key']]}/"
        day = self.when(blank["ago"])
        if blank["what"] == "weekday":
            return _DAYS[day.weekday()]
        return (
            str(day.year)
            if blank["what"] == "year"
            else f"{day.day} {_MONTHS[day.month - 1]}"
        )

    def _open(self, text: TopicText) -> Topic:
        if "story" in text.front:
            return stories.publish(self, text)
        if "link" in text.front:
            return linked.start(self, text)
        opening = text.posts[0]
        return start_topic(
            author=self.people[opening.author],
            category_id=self.categories[text.front["category"]].pk,
            title=self.filled(text.front["title"]),
            source=self.filled(opening.text, self.people[opening.author]),
            tags=tuple(text.front.get("tags", ())),
            poll=polls.poll_in(self, text.front.get("poll")),
            at=self.now - opening.ago,
        )

    def _reply(self, topic: Topic, text: PostText, seed: str) -> None:
        post = post_reply(
            author=self.people[text.author],
            topic_id=topic.pk,
            source=self.filled(text.text, self.people[text.author]),
            kind=text.notes.get("kind", ""),
            at=self.now - text.ago,
        )
        self._after(post, text, seed)

    def _after(self, post: Post, text: PostText, seed: str) -> None:
        """What became of a post: some of it now, some when its time comes."""
        if text.key:
            self._posts[text.key] = post.pk
        self._react(post, text, Random(seed))
        if note := text.notes.get("recommended"):
            moderating.recommend_post(
                moderator=self.moderator,
                post_id=post.pk,
                note=note,
                at=self.now - text.ago / 2,
            )
        for change in text.changes:
            self._later.append((change.ago, partial(self._change, post, change)))
        if hidden := text.notes.get("hidden"):
            ago, _, reason = hidden.partition(" ago, ")
            self._later.append((time_ago(ago), partial(self._hide, post, ago, reason)))

    def _catch_up(self, until: timedelta = timedelta()) -> None:
        """Do what had happened by then, so that a reply quotes what stood there."""
        self._later.sort(key=itemgetter(0))
        while self._later and self._later[-1][0] >= until:
            self._later.pop()[1]()

    def _change(self, post: Post, change: Change) -> None:
        if change.verb != "edited":
            stories.change(self, post.topic_id, change)
            return
        edit_post(
            editor=post.author,
            post_id=post.pk,
            source=self.filled(change.text, post.author),
            reason=change.reason,
            at=self.now - change.ago,
        )

    def _hide(self, post: Post, ago: str, reason: str) -> None:
        moderating.hide_post(
            moderator=self.moderator,
            post_id=post.pk,
            reason=reason,
            at=self.when(ago),
        )

    def _react(self, post: Post, text: PostText, chance: Random) -> None:
        """Spread a post's reactions over members who were there by then."""
        kinds = []
        for part in text.notes.get("reactions", "").split(","):
            if part:
                kind, count = part.split()
                kinds += [kind] * int(count)
        if kinds:
            others = [p.pk for p in self.people.values() if _may_react(p, post)]
            who = chance.sample(others, len(kinds))
            told = dict(zip(who, kinds, strict=True))
            react_together(post_id=post.pk, kinds=told, at=post.created_at)

    def _arrange(self, topic: Topic, text: TopicText) -> None:
        """What moderators and readers did with the topic as a whole."""
        front, moderator = text.front, self.moderator
        if pinned := front.get("pinned"):
            moderating.pin_topic(
                moderator=moderator, topic_id=topic.pk, at=self.when(pinned)
            )
        if locked := front.get("locked"):
            moderating.lock_topic(
                moderator=moderator,
                topic_id=topic.pk,
                reason=locked["reason"],
                at=self.when(locked["ago"]),
            )
        if hidden := front.get("hidden"):
            moderating.hide_topic(
                moderator=moderator, topic_id=topic.pk, at=self.when(hidden)
            )
        if place := front.get("moved_to"):
            move_topic(
                moderator=moderator,
                topic_id=topic.pk,
                category_id=self.categories[place].pk,
            )
        if into := front.get("merged_into"):
            self._merges.append((text.name, into))
        for name in front.get("followed_by", ()):
            follow_topic(user=self.people[name], topic_id=topic.pk)


def _may_react(person: User, post: Post) -> bool:
    if person.is_house or person.is_placeholder or person.pk == post.author_id:
        return False
    return person.joined_at <= post.created_at
