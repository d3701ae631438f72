"""The words that members can say about posts."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from rostra.accounts.forms import Filled, filled
from rostra.control.forms import REACTION_ICONS, ReactionForm
from rostra.control.guarding import owners_only
from rostra.control.views.showing import saved, show
from rostra.forum.reaction_kinds import reaction_kinds
from rostra.forum.services.reaction_kinds import (
    change_kind,
    make_kind,
    move_kind,
    switch_kind,
)
from rostra.foundation.visibility import NotVisible

_PAGE = "/control/reactions/"


@require_http_methods(["GET", "HEAD", "POST"])
@owners_only
def reactions(request: HttpRequest) -> HttpResponse:
    """All of them, and a form for one more."""
    form = filled()
    if request.method == "POST":
        sent = ReactionForm(request.POST)
        if sent.is_valid():
            try:
                make_kind(owner=request.user, **sent.cleaned_data)
            except ValidationError as error:
                sent.add_error("name", error)
            else:
                return saved(_PAGE)
        form = Filled(sent)
    status = 422 if form.errors else 200
    context = {"kinds": reaction_kinds().values(), "form": form}
    return show(request, "reactions", "site", status, icons=REACTION_ICONS, **context)


@require_http_methods(["GET", "HEAD", "POST"])
@owners_only
def reaction(request: HttpRequest, key: str) -> HttpResponse:
    """Change one, move it (`to` up or down), or switch it (`switch` on or off)."""
    if request.method != "POST":
        return _reaction_page(request, key)
    if to := request.POST.get("to", ""):
        move_kind(owner=request.user, key=key, up=to == "up")
        return saved(_PAGE)
    if switch := request.POST.get("switch", ""):
        switch_kind(owner=request.user, key=key, on=switch == "on")
        return saved(_PAGE)
    sent = ReactionForm(request.POST)
    if sent.is_valid():
        try:
            change_kind(owner=request.user, key=key, **sent.cleaned_data)
        except ValidationError as error:
            sent.add_error("name", error)
        else:
            return saved(_PAGE)
    return _reaction_page(request, key, Filled(sent))


def _reaction_page(
    request: HttpRequest, key: str, form: Filled | None = None
) -> HttpResponse:
    kind = reaction_kinds().get(key)
    if kind is None:
        raise NotVisible("reaction")
    now = filled(name=kind.label, emoji=kind.emoji, icon=kind.icon)
    status = 422 if form else 200
    context = {"kind": kind, "form": form or now, "icons": REACTION_ICONS}
    return show(request, "reaction", "site", status, **context)
