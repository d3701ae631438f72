"""Change the text of a post, keeping the earlier one."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.forum.models import Draft, Post, Revision
from rostra.forum.policies import PostPolicy
from rostra.forum.services.attaching import tie_files
from rostra.forum.services.composing import Words, compose, write_quotes
from rostra.forum.services.judging_again import ask_for_judging
from rostra.forum.services.linking import write_links
from rostra.forum.services.numbering import lock_topic_row, raise_after_writing
from rostra.forum.services.ruled_links import with_link_rules
from rostra.forum.services.tagging import retag_topic
from rostra.forum.services.telling_mentioned import note_mentions
from rostra.forum.signals import post_edited
from rostra.foundation import markup
from rostra.foundation.announce import announce

QUIET = timedelta(minutes=5)
"""For this long an author may fix typing without a mark, while nobody answered."""


class ChangedMeanwhile(ValidationError):
    """Somebody else changed the post since the editor began."""

    source: str | None = None
    """The post's text as it is now, as Markdown, and its number: whoever saves again
    has seen it."""
    revision: int | None = None


def edit_post(
    *,
    editor: User,
    post_id: int,
    source: str,
    reason: str = "",
    seen_revision: int | None = None,
    tags: Sequence[str] | None = None,
    at: datetime | None = None,
) -> Post:
    """Give a post a new text; the earlier one becomes a revision.

    For an opening post, `tags` are those that its topic has from now on.
    Raises NotVisible, PermissionDenied with a reason, ValidationError if the text is
    over a limit or links to what is refused, and ChangedMeanwhile if `seen_revision` is not the current one.
    """
    words = compose(editor, source, post_id=post_id)
    with transaction.atomic():
        if tags is not None:
            # A topic is locked before its posts, as everywhere.
            lock_topic_row(editor, _topic_of(editor, post_id))
        post = lock_post_row(editor, post_id)
        PostPolicy(editor, post, post.topic).edit().or_raise()
        if source == post.source:
            _retag(post, editor, tags)
            return post
        if seen_revision is not None and seen_revision != post.revision:
            raise _changed_meanwhile(post)

        words = with_link_rules(editor, words, earlier=post.html)
        _retag(post, editor, tags)
        _keep_revision(post)
        if at is None and editor.pk == post.author_id:
            note_mentions(post, words.members, earlier=post.html)
        _write_text(post, words, editor, reason.strip(), at or timezone.now())
        ask_for_judging(post)
        Draft.objects.filter(owner=editor, place=f"edit:{post.pk}").delete()
        announce(post_edited, post)
        raise_after_writing(post.topic, post.author_id)
    return post


def _changed_meanwhile(post: Post) -> ChangedMeanwhile:
    error = ChangedMeanwhile(
        _(
            "This post was changed while you were writing. Your text is kept "
            "below; compare it with the post and save again."
        )
    )
    error.source, error.revision = post.source, post.revision
    return error


def lock_post_row(reader: User, post_id: int) -> Post:
    """The post with its topic, locked for writing; raises NotVisible."""
    posts = Post.objects.select_for_update(of=("self",), no_key=True)
    return posts.select_related("topic__category", "author").get_visible(
        reader, pk=post_id
    )


def _topic_of(reader: User, post_id: int) -> int:
    """The id of a post's topic; raises NotVisible."""
    return int(Post.objects.get_visible(reader, pk=post_id).topic_id)


def _retag(post: Post, editor: User, tags: Sequence[str] | None) -> None:
    if tags is not None and post.number == 1:
        retag_topic(post.topic, editor=editor, names=tags)


def _keep_revision(post: Post) -> None:
    latest = post.revisions.order_by("-number").first()
    Revision.objects.create(
        post=post,
        number=post.revision,
        source=post.source,
        html=post.html,
        written_by_id=(latest and post.edited_by_id) or post.author_id,
        written_at=(latest and post.edited_at) or post.created_at,
        reason=post.edit_reason,
    )


def _write_text(
    post: Post, words: Words, editor: User, reason: str, at: datetime
) -> None:
    post.source, post.html = words.source, words.html
    post.renderer = markup.RENDERER
    post.revision += 1
    if words.is_held and not post.hidden_at:
        post.hidden_at, post.hidden_reason = at, Post.HELD
    if not _is_quiet(post, editor, reason, at):
        post.edited_at, post.edited_by = at, editor
        post.edited_after = post.topic.last_number - post.number
        post.edit_reason = reason[:200]
    post.save()
    write_quotes(post, words.cited)
    write_links(post, words.links)
    tie_files(post, words.files)


def _is_quiet(post: Post, editor: User, reason: str, at: datetime) -> bool:
    """Typing fixed by the author, at once and without a reason, before anybody took
    notice of the post."""
    return (
        editor.pk == post.author_id
        and post.edited_at is None
        and at - post.created_at < QUIET
        and post.topic.last_number == post.number
        and not reason
        and not post.tally
        and not post.quoted_by.exists()
    )
