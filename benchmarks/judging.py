"""How long 10,000 quotes of one post take to be judged again: `python -m benchmarks.judging`.

In a copy of the set that `make bench` measures. Prints the seconds, and what somebody
who writes a reply meanwhile waits for the database at most.
"""

import os
import statistics
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from benchmarks.filling import CORE_POSTS
from benchmarks.sets import copy, data_set

QUOTES = 10_000


def main() -> None:
    """Fill, judge, print."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "rostra.site.settings"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ROSTRA_DATA"] = str(
            copy(data_set(CORE_POSTS), Path(folder) / "data")
        )
        import django

        django.setup()
        _measure()


def _measure() -> None:
    from rostra.forum.models import Judging, Post, Quote
    from rostra.forum.services.editing import edit_post
    from rostra.forum.services.judging_again import judge_waiting_quotes

    post = Post.objects.order_by("pk").exclude(number=1).first()
    assert post is not None
    _quote_often(post)
    edit_post(editor=post.author, post_id=post.pk, source="It says something else now.")
    waits: list[float] = []
    is_over = threading.Event()
    writer = threading.Thread(target=_write, args=(post.author, is_over, waits))
    writer.start()
    begun = time.perf_counter()
    while Judging.objects.exists():
        # As the chore does it.
        judge_waiting_quotes()
        time.sleep(1.0)
    spent = time.perf_counter() - begun
    is_over.set()
    writer.join()
    states = Quote.objects.filter(quoted_post=post).values_list("state", flat=True)
    print(f"{QUOTES:,} quotes judged again: {spent:.1f} s")
    print(f"of another state: {sum(state != 'exact' for state in states):,}")
    cuts = statistics.quantiles(waits, n=20)
    print(f"a writer meanwhile waits: p50 {cuts[9]:.1f} ms, p95 {cuts[18]:.1f} ms")


def _quote_often(post: Any) -> None:
    from rostra.forum.models import Post, Quote
    from rostra.forum.selectors.quoting import as_quote
    from rostra.forum.services.judging import words_of
    from rostra.foundation import markup

    Quote.objects.filter(quoted_post=post).delete()
    words = words_of(post.html)
    begin = as_quote(post.author.name, post.pk, words)
    rendered = markup.render(begin, quotes={0: "exact"})
    found = rendered.quotes[0].words
    others = list(Post.objects.exclude(number=1).exclude(pk=post.pk)[:QUOTES])
    Quote.objects.filter(post__in=[other.pk for other in others]).delete()
    for other in others:
        other.source = begin + other.source
        other.html = rendered.html + other.html
    Post.objects.bulk_update(others, ["source", "html"], batch_size=200)
    Quote.objects.bulk_create(
        Quote(
            post=other,
            place=0,
            quoted_post=post,
            revision=post.revision,
            newest=post.revision,
            words=markup.normalise(found),
            key=markup.quote_key(found),
            state=Quote.State.EXACT,
        )
        for other in others
    )


def _write(author: Any, is_over: threading.Event, waits: list[float]) -> None:
    from django.db import connection, transaction

    from rostra.accounts.models import User

    while not is_over.wait(0.02):
        begun = time.perf_counter()
        with transaction.atomic():
            User.objects.filter(pk=author.pk).update(post_count=author.post_count)
        waits.append((time.perf_counter() - begun) * 1e3)
    connection.close()


if __name__ == "__main__":
    main()
