"""Load the sample community into an empty installation."""

import shutil
import tomllib
from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from rostra.accounts.models import User
from rostra.forum.models import Category
from rostra.forum.services.arranging import make_category
from rostra.forum.services.counting import add_views
from rostra.forum.services.drafting import save_draft
from rostra.site.sample.gauges import gauge_topic
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
    teller = Teller(now, people, _add_categories(told["category"]))
    for topic in _topics():
        teller.tell(topic)
    teller.finish()
    add_views(teller.views)
    _add_drafts(people, teller)
    _copy_pictures()


def _topics() -> Iterator[TopicText]:
    files = sorted((_FOLDER / "topics").glob("[0-9]*.md"))
    return chain(map(read_topic, files), [gauge_topic()])


def _add_categories(told: dict[str, dict[str, Any]]) -> dict[str, Category]:
    return {
        key: make_category(position=position, **words)
        for position, (key, words) in enumerate(told.items())
    }


def _add_drafts(people: dict[str, User], teller: Teller) -> None:
    """Unsent texts of one member, each for another place."""
    told = tomllib.loads((_FOLDER / "drafts.toml").read_text("utf-8"))
    for draft in told["draft"]:
        save_draft(
            owner=people[draft["by"]],
            place=teller.place_of(draft["place"]),
            title=draft.get("title", ""),
            source=teller.filled(draft["text"].strip(), people[draft["by"]]),
        )


def _copy_pictures() -> None:
    target = Path(settings.ROSTRA_DATA) / "media" / _PICTURES
    target.mkdir(parents=True, exist_ok=True)
    for picture in (_FOLDER / "media").glob("*.jpg"):
        shutil.copyfile(picture, target / picture.name)
