"""Read marks gathered in memory while members read, and written every few seconds.

Opening a page must not cost a write to disk; a mark lost in a power cut only means
that a post counts as unread once more.
"""

from rostra.forum.selectors.topic_page import TopicPage
from rostra.web.write_behind import WriteBehind

MARKS: WriteBehind[tuple[int, int], int] = WriteBehind(merge=max)
"""(user id, topic id) → the highest number read."""


def note_reading(page: TopicPage) -> None:
    """The reader of this page has now read as far as it goes."""
    if not page.reader.is_authenticated or page.last_shown <= page.read_up_to:
        return
    # A page in the middle of what is unread does not make what is before it read.
    if page.posts and page.posts[0].number <= page.read_up_to + 1:
        MARKS.put((page.reader.pk, page.topic.id), page.last_shown)
