"""Take away what repeats words of a post that are erased."""

from contextlib import suppress

from django.db.models import Q

from rostra.evidence.addresses import digest_of
from rostra.evidence.models import (
    Claim,
    ClaimLink,
    ErasedWords,
    PostSource,
    Source,
    SourceRequest,
)
from rostra.evidence.services.erasing_repeated import TABLES
from rostra.evidence.services.placing import raise_after_claiming
from rostra.evidence.services.sourcing import drop_if_nothing_is_left
from rostra.forum.erasures import Erasure
from rostra.forum.models import Quote


def erase_evidence(erasure: Erasure) -> None:
    """Remove requests about words that stand in none of the texts that are left of a
    locked post; if there is none, everything that was added to it. If the words go
    everywhere, so does what repeats them in the topic and in posts that quoted them: at
    once; and in all others some seconds later."""
    post = erasure.post
    gone = [
        request.pk
        for request in post.source_requests.all()
        if not erasure.left or (request.words and not erasure.is_left(request.words))
    ]
    SourceRequest.objects.filter(pk__in=gone).delete()
    said = list(post.claims.all())
    lost = [claim.pk for claim in said if not erasure.is_left(claim.words)]
    # Other topics that show a claim would keep its words.
    also = ClaimLink.objects.filter(claim__in=lost).values_list("topic", flat=True)
    if said:
        raise_after_claiming(*also)
    Claim.objects.filter(pk__in=lost).delete()
    for link in ClaimLink.objects.filter(post=post).select_related("claim"):
        if not erasure.is_left(link.words or link.claim.words):
            link.delete()
    if not erasure.left:
        PostSource.objects.filter(post=post).delete()
    erasure.taken["evidence"] += len(gone) + len(lost)
    if erasure.is_everywhere:
        _erase_around(erasure)
    drop_if_nothing_is_left(post)


def _erase_around(erasure: Erasure) -> None:
    """What everybody would come across first; the rest is a chore's."""
    _erase_origins(erasure)
    quoting = Quote.objects.filter(quoted_post=erasure.post).values("post")
    for table in TABLES:
        in_topic = Q(**{table.topic: erasure.post.topic_id})
        near = table.rows().filter(in_topic | Q(**{f"{table.post}__in": quoting}))
        erasure.taken["evidence"] += table.erase(erasure.runs, near)
    if erasure.runs:
        ErasedWords.objects.create(runs=sorted(erasure.runs))


def _erase_origins(erasure: Erasure) -> None:
    """The words that are kept of the publisher's own page, and all that is said to be from
    there: it took them back, whichever part of them was shown here."""
    digests = []
    for address in erasure.origins:
        with suppress(ValueError):  # A port that is none.
            digests.append(digest_of(address))
    sources = Source.objects.filter(digest__in=digests)
    uses = PostSource.objects.filter(source__in=sources).exclude(passage="")
    for use in uses.select_related("post"):
        TABLES[0].empty(use)
        erasure.taken["evidence"] += 1
    sources.update(text="", text_digest="", read_at=None, changed_at=None, due_at=None)
