"""Record a claim, who says what about it, and where it stands."""

from datetime import datetime
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.accounts.ranks import HEIGHTS, Rank
from rostra.evidence.models import Claim, ClaimDecision, ClaimLink, Position
from rostra.evidence.models.claims import KEY
from rostra.evidence.policies import ClaimPolicy
from rostra.evidence.services.sourcing import lock_post
from rostra.forum.models import Post, Topic
from rostra.forum.permissions import rights_at
from rostra.forum.services.adding import note_addition
from rostra.forum.services.judging import words_of
from rostra.forum.services.numbering import lock_topic_row, raise_after_writing
from rostra.foundation import markup
from rostra.foundation.versions import raise_versions
from rostra.foundation.visibility import NotVisible

_NEEDS_SOURCE = (Claim.Status.SUPPORTED, Claim.Status.REFUTED)


@transaction.atomic
def record_claim(
    *, curator: User, topic_id: int, words: str, post: Post | None = None
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
    note_addition(topic, KEY)
    raise_after_claiming(topic.pk)
    return claim


@transaction.atomic
def claim_from_post(*, curator: User, post_id: int, words: str) -> Claim:
    """Make a claim of words that stand in a post. Where the same is claimed already, in
    a topic that everybody may read or in this one, it is shown here, too.

    Raises NotVisible, PermissionDenied with a reason, and ValidationError.
    """
    post = lock_post(curator, post_id)
    ClaimPolicy(curator).curate().or_raise()
    words = " ".join(words.split())
    if words and not markup.stands_in(words, words_of(post.html)):
        raise ValidationError({"words": _("These words do not stand in the post.")})
    same = same_claim(words, post.topic)
    if same is None:
        return record_claim(
            curator=curator, topic_id=post.topic_id, words=words, post=post
        )
    if same.post_id != post.pk:
        _link(same, post, words)
    return same


def _link(claim: Claim, post: Post, words: str) -> None:
    """Have a claim shown in the locked topic of one more post that makes it."""
    links = ClaimLink.objects
    links.get_or_create(
        claim=claim, topic=post.topic, post=post, defaults={"words": words}
    )
    note_addition(post.topic, KEY)
    raise_after_claiming(post.topic_id)


def same_claim(words: str, topic: Topic) -> Claim | None:
    """The same claim, made in this topic or in one that everybody may read."""
    made = Claim.objects.filter(key=markup.quote_key(words))
    here = made.filter(topic=topic).first()
    return here or made.filter(is_for_all()).order_by("pk").first()


def is_for_all() -> Q:
    """Claims that anybody may be shown, wherever they are met."""
    readable = rights_at(HEIGHTS[Rank.GUEST]).readable
    return Q(topic__category__in=readable, topic__hidden_at=None, post__hidden_at=None)


@transaction.atomic
def take_position(
    *,
    curator: User,
    claim_id: int,
    stance: str,
    who: str,
    source_title: str = "",
    source_url: str = "",
) -> Position:
    """Note that somebody says, disputes, confirms or withdraws a claim.

    `source_url` is a web address or a path of this site. Raises NotVisible,
    PermissionDenied with a reason, and ValidationError.
    """
    claim = _lock_claim(curator, claim_id)
    if stance not in Position.Stance.values:
        raise ValidationError(_("There is no such stance."))
    if not who.strip():
        raise ValidationError(_("Say whose position this is."))
    if source_url and not _is_address(source_url):
        raise ValidationError(_("A source is a web address or a page of this site."))

    position = Position.objects.create(
        claim=claim,
        stance=stance,
        who=who.strip()[:200],
        source_title=source_title.strip()[:200],
        source_url=source_url,
    )
    _raise(claim)
    return position


@transaction.atomic
def set_status(
    *,
    curator: User,
    claim_id: int,
    status: str,
    reason: str = "",
    at: datetime | None = None,
) -> Claim:
    """Say where a claim stands, and why; what was said before is kept.

    Raises NotVisible, PermissionDenied with a reason, and ValidationError for a status
    that is none, or that needs a source which nobody has given.
    """
    claim = _lock_claim(curator, claim_id)
    if status not in Claim.Status.values:
        raise ValidationError({"status": _("There is no such status.")})
    reason = " ".join(reason.split())
    if len(reason) > 500:
        raise ValidationError({"reason": _("Use at most 500 characters.")})
    if status in _NEEDS_SOURCE and not claim.positions.exclude(source_url="").exists():
        raise ValidationError(_("Give a source first."))

    claim.status = status
    claim.save(update_fields=["status"])
    ClaimDecision.objects.create(
        claim=claim,
        status=status,
        reason=reason,
        decided_by=curator,
        decided_at=at or timezone.now(),
    )
    _raise(claim)
    return claim


def _lock_claim(curator: User, claim_id: int) -> Claim:
    # The topic is the lock, as for everything that its page shows.
    topic_id = Claim.objects.filter(pk=claim_id).values_list("topic", flat=True).first()
    if topic_id is None:
        raise NotVisible("claim")
    lock_topic_row(curator, topic_id)
    ClaimPolicy(curator).curate().or_raise()
    return Claim.objects.get(pk=claim_id)


def _raise(claim: Claim) -> None:
    raise_after_claiming(claim.topic_id, *claim.links.values_list("topic", flat=True))


def raise_after_claiming(*topics: int) -> None:
    """Pages that show claims of these topics, and lists of them, are old after commit."""
    raise_versions("claims")
    for topic in Topic.objects.filter(pk__in=topics).order_by("pk"):
        raise_after_writing(topic)


def _is_address(url: str) -> bool:
    parts = urlsplit(url)
    if parts.scheme in ("http", "https"):
        return bool(parts.netloc)
    return not parts.scheme and not parts.netloc and url.startswith("/")
