from rostra.news.models.feed import EntryAddress, Feed, FeedEntry
from rostra.news.models.joining import Heading, Outlet, Print
from rostra.news.models.link import LinkTopic, TopicAddress
from rostra.news.models.story import Story, StoryVersion
from rostra.news.models.withdrawal import Withdrawal

__all__ = [
    "EntryAddress",
    "Feed",
    "FeedEntry",
    "Heading",
    "LinkTopic",
    "Outlet",
    "Print",
    "Story",
    "StoryVersion",
    "TopicAddress",
    "Withdrawal",
]
