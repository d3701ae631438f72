"""Take erased words out of what members have written and not posted yet."""

import re
from collections.abc import Set
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from rostra.forum.erasures import Erasure
from rostra.forum.models import Draft, Scheduled
from rostra.forum.services.quoted_source import without_quote
from rostra.foundation import markup

_POST = re.compile(r"\]\(/post/(\d{1,18})/")


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
    erase_quotes_of({post.pk}, erasure)


def erase_quotes_of(post_ids: Set[int], erasure: Erasure) -> None:
    """The same for quotes of other posts, which quote the erased one. For several posts it
    reads each text once that has an address of any post in it, however many they are."""
    address = (
        "](/post/" if len(post_ids) > 1 else f"](/post/{min(post_ids, default=0)}/"
    )
    for rows in (Draft.objects, Scheduled.objects):
        there = rows.alias(fields=Cast("answers", TextField()))
        named = Q(source__contains=address) | Q(fields__contains=address)
        told = there.filter(named).order_by("pk")
        for pk, source, answers in list(told.values_list("pk", "source", "answers")):
            if _posts_in(f"{source} {answers}").isdisjoint(post_ids):
                continue
            row = rows.select_for_update(of=("self",), no_key=True).get(pk=pk)
            before = (row.source, row.answers)
            for post_id in sorted(_posts_in(f"{source} {answers}") & post_ids):
                row.source = _without(row.source, post_id, erasure)
                row.answers = _without_in(row.answers, post_id, erasure)
            if before != (row.source, row.answers):
                row.save(update_fields=["source", "answers"])
                erasure.taken["drafts"] += 1


def _posts_in(text: str) -> set[int]:
    return {int(found) for found in _POST.findall(text)}


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
