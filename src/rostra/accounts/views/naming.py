"""A member's own name: what it is, what it was, and another one."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rostra.accounts.borrowed import NOTE
from rostra.accounts.forms import Filled, NameForm
from rostra.accounts.selectors.former_names import former_names
from rostra.accounts.services.renaming import change_own_name, may_rename_from
from rostra.web.pages import render
from rostra.web.site_choices import site

_PAGE = "/account/name/"


@require_http_methods(["GET", "HEAD", "POST"])
def own_name(request: HttpRequest) -> HttpResponse:
    """Show it, and change it where that is allowed."""
    user = request.user
    if request.method != "POST":
        return _page(request, NameForm(member_id=user.pk, initial={"name": user.name}))
    form = NameForm(request.POST, member_id=user.pk)
    if not form.is_valid():
        return _page(request, form)
    try:
        change_own_name(member=user, name=form.cleaned_data["name"])
    except PermissionDenied as error:
        form.add_error("name", str(error))
        return _page(request, form)
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, form)
    request.session[NOTE] = _("This is your name from now on.")
    return HttpResponseRedirect(_PAGE, status=303)


def _page(request: HttpRequest, form: NameForm) -> HttpResponse:
    start, here = may_rename_from(request.user), site()
    is_early = start is not None and start > timezone.now()
    context = {
        "form": Filled(form),
        "may": start is not None and not is_early,
        "start": start,
        "days": here.rename_days if here else 0,
        "former": former_names(reader=request.user, member_id=request.user.pk),
        "note": request.session.pop(NOTE, ""),
    }
    status = 422 if form.is_bound else 200
    return render(request, "accounts/name.html", context, status=status)
