"""Keep unsent text on the server: a member's, or a guest's until they sign in."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rostra.accounts.guests import guest_key
from rostra.accounts.models import User
from rostra.forum.models import Draft
from rostra.forum.poll_fields import asks_poll
from rostra.foundation.markup import LONGEST

PLACE = re.compile(r"(topic:[1-9]\d{0,17}|new(:[1-9]\d{0,17})?|edit:[1-9]\d{0,17})")
GUEST_DRAFTS = 20
"""How many places a guest may have text waiting for."""
GUEST_DAYS = 7


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
) -> Draft | None:
    """Keep a text for a place; an empty one removes the draft and gives None.

    `guest` is the guest's secret where there is no owner, `poll` what was typed into the
    fields of a poll. Raises ValidationError for
    a place that cannot be written in, or a text far over the limit.
    """
    # The one character that PostgreSQL cannot store; a draft is kept as it comes, without
    # the checks of a form, so that nothing typed is lost.
    source, title, client_token = (
        words.replace("\0", "") for words in (source, title, client_token)
    )
    if not PLACE.fullmatch(place):
        raise ValidationError(_("Nothing can be written there."))
    if len(source) > 2 * LONGEST:
        raise ValidationError(_("This text is too long to be kept as a draft."))
    mine: dict[str, Any] = {
        "owner": owner,
        "guest_key": "" if owner else guest_key(guest),
    }
    drafts = Draft.objects.filter(**mine)
    poll = {name: typed.replace("\0", "") for name, typed in (poll or {}).items()}
    if sum(map(len, poll.values())) > LONGEST:
        raise ValidationError(_("This poll is too long to be kept as a draft."))
    if not source.strip() and not title.strip() and not asks_poll(poll):
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
            "client_token": client_token[:64],
            "poll": poll,
            "saved_at": timezone.now(),
        },
    )
    return draft


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
