"""Posts from before the renderer changed are drawn anew, some at a time.

A post's HTML is stored when it is written. A release that renders otherwise raises
`markup.RENDERER`; until a post was drawn by it, readers see what the older one made.
"""

import logging
import time

from django.core.exceptions import ValidationError

from rostra.forum.models import Drawing, Post
from rostra.forum.services.composing import show_again
from rostra.foundation import markup

logger = logging.getLogger(__name__)

AT_ONCE = 500
"""Posts that are looked at in one step."""

_done: set[int] = set()
"""Versions of the renderer that this process knows to be through with all posts."""


def draw_old_posts(*, seconds: float = 0.25) -> int:
    """Draw posts of older renderers anew, for so long; how many.

    Costs no query once all are done. Safe in several processes at once.
    """
    end, drawn = time.monotonic() + seconds, 0
    while markup.RENDERER not in _done and time.monotonic() < end:
        drawn += _go_on(markup.RENDERER)
    return drawn


def _go_on(renderer: int) -> int:
    """Look at the next posts, and draw those that need it; how many."""
    drawing, _new = Drawing.objects.get_or_create(renderer=renderer)
    if drawing.is_done:
        _done.add(renderer)
        return 0
    rows = Post.objects.filter(pk__gt=drawing.position).order_by("pk")
    some = list(rows.values_list("pk", "renderer")[:AT_ONCE])
    old = [post_id for post_id, drawn_by in some if drawn_by < renderer]
    for post_id in old:
        _draw(post_id)
    # What is written from now on is drawn by this renderer: the end stays the end.
    at_end = len(some) < AT_ONCE
    position = some[-1][0] if some else drawing.position
    same = Drawing.objects.filter(renderer=renderer, position=drawing.position)
    same.update(position=position, is_done=at_end)
    return len(old)


def _draw(post_id: int) -> None:
    try:
        show_again(post_id)
    except ValidationError:
        # A newer limit does not take away what was written under an older one.
        logger.warning("Post %s is over a limit, and stays as it was drawn.", post_id)


def forget_kept() -> None:
    """For tests: ask the database again."""
    _done.clear()
