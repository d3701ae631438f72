"""What members are given of news, what stays when they leave, what moves in merging."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from rostra.accounts.leaving import STAYING
from rostra.accounts.merging import add_move
from rostra.accounts.models import User
from rostra.accounts.own_copy import (
    LEFT_OUT,
    CopyPart,
    Row,
    add_part,
    in_chunks,
    row_of,
)
from rostra.news.models import Feed, Heading, Outlet, StoryVersion, Withdrawal


def written(member: User) -> Iterator[Row]:
    """The texts that they gave to stories by hand."""
    theirs = StoryVersion.objects.filter(editor=member).select_related("story")
    for some in in_chunks(theirs):
        for one in some:
            address = f"/topic/{one.story.topic_id}/versions/"
            yield {"address": address, **row_of(one, without=("editor_id",))}


def add_parts() -> None:
    """Called once, when the app is ready."""
    LEFT_OUT[Feed] = "which feeds a house account posts is the owner's setting"
    STAYING[Feed] = "a feed goes on posting under the neutral name until it is changed"
    add_move(Feed, "house")
    LEFT_OUT[Outlet] = "which editor joined two stories is work for the site"
    STAYING[Outlet] = "that two stories were joined stays, under the neutral name"
    add_move(Outlet, "joined_by")
    LEFT_OUT[Heading] = "which editor put a story at the head of a topic is site work"
    STAYING[Heading] = "that a story heads a topic stays, under the neutral name"
    add_move(Heading, "joined_by")
    LEFT_OUT[Withdrawal] = "which editor took a story back is work for the site"
    STAYING[Withdrawal] = "that a story was taken back stays, under the neutral name"
    add_move(Withdrawal, "editor")
    add_part(CopyPart("stories", _("Stories that you wrote"), (StoryVersion,), written))
    STAYING[StoryVersion] = "what a story said stays; who wrote it is a former member"
    add_move(StoryVersion, "editor")
