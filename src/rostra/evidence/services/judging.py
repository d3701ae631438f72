"""Whether the passage that a post names stands on the page it is said to be from."""

from datetime import datetime

from rostra.evidence.models import PostSource, Source
from rostra.foundation import markup
from rostra.foundation.markup.normalising import places_in

AROUND = 160
"""Characters shown before and after a passage."""

MOST_COMPARED = 500_000
"""Words of a passage times words of a page: beyond it nothing similar is looked for."""

Found = PostSource.Found


def judge(use: PostSource, source: Source, *, at: datetime, newer: str = "") -> None:
    """Say of a use what the words that are kept of its source say of its passage.

    `newer` are the words that are on the page now, if those that are kept are earlier
    ones. Nothing is written. Words are compared as those of quotes are.
    """
    use.found, use.excerpt = Found.NONE, ""
    if not use.passage:
        return
    passage = markup.normalise(use.passage)
    if places := places_in(passage, newer) if newer else []:
        use.found, use.found_at = Found.FOUND, at
        use.excerpt = _around(newer, places)
    elif places := places_in(passage, source.text):
        use.found = Found.LOST if source.changed_at else Found.FOUND
        use.found_at = source.read_at or at
        use.excerpt = _around(source.text, places)
    elif source.text:
        use.found = Found.MISSING
        use.excerpt = _closest(passage, newer or source.text)
    else:
        is_new = source.health == Source.Health.NEW
        use.found = Found.WAITING if is_new else Found.UNREAD


def _closest(passage: str, text: str) -> str:
    is_little = passage.count(" ") * text.count(" ") <= MOST_COMPARED
    return markup.closest(passage, text)[:1000] if is_little else ""


def _around(text: str, places: list[tuple[int, int]]) -> str:
    """The words of some places with those before and after, cut between words."""
    start, end = places[0][0], places[-1][1]
    begin, finish = max(0, start - AROUND), min(len(text), end + AROUND)
    before, after = text[begin:start], text[end:finish]
    if begin:
        before = f"… {before.partition(' ')[2]}"
    if finish < len(text):
        after = f"{after.rpartition(' ')[0]} …"
    return before + text[start:end][:2000] + after
