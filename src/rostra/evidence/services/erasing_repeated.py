"""Go through all that was added to posts for what repeats erased words, a piece at a time.

A table of a million rows is read once for each story that is taken back, in pieces so
small that nobody who writes has to wait.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.db.models import QuerySet

from rostra.evidence.models import (
    Claim,
    ClaimDecision,
    ClaimLink,
    ErasedWords,
    Position,
    PostSource,
    SourceRequest,
)
from rostra.evidence.services.placing import raise_after_claiming
from rostra.forum.erasures import are_repeated
from rostra.forum.models import Post
from rostra.forum.services.judging import words_of
from rostra.foundation import markup
from rostra.foundation.versions import raise_versions

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Table:
    """One of those that are gone through: which columns repeat words, and what is done."""

    model: type[models.Model]
    columns: tuple[str, ...]
    topic: str
    """The way from a row to the topic in which it stands, and to the post that says it."""
    post: str
    empty: Callable[[Any], None]
    is_own: bool = False
    """Whether its words may be its post's own, which say so still: they stay then."""

    def rows(self) -> QuerySet[Any]:
        """All of them, with what is asked of each."""
        return self.model._default_manager.select_related(self.post)

    def erase(self, runs: frozenset[int], rows: QuerySet[Any]) -> int:
        """Take away those of some rows that repeat what left these runs; how many."""
        lost = [row for row in rows if self._is_lost(runs, row)]
        for row in lost:
            self.empty(row)
        return len(lost)

    def _is_lost(self, runs: frozenset[int], row: Any) -> bool:
        said = [words for name in self.columns if (words := getattr(row, name))]
        if not any(are_repeated(runs, words) for words in said):
            return False
        post: Post | None = _at_end_of(row, self.post)
        if not self.is_own or post is None:
            return True
        return not all(markup.stands_in(words, words_of(post.html)) for words in said)


def erase_repeated(*, seconds: float = 0.5) -> int:
    """Go on with what was erased lately, for so long; how many rows were looked at. One
    query where nothing is to be done; safe in several processes at once."""
    end, count = time.monotonic() + seconds, 0
    while time.monotonic() < end and ErasedWords.objects.exists():
        count += _go_on()
    return count


@transaction.atomic
def _go_on() -> int:
    waiting = ErasedWords.objects.select_for_update(no_key=True).order_by("pk")
    erased = waiting.first()
    if erased is None:  # Another process was first.
        return 0
    table = TABLES[erased.table]
    some = list(
        table.model._default_manager.filter(pk__gt=erased.position)
        .order_by("pk")
        .values_list("pk", flat=True)[:AT_ONCE]
    )
    table.erase(frozenset(erased.runs), table.rows().filter(pk__in=some))
    if some:
        erased.position = some[-1]
    else:
        erased.table, erased.position = erased.table + 1, 0
    if erased.table < len(TABLES):
        erased.save()
    else:
        erased.delete()
    return len(some)


def _at_end_of(row: Any, way: str) -> Any:
    for name in way.split("__"):
        row = getattr(row, name) if row is not None else None
    return row


def _empty_use(use: PostSource) -> None:
    use.title = use.passage = use.excerpt = ""
    use.found, use.found_at = PostSource.Found.NONE, None
    use.save()
    raise_versions(f"topic:{use.post.topic_id}")


def _drop_request(request: SourceRequest) -> None:
    raise_versions(f"topic:{request.post.topic_id}")
    request.delete()


def _drop_claim(claim: Claim) -> None:
    links = ClaimLink.objects.filter(claim=claim).values_list("topic", flat=True)
    raise_after_claiming(claim.topic_id, *links)
    claim.delete()


def _drop_link(link: ClaimLink) -> None:
    raise_after_claiming(link.topic_id)
    link.delete()


def _empty_reason(decision: ClaimDecision) -> None:
    decision.reason = ""
    decision.save(update_fields=["reason"])
    raise_after_claiming(decision.claim.topic_id)


def _empty_stance(position: Position) -> None:
    position.source_title = ""
    position.save(update_fields=["source_title"])
    raise_after_claiming(position.claim.topic_id)


TABLES = (
    Table(
        PostSource, ("passage", "excerpt", "title"), "post__topic", "post", _empty_use
    ),
    Table(SourceRequest, ("words",), "post__topic", "post", _drop_request, is_own=True),
    Table(Claim, ("words",), "topic", "post", _drop_claim, is_own=True),
    Table(ClaimLink, ("words",), "topic", "post", _drop_link, is_own=True),
    Table(ClaimDecision, ("reason",), "claim__topic", "claim__post", _empty_reason),
    Table(Position, ("source_title",), "claim__topic", "claim__post", _empty_stance),
)
