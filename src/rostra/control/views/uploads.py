"""How much the files of members may take, by rank and group."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from rostra.accounts.forms import Filled, filled
from rostra.accounts.models import Group
from rostra.accounts.ranks import MEMBER_RANKS
from rostra.control.forms import AllowancesForm
from rostra.control.guarding import owners_only
from rostra.control.views.showing import saved, show
from rostra.forum.allowances import MOST_MEGABYTES, allowances
from rostra.forum.services.allowing import set_allowances


@require_http_methods(["GET", "HEAD", "POST"])
@owners_only
def uploads(request: HttpRequest) -> HttpResponse:
    groups = {
        f"group-{pk}": name for pk, name in Group.objects.values_list("pk", "name")
    }
    if request.method != "POST":
        now = allowances()
        by_group = {f"group-{pk}": now.groups.get(pk) for pk in now.groups}
        return _page(request, groups, filled(**now.ranks, **by_group))
    sent = AllowancesForm(request.POST, groups=groups)
    if not sent.is_valid():
        return _page(request, groups, Filled(sent), 422)
    given = sent.cleaned_data
    set_allowances(
        owner=request.user,
        ranks={rank: given[rank] for rank, _name in MEMBER_RANKS},
        groups={int(key.removeprefix("group-")): given[key] for key in groups},
    )
    return saved("/control/uploads/")


def _page(
    request: HttpRequest, groups: dict[str, str], form: Filled, status: int = 200
) -> HttpResponse:
    context = {"ranks": MEMBER_RANKS, "groups": groups.items(), "form": form}
    context["most"] = MOST_MEGABYTES
    return show(request, "uploads", "site", status, **context)
