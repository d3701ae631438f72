"""Choose words that are masked or refused, and see to the posts that have them."""

import time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.accounts.policies import SitePolicy
from rostra.forum.models import Post, WordFilter
from rostra.forum.services.composing import show_again
from rostra.forum.word_filters import VERSION
from rostra.foundation.versions import raise_versions
from rostra.foundation.word_filters import folded, words_in

MOST_FILTERS = 300
AT_ONCE = 500
SECONDS = 0.5
"""That going through the posts may take at one time; it shares its thread."""


@transaction.atomic
def add_filter(*, owner: User, words: str, act: str) -> WordFilter:
    """Mask or refuse words from now on; what was chosen for them before is replaced.

    Posts that have words to mask are drawn anew in a while. Raises PermissionDenied,
    and ValidationError if there is nothing to look for, or one filter too many.
    """
    SitePolicy(owner).govern().or_raise()
    low = folded(words)
    if not any(character.isalnum() for character in low):
        raise ValidationError(_("Write a word, or some."))
    others = WordFilter.objects.filter(removed_at=None).exclude(words=low)
    if others.count() >= MOST_FILTERS:
        most = {"most": MOST_FILTERS}
        raise ValidationError(
            _("There are %(most)s already, and more is not possible.") % most
        )
    chosen = {"act": act, "removed_at": None, "position": 0}
    made, _new = WordFilter.objects.update_or_create(words=low, defaults=chosen)
    raise_versions(VERSION)
    return made


@transaction.atomic
def remove_filter(*, owner: User, filter_id: int) -> None:
    """Let words be written and read again; posts that have them are drawn anew in a
    while. Nothing happens if there is no such filter. Raises PermissionDenied."""
    SitePolicy(owner).govern().or_raise()
    rows = WordFilter.objects.filter(pk=filter_id, removed_at=None)
    rows.update(removed_at=timezone.now(), position=0)
    raise_versions(VERSION)


def apply_filters() -> int:
    """Draw some posts anew that have words of filters that changed; how many. One query
    where none did. Safe in several processes at once."""
    begun, drawn = time.monotonic(), 0
    while time.monotonic() - begun < SECONDS:
        found = _go_on()
        if found is None:
            break
        drawn += found
    return drawn


def _go_on() -> int | None:
    """Go through the next posts for one filter; None if there is nothing to do."""
    one = WordFilter.objects.exclude(position=None).order_by("pk").first()
    if one is None:
        return None
    rows = Post.objects.filter(pk__gt=one.position or 0).order_by("pk")
    some = list(rows.values_list("pk", "source")[:AT_ONCE])
    having = [pk for pk, source in some if words_in(source, [one.words])]
    for post_id in having:
        show_again(post_id)
    # Unless it was changed meanwhile: then it begins anew.
    same = WordFilter.objects.filter(
        pk=one.pk, position=one.position, removed_at=one.removed_at, act=one.act
    )
    if some:
        same.update(position=some[-1][0])
    elif one.removed_at:
        same.delete()
    else:
        same.update(position=None)
    return len(having)
