"""Record a claim, and where it stands."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.evidence.models import Claim, ClaimDecision
from rostra.evidence.models.claims import KEY
from rostra.evidence.policies import ClaimPolicy
from rostra.evidence.selectors.alike import same_claim
from rostra.evidence.services.placing import (
    checked_words,
    note_bands,
    put_place,
    raise_after_claiming,
)
from rostra.evidence.services.sourcing import lock_post
from rostra.forum.models import Post
from rostra.forum.services.adding import note_addition
from rostra.forum.services.numbering import lock_topic_row
from rostra.foundation import markup
from rostra.foundation.visibility import NotVisible

_NEEDS_SOURCE = (Claim.Status.SUPPORTED, Claim.Status.REFUTED)


@transaction.atomic
def record_claim(
    *,
    curator: User,
    topic_id: int,
    words: str,
    post: Post | None = None,
    at: datetime | None = None,
) -> Claim:
    """Add a checkable sentence to a topic, not yet sourced, after those it has.

    Raises NotVisible, PermissionDenied with a reason, and ValidationError.
    """
    topic = lock_topic_row(curator, topic_id)
    ClaimPolicy(curator).curate().or_raise()
    words = " ".join(words.split())
    if not words or len(words) > 500:
        raise ValidationError(
            {"words": _("A claim is one sentence of at most 500 characters.")}
        )

    last = topic.claims.order_by("-place").first()
    claim = Claim.objects.create(
        topic=topic,
        place=last.place + 1 if last else 0,
        words=words,
        key=markup.quote_key(words),
        post=post,
    )
    _note_decision(claim, curator, "", at)
    note_bands(claim)
    note_addition(topic, KEY)
    raise_after_claiming(topic.pk)
    return claim


@transaction.atomic
def claim_from_post(
    *, curator: User, post_id: int, words: str, at: datetime | None = None
) -> Claim:
    """Make a claim of words that stand in a post. Where the same is claimed already, in
    a topic that everybody may read or in this one, it is shown here, too.

    Raises NotVisible, PermissionDenied with a reason, and ValidationError.
    """
    post = lock_post(curator, post_id)
    ClaimPolicy(curator).curate().or_raise()
    words = checked_words(post, words)
    same = same_claim(words, post.topic)
    if same is None:
        topic_id = post.topic_id
        return record_claim(
            curator=curator, topic_id=topic_id, words=words, post=post, at=at
        )
    if same.post_id != post.pk:
        put_place(same, post, words)
    return same


@transaction.atomic
def set_status(
    *,
    curator: User,
    claim_id: int,
    status: str,
    reason: str = "",
    at: datetime | None = None,
) -> Claim:
    """Say where a claim stands, and why; what was said before is kept. One that was made
    by mistake is removed, and there again with another status.

    Raises NotVisible, PermissionDenied with a reason, and ValidationError for a status
    that is none, or that needs a source which nobody has given.
    """
    claim = lock_claim(curator, claim_id)
    if status not in Claim.Status.values:
        raise ValidationError({"status": _("There is no such status.")})
    reason = " ".join(reason.split())
    if len(reason) > 500:
        raise ValidationError({"reason": _("Use at most 500 characters.")})
    if status in _NEEDS_SOURCE and not claim.positions.exclude(source_url="").exists():
        raise ValidationError(_("Give a source first."))

    claim.status = status
    # A prediction whose day has come is looked at with this; another still comes back.
    claim.came_due_at = claim.told_up_to = None
    if status == Claim.Status.REMOVED:
        claim.due_on = claim.due_at = None
    days = ["due_on", "due_at", "came_due_at", "told_up_to"]
    claim.save(update_fields=["status", *days])
    _note_decision(claim, curator, reason, at)
    raise_claim(claim)
    return claim


def _note_decision(
    claim: Claim, curator: User, reason: str, at: datetime | None
) -> None:
    ClaimDecision.objects.create(
        claim=claim,
        status=claim.status,
        reason=reason,
        decided_by=curator,
        decided_at=at or timezone.now(),
    )


def lock_claim(curator: User, claim_id: int) -> Claim:
    """A claim whose topic is locked; raises NotVisible, and PermissionDenied with a
    reason."""
    # The topic is the lock, as for everything that its page shows.
    topic_id = Claim.objects.filter(pk=claim_id).values_list("topic", flat=True).first()
    if topic_id is None:
        raise NotVisible("claim")
    lock_topic_row(curator, topic_id)
    ClaimPolicy(curator).curate().or_raise()
    return Claim.objects.get(pk=claim_id)


def raise_claim(claim: Claim) -> None:
    """Pages and lists that show a claim are old after commit."""
    raise_after_claiming(claim.topic_id, *claim.links.values_list("topic", flat=True))
