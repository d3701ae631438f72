from rostra.forum.models.allowance import Allowance
from rostra.forum.models.attached import Attached
from rostra.forum.models.category import Category
from rostra.forum.models.draft import Draft
from rostra.forum.models.drawing import Drawing
from rostra.forum.models.grant import Grant
from rostra.forum.models.link_card import LinkCard, PostLink
from rostra.forum.models.mention import UntoldMention
from rostra.forum.models.old_address import OldAddress
from rostra.forum.models.poll import Poll, PollVote
from rostra.forum.models.post import Post, Revision
from rostra.forum.models.publisher import Publisher
from rostra.forum.models.quote import Judging, Quote, UntoldQuote
from rostra.forum.models.reaction import Reaction
from rostra.forum.models.reading import Follow, ReadMark
from rostra.forum.models.scheduled import Scheduled
from rostra.forum.models.score import TopicScore
from rostra.forum.models.tag import Tag
from rostra.forum.models.tagged import Tagged
from rostra.forum.models.template_field import TemplateField
from rostra.forum.models.topic import Topic
from rostra.forum.models.word_filter import WordFilter

__all__ = [
    "Allowance",
    "Attached",
    "Category",
    "Draft",
    "Drawing",
    "Follow",
    "Grant",
    "Judging",
    "LinkCard",
    "OldAddress",
    "Poll",
    "PollVote",
    "Post",
    "PostLink",
    "Publisher",
    "Quote",
    "Reaction",
    "ReadMark",
    "Revision",
    "Scheduled",
    "Tag",
    "Tagged",
    "TemplateField",
    "Topic",
    "TopicScore",
    "UntoldMention",
    "UntoldQuote",
    "WordFilter",
]
