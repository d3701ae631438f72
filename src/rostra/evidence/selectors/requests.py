"""Requests for sources: one with all about it, all that are open, and how many were met."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Count, Q

from rostra.accounts.models import Reader
from rostra.evidence.models import Asking, PostSource, SourceRequest
from rostra.evidence.policies import RequestPolicy
from rostra.evidence.selectors.sources import person_of
from rostra.forum.models import Post
from rostra.forum.permissions import rights_of
from rostra.forum.policies import TopicPolicy
from rostra.forum.selectors.rows import Person, snippet_of
from rostra.foundation.keeping import Keeper
from rostra.foundation.verdicts import Verdict
from rostra.foundation.versions import current_versions
from rostra.foundation.visibility import NotVisible

AT_ONCE = 50
MOST_COUNTED = 100
SHORTLIST = 4
SNIPPET = 120
OFFERED = 50
"""Sources that are chosen from."""


@dataclass(frozen=True, slots=True)
class RequestPage:
    """A request, as one reader sees it."""

    request: SourceRequest
    post: Post
    author: Person
    asked: int
    accepted: int
    refused: int
    """How many of those who asked say that the source does, and does not, answer it."""
    has_asked: bool
    said: bool | None
    """What the reader says of the answer, if they asked."""
    answer: PostSource | None
    """As far as the reader may see it."""
    sources: tuple[PostSource, ...]
    """What may answer it, for the author of the post and those who ask to choose from."""
    ask: Verdict
    give: Verdict
    reply: Verdict
    """Whether the reader may name a source in a reply."""


def request_page(*, reader: Reader, request_id: int) -> RequestPage:
    """One request: three queries at most. Raises NotVisible."""
    rows = SourceRequest.objects.visible_to(reader)
    rows = rows.select_related("post__topic__category", "post__author")
    rows = rows.annotate(
        asked=Count("askings"),
        accepted=Count("askings", filter=Q(askings__is_answered=True)),
        refused=Count("askings", filter=Q(askings__is_answered=False)),
    )
    request = rows.filter(pk=request_id).first()
    if request is None:
        raise NotVisible("request")
    post = request.post
    policy = RequestPolicy(reader, post, post.topic)
    mine = request.askings.filter(member=reader.pk or 0).first()
    give = policy.answer()
    chooses = bool(give) or (mine and request.state == SourceRequest.State.OPEN)
    found = _shown_sources(reader, request, bool(chooses))
    return RequestPage(
        request=request,
        post=post,
        author=person_of(post),
        asked=request.asked,
        accepted=request.accepted,
        refused=request.refused,
        has_asked=mine is not None,
        said=mine.is_answered if mine else None,
        answer=next((use for use in found if use.pk == request.answer_id), None),
        sources=found if chooses else (),
        ask=policy.ask(),
        give=give,
        reply=TopicPolicy(reader, post.topic).reply(),
    )


def sources_for(
    reader: Reader, request: SourceRequest
) -> "models.QuerySet[PostSource]":
    """What may answer a request, as far as a reader may see it: sources of its post and of
    those that came after it in the topic."""
    post = request.post
    later = Q(post__topic=post.topic_id, post__number__gt=post.number)
    later &= Q(post__hidden_at=None)
    return PostSource.objects.visible_to(reader).filter(Q(post=post) | later)


def _shown_sources(
    reader: Reader, request: SourceRequest, chooses: bool
) -> tuple[PostSource, ...]:
    """The answer, and what else may be one if the reader chooses."""
    answers = Q(pk=request.answer_id or 0)
    is_there = Q(post=request.post_id) | Q(post__hidden_at=None)
    uses = PostSource.objects.visible_to(reader).filter(answers, is_there)
    if chooses:
        uses = sources_for(reader, request)
    first = models.Case(models.When(answers, then=0), default=1)
    uses = uses.select_related("source", "post__author")
    uses = uses.defer("source__text", "post__source", "post__html")
    return tuple(uses.order_by(first, "post__number", "place", "pk")[:OFFERED])


@dataclass(frozen=True, slots=True)
class WantedRow:
    """An open request in a list."""

    request: SourceRequest
    author: Person
    asked: int
    snippet: str
    """The first words of the post, where a source for all of it is asked for."""


@dataclass(frozen=True, slots=True)
class WantedPage:
    """The sources that are asked for, newest first."""

    rows: tuple[WantedRow, ...]
    before: int


def wanted_page(*, reader: Reader, before: int = 0) -> WantedPage:
    """What is asked for where this reader may read: one query."""
    rows = open_to(reader).select_related("post__topic", "post__author")
    rows = rows.defer("post__source").annotate(asked=Count("askings"))
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: AT_ONCE + 1])
    shown = found[:AT_ONCE]
    return WantedPage(
        rows=tuple(_wanted(request, request.asked) for request in shown),
        before=shown[-1].pk if len(found) > AT_ONCE else 0,
    )


def _wanted(request: SourceRequest, asked: int) -> WantedRow:
    post = request.post
    snippet = "" if request.words else snippet_of(post.html, SNIPPET)
    return WantedRow(request, person_of(post), asked, snippet)


@dataclass(frozen=True, slots=True)
class WantedLine:
    """An open request in the list on the front page."""

    id: int
    post_id: int
    topic: str
    """The title of the topic."""
    words: str
    asked: int
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class MostWanted:
    """What is asked for, in short."""

    lines: tuple[WantedLine, ...]
    count: int
    """Of all open ones, at most MOST_COUNTED."""


_WANTED: Keeper[MostWanted] = Keeper(most=200)


def most_wanted(*, reader: Reader) -> MostWanted:
    """The SHORTLIST that most members ask for among the newest MOST_COUNTED requests
    that everybody with these rights may read: one query, or none while nothing was
    written."""
    rights = rights_of(reader)

    def read() -> MostWanted:
        askings = Asking.objects.filter(request=models.OuterRef("pk")).order_by()
        counted = askings.values("request").annotate(many=Count("pk")).values("many")
        # Those on hidden posts are not listed, so that it is the same for all.
        rows = open_to(reader).filter(post__hidden_at=None)
        rows = rows.annotate(asked=models.Subquery(counted))
        names = ("pk", "post_id", "post__topic__title", "words", "asked", "asked_at")
        newest = rows.order_by("-asked_at", "-pk").values_list(*names)[:MOST_COUNTED]
        found = [WantedLine(*row) for row in newest]
        # The order of those that as many ask for stays: the newest first.
        most = sorted(found, key=lambda line: -line.asked)[:SHORTLIST]
        return MostWanted(tuple(most), len(found))

    key = (rights.readable, rights.moderated)
    return _WANTED.keep(key, current_versions(("site", "lists")), read)


_IN_TOPICS: Keeper[frozenset[int]] = Keeper(most=500)


def wanted_in(topics: tuple[int, ...]) -> frozenset[int]:
    """In which of these topics a source is asked for in a post that is not hidden: one
    query, or none while nothing was written. Ask only for what the reader may see."""

    def read() -> frozenset[int]:
        rows = SourceRequest.objects.filter(state=SourceRequest.State.OPEN)
        rows = rows.filter(post__topic__in=topics, post__hidden_at=None)
        return frozenset(rows.order_by().values_list("post__topic", flat=True))

    return _IN_TOPICS.keep(topics, current_versions(("site", "lists")), read)


@dataclass(frozen=True, slots=True)
class Given:
    """How many of the requests to a member were answered with a source."""

    given: int
    settled: int
    """Those that were answered, declined or have run out."""
    waiting: int
    """Those that are open: they say nothing against anybody yet."""


def given_by(*, reader: Reader, member_id: int) -> Given:
    """Of those requests that this reader may see; those that were taken back, or answered
    by a source of somebody else, do not count: one query."""
    rows = SourceRequest.objects.visible_to(reader).filter(post__author=member_id)
    rows = rows.filter(Q(answer=None) | Q(answer__post__author=member_id))
    state = SourceRequest.State
    ended = Q(state__in=(state.ANSWERED, state.DECLINED, state.EXPIRED))
    counted = rows.aggregate(
        given=Count("pk", filter=Q(state=state.ANSWERED)),
        settled=Count("pk", filter=ended),
        waiting=Count("pk", filter=Q(state=state.OPEN)),
    )
    return Given(**counted)


def open_to(reader: Reader) -> "models.QuerySet[SourceRequest]":
    """The open requests that this reader may see."""
    rows = SourceRequest.objects.visible_to(reader)
    return rows.filter(state=SourceRequest.State.OPEN)


def forget_kept() -> None:
    """For tests, whose changes no version tells of."""
    _WANTED.clear()
    _IN_TOPICS.clear()
