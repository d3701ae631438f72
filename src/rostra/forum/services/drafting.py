"""Keep unsent text on the server: a member's, or a guest's until they sign in."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from rostra.accounts.guests import guest_key
from rostra.accounts.models import User
from rostra.forum.answer_fields import has_answers
from rostra.forum.models import Draft
from rostra.forum.poll_fields import asks_poll
from rostra.foundation.markup import LONGEST

PLACE = re.compile(r"(topic:[1-9]\d{0,17}|new(:[1-9]\d{0,17})?|edit:[1-9]\d{0,17})")
GUEST_DRAFTS = 20
"""How many places a guest may have text waiting for."""
GUEST_DAYS = 7


class NewerDraft(Exception):
    """Another page or device saved a text for the place, which this one has not seen."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        super().__init__(_("There is a newer text of yours for this place."))


@transaction.atomic
def save_draft(
    *,
    owner: User | None,
    place: str,
    source: str,
    title: str = "",
    client_token: str = "",
    guest: str = "",
    poll: Mapping[str, str] | None = None,
    answers: Mapping[str, str] | None = None,
    page: str = "",
    seen: str | None = None,
) -> Draft | None:
    """Keep a text for a place; an empty one removes the draft and gives None.

    `guest` is the guest's secret where there is no owner, `poll` what was typed into the
    fields of a poll, `answers` into those of tags and of a template. `page` is which open
    page saves it, and `seen` the mark of the draft that it goes on from, `""` for none:
    without it, whatever is there is replaced.
    Raises NewerDraft if another page saved another text since; ValidationError for a
    place that cannot be written in, or a text far over the limit.
    """
    source, title = _storable(source), _storable(title)
    poll, answers = _all_storable(poll), _all_storable(answers)
    _check_text(place, source, poll, answers)
    key = "" if owner else guest_key(guest)
    mine: dict[str, Any] = {"owner": owner, "guest_key": key}
    drafts = Draft.objects.filter(**mine)
    if seen is not None:
        _check_seen(drafts, place, page, seen, (source, title, answers))
    is_empty = not (source.strip() or title.strip() or has_answers(answers))
    if is_empty and not asks_poll(poll):
        drafts.filter(place=place).delete()
        return None
    if not owner and drafts.exclude(place=place).count() >= GUEST_DRAFTS:
        raise ValidationError(_("Please sign in: you have many unsent texts here."))
    draft, _made = Draft.objects.update_or_create(
        **mine,
        place=place,
        defaults={
            "source": source,
            "title": title[:255],
            "poll": poll,
            "answers": answers,
            "client_token": _storable(client_token)[:64],
            "page": _storable(page)[:32],
            "saved_at": timezone.now(),
        },
    )
    return draft


def _storable(words: str) -> str:
    """Words without the one character that PostgreSQL cannot store: a draft is kept as it
    comes, without the checks of a form, so that nothing typed is lost."""
    return words.replace("\0", "")


def _all_storable(typed: Mapping[str, str] | None) -> dict[str, str]:
    return {name: _storable(words) for name, words in (typed or {}).items()}


def _check_text(
    place: str, source: str, poll: Mapping[str, str], answers: Mapping[str, str]
) -> None:
    if not PLACE.fullmatch(place):
        raise ValidationError(_("Nothing can be written there."))
    if len(source) + sum(map(len, answers.values())) > 2 * LONGEST:
        raise ValidationError(_("This text is too long to be kept as a draft."))
    if sum(map(len, poll.values())) > LONGEST:
        raise ValidationError(_("This poll is too long to be kept as a draft."))


def _check_seen(
    drafts: QuerySet[Draft], place: str, page: str, seen: str, texts: tuple[Any, ...]
) -> None:
    there = drafts.select_for_update().filter(place=place).first()
    if there is None or seen == there.mark or (page and page == there.page):
        return
    if (there.source, there.title, there.answers) != texts:
        raise NewerDraft(there)


def discard_draft(*, owner: User, draft_id: int) -> None:
    """Throw one of one's drafts away; one that is gone is no error."""
    Draft.objects.filter(owner=owner, pk=draft_id).delete()


@transaction.atomic
def adopt_drafts(*, owner: User, guest: str) -> list[str]:
    """Give what a guest wrote to the member they turned out to be; says which places.

    Where the member has a draft already, the guest's text is put after it: neither
    is lost.
    """
    if not guest:
        return []
    places = []
    for draft in Draft.objects.filter(owner=None, guest_key=guest_key(guest)):
        own = Draft.objects.filter(owner=owner, place=draft.place).first()
        if own and own.source != draft.source:
            own.source = f"{own.source}\n\n{draft.source}".strip()
            own.title = own.title or draft.title
            own.poll = own.poll or draft.poll
            own.answers = {**draft.answers, **own.answers}
            own.saved_at = timezone.now()
            own.save()
        elif not own:
            Draft.objects.filter(pk=draft.pk).update(owner=owner, guest_key="")
        places.append(draft.place)
    Draft.objects.filter(owner=None, guest_key=guest_key(guest)).delete()
    return places


def forget_old_guest_drafts() -> int:
    """Remove what guests wrote and never came back for; says how many."""
    old = timezone.now() - timedelta(days=GUEST_DAYS)
    return Draft.objects.filter(owner=None, saved_at__lt=old).delete()[0]
