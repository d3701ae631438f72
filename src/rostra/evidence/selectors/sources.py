"""The sources of a post, and the posts that name a source."""

from collections import defaultdict
from dataclasses import dataclass

from rostra.accounts.models import Reader
from rostra.evidence.models import Claim, Position, PostSource, Source, SourceRequest
from rostra.evidence.policies import SourcePolicy
from rostra.forum.models import Post
from rostra.forum.publishers import domains_to_look_at
from rostra.forum.selectors.rows import Person
from rostra.foundation.verdicts import Verdict
from rostra.foundation.visibility import NotVisible

AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class PostSources:
    """The sources of one post, as one reader sees them."""

    post: Post
    uses: tuple[PostSource, ...]
    open_requests: tuple[SourceRequest, ...]
    name: Verdict
    """Whether the reader may name sources here."""
    remove: Verdict

    @property
    def is_held(self) -> bool:
        """Whether the post waits for a moderator."""
        return bool(self.post.hidden_at) and self.post.hidden_reason == Post.HELD

    @property
    def to_look_at(self) -> tuple[str, ...]:
        """The domains of its sources that are looked at first."""
        return domains_to_look_at(use.source.address for use in self.uses)


def post_sources(*, reader: Reader, post_id: int) -> PostSources:
    """All that a post names: three queries. Raises NotVisible."""
    post = readable_post(reader, post_id)
    policy = SourcePolicy(reader, post, post.topic)
    uses = post.named_sources.select_related("source").defer("source__text")
    state = SourceRequest.State.OPEN
    return PostSources(
        post=post,
        uses=tuple(uses),
        open_requests=tuple(post.source_requests.filter(state=state)),
        name=policy.name(),
        remove=policy.remove(),
    )


def use_in(found: PostSources, use_id: int) -> PostSource:
    """One of them; raises NotVisible if there is none with this id."""
    for use in found.uses:
        if use.pk == use_id:
            return use
    raise NotVisible("source")


def sources_of_posts(posts: tuple[int, ...]) -> dict[int, list[PostSource]]:
    """What some posts name, by their ids: one query. Ask only for what the reader may
    see."""
    found: defaultdict[int, list[PostSource]] = defaultdict(list)
    uses = PostSource.objects.filter(post__in=posts).select_related("source")
    for use in uses.defer("source__text"):
        found[use.post_id].append(use)
    return dict(found)


@dataclass(frozen=True, slots=True)
class UseRow:
    """A post that names a source."""

    use: PostSource
    author: Person

    @property
    def post(self) -> Post:
        post: Post = self.use.post
        return post


@dataclass(frozen=True, slots=True)
class SourcePage:
    """A source, and where it is named as far as the reader may read."""

    source: Source
    uses: tuple[UseRow, ...]
    claims: tuple[Claim, ...]
    """The newest that it is given for."""
    before: int
    """Where the next page of the list begins, or 0."""


def source_page(*, reader: Reader, source_id: int, before: int = 0) -> SourcePage:
    """A source that stands in a post, or is given for a claim, that the reader may see:
    three queries.

    Raises NotVisible if there is none: then nobody need know that it is kept.
    """
    rows = PostSource.objects.visible_to(reader).filter(source=source_id)
    rows = rows.select_related("post__topic", "post__author")
    rows = rows.defer("post__source", "post__html")
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: AT_ONCE + 1])
    based = Position.objects.filter(source=source_id).values("claim")
    claims = Claim.objects.visible_to(reader).filter(pk__in=based)
    claims = tuple(claims.select_related("topic").order_by("-pk")[:AT_ONCE])
    source = Source.objects.filter(pk=source_id).defer("text").first()
    if source is None or not (found or claims):
        raise NotVisible("source")
    shown = found[:AT_ONCE]
    return SourcePage(
        source=source,
        uses=tuple(UseRow(use, person_of(use.post)) for use in shown),
        claims=claims,
        before=shown[-1].pk if len(found) > AT_ONCE else 0,
    )


def readable_post(reader: Reader, post_id: int) -> Post:
    """A post whose words this reader may see, with author and topic; or NotVisible."""
    posts = Post.objects.words_visible_to(reader)
    posts = posts.select_related("author", "topic__category")
    post: Post | None = posts.filter(pk=post_id).first()
    if post is None:
        raise NotVisible("post")
    return post


def person_of(post: Post) -> Person:
    """Its author, as lists show them."""
    who = post.author
    return Person(who.pk, who.name, who.slug, who.role, who.is_house, who.face)
