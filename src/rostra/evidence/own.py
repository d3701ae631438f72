"""What members are given of evidence, what stays when they leave, what moves in merging."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from rostra.accounts.leaving import STAYING
from rostra.accounts.merging import add_move
from rostra.accounts.models import User
from rostra.accounts.own_copy import CopyPart, Row, add_part, in_chunks, row_of
from rostra.evidence.models import (
    Asking,
    ClaimDecision,
    Position,
    PostSource,
    SourceRequest,
)


def sources(member: User) -> Iterator[Row]:
    """The sources of their posts, as they described them."""
    theirs = PostSource.objects.filter(post__author=member).select_related("source")
    for some in in_chunks(theirs):
        for use in some:
            row = row_of(use, without=("excerpt", "source_id"))
            yield {
                "address": f"/post/{use.post_id}/",
                "page": use.source.address,
                **row,
            }


def requests(member: User) -> Iterator[Row]:
    """What was asked of them, and what they answered, without who asked."""
    theirs = SourceRequest.objects.filter(post__author=member)
    for some in in_chunks(theirs):
        for request in some:
            row = row_of(request, without=("key",))
            yield {"address": request.get_absolute_url(), **row}


def askings(member: User) -> Iterator[Row]:
    """What they asked for, and whether they say that it was answered."""
    for some in in_chunks(
        Asking.objects.filter(member=member).select_related("request")
    ):
        for one in some:
            yield {
                "address": one.request.get_absolute_url(),
                "words": one.request.words,
                **row_of(one, without=("member_id",)),
            }


def decisions(member: User) -> Iterator[Row]:
    """Where they said that claims stand, and why."""
    theirs = ClaimDecision.objects.filter(decided_by=member).select_related("claim")
    for some in in_chunks(theirs):
        for one in some:
            row = row_of(one, without=("decided_by_id",))
            yield {"address": one.claim.get_absolute_url(), **row}


def stances(member: User) -> Iterator[Row]:
    """What curators noted that they say about claims."""
    for some in in_chunks(Position.objects.filter(member=member)):
        for one in some:
            row = row_of(one, without=("member_id", "who", "kind", "source_id"))
            yield {"address": f"/claim/{one.claim_id}/", **row}


def add_parts() -> None:
    """Called once, when the app is ready."""
    add_part(CopyPart("sources", _("Sources of your posts"), (PostSource,), sources))
    add_part(CopyPart("asked", _("Sources asked of you"), (SourceRequest,), requests))
    add_part(CopyPart("askings", _("Sources you asked for"), (Asking,), askings))
    part = CopyPart(
        "claims", _("What you decided about claims"), (ClaimDecision,), decisions
    )
    add_part(part)
    part = CopyPart("positions", _("What claims say of you"), (Position,), stances)
    add_part(part)
    STAYING[ClaimDecision] = "where a claim stands, under the neutral name"
    add_move(ClaimDecision, "decided_by")
    STAYING[Asking] = "counted at requests; nobody is shown who asked"
    add_move(Asking, "member", beside="request")
