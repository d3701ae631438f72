"""What a member prefers: one form."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from rostra.accounts.borrowed import NOTE
from rostra.accounts.forms import Filled
from rostra.accounts.mail_kinds import kinds_for, wants
from rostra.accounts.preferences import PreferencesForm, page_sizes, zones
from rostra.accounts.services.preferring import change_preferences
from rostra.foundation.languages import LANGUAGES
from rostra.web.language import speak
from rostra.web.look import COOKIE, give_look, look_of
from rostra.web.pages import render


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Time zone, looks, topics and presence."""
    if request.method != "POST":
        return _page(request, _form(request, initial=_now(request)), 200)
    form = _form(request, request.POST)
    if not form.is_valid():
        return _page(request, form, 422)
    chosen = form.preferences()
    change_preferences(member=request.user, **chosen)
    speak(chosen["look"].language or settings.LANGUAGE_CODE)
    request.session[NOTE] = _("Your preferences are saved.")
    response = HttpResponseRedirect("/account/preferences/", status=303)
    give_look(request, response, chosen["look"])
    return response


def _form(request: HttpRequest, *given: Any, **more: Any) -> PreferencesForm:
    return PreferencesForm(*given, kinds=kinds_for(request.user), **more)


def _now(request: HttpRequest) -> dict[str, object]:
    user = request.user
    look = look_of(user.look or request.COOKIES.get(COOKIE))
    size = user.posts_per_page if user.posts_per_page in page_sizes()[1:] else 0
    names = (
        "time_zone",
        "after_reply",
        "signatures",
        "hides_presence",
        "mentions_from",
    )
    kept = {name: getattr(user, name) for name in names}
    kept["mail"] = [k.key for k in kinds_for(user) if wants(user, k)]
    return {**kept, "posts_per_page": str(size), **look._asdict()}


def _sizes() -> dict[str, str]:
    said = [ngettext("%(n)s post", "%(n)s posts", n) % {"n": n} for n in page_sizes()]
    return dict(zip(map(str, (0, *page_sizes()[1:])), said, strict=True))


def _page(request: HttpRequest, form: PreferencesForm, status: int) -> HttpResponse:
    context = {
        "form": Filled(form),
        "zones": zones(),
        "sizes": _sizes(),
        "languages": {"": _("As the site has it"), **LANGUAGES},
        "kinds": kinds_for(request.user),
        "note": request.session.pop(NOTE, ""),
    }
    return render(request, "accounts/preferences.html", context, status=status)
