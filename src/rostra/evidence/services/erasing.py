"""Take away what repeats words of a post that are erased."""

from rostra.evidence.models import Claim, ClaimLink, PostSource, SourceRequest
from rostra.evidence.services.placing import raise_after_claiming
from rostra.evidence.services.sourcing import drop_if_nothing_is_left
from rostra.forum.models import Post
from rostra.foundation import markup


def erase_evidence(post: Post, left: list[str]) -> None:
    """Remove requests about words that stand in none of the texts that are left of a
    locked post; if there is none, everything that was added to it."""
    gone = [
        request.pk
        for request in post.source_requests.all()
        if not left
        or (request.words and not any(markup.stands_in(request.words, t) for t in left))
    ]
    SourceRequest.objects.filter(pk__in=gone).delete()
    said = list(post.claims.all())
    lost = [c.pk for c in said if not any(markup.stands_in(c.words, t) for t in left)]
    # Other topics that show a claim would keep its words.
    also = ClaimLink.objects.filter(claim__in=lost).values_list("topic", flat=True)
    if said:
        raise_after_claiming(*also)
    Claim.objects.filter(pk__in=lost).delete()
    for link in ClaimLink.objects.filter(post=post).select_related("claim"):
        words = link.words or link.claim.words
        if not any(markup.stands_in(words, text) for text in left):
            link.delete()
    if not left:
        PostSource.objects.filter(post=post).delete()
    drop_if_nothing_is_left(post)
