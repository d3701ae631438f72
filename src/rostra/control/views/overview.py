"""Where an owner begins; the site's name; looking as a group sees."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from rostra.accounts.forms import Filled, filled
from rostra.accounts.models import Group
from rostra.accounts.ranks import Rank
from rostra.control.forms import SiteForm
from rostra.control.guarding import owners_only
from rostra.control.seeing import KEY, name_of
from rostra.control.selectors.people import count_waiting
from rostra.control.services.naming import change_site
from rostra.control.views.showing import saved, show
from rostra.web.errors import page as error_page
from rostra.web.site_choices import site as current_site


@require_safe
@owners_only
def overview(request: HttpRequest) -> HttpResponse:
    eyes = [(rank.value, rank.label) for rank in Rank if rank != Rank.OWNER]
    groups = list(Group.objects.values_list("pk", "name"))
    context = {"ranks": eyes, "groups": groups, "waiting": count_waiting()}
    return show(request, "overview", "overview", **context)


@require_http_methods(["GET", "HEAD", "POST"])
@owners_only
def site(request: HttpRequest) -> HttpResponse:
    now = current_site()
    if request.method != "POST":
        names = SiteForm.base_fields
        form = (
            filled(**{name: getattr(now, name) for name in names}) if now else Filled()
        )
        return show(request, "site", "site", form=form)
    sent = SiteForm(request.POST)
    if not sent.is_valid():
        return show(request, "site", "site", 422, form=Filled(sent))
    change_site(owner=request.user, **sent.cleaned_data)
    return saved("/control/site/")


@require_POST
@owners_only
def seen_as(request: HttpRequest) -> HttpResponse:
    """See the forum as a group, or (with `_method` delete) with one's own eyes again."""
    if request.POST.get("_method") == "delete":
        request.session.pop(KEY, None)
        return HttpResponseRedirect("/control/", status=303)
    wanted = request.POST.get("group", "")
    if not name_of(wanted) or wanted == Rank.OWNER:
        return error_page(request, 422, _("Choose a group to look as."))
    request.session[KEY] = wanted
    return HttpResponseRedirect("/", status=303)
