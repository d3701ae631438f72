"""The owner's own groups, and who is in them."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from rostra.accounts.forms import Filled, filled
from rostra.accounts.services.grouping import (
    add_to_group,
    change_group,
    make_group,
    remove_group,
    take_from_group,
)
from rostra.control.forms import GroupForm
from rostra.control.guarding import owners_only
from rostra.control.selectors.people import (
    group_page,
    groups_with_sizes,
    members_named,
)
from rostra.control.views.showing import saved, show
from rostra.foundation.numbers import positive


@require_http_methods(["GET", "HEAD", "POST"])
@owners_only
def groups(request: HttpRequest) -> HttpResponse:
    form = Filled()
    if request.method == "POST":
        sent = GroupForm(request.POST)
        if sent.is_valid():
            try:
                made = make_group(owner=request.user, **sent.cleaned_data)
            except ValidationError as error:
                sent.add_error(None, error)
            else:
                return saved(f"/control/groups/{made.pk}/")
        form = Filled(sent)
    status = 422 if form.errors else 200
    found = groups_with_sizes()
    return show(request, "groups", "groups", status, groups=found, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@owners_only
def group(request: HttpRequest, group_id: int) -> HttpResponse:
    if request.method != "POST":
        return _group_page(request, group_id)
    if request.POST.get("_method") == "delete":
        remove_group(owner=request.user, group_id=group_id)
        return saved("/control/groups/")
    sent = GroupForm(request.POST)
    if sent.is_valid():
        try:
            change_group(owner=request.user, group_id=group_id, **sent.cleaned_data)
        except ValidationError as error:
            sent.add_error(None, error)
        else:
            return saved(f"/control/groups/{group_id}/")
    return _group_page(request, group_id, Filled(sent))


@require_POST
@owners_only
def people(request: HttpRequest, group_id: int) -> HttpResponse:
    """Put members into a group by their names, or take one out."""
    path = f"/control/groups/{group_id}/"
    if request.POST.get("_method") == "delete":
        member_id = positive(request.POST.get("member"))
        take_from_group(owner=request.user, group_id=group_id, member_id=member_id)
        return HttpResponseRedirect(path, status=303)
    names = request.POST.get("names", "")[:50_000]
    found, unknown = members_named(names)
    add_to_group(owner=request.user, group_id=group_id, member_ids=found)
    if unknown:
        return _group_page(request, group_id, unknown=unknown)
    return saved(path)


def _group_page(
    request: HttpRequest,
    group_id: int,
    form: Filled | None = None,
    unknown: list[str] | None = None,
) -> HttpResponse:
    page = group_page(group_id=group_id, after=request.GET.get("after", "")[:240])
    status = 422 if form or unknown else 200
    told = filled(name=page.group.name, description=page.group.description)
    context = {"page": page, "form": form or told, "unknown": unknown or []}
    return show(request, "group", "groups", status, **context)
