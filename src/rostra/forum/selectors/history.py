"""The texts a post has had."""

from dataclasses import dataclass
from datetime import datetime

from rostra.accounts.models import Reader
from rostra.forum.models import Post, Revision
from rostra.forum.policies import PostPolicy
from rostra.foundation.verdicts import Verdict
from rostra.foundation.visibility import NotVisible


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """One text of a post."""

    number: int
    html: str
    who: str
    at: datetime
    reason: str
    is_current: bool
    erased_at: datetime | None = None
    erased_by: str = ""
    erased_reason: str = ""
    digest: str = ""
    """SHA-256 of the Markdown that was erased."""


@dataclass(frozen=True, slots=True)
class PostHistory:
    """All texts of a post, the current one first."""

    post: Post
    revisions: tuple[RevisionRow, ...]
    erase: Verdict
    """Whether this reader may erase an earlier text."""


def post_history(*, reader: Reader, post_id: int) -> PostHistory:
    """What a post said and says: two queries. Raises NotVisible, PermissionDenied."""
    posts = Post.objects.select_related("topic__category", "author", "edited_by")
    post = posts.get_visible(reader, pk=post_id)
    PostPolicy(reader, post, post.topic).read_words().or_raise()
    current = RevisionRow(
        number=post.revision,
        html=post.html,
        who=str(post.edited_by or post.author),
        at=post.edited_at or post.created_at,
        reason=post.edit_reason,
        is_current=True,
    )
    earlier = post.revisions.select_related("written_by", "erased_by")
    rows = [_row(revision) for revision in earlier.order_by("-number")]
    erase = PostPolicy(reader, post, post.topic).erase()
    return PostHistory(post, (current, *rows), erase)


def earlier_text(*, moderator: Reader, post_id: int, number: int) -> RevisionRow:
    """One earlier text that a moderator thinks of erasing: two queries.

    Raises NotVisible, also for one that is erased, and PermissionDenied.
    """
    posts = Post.objects.select_related("topic__category")
    post = posts.get_visible(moderator, pk=post_id)
    PostPolicy(moderator, post, post.topic).erase().or_raise()
    texts = post.revisions.filter(number=number, erased_at=None)
    revision = texts.select_related("written_by", "erased_by").first()
    if revision is None:
        raise NotVisible("revision")
    return _row(revision)


def _row(revision: Revision) -> RevisionRow:
    return RevisionRow(
        number=revision.number,
        html=revision.html,
        who=str(revision.written_by),
        at=revision.written_at,
        reason=revision.reason,
        is_current=False,
        erased_at=revision.erased_at,
        erased_by=str(revision.erased_by or ""),
        erased_reason=revision.erased_reason,
        digest=revision.digest,
    )
