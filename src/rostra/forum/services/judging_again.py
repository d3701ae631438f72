"""Every quote of a changed post is looked at again, some at a time, outside requests.

A post that thousands quote must not keep its author waiting, nor anybody who writes
meanwhile. The edit leaves a row, and every web process goes on with such rows.
"""

import time
from collections.abc import Sequence

from django.db import connection, transaction
from django.db.models import F, prefetch_related_objects

from rostra.forum.models import Judging, Post, Quote
from rostra.forum.services.composing import render_again
from rostra.forum.services.judging import Texts
from rostra.forum.services.telling_quoters import note_changed
from rostra.forum.signals import quotes_judged
from rostra.foundation.announce import announce
from rostra.foundation.versions import raise_versions

AT_ONCE = 25
"""Quotes in one transaction, in which nobody else can write to SQLite."""


_BELIED = (Quote.State.EXACT, Quote.State.EDITED)


def ask_for_judging(post: Post) -> None:
    """Have all quotes of this locked post judged again, from the first on."""
    if not post.quoted_by.exists():
        return
    begun = Judging.objects.filter(post=post)
    if not begun.update(position=0, turn=F("turn") + 1):
        Judging.objects.create(post=post)


def judge_waiting_quotes(*, seconds: float = 2.0) -> int:
    """Go on with every post whose quotes wait, for so long; how many were looked at."""
    end, count = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        judging = Judging.objects.select_related("post").order_by("pk").first()
        if judging is None:
            break
        count += _go_on(judging)
    return count


def _go_on(judging: Judging) -> int:
    """Judge the next quotes of one post; how many."""
    texts = Texts(judging.post)
    waiting = judging.post.quoted_by.filter(pk__gt=judging.position).order_by("pk")
    some = list(waiting[:AT_ONCE])
    before = {quote.pk: quote.state for quote in some}
    changed = [quote for quote in some if _has_changed(quote, texts)]
    late = [q for q in changed if (before[q.pk], q.state) == _BELIED]
    mine = Judging.objects.filter(pk=judging.pk, turn=judging.turn)
    with transaction.atomic():
        _write(judging.post, changed)
        note_changed(late)
        # Was it begun again meanwhile, then what was written now is written once more.
        if len(some) == AT_ONCE:
            mine.update(position=some[-1].pk)
        else:
            mine.delete()
    return len(some)


def _has_changed(quote: Quote, texts: Texts) -> bool:
    """Give a quote the state and revision it has now; whether they are others."""
    before = (quote.state, quote.revision)
    quote.state, quote.revision = texts.judge(quote.words, quote.newest, quote.links)
    was_altered = before[0] == Quote.State.ALTERED and not quote.quoted_post.hidden_at
    if was_altered and quote.state == Quote.State.GONE:
        # It was seen to be so before the earlier text was erased.
        quote.state = Quote.State.ALTERED
    return before != (quote.state, quote.revision)


_STATE = "UPDATE forum_quote SET state = %s, revision = %s WHERE id = %s"
_HTML = "UPDATE forum_post SET html = %s WHERE id = %s"


def _write(quoted: Post, quotes: Sequence[Quote]) -> None:
    if not quotes:
        return
    # Each quoting post is locked, so that no edit of it is overwritten, nor the mark
    # of another quote in it that is judged at the same moment.
    rows = Post.objects.select_for_update(no_key=True).order_by("pk")
    quoting = list(rows.filter(pk__in={quote.post_id for quote in quotes}))
    # Those of a text that was replaced meanwhile are no longer there.
    _update(_STATE, [(quote.state, quote.revision, quote.pk) for quote in quotes])
    prefetch_related_objects(quoting, "quotes")
    _update(_HTML, [(render_again(post), post.pk) for post in quoting])
    announce(quotes_judged, quoted, quotes=[quote.pk for quote in quotes])
    raise_versions(*{f"topic:{post.topic_id}" for post in quoting})


def _update(sql: str, rows: Sequence[tuple[str | int, ...]]) -> None:
    # bulk_update took a third of all the time to put its statements together.
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows)
