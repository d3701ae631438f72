"""The texts a post has had."""

from dataclasses import dataclass
from datetime import datetime

from rostra.accounts.models import Reader
from rostra.forum.models import Post
from rostra.forum.policies import PostPolicy


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """One text of a post."""

    number: int
    html: str
    who: str
    at: datetime
    reason: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class PostHistory:
    """All texts of a post, the current one first."""

    post: Post
    revisions: tuple[RevisionRow, ...]


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
    earlier = post.revisions.select_related("written_by").order_by("-number")
    rows = [
        RevisionRow(r.number, r.html, str(r.written_by), r.written_at, r.reason, False)
        for r in earlier
    ]
    return PostHistory(post, (current, *rows))
