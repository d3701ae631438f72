"""Pages for owners only: for everybody else they do not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from rostra.accounts.policies import SitePolicy
from rostra.foundation.visibility import NotVisible

View = Callable[..., HttpResponse]


def owners_only(view: View) -> View:
    """A view that raises NotVisible unless an owner asks."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not SitePolicy(request.user).govern():
            raise NotVisible("page")
        return view(request, *args, **kwargs)

    return guarded
