"""Take the words of a post away for good, wherever they were shown."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from rostra.accounts.models import User
from rostra.forum.erasures import ALSO_ERASED, Erasure
from rostra.forum.models import Post, Quote, Revision
from rostra.forum.policies import PostPolicy
from rostra.forum.services.attaching import untie_files
from rostra.forum.services.composing import (
    render_again,
    rendered_again,
    reword_quote,
)
from rostra.forum.services.editing import lock_post_row
from rostra.forum.services.erasing_repeated import erase_repeated
from rostra.forum.services.erasing_unsent import erase_in_unsent
from rostra.forum.services.judging import words_of
from rostra.forum.services.numbering import raise_after_writing
from rostra.forum.services.polling import drop_poll
from rostra.forum.services.quoted_source import without_quote
from rostra.forum.services.telling_quoters import note_erased
from rostra.forum.signals import post_edited
from rostra.foundation import markup
from rostra.foundation.announce import announce
from rostra.foundation.versions import raise_versions


@transaction.atomic
def erase_words(
    *, editor: User, post_id: int, notice: str, at: datetime | None = None
) -> Post:
    """Put a notice in the place of a post's text, of all its earlier texts, and of
    every quote of it; the post, its number and what was answered stay.

    `notice` is Markdown. Raises NotVisible, and PermissionDenied with a reason.
    """
    post = lock_post_row(editor, post_id)
    PostPolicy(editor, post, post.topic).edit().or_raise()

    erase_texts(post, editor, notice, at or timezone.now())
    announce(post_edited, post)
    return post


def erase_texts(
    post: Post,
    editor: User,
    notice: str,
    at: datetime,
    *,
    is_everywhere: bool = False,
    also: Iterable[str] = (),
    origins: Iterable[str] = (),
) -> Erasure:
    """Put a notice in the place of all texts of a locked post, and of its quotes; if they
    go everywhere, of what else repeats them, and whoever quoted them is told.

    `also` are words that were not in the post and go with it, `origins` addresses at other
    sites where they stood.
    """
    texts = [*_texts_of(post), *also] if is_everywhere else ()
    gone = tuple(words_of(text) for text in texts)
    erasure = Erasure(
        post=post,
        gone=gone,
        notice=notice,
        origins=tuple(origins),
        is_everywhere=is_everywhere,
    )
    html = markup.render(notice).html
    post.revisions.update(source=notice, html=html, reason="")
    post.source, post.html, post.renderer = notice, html, markup.RENDERER
    post.edited_at, post.edited_by = at, editor
    post.edit_reason = ""
    post.save()
    post.quotes.all().delete()
    post.links.all().delete()
    if post.has_poll:
        drop_poll(post)
    untie_files(post)
    erase_in_unsent(erasure)
    quotes = list(post.quoted_by.select_related("post").order_by("post_id", "place"))
    if is_everywhere:
        quotes += erase_repeated(erasure, {quote.post_id for quote in quotes})
    for quote in quotes:
        erase_quote(quote, notice)
    erasure.taken["quotes"] += len(quotes)
    # Last, so that they find what posts say without these quotes.
    for erase in ALSO_ERASED:
        erase(erasure)
    if is_everywhere:
        note_erased(quotes)
    raise_after_writing(post.topic, post.author_id)
    return erasure


def _texts_of(post: Post) -> list[str]:
    return [post.html, *post.revisions.values_list("html", flat=True)]


def erase_quote(quote: Quote, notice: str) -> None:
    """Put a notice in the place of what a post quotes, in all texts of the quoting one."""
    reword_quote(quote, notice)
    quote.state, quote.links = Quote.State.GONE, []
    quote.save(update_fields=["state", "links"])
    quoting = Post.objects.get(pk=quote.post_id)
    quoting.source = without_quote(quoting.source, quote.quoted_post_id, notice)
    quoting.html = render_again(quoting)
    quoting.save(update_fields=["source", "html"])
    for revision in Revision.objects.filter(post=quoting):
        source = without_quote(revision.source, quote.quoted_post_id, notice)
        if source != revision.source:
            drawn = rendered_again(source, files_of=quoting.pk)
            revision.source, revision.html = source, drawn.html
            revision.save(update_fields=["source", "html"])
    raise_versions(f"topic:{quoting.topic_id}", f"member:{quoting.author_id}")
