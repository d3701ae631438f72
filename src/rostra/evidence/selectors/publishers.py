"""What evidence knows of a publisher: its pages that are named, and what became of its
claims."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Value

from rostra.accounts.models import Reader
from rostra.evidence.models import Claim, Position, PostSource, Source
from rostra.forum.models import Topic
from rostra.forum.selectors.publishers import LISTED, TOPICS_OF, at_domain
from rostra.foundation.domains import domain_with

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
    """Those that were disputed, refuted or withdrawn at any time."""
    ended: Mapping[str, int]
    """How many of these were refuted, supported or withdrawn in the end, by status."""
    still_open: int
    """The others of these."""
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
    """The claims of a publisher that this reader sees, or None: those that it says or
    confirms itself, and those of the text of its stories that nobody is said to say. What
    it only reports is not its own. Three queries."""
    claims = Claim.objects.visible_to(reader).filter(_its_own(key))
    by_status = _by_status(claims)
    if not by_status:
        return None
    ended = {status: contested for status, (_all, contested) in by_status.items()}
    latest = claims.filter(_WAS_CONTESTED).select_related("topic").with_sourced()
    latest = latest.order_by("-pk")
    return ClaimsOf(
        all=sum(many for many, _contested in by_status.values()),
        disputed=sum(ended.values()),
        ended={status: ended[status] for status in _ENDS if ended.get(status)},
        still_open=ended.get(_OPEN[0], 0) + ended.get(_OPEN[1], 0),
        latest=tuple(latest[:SHOWN]),
    )


_ENDS = (Claim.Status.REFUTED, Claim.Status.SUPPORTED, Claim.Status.WITHDRAWN)
_OPEN = (Claim.Status.DISPUTED, Claim.Status.UNSOURCED)
_AGAINST = (Claim.Status.DISPUTED, Claim.Status.REFUTED, Claim.Status.WITHDRAWN)
# Some are refuted at once, without having been disputed first.
_WAS_CONTESTED = Q(status__in=_AGAINST) | Q(
    pk__in=Claim.objects.filter(decisions__status__in=_AGAINST).values("pk")
)
MOST_NAMES = 50
"""By which a publisher is known."""


def _its_own(key: str) -> Q:
    said = Position.objects.filter(stance=Position.Stance.SAYS).values("claim")
    of_its_text = Q(post=None) | Q(post__number=1)
    of_its_text &= _in_its_topics(key, "topic") & ~Q(pk__in=said)
    stances = (Position.Stance.SAYS, Position.Stance.CONFIRMS)
    its = Position.objects.filter(_by_publisher(key), stance__in=stances)
    return Q(pk__in=its.values("claim")) | of_its_text


def _by_publisher(key: str) -> Q:
    """Positions that it takes itself: those of the house accounts of its stories, and
    those under a name that a source from there is said to be published by, or says itself,
    where to look being there, too. What is there of somebody else is only reported there: one query."""
    topics = Topic.objects.filter(_in_its_topics(key, "pk"), author__is_house=True)
    houses = topics.order_by().values_list("author_id", "author__name")
    uses = PostSource.objects.filter(at_domain(key, "source__domain_key"))
    named = uses.exclude(publisher="").order_by().values_list(Value(0), "publisher")
    pages = Source.objects.filter(at_domain(key)).exclude(site_name="")
    said = pages.order_by().values_list(Value(0), "site_name")
    whose = Q(who__iexact=domain_with(key))
    for account, name in houses.union(named, said)[:MOST_NAMES]:
        is_its = _goes_by(name)
        whose |= Q(member=account) | is_its if account else is_its & at_domain(key)
    return whose


def _in_its_topics(key: str, column: str) -> Q:
    """Rows of topics that open with something from there."""
    its = Q(pk__in=())
    for topics in TOPICS_OF:
        its |= Q((f"{column}__in", topics(key)))
    return its


def _goes_by(name: str) -> Q:
    """This name, with or without something after it: "Wire (corrected)"."""
    more = Q(who__istartswith=f"{name} (") | Q(who__istartswith=f"{name},")
    return Q(who__iexact=name) | more


def _by_status(claims: "QuerySet[Claim]") -> dict[str, tuple[int, int]]:
    """How many there are, and how many of them were contested."""
    contested = Count("pk", distinct=True, filter=_WAS_CONTESTED)
    rows = claims.order_by().values_list("status")
    counted = rows.annotate(Count("pk", distinct=True), contested=contested)
    return {status: (many, some) for status, many, some in counted}


def count_sources(reader: Reader) -> dict[str, int]:
    """How many pages of each domain are named in posts: one query."""
    uses = PostSource.objects.visible_to(reader).filter(post__hidden_at=None)
    uses = uses.exclude(source__domain_key="").order_by()
    rows = uses.values_list("source__domain_key")
    counted = rows.annotate(many=Count("source", distinct=True))
    return dict(counted.order_by("-many")[:LISTED])
