"""Room on the forum's pages for other packages; a filler gets the page's dataclass."""

from typing import NamedTuple

from rostra.accounts.models import Reader
from rostra.foundation.slots import Slot

TOPIC_HEAD = Slot("topic_head")
"""Above everything in a topic, page 1 only: a TopicPage. A story's card stands here
and takes the place of the opening post's heading and text."""

TOPIC_META = Slot("topic_meta")
"""What machines read of a topic, in the page's head, page 1 only: a TopicPage.
`{base}` stands for the site's scheme and host."""

TOPIC_BELOW_TITLE = Slot("topic_below_title")
"""Between the title and the opening post, in topics that something was added to and no
story opens, page 1 only: a TopicPage."""

TOPIC_AFTER_OPENING = Slot("topic_after_opening")
"""Between the opening post and the replies, page 1 only: a TopicPage."""

POST_ACTIONS = Slot("post_actions")
"""What members can do with a post of somebody else, once a page: a TopicPage. In the
HTML, `{post}` stands for the id of the post. House accounts' posts have none of it."""

OWN_POST_ACTIONS = Slot("own_post_actions")
"""The same for their own posts."""

POST_MENU = Slot("post_menu")
"""Items of the menu that each post has, those of house accounts too, for members: a
TopicPage. `{post}` is the same."""

POST_ATTRIBUTES = Slot("post_attributes")
"""Attributes of the element of each post, in topics that something was added to: a
PostPlace. Each begins with a space, such as ` data-story-version="2"`."""

POST_STAMP = Slot("post_stamp")
"""Beside the time of each post, in topics that something was added to: a PostPlace."""

POST_ABOVE = Slot("post_above")
"""Before each reply, in topics that something was added to: a PostPlace."""

POSTS_END = Slot("posts_end")
"""After the last post of a topic, if something was added to it: a TopicPage."""

POST_WORDS = Slot("post_words")
"""The words of each post, in topics that something was added to. A filler gets them as
safe HTML, with a PostPlace, and gives them back with something put around some."""

POST_BELOW = Slot("post_below")
"""Under the words of each post, in topics that something was added to: a PostPlace."""

TOPIC_RAIL = Slot("topic_rail")
"""Beside a topic, if something was added to it: a TopicPage."""

PUBLISHER = Slot("publisher")
"""What is known of a publisher, section by section: a PublisherPage."""

MEMBER_RECORD = Slot("member_record")
"""Among the figures on a member's page: a MemberPage."""

START_TOP = Slot("start_top")
"""Above the form to start a topic: a StartPlace."""


class StartPlace(NamedTuple):
    """Who starts a topic, and in which category, if that is chosen."""

    reader: Reader
    category_id: int | None


FRONT_TOP = Slot("front_top")
"""The top of the front page: a FrontPage."""

FRONT_RAIL = Slot("front_rail")
"""Beside the front page's lists: a FrontPage."""
