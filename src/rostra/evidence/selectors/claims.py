"""The claims of a topic, with who says what."""

from dataclasses import dataclass

from rostra.accounts.models import Reader
from rostra.accounts.ranks import HEIGHTS, Rank
from rostra.evidence.models import Claim, ClaimDecision
from rostra.evidence.policies import ClaimPolicy
from rostra.forum.models import Topic
from rostra.forum.permissions import rights_at
from rostra.foundation.raw import fetch, spread
from rostra.foundation.verdicts import Verdict
from rostra.foundation.visibility import NotVisible


@dataclass(frozen=True, slots=True)
class PositionRow:
    """What somebody says about a claim."""

    stance: str
    who: str
    source_title: str
    source_url: str


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One checkable sentence, and the positions on it in the order they were taken."""

    id: int
    words: str
    status: str
    positions: tuple[PositionRow, ...]

    def who(self, *stances: str) -> str:
        """Those who take one of these stances, named in one line."""
        return "; ".join(p.who for p in self.positions if p.stance in stances)

    @property
    def sources(self) -> tuple[PositionRow, ...]:
        return tuple(p for p in self.positions if p.source_url)


_CLAIMS = """
SELECT c.id, c.words, c.status, p.stance, p.who, p.source_title, p.source_url
FROM evidence_claim c LEFT JOIN evidence_position p ON p.claim_id = c.id
LEFT JOIN forum_post o ON o.id = c.post_id
WHERE o.hidden_at IS NULL AND (c.topic_id = %s OR c.id IN (
  SELECT l.claim_id FROM evidence_claimlink l
  JOIN evidence_claim k ON k.id = l.claim_id
  JOIN forum_topic t ON t.id = k.topic_id
  WHERE l.topic_id = %s AND t.hidden_at IS NULL AND t.category_id IN ({readable})
))
ORDER BY c.topic_id <> %s, c.place, c.id, p.id
"""


def claims_of(*, topic_id: int) -> tuple[ClaimRow, ...]:
    """The claims of a topic in the curators' order, then those of other topics that are
    made here, too, as far as everybody may read these: one query.

    The topic itself is not looked at: ask only for one that the reader may see.
    """
    found: dict[int, tuple[str, str, list[PositionRow]]] = {}
    readable = rights_at(HEIGHTS[Rank.GUEST]).readable or (0,)
    sql = _CLAIMS.format(readable=spread(len(readable)))
    asked = (topic_id, topic_id, *readable, topic_id)
    for claim_id, words, status, stance, *position in fetch(sql, asked):
        _words, _status, positions = found.setdefault(claim_id, (words, status, []))
        if stance is not None:
            positions.append(PositionRow(stance, *position))
    return tuple(
        ClaimRow(claim_id, words, status, tuple(positions))
        for claim_id, (words, status, positions) in found.items()
    )


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """A claim with all about it, as one reader sees it."""

    claim: Claim
    row: ClaimRow
    decisions: tuple[ClaimDecision, ...]
    topics: tuple[Topic, ...]
    """Other topics that it is made in, as far as the reader may open them."""
    curate: Verdict


def claim_page(*, reader: Reader, claim_id: int) -> ClaimPage:
    """Four queries. Raises NotVisible."""
    claims = Claim.objects.visible_to(reader).select_related("topic", "post")
    claim = claims.filter(pk=claim_id).first()
    if claim is None:
        raise NotVisible("claim")
    taken = claim.positions.order_by("pk")
    positions = tuple(
        PositionRow(p.stance, p.who, p.source_title, p.source_url) for p in taken
    )
    linked = Topic.objects.visible_to(reader).filter(claim_links__claim=claim)
    return ClaimPage(
        claim=claim,
        row=ClaimRow(claim.pk, claim.words, claim.status, positions),
        decisions=tuple(claim.decisions.select_related("decided_by")),
        topics=tuple(linked.order_by("pk")[:50]),
        curate=ClaimPolicy(reader).curate(),
    )
