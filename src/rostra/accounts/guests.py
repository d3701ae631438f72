"""A guest who wrote something carries a secret, so that it finds them again."""

import hashlib
import secrets

from django.http import HttpRequest, HttpResponse

COOKIE = "guest"
WEEK = 7 * 24 * 60 * 60


def guest_secret(request: HttpRequest) -> str:
    """The secret in the request's cookie, or an empty text."""
    secret = request.COOKIES.get(COOKIE, "")
    return secret if 20 <= len(secret) <= 64 else ""


def give_secret(request: HttpRequest, response: HttpResponse, secret: str) -> None:
    """Let the guest's browser keep the secret for a week."""
    response.set_cookie(
        COOKIE,
        secret,
        max_age=WEEK,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


def guest_key(secret: str) -> str:
    """What a guest's texts are found by: the secret itself is not stored."""
    return hashlib.sha256(secret.encode()).hexdigest() if secret else ""


def new_secret() -> str:
    """A secret nobody can guess."""
    return secrets.token_urlsafe(24)


def forget_secret(response: HttpResponse) -> None:
    """Take the cookie away again, so that pages come from memory once more."""
    response.delete_cookie(COOKIE, samesite="Lax")
