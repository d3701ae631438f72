"""Replace the name of somebody who left in what others wrote: mentions and quotes."""

import re
from collections.abc import Callable, Iterable
from html import escape
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from rostra.accounts.models import Closing, FormerName, User
from rostra.accounts.names import name_key
from rostra.forum.models import Draft, Post, Quote, Revision, Scheduled
from rostra.forum.services.composing import rendered_again, reword_quote
from rostra.foundation import markup
from rostra.foundation.versions import raise_versions

AT_ONCE = 2000
"""Rows that are looked through in one piece."""


def rename_in_posts(closing: Closing) -> bool:
    """A piece of all current texts; whether that was the last."""
    return _go_through(closing, Post.objects.all(), _rename_post)


def rename_in_revisions(closing: Closing) -> bool:
    """A piece of all earlier texts; whether that was the last."""
    return _go_through(closing, Revision.objects.all(), _rename_revision)


def rename_in_drafts(closing: Closing) -> bool:
    """A piece of all unsent texts; whether that was the last."""
    return _go_through(closing, Draft.objects.all(), _rename_draft)


def rename_in_scheduled(closing: Closing) -> bool:
    """A piece of all texts that wait to be posted; whether that was the last."""
    return _go_through(closing, Scheduled.objects.all(), _rename_draft)


def renamed(
    source: str, old: str, new: str, is_member: Callable[[str], bool] = lambda _: False
) -> str:
    """Markdown in which whoever is mentioned or quoted by one name has another one.

    `@scott.b` may name scott, or somebody of that longer name: `is_member` tells.
    """

    def replaced(found: re.Match[str]) -> str:
        more = found["more"] or ""
        if more and is_member(f"{old}{more}"):
            return found[0]
        return f'@"{new}"{more}'

    return _naming(old).sub(replaced, source)


def _naming(name: str) -> re.Pattern[str]:
    letters = "".join(
        r"\s+" if c == " " else c if c.isalnum() else rf"\\?{re.escape(c)}"
        for c in name
    )
    return re.compile(
        rf'(?<![\w@./&+=-])@(?:"{letters}"|{letters}(?!\w))(?P<more>(?:[.·-]\w+)*)',
        re.IGNORECASE,
    )


def _go_through(
    closing: Closing, rows: "QuerySet[Any]", rename: Callable[[Any, str, Closing], None]
) -> bool:
    ids = rows.filter(pk__gt=closing.position).order_by("pk")
    some = list(ids.values_list("pk", flat=True)[:AT_ONCE])
    if not some:
        return True
    names = _names_of(closing)
    # The database leaves out nearly all; which of the others name them is seen here.
    naming = Q()
    for name in names:
        words = re.findall(r"\w+", name.replace("_", " "))
        longest = max(words, key=len, default=name)
        naming |= Q(source__contains="@", source__icontains=longest)
    if rows.model not in (Draft, Scheduled):
        naming |= Q(html__contains=f'"/member/{closing.user_id}-')
    within = rows.filter(pk__gt=closing.position, pk__lte=some[-1])
    link = f'"/member/{closing.user_id}-'
    for row in within.filter(naming).order_by("pk"):
        source = row.source
        for name in names:
            source = renamed(source, name, closing.user.name, _is_member)
        if source != row.source or link in getattr(row, "html", ""):
            rename(row, source, closing)
    closing.position = some[-1]
    return len(some) < AT_ONCE


def _names_of(closing: Closing) -> list[str]:
    """What they were called last, and what they were called before that."""
    former = FormerName.objects.filter(member=closing.user_id).order_by("pk")
    return [closing.old_name, *former.values_list("name", flat=True)]


def _is_member(name: str) -> bool:
    return User.objects.filter(name_key=name_key(name)).exists()


def _rename_post(post: Post, source: str, closing: Closing) -> None:
    # A text that links to them by another spelling is only rendered anew.
    html, quotes = _drawn(source, post.html, closing, post)
    Post.objects.filter(pk=post.pk).update(source=source, html=html)
    _rename_quotes(post, quotes)
    raise_versions(f"topic:{post.topic_id}", f"member:{post.author_id}")


def _rename_quotes(post: Post, found: Iterable[markup.QuoteFound]) -> None:
    # What they say is kept as they say it now, so that they are judged as before.
    words = {quote.place: quote.words for quote in found}
    for quote in Quote.objects.filter(post=post):
        if quote.place in words:
            reword_quote(quote, words[quote.place])


def _rename_revision(revision: Revision, source: str, closing: Closing) -> None:
    html, _quotes = _drawn(source, revision.html, closing, files_of=revision.post_id)
    Revision.objects.filter(pk=revision.pk).update(source=source, html=html)


def _rename_draft(draft: Draft | Scheduled, source: str, _closing: Closing) -> None:
    type(draft)._default_manager.filter(pk=draft.pk).update(source=source)


def _drawn(
    source: str,
    html: str,
    closing: Closing,
    post: Post | None = None,
    files_of: int | None = None,
) -> tuple[str, Iterable[markup.QuoteFound]]:
    try:
        rendered = rendered_again(source, post, files_of=files_of)
    except ValidationError:
        # An import may bring texts that are longer than may be written.
        new = escape(closing.user.name)
        names = "|".join(re.escape(escape(name)) for name in _names_of(closing))
        whole = re.compile(rf"(?<!\w)(?:{names})(?!\w)", re.IGNORECASE)
        return whole.sub(lambda _: new, html), ()
    return rendered.html, rendered.quotes
