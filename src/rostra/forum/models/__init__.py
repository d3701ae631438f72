from rostra.forum.models.allowance import Allowance
from rostra.forum.models.attached import Attached
from rostra.forum.models.category import Category
from rostra.forum.models.draft import Draft
from rostra.forum.models.grant import Grant
from rostra.forum.models.old_address import OldAddress
from rostra.forum.models.post import Post, Revision
from rostra.forum.models.quote import Quote
from rostra.forum.models.reaction import Reaction
from rostra.forum.models.reading import Follow, ReadMark
from rostra.forum.models.score import TopicScore
from rostra.forum.models.tag import Tag
from rostra.forum.models.topic import Topic

__all__ = [
    "Allowance",
    "Attached",
    "Category",
    "Draft",
    "Follow",
    "Grant",
    "OldAddress",
    "Post",
    "Quote",
    "Reaction",
    "ReadMark",
    "Revision",
    "Tag",
    "Topic",
    "TopicScore",
]
