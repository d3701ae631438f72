"""What the forum puts into the copy that a member is given of everything of theirs."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from rostra.accounts.models import User
from rostra.accounts.own_copy import (
    LEFT_OUT,
    CopyPart,
    Row,
    add_part,
    in_chunks,
    row_of,
)
from rostra.forum.models import (
    Draft,
    Follow,
    Poll,
    PollVote,
    Post,
    Quote,
    Reaction,
    ReadMark,
    Revision,
    Scheduled,
    Topic,
    UntoldMention,
)
from rostra.forum.reaction_kinds import reaction_kinds

_REPEATED = ("html", "renderer", "tally", "client_token")
"""Columns that repeat the text, count what others did, or only tell forms apart."""


def topics(member: User) -> Iterator[Row]:
    """The topics they started."""
    for some in in_chunks(Topic.objects.filter(author=member)):
        for topic in some:
            without = ("last_author_id", "last_post_id", "tag_names")
            row = row_of(topic, without=without)
            yield {"address": topic.get_absolute_url(), **row, "tags": topic.tag_names}


def posts(member: User) -> Iterator[Row]:
    """Their posts, each with its earlier texts and the quotes in it."""
    theirs = Post.objects.filter(author=member).defer(*_REPEATED)
    for some in in_chunks(theirs):
        there = Topic.objects.filter(pk__in={post.topic_id for post in some})
        titles = dict(there.values_list("pk", "title"))
        earlier = _by_post(Revision.objects, some)
        quotes = _by_post(Quote.objects, some)
        for post in some:
            yield {
                "address": f"/post/{post.pk}/",
                "topic_title": titles[post.topic_id],
                **row_of(post, without=(*_REPEATED, "author_id", "edited_by_id")),
                "earlier_texts": [
                    row_of(r, without=(*_REPEATED, "id")) for r in earlier[post.pk]
                ],
                "quotes": [
                    row_of(q, without=("id", "post_id")) for q in quotes[post.pk]
                ],
            }


def edits(member: User) -> Iterator[Row]:
    """Texts they gave to posts of others, which are earlier texts now, and current ones."""
    written = Revision.objects.filter(written_by=member).exclude(post__author=member)
    for some in in_chunks(written):
        yield from (row_of(revision, without=_REPEATED) for revision in some)
    edited = Post.objects.filter(edited_by=member).exclude(author=member)
    for some in in_chunks(edited):
        for post in some:
            names = ("source", "edited_at", "edit_reason")
            row = {name: getattr(post, name) for name in names}
            yield {"address": post.get_absolute_url(), **row}


def polls(member: User) -> Iterator[Row]:
    """The polls they asked, without what others voted."""
    without = ("voters", "rounds", "closed_by_id")
    for some in in_chunks(Poll.objects.filter(post__author=member)):
        for poll in some:
            yield {
                "address": f"/post/{poll.post_id}/",
                **row_of(poll, without=without),
            }


def poll_votes(member: User) -> Iterator[Row]:
    """What they voted, in words."""
    votes = PollVote.objects.filter(user=member).select_related("poll")
    for some in in_chunks(votes):
        for vote in some:
            poll = vote.poll
            yield {
                "address": f"/post/{poll.post_id}/",
                "question": poll.question,
                "voted_for": [poll.options[int(n)] for n in vote.choices.split()],
                "voted_at": vote.voted_at,
            }


def reactions(member: User) -> Iterator[Row]:
    """What they said about posts, by the word it is called now."""
    for some in in_chunks(Reaction.objects.filter(user=member)):
        kinds = reaction_kinds()
        for one in some:
            kind = kinds.get(one.kind)
            word = kind.label if kind else one.kind
            yield {**row_of(one, without=("user_id",)), "word": word}


def _by_post(rows: Any, some: Iterable[Post]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows.filter(post_id__in=[post.pk for post in some]).order_by("pk"):
        found[row.post_id].append(row)
    return found


def _theirs(
    model: type[models.Model], by: str = "user"
) -> Callable[[User], Iterator[Row]]:
    def rows(member: User) -> Iterator[Row]:
        for some in in_chunks(model._default_manager.filter(**{by: member.pk})):
            yield from (
                row_of(row, without=("user_id", "owner_id", "author_id"))
                for row in some
            )

    return rows


def add_parts() -> None:
    """Called once, when the app is ready."""
    both = (Post, Revision)
    add_part(CopyPart("topics", _("Topics"), (Topic,), topics))
    add_part(CopyPart("posts", _("Posts"), both, posts))
    add_part(CopyPart("edits", _("Your changes to posts of others"), both, edits))
    add_part(CopyPart("drafts", _("Drafts"), (Draft,), _theirs(Draft, "owner")))
    later = _theirs(Scheduled, "author")
    add_part(CopyPart("scheduled", _("Posts for later"), (Scheduled,), later))
    add_part(CopyPart("reactions", _("Reactions"), (Reaction,), reactions))
    LEFT_OUT[UntoldMention] = (
        "a letter that is about to be sent; the post is not theirs"
    )
    add_part(CopyPart("polls", _("Polls you asked"), (Poll,), polls))
    add_part(CopyPart("votes", _("Votes in polls"), (PollVote,), poll_votes))
    add_part(CopyPart("read", _("What you have read"), (ReadMark,), _theirs(ReadMark)))
    add_part(CopyPart("follows", _("What you follow"), (Follow,), _theirs(Follow)))
