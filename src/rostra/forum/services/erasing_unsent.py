"""Take erased words out of what members have written and not posted yet."""

from django.db.models import Model, QuerySet

from rostra.forum.models import Draft, Post, Scheduled
from rostra.forum.services.quoted_source import without_quote
from rostra.foundation import markup


def erase_in_unsent(post: Post, left: list[str], notice: str) -> None:
    """Put a notice in the place of quotes of a locked post in drafts and in texts that
    wait to be posted, where the words stand in no text that is `left` (normalised); and
    drop what was written for changing the post before its current text.

    It reads the drafts that name the post, once each time that words are erased.
    """
    edits = Draft.objects.filter(place=f"edit:{post.pk}")
    (
        edits.filter(saved_at__lt=post.edited_at) if left and post.edited_at else edits
    ).delete()
    for rows in (Draft.objects.all(), Scheduled.objects.all()):
        _erase_quotes(rows, post.pk, left, notice)


def _erase_quotes(
    rows: "QuerySet[Draft] | QuerySet[Scheduled]",
    post_id: int,
    left: list[str],
    notice: str,
) -> None:
    naming: QuerySet[Model] = rows.filter(source__contains=f"/post/{post_id}/")
    for row in naming.select_for_update(of=("self",), no_key=True).order_by("pk"):
        source: str = row.source  # type: ignore[attr-defined]
        quotes = markup.render(source).quotes
        if any(q.post_id == post_id and not _stands(q.words, left) for q in quotes):
            row.source = without_quote(source, post_id, notice)  # type: ignore[attr-defined]
            row.save(update_fields=["source"])


def _stands(words: str, left: list[str]) -> bool:
    return any(markup.stands_in(words, text) for text in left)
