"""A claim that is made in several places: link it there, and take it away again."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.evidence.models import Claim, ClaimBand, ClaimLink
from rostra.evidence.models.claims import KEY
from rostra.evidence.policies import ClaimPolicy
from rostra.evidence.selectors.alike import is_for_all
from rostra.evidence.services.sourcing import lock_post
from rostra.forum.models import Post, Topic
from rostra.forum.services.adding import note_addition
from rostra.forum.services.judging import words_of
from rostra.forum.services.numbering import lock_topic_row, raise_after_writing
from rostra.foundation import markup
from rostra.foundation.likeness import bands_of
from rostra.foundation.versions import raise_versions
from rostra.foundation.visibility import NotVisible


@transaction.atomic
def link_claim(*, curator: User, claim_id: int, post_id: int, words: str) -> Claim:
    """Say that a post makes a claim that was made elsewhere, in words of its own.

    The claim is one of the same topic, or one that everybody may read. Raises
    NotVisible, PermissionDenied with a reason, and ValidationError.
    """
    post = lock_post(curator, post_id)
    ClaimPolicy(curator).curate().or_raise()
    words = checked_words(post, words)
    claims = Claim.objects.visible_to(curator)
    claims = claims.filter(is_for_all() | Q(topic=post.topic))
    claim = claims.filter(pk=claim_id).first()
    if claim is None:
        raise NotVisible("claim")
    if claim.post_id != post.pk:
        put_place(claim, post, words)
    return claim


@transaction.atomic
def unlink_claim(*, curator: User, claim_id: int, link_id: int) -> None:
    """Say that a claim is not made in that place after all.

    Raises NotVisible, and PermissionDenied with a reason.
    """
    links = ClaimLink.objects.visible_to(curator).filter(claim=claim_id, pk=link_id)
    topic_id = links.values_list("topic", flat=True).first()
    if topic_id is None:
        raise NotVisible("link")
    topic = lock_topic_row(curator, topic_id)
    ClaimPolicy(curator).curate().or_raise()
    ClaimLink.objects.filter(pk=link_id).delete()
    raise_after_claiming(topic.pk)


def checked_words(post: Post, words: str) -> str:
    """One sentence, tidied, that stands in a post; raises ValidationError."""
    words = " ".join(words.split())
    if not words or len(words) > 500:
        raise ValidationError(
            {"words": _("A claim is one sentence of at most 500 characters.")}
        )
    if not markup.stands_in(words, words_of(post.html)):
        raise ValidationError({"words": _("These words do not stand in the post.")})
    return words


def put_place(claim: Claim, post: Post, words: str) -> None:
    """Have a claim shown in the locked topic of one more post that makes it."""
    links = ClaimLink.objects
    links.get_or_create(
        claim=claim, topic=post.topic, post=post, defaults={"words": words}
    )
    note_addition(post.topic, KEY)
    raise_after_claiming(post.topic_id)


def note_bands(claim: Claim) -> None:
    """Have a new claim found by others in nearly the same words."""
    ClaimBand.objects.bulk_create(
        ClaimBand(claim=claim, band=band) for band in {*bands_of(claim.words)}
    )


def raise_after_claiming(*topics: int) -> None:
    """Pages that show claims of these topics, and lists of them, are old after commit."""
    raise_versions("claims")
    for topic in Topic.objects.filter(pk__in=topics).order_by("pk"):
        raise_after_writing(topic)
