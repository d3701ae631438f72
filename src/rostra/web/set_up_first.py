"""Before a site is set up, every page says how to do that."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from rostra.web.pages import render
from rostra.web.site_choices import site


class SetUpFirst:
    """Middleware: only the set-up page opens while there is no site."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if site() is None and not request.path.startswith("/set-up/"):
            return render(request, "accounts/set_up_closed.html", status=503)
        return self.get_response(request)
