"""Claims that are made already, in the same words or nearly."""

from django.db.models import Count, Q

from rostra.accounts.models import Reader
from rostra.accounts.ranks import HEIGHTS, Rank
from rostra.evidence.models import Claim, ClaimBand
from rostra.evidence.models.claims import IS_STANDING
from rostra.forum.models import Topic
from rostra.forum.permissions import rights_at
from rostra.foundation import markup
from rostra.foundation.likeness import bands_of, likeness

LEAST = 0.5
"""How much of their words two claims have in common for one to be offered."""
OFFERED = 5
_LOOKED_AT = 50


def same_claim(words: str, topic: Topic) -> Claim | None:
    """The same claim, made in this topic or in one that everybody may read."""
    made = Claim.objects.filter(IS_STANDING, key=markup.quote_key(words))
    here = made.filter(topic=topic).first()
    return here or made.filter(is_for_all()).order_by("pk").first()


def similar_claims(
    *, reader: Reader, words: str, topic: Topic
) -> tuple[tuple[Claim, float], ...]:
    """Claims in nearly these words, the likest first, with how much is the same: two
    queries, however many claims there are. Those of other topics only if everybody may
    read them: they are to be shown in this one."""
    bands = ClaimBand.objects.filter(band__in=bands_of(words)).values("claim")
    likest = bands.annotate(shared=Count("pk")).order_by("-shared", "claim")
    keys = [row["claim"] for row in likest[:_LOOKED_AT]]
    claims = Claim.objects.visible_to(reader).filter(pk__in=keys)
    claims = claims.filter(is_for_all() | Q(topic=topic)).select_related("topic")
    claims = claims.with_sourced()
    alike = [(claim, likeness(words, claim.words)) for claim in claims]
    alike = [one for one in alike if one[1] >= LEAST]
    return tuple(sorted(alike, key=lambda one: (-one[1], one[0].pk))[:OFFERED])


def is_for_all() -> Q:
    """Claims that anybody may be shown, wherever they are met."""
    readable = rights_at(HEIGHTS[Rank.GUEST]).readable
    return Q(topic__category__in=readable, topic__hidden_at=None, post__hidden_at=None)
