"""Pages that belong to no feature: how pages look."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from rostra.web.addresses import page_before
from rostra.web.look import CHOICES, COOKIE, changed, give_look, look_of
from rostra.web.signals import look_chosen


@require_POST
@login_not_required
def look(request: HttpRequest) -> HttpResponse:
    """Change theme, text size, density or language, and go back."""
    user = request.user
    chosen = look_of(user.look or request.COOKIES.get(COOKIE))
    for part in CHOICES.keys() & request.POST.keys():
        chosen = changed(chosen, part, request.POST[part])
    if user.is_authenticated:
        look_chosen.send(sender=type(user), user=user, look=chosen)
    response = HttpResponseRedirect(page_before(request), status=303)
    give_look(request, response, chosen)
    return response
