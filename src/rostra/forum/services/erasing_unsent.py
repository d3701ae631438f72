"""Take erased words out of what members have written and not posted yet."""

from django.core.exceptions import ValidationError
from django.db.models import Q

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
    if left and post.edited_at:
        edits = edits.filter(saved_at__lt=post.edited_at)
    edits.delete()
    named = Q(source__contains=f"/post/{post.pk}/")
    drafts = Draft.objects.select_for_update(of=("self",), no_key=True).filter(named)
    later = Scheduled.objects.select_for_update(of=("self",), no_key=True).filter(named)
    rows: list[Draft | Scheduled] = [*drafts.order_by("pk"), *later.order_by("pk")]
    for row in rows:
        if _quotes_what_is_gone(row.source, post.pk, left):
            row.source = without_quote(row.source, post.pk, notice)
            row.save(update_fields=["source"])


def _quotes_what_is_gone(source: str, post_id: int, left: list[str]) -> bool:
    try:
        quotes = markup.render(source).quotes
    except ValidationError:
        # A draft may be longer than a post: rather too much is erased than too little.
        return True
    said = (quote.words for quote in quotes if quote.post_id == post_id)
    return any(not any(markup.stands_in(w, text) for text in left) for w in said)
