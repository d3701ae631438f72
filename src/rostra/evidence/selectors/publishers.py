"""What evidence knows of a publisher: its pages that are named, and what became of its
claims."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from rostra.accounts.models import Reader
from rostra.evidence.models import Claim, Position, PostSource, Source
from rostra.forum.selectors.publishers import LISTED, TOPICS_OF, at_domain

SHOWN = 10


@dataclass(frozen=True, slots=True)
class SourcesOf:
    """The pages of a publisher that posts name."""

    pages: int
    dead: int
    changed: int
    """Those whose words are others now."""
    lost: int
    """Passages that stood there, and no longer do."""
    latest: tuple[PostSource, ...]


@dataclass(frozen=True, slots=True)
class ClaimsOf:
    """What a publisher said, of what was made a claim."""

    all: int
    disputed: int
    """Those that were disputed at any time."""
    ended: Mapping[str, int]
    """Where these stand now: how many, by status."""
    latest: tuple[Claim, ...]
    """Of those."""


def sources_of(*, reader: Reader, key: str) -> SourcesOf | None:
    """The pages at a domain that this reader sees named, or None: two queries."""
    uses = PostSource.objects.visible_to(reader)
    uses = uses.filter(at_domain(key, "source__domain_key"))
    dead = Q(source__health=Source.Health.DEAD)
    counted = uses.aggregate(
        pages=Count("source", distinct=True),
        dead=Count("source", distinct=True, filter=dead),
        changed=Count("source", distinct=True, filter=~Q(source__changed_at=None)),
        lost=Count("pk", filter=Q(found=PostSource.Found.LOST)),
    )
    if not counted["pages"]:
        return None
    latest = uses.select_related("source", "post__topic").order_by("-pk")
    latest = latest.defer("source__text", "post__source", "post__html")
    return SourcesOf(**counted, latest=tuple(latest[:SHOWN]))


def claims_said_by(*, reader: Reader, key: str) -> ClaimsOf | None:
    """The claims of a publisher that this reader sees, or None: those of stories from
    there, and those that a page there is said to say. Three queries."""
    said = Position.objects.filter(at_domain(key), stance=Position.Stance.SAYS)
    its = Q(pk__in=said.values("claim"))
    for topics in TOPICS_OF:
        in_story = Q(post=None) | Q(post__number=1)
        its |= in_story & Q(topic__in=topics(key))
    claims = Claim.objects.visible_to(reader).filter(its)
    count = claims.count()
    if not count:
        return None
    disputed = claims.filter(_WAS_DISPUTED)
    ended = _by_status(disputed)
    latest = disputed.select_related("topic").order_by("-pk")[:SHOWN]
    return ClaimsOf(count, sum(ended.values()), ended, tuple(latest))


_WAS_DISPUTED = Q(status=Claim.Status.DISPUTED) | Q(
    pk__in=Claim.objects.filter(decisions__status=Claim.Status.DISPUTED).values("pk")
)


def _by_status(claims: "QuerySet[Claim]") -> dict[str, int]:
    rows = claims.order_by().values_list("status").annotate(Count("pk", distinct=True))
    return dict(rows)


def count_sources(reader: Reader) -> dict[str, int]:
    """How many pages of each domain are named in posts: one query."""
    uses = PostSource.objects.visible_to(reader).filter(post__hidden_at=None)
    uses = uses.exclude(source__domain_key="").order_by()
    rows = uses.values_list("source__domain_key")
    counted = rows.annotate(many=Count("source", distinct=True))
    return dict(counted.order_by("-many")[:LISTED])
