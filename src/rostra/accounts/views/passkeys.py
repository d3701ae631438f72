"""Sign in with a passkey alone (Web Authentication, level 3)."""

from allauth.core.internal import ratelimit
from allauth.mfa.webauthn import views as allauth_views
from allauth.mfa.webauthn.internal import auth
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods

from rostra.accounts.borrowed import borrowed
from rostra.foundation.limits import Limit

ASKINGS = Limit("passkey", count=20, seconds=60)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@borrowed
@ratelimit.decorator(app="allauth.mfa", action="webauthn_login")
def sign_in(request: HttpRequest) -> HttpResponse:
    """What the browser needs to ask for a passkey; by POST, what the passkey said."""
    if request.method == "POST":
        return allauth_views.login_webauthn(request)
    # Each asking leaves a session behind, with what the answer must fit.
    ASKINGS.spend(request.META["REMOTE_ADDR"])
    answer = JsonResponse(auth.begin_authentication(user=None))
    answer["Cache-Control"] = "private, no-store"
    return answer
