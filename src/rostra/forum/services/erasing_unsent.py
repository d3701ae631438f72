"""Take erased words out of what members have written and not posted yet."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from rostra.forum.erasures import Erasure
from rostra.forum.models import Draft, Scheduled
from rostra.forum.services.quoted_source import without_quote
from rostra.foundation import markup


def erase_in_unsent(erasure: Erasure) -> None:
    """Put a notice in the place of quotes of a locked post in drafts and in texts that
    wait to be posted, fields of templates included, where the words stand in no text
    that is left; and drop what was written for changing the post before its current text.

    It reads the drafts that name the post, once each time that words are erased.
    """
    post = erasure.post
    edits = Draft.objects.filter(place=f"edit:{post.pk}")
    if erasure.left and post.edited_at:
        edits = edits.filter(saved_at__lt=post.edited_at)
    erasure.taken["drafts"] += edits.delete()[0]
    erase_quotes_of(post.pk, erasure)


def erase_quotes_of(post_id: int, erasure: Erasure) -> None:
    """The same for quotes of another post, which quotes the erased one."""
    for rows in (Draft.objects, Scheduled.objects):
        named = _naming(rows.select_for_update(of=("self",), no_key=True), post_id)
        for pk in list(named.order_by("pk").values_list("pk", flat=True)):
            row = rows.get(pk=pk)
            before = (row.source, row.answers)
            row.source = _without(row.source, post_id, erasure)
            row.answers = _without_in(row.answers, post_id, erasure)
            if before != (row.source, row.answers):
                row.save(update_fields=["source", "answers"])
                erasure.taken["drafts"] += 1


def _naming(rows: QuerySet[Any], post_id: int) -> QuerySet[Any]:
    """Those that have an address of the post in their text or in a field."""
    address = f"/post/{post_id}/"
    there = rows.alias(fields=Cast("answers", TextField()))
    return there.filter(source__contains=address) | there.filter(
        fields__contains=address
    )


def _without_in(answers: Any, post_id: int, erasure: Erasure) -> Any:
    if isinstance(answers, str):
        return _without(answers, post_id, erasure)
    if isinstance(answers, list):
        return [_without_in(one, post_id, erasure) for one in answers]
    if isinstance(answers, dict):
        pairs = answers.items()
        return {name: _without_in(one, post_id, erasure) for name, one in pairs}
    return answers


def _without(source: str, post_id: int, erasure: Erasure) -> str:
    if f"/post/{post_id}/" in source and _quotes_what_is_gone(source, post_id, erasure):
        return without_quote(source, post_id, erasure.notice)
    return source


def _quotes_what_is_gone(source: str, post_id: int, erasure: Erasure) -> bool:
    try:
        quotes = markup.render(source).quotes
    except ValidationError:
        # A draft may be longer than a post: rather too much is erased than too little.
        return True
    said = [quote.words for quote in quotes if quote.post_id == post_id]
    if post_id != erasure.post.pk:
        return any(map(erasure.is_repeated_in, said))
    return any(not erasure.is_left(words) for words in said)
