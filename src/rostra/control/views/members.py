"""Members: find one, and decide about their rank, title and groups."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from rostra.accounts.forms import Filled, NameForm, filled
from rostra.accounts.models import Promotion
from rostra.accounts.ranks import MEMBER_RANKS, Rank
from rostra.accounts.selectors.former_names import former_names
from rostra.accounts.services.claiming import DAYS, invitation_to_claim
from rostra.accounts.services.grouping import add_to_group, take_from_group
from rostra.accounts.services.ranking import EARNED, set_promotions
from rostra.accounts.services.renaming import rename_member
from rostra.accounts.services.suspending import lift_suspension, suspend
from rostra.accounts.services.watching_over import note_look
from rostra.control.forms import MemberForm, PromotionForm, SuspensionForm
from rostra.control.guarding import owners_only
from rostra.control.selectors.people import find_people, member_sheet
from rostra.control.services.clearing import PARTS, clear_profile
from rostra.control.services.titling import change_member
from rostra.control.views.showing import saved, show
from rostra.foundation.kept_words import in_site_language
from rostra.foundation.numbers import positive
from rostra.web.pages import base_address

_RANKS = tuple(rank.value for rank in EARNED)


@require_safe
@owners_only
def members(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "")[:120]
    page = find_people(words=words, after=request.GET.get("after", "")[:240])
    return show(request, "members", "members", page=page, words=words)


@require_http_methods(["GET", "HEAD", "POST"])
@owners_only
def member(request: HttpRequest, member_id: int) -> HttpResponse:
    if request.method != "POST":
        return _member_page(request, member_id)
    sent = MemberForm(request.POST)
    if sent.is_valid():
        try:
            change_member(owner=request.user, member_id=member_id, **sent.cleaned_data)
        except ValidationError as error:
            sent.add_error("rank", error)
        else:
            return saved(f"/control/members/{member_id}/")
    return _member_page(request, member_id, form=Filled(sent))


@require_POST
@owners_only
def member_groups(request: HttpRequest, member_id: int) -> HttpResponse:
    """Put a member into a group, or take them out."""
    owner, group_id = request.user, positive(request.POST.get("group"))
    if group_id and request.POST.get("_method") == "delete":
        take_from_group(owner=owner, group_id=group_id, member_id=member_id)
    elif group_id:
        add_to_group(owner=owner, group_id=group_id, member_ids=[member_id])
    return saved(f"/control/members/{member_id}/")


@require_POST
@owners_only
def member_profile(request: HttpRequest, member_id: int) -> HttpResponse:
    """Take away some of what a member shows of themselves."""
    parts = set(request.POST.getlist("part")) & set(PARTS)
    clear_profile(owner=request.user, member_id=member_id, parts=parts)
    return saved(f"/control/members/{member_id}/")


@require_POST
@owners_only
def suspension(request: HttpRequest, member_id: int) -> HttpResponse:
    """Keep a member out, or (with `_method` delete) let them in again."""
    if request.POST.get("_method") == "delete":
        lift_suspension(owner=request.user, member_id=member_id)
        return saved(f"/control/members/{member_id}/")
    sent = SuspensionForm(request.POST)
    if not sent.is_valid():
        return _member_page(request, member_id, suspending=Filled(sent))
    suspend(owner=request.user, member_id=member_id, **sent.cleaned_data)
    return saved(f"/control/members/{member_id}/")


@require_POST
@owners_only
def name(request: HttpRequest, member_id: int) -> HttpResponse:
    """Give a member another name."""
    sent = NameForm(request.POST, member_id=member_id)
    if sent.is_valid():
        chosen = sent.cleaned_data["name"]
        try:
            rename_member(owner=request.user, member_id=member_id, name=chosen)
        except ValidationError as error:
            sent.add_error(None, error)
        else:
            return saved(f"/control/members/{member_id}/")
    return _member_page(request, member_id, naming=Filled(sent))


@require_POST
@owners_only
def invitation(request: HttpRequest, member_id: int) -> HttpResponse:
    """Show the link with which somebody makes an imported account theirs."""
    path = invitation_to_claim(owner=request.user, member_id=member_id)
    link = f"{base_address(request)}{path}"
    return _member_page(request, member_id, invitation=link, days=DAYS)


def _member_page(request: HttpRequest, member_id: int, **more: Any) -> HttpResponse:
    """The page about a member; 422 where one of its forms has errors."""
    sheet = member_sheet(member_id=member_id)
    who = sheet.member
    if who.email and who != request.user:
        # The page shows what only owners may see.
        with in_site_language():
            what = gettext("email address")
        note_look(staff=request.user, member=who, what=what)
    forms = {
        "form": filled(rank=who.role, title=who.title),
        "naming": filled(name=who.name),
        "suspending": filled(),
    }
    context = {**forms, **more}
    is_wrong = any(context[form].errors for form in forms)
    context |= {
        "sheet": sheet,
        "ranks": MEMBER_RANKS,
        "former": former_names(reader=request.user, member_id=member_id),
    }
    return show(request, "member", "members", 422 if is_wrong else 200, **context)


@require_http_methods(["GET", "HEAD", "POST"])
@owners_only
def promotions(request: HttpRequest) -> HttpResponse:
    """After how long, and how much, members rise by themselves."""
    if request.method != "POST":
        form = filled(
            **{f"{p.rank}_on": "1" for p in Promotion.objects.all()},
            **{f"{p.rank}_days": p.days for p in Promotion.objects.all()},
            **{f"{p.rank}_posts": p.posts for p in Promotion.objects.all()},
        )
        return _promotions_page(request, form)
    sent = PromotionForm(request.POST, ranks=_RANKS)
    if not sent.is_valid():
        return _promotions_page(request, Filled(sent), 422)
    given = sent.cleaned_data
    needed = {
        rank: (given[f"{rank}_days"] or 0, given[f"{rank}_posts"] or 0)
        if given[f"{rank}_on"]
        else None
        for rank in EARNED
    }
    set_promotions(owner=request.user, needed=needed)
    return saved("/control/promotions/")


def _promotions_page(
    request: HttpRequest, form: Filled, status: int = 200
) -> HttpResponse:
    ranks = [(rank.value, Rank(rank).label) for rank in EARNED]
    return show(request, "promotions", "members", status, form=form, ranks=ranks)
