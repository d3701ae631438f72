"""The claims of a topic, with who says what."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rostra.accounts.models import Reader
from rostra.accounts.ranks import HEIGHTS, Rank
from rostra.evidence.addresses import host_of
from rostra.evidence.models import (
    Claim,
    ClaimDecision,
    ClaimLink,
    Position,
    PostSource,
    Source,
)
from rostra.evidence.models.claims import KEY
from rostra.evidence.policies import ClaimPolicy
from rostra.forum.permissions import rights_at
from rostra.forum.selectors.topic_page import TopicPage
from rostra.foundation.keeping import Keeper
from rostra.foundation.raw import fetch, moment, spread
from rostra.foundation.verdicts import Verdict
from rostra.foundation.visibility import NotVisible

OFFERED = 50
"""Sources of a topic that a curator chooses from."""


@dataclass(frozen=True, slots=True)
class PositionRow:
    """What somebody says about a claim."""

    stance: str
    kind: str
    """One of Position.Kind."""
    who: str
    member_id: int
    """0 for whoever is no member."""
    member_slug: str
    source_title: str
    source_url: str
    source_id: int
    """0 for what is no source that was given here."""
    source_health: str
    """One of Source.Health; empty for what is no source that was given here."""

    @property
    def member_url(self) -> str:
        """The page of the member whose position it is, or empty."""
        return f"/member/{self.member_id}-{self.member_slug}/" if self.member_id else ""

    @property
    def source_words(self) -> str:
        """What the source is called, or where it is."""
        if self.source_title:
            return self.source_title
        if self.source_url.startswith("/post/"):
            return _("a post here")
        if self.source_url.startswith("/"):
            return _("a page here")
        return host_of(self.source_url) or self.source_url

    @property
    def is_dead(self) -> bool:
        """Whether the page of the source is no longer there."""
        return self.source_health == Source.Health.DEAD


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One checkable sentence, and the positions on it in the order they were taken."""

    id: int
    words: str
    status: str
    positions: tuple[PositionRow, ...]
    due_on: date | None = None
    """The day on which a prediction is to be looked at again."""
    came_due_at: datetime | None = None
    places: tuple[tuple[int, str], ...] = ()
    """Where it is made in one topic: ids of posts, and the words there."""

    def held(self, stance: str) -> tuple[PositionRow, ...]:
        """The positions of those who take this stance."""
        return tuple(p for p in self.positions if p.stance == stance)

    def is_made_in(self, post_id: int) -> bool:
        """Whether that post makes it, of those of the topic."""
        return any(post_id == place for place, _words in self.places)

    @property
    def sources(self) -> tuple[PositionRow, ...]:
        """Where to look, each place once."""
        given: dict[str, PositionRow] = {}
        for one in self.positions:
            if one.source_url:
                given.setdefault(one.source_url, one)
        return tuple(given.values())


# What was made before places were known, or of a whole story, is looked for in the
# opening post, and goes with it.
_CLAIMS = """
SELECT 1, CASE WHEN c.topic_id = %s THEN 0 ELSE 1 END, c.place, c.id, p.id, 0, c.words,
  c.status, p.stance, p.kind, COALESCE(m.name, p.who), COALESCE(m.id, 0),
  COALESCE(m.slug, ''), COALESCE(NULLIF(p.source_title, ''), s.title, ''), p.source_url,
  COALESCE(s.id, 0), COALESCE(s.health, ''), c.due_on, c.came_due_at
FROM evidence_claim c LEFT JOIN evidence_position p ON p.claim_id = c.id
LEFT JOIN accounts_user m ON m.id = p.member_id
LEFT JOIN evidence_source s ON s.id = p.source_id
LEFT JOIN forum_post o ON o.id = COALESCE(c.post_id, (SELECT f.id FROM forum_post f
    WHERE f.topic_id = c.topic_id AND f.number = 1))
WHERE o.hidden_at IS NULL AND c.status <> 'removed' AND (c.topic_id = %s OR c.id IN (
  SELECT l.claim_id FROM evidence_claimlink l
  JOIN evidence_claim k ON k.id = l.claim_id
  JOIN forum_topic t ON t.id = k.topic_id
  LEFT JOIN forum_post s ON s.id = COALESCE(l.post_id, (SELECT f.id FROM forum_post f
    WHERE f.topic_id = l.topic_id AND f.number = 1))
  WHERE l.topic_id = %s AND s.hidden_at IS NULL
    AND t.hidden_at IS NULL AND t.category_id IN ({readable})
))
UNION ALL
SELECT 2, 0, c.place, c.id, 0, COALESCE(c.post_id, o.id, 0), c.words, '', '', '', '', 0, '', '', '', 0, '',
  NULL, NULL
FROM evidence_claim c
LEFT JOIN forum_post o ON o.topic_id = c.topic_id AND o.number = 1
WHERE c.topic_id = %s
UNION ALL
SELECT 2, 1, 0, l.claim_id, l.id, COALESCE(l.post_id, o.id, 0),
  COALESCE(NULLIF(l.words, ''), c.words), '', '', '', '', 0, '', '', '', 0, '',
  NULL, NULL
FROM evidence_claimlink l JOIN evidence_claim c ON c.id = l.claim_id
LEFT JOIN forum_post o ON o.topic_id = l.topic_id AND o.number = 1
WHERE l.topic_id = %s
ORDER BY 1, 2, 3, 4, 5
"""

_KEPT: Keeper[tuple[ClaimRow, ...]] = Keeper(most=200)


def claims_on(page: TopicPage) -> tuple[ClaimRow, ...]:
    """The claims of the topic of a page: one query, none while nothing changed, or where
    none was made."""
    if KEY not in page.topic.additions.split():
        return ()
    topic_id = page.topic.id
    return _KEPT.keep(topic_id, page.versions, lambda: claims_of(topic_id=topic_id))


def claims_of(*, topic_id: int) -> tuple[ClaimRow, ...]:
    """The claims of a topic in the curators' order, then those of other topics that are
    made here, too, as far as everybody may read these: one query.

    The topic itself is not looked at: ask only for one that the reader may see.
    """
    readable = rights_at(HEIGHTS[Rank.GUEST]).readable or (0,)
    sql = _CLAIMS.format(readable=spread(len(readable)))
    rows = fetch(sql, (topic_id, topic_id, topic_id, *readable, topic_id, topic_id))
    found: dict[int, ClaimRow] = {}
    for kind, _elsewhere, _place, claim_id, _order, post_id, words, *row in rows:
        status, stance, *position, due_on, came_due_at = row
        if kind == 1:
            due = (_day(due_on), moment(came_due_at))
            claim = ClaimRow(claim_id, words, status, (), *due)
            claim = found.setdefault(claim_id, claim)
            if stance is not None:
                taken = (*claim.positions, PositionRow(stance, *position))
                found[claim_id] = replace(claim, positions=taken)
        elif claim_id in found:
            claim = found[claim_id]
            places = (*claim.places, (post_id, words))
            found[claim_id] = replace(claim, places=places)
    return tuple(found.values())


def _day(stored: str | date | None) -> date | None:
    """A day, as either database gives it."""
    return date.fromisoformat(stored) if isinstance(stored, str) else stored


def forget_kept() -> None:
    """For tests, whose changes no version tells of."""
    _KEPT.clear()


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """A claim with all about it, as one reader sees it."""

    claim: Claim
    row: ClaimRow
    positions: tuple[Position, ...]
    """As they are stored, in the order they were taken."""
    decisions: tuple[ClaimDecision, ...]
    links: tuple[ClaimLink, ...]
    """Other places where it is made, as far as the reader may see them."""
    named: tuple[PostSource, ...]
    """The newest sources of posts in its topic, for a curator to choose from."""
    curate: Verdict


def claim_page(*, reader: Reader, claim_id: int) -> ClaimPage:
    """Four queries, five for a curator. Raises NotVisible."""
    curate = ClaimPolicy(reader).curate()
    of = Claim.objects
    claims = of.or_removed(reader) if curate else of.visible_to(reader)
    claim = claims.select_related("topic", "post__author").filter(pk=claim_id).first()
    if claim is None:
        raise NotVisible("claim")
    stored = claim.positions.select_related("member", "source").order_by("pk")
    taken = tuple(stored.defer("source__text"))
    positions = tuple(map(_row, taken))
    due = (claim.due_on, claim.came_due_at)
    links = ClaimLink.objects.visible_to(reader).filter(claim=claim)
    named = sources_in(reader, claim).select_related("source").defer("source__text")
    return ClaimPage(
        claim=claim,
        positions=taken,
        row=ClaimRow(claim.pk, claim.words, claim.status, positions, *due),
        decisions=tuple(claim.decisions.select_related("decided_by")),
        links=tuple(links.select_related("topic", "post__author").order_by("pk")[:50]),
        named=tuple(named.order_by("-pk")[:OFFERED]) if curate else (),
        curate=curate,
    )


def sources_in(reader: Reader, claim: Claim) -> "QuerySet[PostSource]":
    """What posts of a claim's topic name that everybody sees who sees the topic."""
    uses = PostSource.objects.visible_to(reader)
    return uses.filter(post__topic=claim.topic_id, post__hidden_at=None)


def _row(taken: Position) -> PositionRow:
    who, source = taken.member, taken.source
    return PositionRow(
        stance=taken.stance,
        kind=taken.kind,
        who=taken.name,
        member_id=who.pk if who else 0,
        member_slug=who.slug if who else "",
        source_title=taken.source_title or (source.title if source else ""),
        source_url=taken.source_url,
        source_id=source.pk if source else 0,
        source_health=source.health if source else "",
    )
