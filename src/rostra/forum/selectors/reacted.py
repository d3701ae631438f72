"""The reactions of one post: how many of each, and whose they are."""

from dataclasses import dataclass

from rostra.accounts.models import Reader
from rostra.forum.models import Post, Reaction
from rostra.forum.policies import PostPolicy
from rostra.forum.reaction_kinds import reaction_kinds
from rostra.forum.selectors.rows import Person, Tally
from rostra.forum.selectors.topic_posts import tallies
from rostra.foundation.verdicts import Verdict
from rostra.foundation.visibility import NotVisible

SHOWN = 50


@dataclass(frozen=True, slots=True)
class ReactedPost:
    """As much of a post as its reactions are drawn from."""

    id: int
    number: int
    tallies: tuple[Tally, ...]
    my_reaction: str
    is_mine: bool
    react: Verdict

    @property
    def url(self) -> str:
        return f"/post/{self.id}/"


@dataclass(frozen=True, slots=True)
class ReactionRow:
    """Who said which word."""

    member: Person
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class WhoReacted:
    """Some of those who said something about a post, the latest first."""

    post: ReactedPost
    kind: str
    """The only word asked about, or empty for all."""
    rows: tuple[ReactionRow, ...]
    before: int
    """Where the next page begins, or 0."""


def reacted_post(*, reader: Reader, post_id: int) -> ReactedPost:
    """A post's reactions as this reader sees them: two queries.

    Raises NotVisible, also where they may not see the words of the post.
    """
    posts = Post.objects.select_related("topic__category").defer("html", "source")
    post = posts.get_visible(reader, pk=post_id)
    policy = PostPolicy(reader, post, post.topic)
    if not policy.read_words():
        raise NotVisible("post")
    mine = Reaction.objects.filter(post=post_id, user=reader.pk or 0)
    return ReactedPost(
        id=post.pk,
        number=post.number,
        tallies=tallies(post.tally),
        my_reaction=mine.values_list("kind", flat=True).first() or "",
        is_mine=post.author_id == reader.pk,
        react=policy.react(),
    )


def who_reacted(
    *, reader: Reader, post_id: int, kind: str = "", before: int = 0
) -> WhoReacted:
    """A page of those who reacted: three queries, however many there are.

    Members whom the reader ignores, those who left, and words that are switched off
    are not in it. Raises NotVisible as reacted_post, and for a word there is not.
    """
    post = reacted_post(reader=reader, post_id=post_id)
    labels = {key: one.label for key, one in reaction_kinds().items() if one.is_on}
    if kind and kind not in labels:
        raise NotVisible("reaction")
    found = Reaction.objects.select_related("user").filter(post=post_id)
    found = found.filter(kind__in=[kind] if kind else labels, user__closed_at=None)
    if reader.is_authenticated:
        found = found.exclude(user__in=reader.ignored)
    found = found.filter(pk__lt=before) if before else found
    some = list(found.order_by("-pk")[: SHOWN + 1])
    return WhoReacted(
        post=post,
        kind=kind,
        rows=tuple(_row(reaction, labels) for reaction in some[:SHOWN]),
        before=some[SHOWN - 1].pk if len(some) > SHOWN else 0,
    )


def _row(reaction: Reaction, labels: dict[str, str]) -> ReactionRow:
    user = reaction.user
    return ReactionRow(
        member=Person(
            user.pk, user.name, user.slug, user.role, user.is_house, user.face
        ),
        kind=reaction.kind,
        words=labels[reaction.kind],
    )
