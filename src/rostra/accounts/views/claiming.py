"""The page behind an invitation to an account that an import made."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from rostra.accounts.borrowed import borrowed
from rostra.accounts.forms import ClaimForm, Filled, MailedClaimForm
from rostra.accounts.services.claiming import claim as make_theirs
from rostra.accounts.services.claiming import invited_to
from rostra.accounts.views.signing import signed_up
from rostra.web.pages import render


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@borrowed
def claim(request: HttpRequest, token: str) -> HttpResponse:
    invited = invited_to(token)
    form_class = MailedClaimForm if invited.email else ClaimForm
    form = form_class(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            user = make_theirs(token=token, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return signed_up(request, user, is_confirmed=bool(invited.email))
    context = {"invited": invited, "token": token, "form": Filled(form)}
    context |= {"note": "", "kept": False}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/claim.html", context, status=status)
