"""Room on the forum's pages for other packages; a filler gets the page's dataclass."""

from rostra.foundation.slots import Slot

TOPIC_HEAD = Slot("topic_head")
"""Above everything in a topic, page 1 only: a TopicPage. A story's card stands here
and takes the place of the opening post's heading and text."""

TOPIC_AFTER_OPENING = Slot("topic_after_opening")
"""Between the opening post and the replies, page 1 only: a TopicPage."""

FRONT_TOP = Slot("front_top")
"""The top of the front page: a FrontPage."""

FRONT_RAIL = Slot("front_rail")
"""Beside the front page's lists: a FrontPage."""
