"""Addresses that come from outside and may only lead back into this site."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def next_path(request: HttpRequest, default: str = "/") -> str:
    """Where a form asks to go on to: a path of this site, or the default."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if _is_own_path(wanted) else default


def page_before(request: HttpRequest) -> str:
    """The page of this site that a form was on, by the browser's word; else the front."""
    sender = urlsplit(request.headers.get("Referer", ""))
    path = f"{sender.path}?{sender.query}" if sender.query else sender.path
    is_here = sender.netloc == request.get_host()
    return path if is_here and _is_own_path(path) else "/"


def _is_own_path(wanted: str) -> bool:
    is_path = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    return is_path and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
