"""Files in posts: hand them out, take them, list one's own."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from rostra.forum.composer import refusal_of
from rostra.forum.selectors.attached import own_files, sent_file
from rostra.forum.services.attaching import (
    attach_file,
    markdown_of,
    remove_own_file,
)
from rostra.forum.views import writing
from rostra.foundation.numbers import positive
from rostra.web.pages import render
from rostra.web.security import POLICY

KEPT_BY_BROWSERS = "private, max-age=31536000, immutable"
"""An address never means another file. Private: another reader might not get it."""


@require_safe
@login_not_required
def file(
    request: HttpRequest,
    file_id: int,
    name: str = "",
    width: int = 0,
    suffix: str = "",
) -> HttpResponse:
    """A file, for whoever may read what it stands in; the front sends its bytes."""
    sent = sent_file(reader=request.user, file_id=file_id, width=width, suffix=suffix)
    try:
        opened = sent.path.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        opened,
        as_attachment=not sent.is_picture,
        filename=sent.name,
        content_type=sent.content_type,
    )
    response["Cache-Control"] = KEPT_BY_BROWSERS
    response["ETag"] = sent.etag
    response["Content-Security-Policy"] = f"{POLICY}; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Rostra-File"] = str(sent.path)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def files(request: HttpRequest) -> HttpResponse:
    """Take a file for what is being written: for a script, or for its form as a whole."""
    if request.method == "POST":
        wants_json = "application/json" in request.headers.get("Accept", "")
        return _take(request) if wants_json else _into_form(request)
    if not request.user.is_authenticated:
        return HttpResponseRedirect("/sign-in/?next=/files/")
    before = positive(request.GET.get("before"))
    context = {"page": own_files(owner=request.user, before=before)}
    return render(request, "forum/files.html", context)


@require_POST
def own_file(request: HttpRequest, file_id: int) -> HttpResponse:
    """Remove one of one's own (with `_method` delete)."""
    if request.POST.get("_method") == "delete":
        remove_own_file(owner=request.user, file_id=file_id)
    return HttpResponseRedirect("/files/", status=303)


def _take(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return JsonResponse({"error": _("Sign in to attach files.")}, status=403)
    sent = request.FILES.get("file")
    if sent is None:
        return JsonResponse({"error": _("Choose a file first.")}, status=422)
    try:
        kept = attach_file(owner=request.user, name=sent.name, data=sent.read())
    except writing.REFUSALS as error:
        words, status = refusal_of(error)
        return JsonResponse({"error": words}, status=status)
    about = {"markdown": markdown_of(kept), "url": kept.url, "name": kept.name}
    return JsonResponse({**about, "is_picture": kept.is_picture}, status=201)


def _into_form(request: HttpRequest) -> HttpResponse:
    """The page that the form stands on, with the Markdown in its text."""
    kind, _colon, number = request.POST.get("place", "").partition(":")
    pages: dict[str, Callable[..., HttpResponse]] = {
        "topic": writing.reply,
        "edit": writing.edit,
    }
    if kind == "new":
        return writing.start(request)
    if kind not in pages or not positive(number):
        raise Http404
    return pages[kind](request, positive(number))
