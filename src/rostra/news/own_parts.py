"""What news says of the keys to members in its tables: only house accounts' are there."""

from rostra.accounts.leaving import STAYING
from rostra.accounts.merging import add_move
from rostra.accounts.own_copy import LEFT_OUT
from rostra.news.models import Feed, Outlet


def add_parts() -> None:
    """Called once, when the app is ready."""
    LEFT_OUT[Feed] = "which feeds a house account posts is the owner's setting"
    STAYING[Feed] = "a feed goes on posting under the neutral name until it is changed"
    add_move(Feed, "house")
    LEFT_OUT[Outlet] = "which editor joined two stories is work for the site"
    STAYING[Outlet] = "that two stories were joined stays, under the neutral name"
    add_move(Outlet, "joined_by")
