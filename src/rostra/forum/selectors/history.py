"""The texts a post has had, and what changed from each to the next."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from rostra.accounts.models import Reader
from rostra.forum.models import Post, Revision
from rostra.forum.policies import PostPolicy
from rostra.foundation.differences import (
    Piece,
    Row,
    around_changes,
    differences,
    shortened,
    side_by_side,
)
from rostra.foundation.verdicts import Verdict
from rostra.foundation.visibility import NotVisible

AT_ONCE = 10
"""Texts on a page: somebody may have changed a long post a thousand times."""


class How(StrEnum):
    """How the texts of a post are shown."""

    CHANGES = "changes"
    BESIDE = "beside"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """One text of a post; of `changes` and `rows` there is what was asked for."""

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
    changes: tuple[Piece, ...] = ()
    """From the text before, in one."""
    rows: tuple[Row, ...] = ()
    """From the text before, side by side."""
    is_comparable: bool = False
    """Whether the text before is there to be compared with."""


@dataclass(frozen=True, slots=True)
class PostHistory:
    """Some texts of a post, the newest first."""

    post: Post
    how: How
    revisions: tuple[RevisionRow, ...]
    before: int | None
    """The number below which the next page goes on, if there are earlier texts."""
    edit: Verdict
    """Whether this reader may go back to an earlier text."""
    erase: Verdict
    """Whether this reader may erase an earlier text."""


def post_history(
    *,
    reader: Reader,
    post_id: int,
    how: How = How.CHANGES,
    before: int | None = None,
) -> PostHistory:
    """What a post said and says, ten texts at a time: two queries.

    `before` leaves out texts from this number on. Raises NotVisible, PermissionDenied.
    """
    posts = Post.objects.select_related("topic__category", "author", "edited_by")
    post = posts.get_visible(reader, pk=post_id)
    policy = PostPolicy(reader, post, post.topic)
    policy.read_words().or_raise()
    before = before or post.revision + 1
    earlier = post.revisions.select_related("written_by", "erased_by")
    texts: list[Post | Revision] = [post] if before > post.revision else []
    # One more than is shown: what the last one is compared with.
    texts += earlier.filter(number__lt=before).order_by("-number")[: AT_ONCE + 1]
    shown, rest = texts[:AT_ONCE], texts[AT_ONCE:]
    compared = zip(shown, [*texts[1:], None][: len(shown)], strict=True)
    rows = tuple(_row(text, how, previous) for text, previous in compared)
    return PostHistory(
        post=post,
        how=how,
        revisions=rows,
        before=rows[-1].number if rest and rows else None,
        edit=policy.edit(),
        erase=policy.erase(),
    )


def earlier_text(*, moderator: Reader, post_id: int, number: int) -> RevisionRow:
    """One earlier text that a moderator thinks of erasing: two queries.

    Raises NotVisible, also for one that is erased, and PermissionDenied.
    """
    posts = Post.objects.select_related("topic__category")
    post = posts.get_visible(moderator, pk=post_id)
    PostPolicy(moderator, post, post.topic).erase().or_raise()
    return _row(_kept(post, number, "written_by", "erased_by"), How.WHOLE, None)


def source_of_text(*, editor: Reader, post_id: int, number: int) -> str:
    """The Markdown of an earlier text, for whoever may go back to it: two queries.

    Raises NotVisible, also for one that is erased, and PermissionDenied.
    """
    posts = Post.objects.select_related("topic__category", "author")
    post = posts.get_visible(editor, pk=post_id)
    PostPolicy(editor, post, post.topic).edit().or_raise()
    return _kept(post, number).source


def _kept(post: Post, number: int, *related: str) -> Revision:
    texts = post.revisions.filter(number=number, erased_at=None)
    revision = texts.select_related(*related).first()
    if revision is None:
        raise NotVisible("revision")
    return revision


def _row(
    text: Post | Revision, how: How, previous: Post | Revision | None
) -> RevisionRow:
    row = _current(text) if isinstance(text, Post) else _earlier(text)
    is_there = isinstance(previous, Revision) and not previous.erased_at
    if row.erased_at or previous is None or not is_there:
        return row
    row = replace(row, is_comparable=True)
    if how == How.BESIDE:
        rows = side_by_side(previous.source, text.source)
        return replace(row, rows=tuple(around_changes(rows)))
    if how == How.CHANGES:
        changes = differences(previous.source, text.source)
        return replace(row, changes=tuple(shortened(changes)))
    return row


def _current(post: Post) -> RevisionRow:
    return RevisionRow(
        number=post.revision,
        html=post.html,
        who=str(post.edited_by or post.author),
        at=post.edited_at or post.created_at,
        reason=post.edit_reason,
        is_current=True,
    )


def _earlier(revision: Revision) -> RevisionRow:
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
