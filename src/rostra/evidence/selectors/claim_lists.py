"""Claims in lists: those that stand in one place, and how many are disputed in topics."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from rostra.accounts.models import Reader
from rostra.accounts.ranks import HEIGHTS, Rank
from rostra.evidence.models import Claim
from rostra.evidence.policies import ClaimPolicy
from rostra.forum.permissions import rights_at, rights_of
from rostra.foundation.keeping import Keeper
from rostra.foundation.raw import fetch, spread
from rostra.foundation.verdicts import Verdict
from rostra.foundation.versions import current_versions

AT_ONCE = 50
MOST_COUNTED = 100
DUE = "due"
"""In place of a status: predictions that a curator is to look at."""
WAITING = "waiting"
"""In place of a status: predictions whose day is to come."""
_VERSIONS = ("claims", "site")


@dataclass(frozen=True, slots=True)
class ClaimsPage:
    """Claims that stand where was asked for, newest first."""

    status: str
    """One of Claim.Status, DUE or WAITING; empty for all. Those that were removed are for
    curators alone."""
    claims: tuple[Claim, ...]
    before: int
    """Where the next page begins, or 0."""
    curate: Verdict


def claims_page(*, reader: Reader, status: str = "", before: int = 0) -> ClaimsPage:
    """Claims that this reader may see: one query, for each page the same."""
    curate = ClaimPolicy(reader).curate()
    shown = Claim.objects.visible_in_order(reader)
    if status == Claim.Status.REMOVED:
        # Nobody else need know that there are any.
        shown = Claim.objects.or_removed(reader) if curate else shown
        status = status if curate else ""
    rows = standing(shown.with_sourced(), status)
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows.select_related("topic").order_by("-pk")[: AT_ONCE + 1])
    shown = found[:AT_ONCE]
    return ClaimsPage(
        status=status,
        claims=tuple(shown),
        before=shown[-1].pk if len(found) > AT_ONCE else 0,
        curate=curate,
    )


def standing(rows: "QuerySet[Claim]", status: str) -> "QuerySet[Claim]":
    """Those that are due, wait for their day or have a status; all if it is empty."""
    if status == DUE:
        return rows.filter(came_due_at__isnull=False)
    if status == WAITING:
        return rows.filter(due_at__isnull=False)
    return rows.filter(status=status) if status else rows


@dataclass(frozen=True, slots=True)
class Counted:
    """How many claims are disputed, and how many predictions are due."""

    disputed: int
    due: int


_HOW_MANY = "SELECT COUNT(*) FROM ({}) found"
_TOTALS: Keeper[Counted] = Keeper(most=200)
_IN_TOPICS: Keeper[Mapping[int, Counted]] = Keeper(most=500)


def claims_count(*, reader: Reader) -> Counted:
    """The claims that everybody with these rights may see, of each kind at most
    MOST_COUNTED: one query, or none while no claim has changed."""
    rights = rights_of(reader)
    if not rights.readable:
        return Counted(0, 0)
    # Claims of hidden posts are not counted, so that it is the same for all.
    rows = Claim.objects.visible_to(reader).openly_said().order_by()

    def count() -> Counted:
        both = [
            standing(rows, status).values("pk")[:MOST_COUNTED].query.sql_with_params()
            for status in (Claim.Status.DISPUTED, DUE)
        ]
        (disputed, its), (due, others) = both
        sql = f"SELECT ({_HOW_MANY.format(disputed)}), ({_HOW_MANY.format(due)})"
        return Counted(*fetch(sql, (*its, *others))[0])

    kept_for = (rights.readable, rights.moderated)
    return _TOTALS.keep(kept_for, current_versions(_VERSIONS), count)


_COUNTS = """
SELECT topic_id, SUM(CASE WHEN status = 'disputed' THEN 1 ELSE 0 END),
  SUM(CASE WHEN came_due_at IS NULL THEN 0 ELSE 1 END)
FROM (
  SELECT c.topic_id, c.id, c.status, c.came_due_at
  FROM evidence_claim c
  LEFT JOIN forum_post o ON o.id = COALESCE(c.post_id, (
    SELECT p.id FROM forum_post p WHERE p.topic_id = c.topic_id AND p.number = 1))
  WHERE c.topic_id IN ({topics}) AND o.hidden_at IS NULL
  UNION
  SELECT l.topic_id, c.id, c.status, c.came_due_at
  FROM evidence_claimlink l JOIN evidence_claim c ON c.id = l.claim_id
  JOIN forum_topic t ON t.id = c.topic_id
  LEFT JOIN forum_post o ON o.id = COALESCE(c.post_id, (
    SELECT p.id FROM forum_post p WHERE p.topic_id = c.topic_id AND p.number = 1))
  LEFT JOIN forum_post s ON s.id = COALESCE(l.post_id, (
    SELECT p.id FROM forum_post p WHERE p.topic_id = l.topic_id AND p.number = 1))
  WHERE l.topic_id IN ({topics}) AND o.hidden_at IS NULL AND s.hidden_at IS NULL
    AND t.hidden_at IS NULL AND t.category_id IN ({readable})
) made
GROUP BY topic_id
"""


def counted_in(topics: tuple[int, ...]) -> Mapping[int, Counted]:
    """What is disputed and due in each of these topics, as their panels show it: one
    query, or none while no claim has changed. Ask only for what the reader may see."""

    def read() -> Mapping[int, Counted]:
        readable = rights_at(HEIGHTS[Rank.GUEST]).readable or (0,)
        sql = _COUNTS.format(topics=spread(len(topics)), readable=spread(len(readable)))
        rows = fetch(sql, (*topics, *topics, *readable))
        return {topic_id: Counted(int(many), int(due)) for topic_id, many, due in rows}

    return _IN_TOPICS.keep(topics, current_versions(_VERSIONS), read)


def forget_kept() -> None:
    """For tests, whose changes no version tells of."""
    _TOTALS.clear()
    _IN_TOPICS.clear()
