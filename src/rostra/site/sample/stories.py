"""Stories of the sample: plain words with `## crossheads`, published like a feed's."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.html import escape

from rostra.forum.models import Topic
from rostra.news.services.publishing import (
    correct_story,
    publish_story,
    withdraw_story,
)
from rostra.news.story_pictures import Picture
from rostra.site.sample.reading import Change, TopicText, time_ago

if TYPE_CHECKING:
    from rostra.site.sample.telling import Teller

HOUSE = "Halvern Wire"
_PARTS = ("standfirst", "dateline", "byline", "agency", "copyright", "original_url")
_MARKS = ("genre", "urgency", "terms")


def publish(teller: "Teller", text: TopicText) -> Topic:
    """Publish the story of a file; `[story]` in its front matter has the parts."""
    told: dict[str, Any] = text.front["story"]
    at = teller.now - text.posts[0].ago
    parts: dict[str, Any] = {
        name: teller.filled(told[name]) for name in _PARTS if name in told
    }
    parts |= {name: told[name] for name in _MARKS if name in told}
    if "updated" in told:
        parts["updated_at"] = teller.now - time_ago(told["updated"])
    story = publish_story(
        house=teller.people[HOUSE],
        category_id=teller.categories[text.front["category"]].pk,
        headline=text.front["title"],
        body=as_html(teller.filled(text.posts[0].text)),
        pictures=tuple(map(_picture, told.get("pictures", ()))),
        tags=tuple(text.front.get("tags", ())),
        language=text.front.get("language", ""),
        editor=teller.people[told["by_hand"]] if "by_hand" in told else None,
        at=at,
        **parts,
    )
    return story.topic


def change(teller: "Teller", topic_id: int, told: Change) -> None:
    """Correct or withdraw a story."""
    house, at = teller.people[HOUSE], teller.now - told.ago
    if told.verb == "withdrawn":
        withdraw_story(house=house, topic_id=topic_id, reason=told.reason, at=at)
        return
    correct_story(
        house=house,
        topic_id=topic_id,
        correction=told.reason,
        body=as_html(teller.filled(told.text)),
        at=at,
    )


def as_html(text: str) -> str:
    """Paragraphs, and lines that begin with `## ` as crossheads, as HTML."""
    blocks = (" ".join(block.split()) for block in text.split("\n\n"))
    return "".join(_block(block) for block in blocks if block)


def _block(words: str) -> str:
    if words.startswith("## "):
        return f"<h2>{escape(words[3:])}</h2>"
    return f"<p>{escape(words)}</p>"


def _picture(told: dict[str, Any]) -> Picture:
    words = {key: value for key, value in told.items() if key != "file"}
    return Picture(path=(Path("stories") / told["file"]).as_posix(), **words)
