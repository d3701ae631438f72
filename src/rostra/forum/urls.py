"""Addresses of the forum. A wrong slug redirects; numbers are what counts."""

from django.urls import path, register_converter

from rostra.forum.selectors.topic_list import Order
from rostra.forum.views import (
    acts,
    erasing,
    files,
    guidance,
    holding,
    lists,
    machines,
    members,
    past,
    polls,
    publishers,
    reactions,
    setting_up,
    topics,
    writing,
)

app_name = "forum"


class RowId:
    """An id that fits the database's integers: 18 digits, none of them a leading 0."""

    regex = r"[1-9][0-9]{0,17}"
    to_python = int
    to_url = str


class Slug:
    """The readable part of an address, in any script; it may be missing or wrong."""

    regex = r"[^/]*"
    to_python = str
    to_url = str


class WordsKey(Slug):
    """The key of quoted words, as markup.quote_key makes it."""

    regex = r"[0-9a-f]{16}"


class FeedKind(Slug):
    regex = r"rss|atom"


class SizeKind(Slug):
    regex = r"webp|avif"


register_converter(RowId, "id")
register_converter(Slug, "words")
register_converter(FeedKind, "kind")
register_converter(WordsKey, "key")
register_converter(SizeKind, "size")

urlpatterns = [
    path("publishers/", publishers.publishers, name="publishers"),
    path("publisher/<str:domain>/", publishers.publisher, name="publisher"),
    path("", lists.front, name="front"),
    path("latest/", lists.site_list, {"order": Order.LATEST}, name="latest"),
    path("new/", lists.site_list, {"order": Order.NEW}, name="new"),
    path("top/", lists.site_list, {"order": Order.TOP}, name="top"),
    path("unread/", lists.unread, name="unread"),
    path("category/<id:category_id>-<words:slug>/", lists.category, name="category"),
    path("tag/<words:slug>/", lists.tag, name="tag"),
    path("topic/<id:topic_id>-<words:slug>/", topics.topic, name="topic"),
    path("topic/<id:topic_id>/go/", topics.go, name="go"),
    path("topic/<id:topic_id>/replies/", writing.reply, name="reply"),
    path("topic/<id:topic_id>/follow/", acts.follow, name="follow"),
    path("topic/<id:topic_id>/read/", acts.read, name="read"),
    path("post/<id:post_id>/", topics.post, name="post"),
    path("post/<id:post_id>/edit/", writing.edit, name="edit"),
    path("post/<id:post_id>/history/", past.history, name="history"),
    path("post/<id:post_id>/quoted/", past.quoted_by, name="quoted-by"),
    path("post/<id:post_id>/quoted/<key:key>/", past.quoted_words, name="quoted"),
    path("post/<id:post_id>/history/<id:number>/erase/", erasing.erase, name="erase"),
    path("post/<id:post_id>/vote/", polls.vote, name="vote"),
    path("post/<id:post_id>/votes/", polls.voters, name="voters"),
    path("post/<id:post_id>/poll/close/", polls.close, name="close-poll"),
    path("post/<id:post_id>/reaction/", reactions.reaction, name="reaction"),
    path("post/<id:post_id>/reactions/", reactions.who, name="reactions"),
    path("member/<id:member_id>-<words:slug>/", members.member, name="member"),
    path("members/followed/", members.followed, name="followed"),
    path("members/offers/", acts.offers, name="offers"),
    path("tags/offers/", acts.tag_offers, name="tag-offers"),
    path("start/", writing.start, name="start"),
    path("read/", acts.read_all, name="read-all"),
    path("preview/", acts.preview, name="preview"),
    path("drafts/", acts.drafts, name="drafts"),
    path("drafts/<id:draft_id>/", acts.draft, name="draft"),
    path("scheduled/<id:scheduled_id>/", acts.scheduled, name="scheduled"),
    path("files/", files.files, name="files"),
    path("files/<id:file_id>/", files.own_file, name="own-file"),
    path("file/<id:file_id>/<words:name>", files.file, name="file"),
    path("file/<id:file_id>/sizes/<id:width>.<size:suffix>", files.file),
    path("writing-help/<words:version>/", guidance.help_to_write, name="help"),
    path("held/", holding.held, name="held"),
    path("held/<id:post_id>/", holding.decide, name="decide"),
    path("formatting/", guidance.formatting, name="formatting"),
    path("feed/<kind:kind>/", machines.site_feed, name="feed"),
    path("category/<id:category_id>/feed/<kind:kind>/", machines.category_feed),
    path("tag/<words:slug>/feed/<kind:kind>/", machines.tag_feed),
    path("topic/<id:topic_id>/feed/<kind:kind>/", machines.topic_feed),
    path("sitemap.xml", machines.sitemap_index, name="sitemap"),
    path("sitemap/topics-<int:number>.xml", machines.sitemap, {"kind": "topics"}),
    path(
        "sitemap/categories-<int:number>.xml", machines.sitemap, {"kind": "categories"}
    ),
    path("robots.txt", machines.robots),
    path("set-up/<str:token>/", setting_up.set_up, name="set-up"),
]
