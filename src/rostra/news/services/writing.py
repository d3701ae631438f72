"""Stories that editors write by hand: publish one, write it anew, take it back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.forum.models import Topic
from rostra.forum.services.editing import ChangedMeanwhile
from rostra.forum.tag_words import check_tag_names
from rostra.foundation.visibility import NotVisible
from rostra.news.kept_entries import addresses_as_digests
from rostra.news.models import FeedEntry, Story, Withdrawal
from rostra.news.policies import StoryPolicy
from rostra.news.reading.words import address as whole_address
from rostra.news.services.changing import Changes, How, change_story, lock_story
from rostra.news.services.hand_pictures import (
    ONLY_ONE,
    Further,
    PictureWords,
    Wanted,
    drawn_anew,
    hanging,
    pictures_wanted,
)
from rostra.news.services.heads import note_heading, topic_to_head
from rostra.news.services.in_turn import take_turn
from rostra.news.services.publishing import publish_story, withdraw_locked
from rostra.news.services.starting_links import remember_addresses, topic_about
from rostra.news.services.story_text import story_html
from rostra.news.services.versions import Kind
from rostra.news.story_markdown import body_html, own_body, written_body
from rostra.news.story_pictures import columns_of, hang_pictures

LONGEST_BODY = 100_000
"""Characters of Markdown: twice what the longest features have."""

_COLUMNS = (
    *("headline", "standfirst", "dateline", "byline", "agency", "copyright"),
    *("original_url", "genre", "urgency"),
)


@dataclass(frozen=True, slots=True)
class Written:
    """A story as its editor wrote it; all but the headline may be empty."""

    headline: str
    standfirst: str = ""
    dateline: str = ""
    byline: str = ""
    agency: str = ""
    copyright: str = ""
    original_url: str = ""
    genre: str = ""
    urgency: int = 0
    language: str = ""
    """As BCP 47 writes it; empty is the site's."""
    image_alt: str = ""
    caption: str = ""
    credit: str = ""
    body: str = ""
    """Markdown."""

    def columns(self) -> dict[str, Any]:
        """What stands in a Story as it was written, but for its pictures."""
        return {name: getattr(self, name) for name in _COLUMNS}

    def first_words(self) -> PictureWords:
        """What is said of the first picture."""
        return PictureWords(self.image_alt, self.caption, self.credit)


@dataclass(frozen=True, slots=True)
class Told:
    """What readers are told of a change: an update, or a correction with what was wrong."""

    kind: Kind
    note: str = ""
    seen: int = 0
    """The number of the version that the editor began with."""


def write_story(
    *,
    editor: User,
    house_id: int,
    category_id: int,
    written: Written,
    tags: tuple[str, ...] = (),
    picture: bytes = b"",
    further: Further = ONLY_ONE,
    client_token: str = "",
    there: str = "",
    at: datetime | None = None,
) -> Story:
    """Publish a story by hand, as a post of a house account; one for one form. Where its
    original is talked about already, `there` says what is wanted (heads.py).

    Raises NotVisible, PermissionDenied with a reason, OriginalIsHere, and
    ValidationError naming fields.
    """
    StoryPolicy(editor).publish(category_id).or_raise()
    house = _house(house_id)
    _check(written, has_picture=bool(picture))
    pictures = Wanted(picture, False, further)
    with _about("tags"):
        check_tag_names(tags)
    drawn = drawn_anew(pictures)
    with hanging() as hung, transaction.atomic(), _about("headline"):
        take_turn()
        if client_token and (sent := _just_written(editor, written)):
            return sent
        into, opening = topic_to_head(editor, written.original_url, there)
        story = publish_story(
            house=house,
            category_id=into.category_id if into else category_id,
            into=into,
            body=body_html(written.body),
            tags=tags,
            language=written.language,
            editor=editor,
            client_token=client_token,
            at=at,
            **written.columns(),
        )
        if not story.image:
            words = written.first_words()
            hang_pictures(story, pictures_wanted(story, words, pictures, drawn, hung))
            story.save()
        note_heading(story, opening, by=editor, at=at)
        _remember_original(story)
    return story


def rewrite_story(
    *,
    editor: User,
    topic_id: int,
    written: Written,
    told: Told,
    tags: tuple[str, ...] | None = None,
    picture: bytes = b"",
    has_no_picture: bool = False,
    further: Further = ONLY_ONE,
    at: datetime | None = None,
) -> Story:
    """Give a story another text by hand, which makes a version; the same text makes none.

    From then on its feed changes nothing in it. Raises NotVisible, PermissionDenied with
    a reason, ValidationError naming fields, and ChangedMeanwhile if another version came
    since the one that `told` says was seen.
    """
    pictures = Wanted(picture, has_no_picture, further)
    drawn = drawn_anew(pictures)
    with hanging() as hung, transaction.atomic():
        story, opening = lock_story(editor, topic_id)
        keeps = bool(story.image) and not has_no_picture
        _check(written, has_picture=bool(picture) or keeps)
        if told.kind == Kind.CORRECTED and not told.note.strip():
            raise ValidationError({"note": _("Say what was wrong and what is right.")})
        if told.seen != story.version:
            raise ChangedMeanwhile(
                _(
                    "This story was changed while you were writing. Your text is kept "
                    "below; compare it with the story and save again."
                )
            )
        there = pictures_wanted(story, written.first_words(), pictures, drawn, hung)
        changes = _changes(story, written.columns() | columns_of(there), written, tags)
        if _is_same(story, changes, opening.topic):
            return story
        how = How(opening.author, told.kind, told.note.strip(), at, editor)
        change_story(story, opening, changes, how)
        _remember_original(story)
        story.entries.filter(state=FeedEntry.State.CHANGED).update(
            state=FeedEntry.State.PUBLISHED
        )
    return story


@transaction.atomic
def take_story_back(
    *, editor: User, topic_id: int, reason: str, at: datetime | None = None
) -> Story:
    """Take a story's words and picture away everywhere, with the reason that is shown.

    Raises NotVisible, PermissionDenied with a reason, and ValidationError without one.
    """
    story, opening = lock_story(editor, topic_id)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it is withdrawn: readers see it.")})
    how = How(opening.author, Kind.WITHDRAWN, reason.strip(), at, editor)
    return withdraw_locked(story, opening, how, Withdrawal.Kind.BY_HAND)


def _just_written(editor: User, written: Written) -> Story | None:
    """The story about this original, if it is this one and new: the form was sent twice."""
    there = topic_about(reader=editor, digests=_digests(written.original_url))
    if there is None:
        return None
    hour = timezone.now() - timedelta(hours=1)
    just = Story.objects.filter(topic=there, by_hand_at__gte=hour)
    headline = " ".join(written.headline.split())[:255]
    same = just.filter(headline=headline, standfirst=written.standfirst).first()
    # Another text under the same headline is not lost: its editor is asked about it.
    text = story_html(body_html(written.body))
    return same if same and own_body(same) == text else None


def _house(house_id: int) -> User:
    house: User | None = User.objects.filter(pk=house_id, is_house=True).first()
    if house is None:
        raise ValidationError({"house": _("Choose one of the house accounts.")})
    return house


def _remember_original(story: Story) -> None:
    """Whoever wants to start a topic from the original is led to the story."""
    remember_addresses(story.topic, _digests(story.original_url))


def _digests(original: str) -> tuple[str, ...]:
    return addresses_as_digests((original,)) if original else ()


def _changes(
    story: Story,
    columns: dict[str, Any],
    written: Written,
    tags: tuple[str, ...] | None,
) -> Changes:
    same = written.body.split() == written_body(story).split()
    body = own_body(story) if same else body_html(written.body)
    headline, standfirst = columns.pop("headline"), columns.pop("standfirst")
    return Changes(headline, standfirst, body, columns, tags, written.language)


def _is_same(story: Story, changes: Changes, topic: Topic) -> bool:
    asked = {
        **changes.columns,
        "headline": changes.headline,
        "standfirst": changes.standfirst,
    }
    return (
        (changes.tags is None or list(changes.tags) == list(topic.tag_names))
        and changes.language == topic.language
        and changes.body == own_body(story)
        and all(getattr(story, name) == value for name, value in asked.items())
    )


def _check(written: Written, *, has_picture: bool) -> None:
    wrong = {}
    if not written.headline.strip():
        wrong["headline"] = _("Give the story a headline.")
    if len(written.body) > LONGEST_BODY:
        wrong["body"] = _("This text is too long.")
    if written.original_url and not whole_address(written.original_url):
        wrong["original_url"] = _(
            "Give a whole address, beginning with https:// or http://."
        )
    if has_picture and not written.image_alt.strip():
        wrong["image_alt"] = _("Say what the picture shows, for who cannot see it.")
    if wrong:
        raise ValidationError(wrong)


@contextmanager
def _about(field: str) -> Iterator[None]:
    """What the forum refuses inside is told at this field; what the house account may not
    see, at the house account."""
    try:
        yield
    except NotVisible:
        words = _("This house account may not see the category.")
        raise ValidationError({"house": words}) from None
    except ValidationError as error:
        if hasattr(error, "error_dict"):
            raise
        raise ValidationError({field: error.messages}) from None
