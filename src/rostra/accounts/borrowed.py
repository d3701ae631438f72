"""Django-allauth's pages, drawn as ours, and only where they are opened.

Its middleware would surround every request, also those for a topic's page; it is put
around its own views instead.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.apps import AccountConfig
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse

View = Callable[..., HttpResponse]
NOTE = "note"
"""Where the session keeps what the next page tells the reader once."""


class SigningConfig(AccountConfig):
    """The app `allauth.account`, which else insists on its middleware."""

    def ready(self) -> None:
        from allauth.account import checks

        assert checks


def borrowed(view: View) -> View:
    """A view of django-allauth, or one of ours that calls it, as a view of this site."""

    @wraps(view)
    def drawn(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        was_guest = not request.user.is_authenticated
        response = _surrounded(
            request, lambda asked: _as_ours(asked, view(asked, *args, **kwargs))
        )
        if was_guest and request.user.is_authenticated:
            _welcome(request, response)
        return response

    return drawn


def _surrounded(request: HttpRequest, answer: View) -> HttpResponse:
    from allauth.account.middleware import AccountMiddleware
    from allauth.core import context
    from allauth.core.exceptions import (
        ImmediateHttpResponse,
        ReauthenticationRequired,
    )

    surrounding = AccountMiddleware(answer)
    try:
        return surrounding(request)
    except (ImmediateHttpResponse, ReauthenticationRequired) as error:
        with context.request_context(request):
            return surrounding.process_exception(request, error)


def _as_ours(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if not isinstance(response, SimpleTemplateResponse) or response.is_rendered:
        return response
    from rostra.accounts.forms import Filled
    from rostra.accounts.guests import guest_secret
    from rostra.accounts.registration import question
    from rostra.accounts.terms import minimum_age, terms_number
    from rostra.web.addresses import next_path
    from rostra.web.pages import render

    known = dict(response.context_data or {})
    form = known.get("form")
    is_wrong = form is not None and form.is_bound and bool(form.errors)
    known |= {
        "form": Filled(form),
        "secret": getattr(form, "secret", ""),
        "accounts": getattr(form, "accounts", ()),
        "others": settings.SIGN_IN_WITH,
        "question": question(),
        "terms": terms_number(),
        "age": minimum_age(),
        "next": next_path(request, ""),
        "kept": bool(guest_secret(request)),
        "note": request.session.pop(NOTE, ""),
    }
    (template,) = _names(response.template_name)
    status, kind = 422 if is_wrong else 200, response.headers["Content-Type"]
    drawn = render(request, template, known, status=status, content_type=kind)
    for name, value in response.headers.items():
        drawn.headers.setdefault(name, value)
    # Nothing on the way may keep a page with a code field or a key in it.
    drawn.headers["Cache-Control"] = "private, no-store"
    return drawn


def _names(name: Any) -> list[str]:
    return [name] if isinstance(name, str) else list(name)[:1]


def _welcome(request: HttpRequest, response: HttpResponse) -> None:
    from rostra.accounts.guests import forget_secret
    from rostra.accounts.known_browsers import remember

    forget_secret(response)
    remember(request, response)
