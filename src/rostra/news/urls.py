"""Addresses of what belongs to stories."""

from django.urls import path

from rostra.news.views import (
    feeds,
    held,
    joined,
    links,
    overview,
    stories,
    versions,
    withdrawals,
)

app_name = "news"
urlpatterns = [
    path("topic/<id:topic_id>/versions/", versions.versions, name="versions"),
    path("topic/<id:topic_id>/story/", stories.change, name="change-story"),
    path(
        "topic/<id:topic_id>/story/withdrawal/",
        stories.withdraw,
        name="withdraw-story",
    ),
    path("topic/<id:topic_id>/story/place/", stories.arrange, name="arrange-story"),
    path("topic/<id:topic_id>/link/", links.change, name="change-link"),
    path("start/link/", links.start, name="start-link"),
    path("newsroom/", overview.overview, name="newsroom"),
    path("newsroom/stories/new/", stories.new, name="new-story"),
    path("newsroom/feeds/", feeds.feeds, name="feeds"),
    path("newsroom/feeds/new/", feeds.new, name="new-feed"),
    path("newsroom/feeds/list/", feeds.listed, name="feed-list"),
    path("newsroom/feeds/held/", held.held, name="held-entries"),
    path("newsroom/feeds/held/<id:entry_id>/", held.entry, name="held-entry"),
    path(
        "newsroom/feeds/held/<id:entry_id>/beside/", joined.beside, name="held-beside"
    ),
    path("newsroom/feeds/joined/", joined.joined, name="joined"),
    path("newsroom/feeds/joined/<id:outlet_id>/", joined.undo, name="unjoin"),
    path("newsroom/feeds/headings/<id:story_id>/", joined.part, name="part-heading"),
    path("newsroom/withdrawals/", withdrawals.log, name="withdrawals"),
    path("newsroom/feeds/<id:feed_id>/", feeds.feed, name="feed"),
    path("newsroom/feeds/<id:feed_id>/pause/", feeds.pause, name="pause-feed"),
    path("newsroom/feeds/<id:feed_id>/asking/", feeds.ask, name="ask-feed"),
    path("newsroom/feeds/<id:feed_id>/entries/", feeds.entries, name="feed-entries"),
    path("newsroom/feeds/<id:feed_id>/trial/", feeds.trial, name="feed-trial"),
]
