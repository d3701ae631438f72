"""The feeds of the sample, and what they said so far: read, and asked for by nobody."""

import json
import tomllib
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from rostra.forum.selectors.quoting import as_quote
from rostra.forum.services.replying import post_reply
from rostra.news.models import Feed, FeedEntry
from rostra.news.reading import FeedProblem, read_feed
from rostra.news.services.feeding import Handling, add_feed
from rostra.news.services.joining import join_entry
from rostra.news.services.polling import Answer, note_answer
from rostra.news.services.taking_in import take_in
from rostra.site.sample.reading import time_ago

if TYPE_CHECKING:
    from rostra.site.sample.telling import Teller

_FILE = Path(__file__).with_name("feeds.toml")
_EDITOR = "Yusra Amadi"


def add_feeds(teller: "Teller") -> None:
    """Each feed of `feeds.toml`, with its entries as they came and went, and replies."""
    for told in tomllib.loads(_FILE.read_text("utf-8"))["feed"]:
        feed = _add(teller, told)
        for step in told["step"]:
            _take(teller, feed, step)
        _note_answers(teller, feed, told)


def _add(teller: "Teller", told: dict[str, Any]) -> Feed:
    handling = Handling(
        house_id=teller.people[told["house"]].pk,
        category_id=teller.categories[told["category"]].pk,
        **told["handling"],
    )
    return add_feed(
        editor=teller.people[_EDITOR],
        address=told["address"],
        title=told["title"],
        handling=handling,
        now=teller.now - timedelta(days=9),
    )


def _take(teller: "Teller", feed: Feed, step: dict[str, Any]) -> None:
    """One state of a feed, written as ninjs, or a reply to a story of it, or that an
    entry of it is joined to the story that it tells again."""
    at = teller.when(step["ago"])
    if "reply" in step:
        _reply(teller, feed, step)
        return
    if "join" in step:
        _join(teller, feed, step)
        return
    for item in step["item"]:
        item["versioncreated"] = at.isoformat()
        item["firstcreated"] = teller.when(item.pop("since", step["ago"])).isoformat()
        if "embargo" in item:
            until = teller.now + time_ago(item.pop("embargo"))
            item["embargoed"] = until.isoformat()
    document = json.dumps({"items": step["item"]}).encode()
    take_in(feed_id=feed.pk, read=read_feed(document), now=at)


def _reply(teller: "Teller", feed: Feed, step: dict[str, Any]) -> None:
    entry = FeedEntry.objects.select_related("story").get(
        feed=feed, story__original_url=step["to"]
    )
    if entry.story is None:
        raise FeedProblem(f"nothing was posted of {step['to']}")
    opening = entry.story.topic.posts.get(number=1)
    quoted = step.get("quote", "")
    quote = as_quote(feed.house.name, opening.pk, quoted) if quoted else ""
    post_reply(
        author=teller.people[step["reply"]],
        topic_id=entry.story.topic_id,
        source=quote + step["text"],
        at=teller.when(step["ago"]),
    )


def _join(teller: "Teller", feed: Feed, step: dict[str, Any]) -> None:
    for row in feed.entries.filter(state=FeedEntry.State.HELD):
        if row.told["address"] == step["join"]:
            editor, at = teller.people[_EDITOR], teller.when(step["ago"])
            join_entry(editor=editor, entry_id=row.pk, now=at)
            return
    raise FeedProblem(f"nothing waits of {step['join']}")


def _note_answers(teller: "Teller", feed: Feed, told: dict[str, Any]) -> None:
    """The last times it was asked: `answers` says what came, a letter each."""
    chance, pace = Random(told["title"]), time_ago(told["pace"])
    letters = told["answers"]
    for place, letter in enumerate(letters):
        answer = Answer(is_same=True)
        if letter == "x":
            answer = Answer(error=told["error"])
        took = 0.08 + chance.random() * (9 if letter == "x" else 0.5)
        at = teller.now - pace * (len(letters) - 1 - place)
        note_answer(feed_id=feed.pk, answer=answer, took=took, now=at)
    # Nobody is asked for what is not there: not before somebody looks at this sample.
    Feed.objects.filter(pk=feed.pk).update(next_at=timezone.now() + timedelta(days=7))
