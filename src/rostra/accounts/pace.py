"""How often may be guessed, so that guessing is hopeless and nobody can be locked out.

Counted are guesses from one address, guesses from one address at one account, and
guesses at one account from everywhere. Only the last could be used against its owner:
so it does not hold for a browser that the owner has signed in with before, nor for one
that has done some work for each further guess (machines.py), nor for a passkey.
"""

import hashlib

from django.http import HttpRequest

from rostra.accounts.known_browsers import known_members
from rostra.accounts.models import User
from rostra.accounts.names import name_key
from rostra.foundation.limits import Limit, TooSoon

GUESSES_HERE = Limit("guess-here", count=10, seconds=300)
"""At one account from one address."""

GUESSES = Limit("guess", count=100, seconds=3600)
"""At one account from everywhere, but its owner's browsers."""

LETTERS_HERE = Limit("letter-here", count=5, seconds=600)
"""To one mail address, asked for from one address."""

LETTERS_FROM = Limit("letter-from", count=30, seconds=600)
"""To whatever mail addresses, asked for from one address."""

LETTERS = Limit("letter", count=20, seconds=3600)
"""To one mail address, asked for from everywhere, but its owner's browsers."""


class GuessedEverywhere(TooSoon):
    """Too many have guessed at one account; a browser that works may guess on."""


def spend_guess(request: HttpRequest, login: str) -> None:
    """Count a guess at an account, there or not; raises TooSoon, and GuessedEverywhere
    where it is not this address that has guessed too often."""
    _spend(GUESSES_HERE, GUESSES, request, login)


def spend_letter(request: HttpRequest, email: str) -> None:
    """Count a mail to an address, known or not; raises TooSoon."""
    LETTERS_FROM.spend(_short(request.META["REMOTE_ADDR"]))
    _spend(LETTERS_HERE, LETTERS, request, email)


def _spend(here: Limit, everywhere: Limit, request: HttpRequest, login: str) -> None:
    key = name_key(login)
    here.spend(_short(f"{request.META['REMOTE_ADDR']} {key}"))
    try:
        everywhere.spend(_short(key))
    except TooSoon as error:
        if not _is_known_here(request, key):
            raise GuessedEverywhere(error.wait) from None


def _short(key: str) -> str:
    # Caches take keys of 250 plain characters.
    return hashlib.sha256(key.encode()).hexdigest()


def _is_known_here(request: HttpRequest, key: str) -> bool:
    members = User.objects.filter(pk__in=known_members(request))
    return any(key in (member.name_key, member.email_key) for member in members)
