"""An owner looks at the forum as a group sees it: with its rights, and writing nothing."""

from collections.abc import Callable
from copy import copy
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.translation import gettext as _

from rostra.accounts.models import Group, Guest, Reader, User
from rostra.accounts.ranks import Rank
from rostra.foundation.numbers import positive
from rostra.web.pages import Frame
from rostra.web.same_origin import SAFE

KEY = "seen_as"
"""In an owner's session: the rank or the id of the group they look as."""
_ENDS = ("/control/seen-as/", "/sign-out/")


class SeesAs:
    """Middleware: gives an owner who asked for it the eyes of a group."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        user = request.user
        if not user.is_owner or request.path in _ENDS:
            return
        if wanted := request.session.get(KEY):
            request.user = reader_as(user, wanted)
            if request.method not in SAFE:
                raise_reading_only(request.user)


def reader_as(owner: User, wanted: str) -> Reader:
    """The owner with the rights of a rank or group; themselves if there is none such."""
    name = name_of(wanted)
    if not name:
        return owner
    if wanted == Rank.GUEST:
        guest: Any = Guest()
        guest.seen_as = name
        return guest
    reader: Any = copy(owner)
    reader.__dict__.pop("groups", None)
    is_rank = wanted in Rank
    reader.role = wanted if is_rank else Rank.MEMBER
    reader.group_ids = "" if is_rank else wanted
    reader.seen_as = name
    return reader


def name_of(wanted: str) -> str:
    """What a rank or a group's id is called; empty if there is none such."""
    if wanted in Rank:
        return str(Rank(wanted).label)
    names = Group.objects.filter(pk=positive(wanted)).values_list("name", flat=True)
    return names.first() or ""


def raise_reading_only(reader: Any) -> None:
    """Refuse a write, which would be the owner's own; raises PermissionDenied."""
    raise PermissionDenied(
        _("You are looking at the forum as “%(group)s” sees it. Stop that first.")
        % {"group": reader.seen_as}
    )


def strip(frame: Frame) -> str | None:
    """What stands above every page meanwhile, with the way back."""
    name = getattr(frame.reader, "seen_as", "")
    if not name:
        return None
    template = loader.get_template("control/_seeing_as.html", using="jinja")
    return template.render({"name": name})


def menu_item(frame: Frame) -> str | None:
    """The owner's way to these pages."""
    if not frame.reader.is_owner:
        return None
    return loader.get_template("control/_menu_item.html", using="jinja").render({})
