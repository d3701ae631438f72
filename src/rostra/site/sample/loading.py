"""Load the sample community into an empty installation."""

import shutil
import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from rostra.accounts.models import User
from rostra.evidence.services.requesting import expire_requests
from rostra.forum.models import (
    Category,
    Publisher,
    Scheduled,
    Tag,
    TemplateField,
    WordFilter,
)
from rostra.forum.services.arranging import make_category
from rostra.forum.services.counting import add_views
from rostra.forum.services.drafting import save_draft
from rostra.forum.services.judging_again import judge_waiting_quotes
from rostra.forum.word_filters import forget_kept
from rostra.site.sample.feeds import add_feeds
from rostra.site.sample.gauges import gauge_topic
from rostra.site.sample.links import add_link_cards, ask_nobody
from rostra.site.sample.people import add_people
from rostra.site.sample.reading import TopicText, read_topic
from rostra.site.sample.telling import Teller
from rostra.web.models import Site

_FOLDER = Path(__file__).parent
_PICTURES = "stories"


class SampleRefused(Exception):
    """There is a community here already; the sample would get mixed up with it."""


@transaction.atomic
def load_sample(now: datetime | None = None) -> None:
    """Write The Long Table into an empty database, as things stand at `now`.

    Raises SampleRefused, and writes nothing, if there is a community already.
    """
    if Site.objects.exists() or User.objects.exists():
        raise SampleRefused(
            "There is a community here already. The sample is for an empty folder."
        )
    now = now or timezone.now()
    told = tomllib.loads((_FOLDER / "categories.toml").read_text("utf-8"))
    Site.objects.create(pk=1, **told["site"])
    people = add_people(now)
    add_link_cards()
    WordFilter.objects.bulk_create(WordFilter(**words) for words in told["filter"])
    forget_kept()
    teller = Teller(now, people, _add_categories(told["category"]))
    for topic in _topics():
        teller.tell(topic)
    add_feeds(teller)
    publishers = (Publisher(changed_at=now, **said) for said in told["publisher"])
    Publisher.objects.bulk_create(publishers)
    teller.finish()
    _add_synonyms(told["synonym"])
    judge_waiting_quotes(seconds=60)
    expire_requests()
    ask_nobody()
    add_views(teller.views)
    _add_drafts(people, teller)
    _copy_pictures()


def _topics() -> Iterator[TopicText]:
    files = sorted((_FOLDER / "topics").glob("[0-9]*.md"))
    return chain(map(read_topic, files), [gauge_topic()])


def _add_categories(told: dict[str, dict[str, Any]]) -> dict[str, Category]:
    made = {}
    for position, (key, words) in enumerate(told.items()):
        template = words.pop("template", [])
        made[key] = make_category(position=position, **words)
        for place, field in enumerate(template, 1):
            TemplateField.objects.create(category=made[key], position=place, **field)
    return made


def _add_synonyms(told: list[dict[str, str]]) -> None:
    for one in told:
        other = Tag.named(one["word"])
        other.stands_for = Tag.objects.get(name=one["tag"])
        other.save()


def _answers(draft: dict[str, Any]) -> dict[str, str]:
    """What is typed into fields beside the text, by the names that the form has."""
    fields = {field.label: field.name for field in TemplateField.objects.all()}
    answers = {fields[label]: a for label, a in draft.get("answers", {}).items()}
    return {**answers, "tags": draft["tags"]} if "tags" in draft else answers


def _add_drafts(people: dict[str, User], teller: Teller) -> None:
    """Unsent texts of one member, each for another place."""
    told = tomllib.loads((_FOLDER / "drafts.toml").read_text("utf-8"))
    for draft in told["draft"]:
        save_draft(
            owner=people[draft["by"]],
            place=teller.place_of(draft["place"]),
            title=draft.get("title", ""),
            source=teller.filled(draft["text"].strip(), people[draft["by"]]),
            answers=_answers(draft),
        )
    for number, text in enumerate(told["later"]):
        _add_later(people[text["by"]], teller, text, number)


def _add_later(author: User, teller: Teller, text: dict[str, Any], number: int) -> None:
    kind, _, key = teller.place_of(text["place"]).partition(":")
    due_at = teller.now + timedelta(hours=text["in_hours"])
    Scheduled.objects.create(
        author=author,
        topic_id=int(key) if kind == "topic" else None,
        category_id=int(key) if kind == "new" else None,
        title=text.get("title", ""),
        source=text["text"].strip(),
        client_token=f"sample-{number}",
        made_at=teller.now - timedelta(days=1),
        due_at=due_at,
        failed_at=due_at if "failure" in text else None,
        failure=text.get("failure", ""),
    )


def _copy_pictures() -> None:
    target = Path(settings.ROSTRA_DATA) / "media" / _PICTURES
    target.mkdir(parents=True, exist_ok=True)
    for picture in (_FOLDER / "media").glob("*.jpg"):
        shutil.copyfile(picture, target / picture.name)
