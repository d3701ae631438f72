"""A moderator erases an earlier text of a post, where somebody's privacy asks for it."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from rostra.accounts.forms import Filled
from rostra.forum.forms import EraseForm
from rostra.forum.selectors.history import earlier_text
from rostra.forum.services.erasing_revisions import erase_revision
from rostra.web.pages import render


@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, post_id: int, number: int) -> HttpResponse:
    about = {"moderator": request.user, "post_id": post_id, "number": number}
    text = earlier_text(**about)
    form = EraseForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            erase_revision(**about, **form.cleaned_data)
            return HttpResponseRedirect(f"/post/{post_id}/history/", status=303)
        except ValidationError as refused:
            form.add_error(None, refused)
    context = {"text": text, "post_id": post_id, "form": Filled(form)}
    status = 422 if form.is_bound else 200
    return render(request, "forum/erase_text.html", context, status=status)
