"""Work that a newcomer's browser does, so that a thousand accounts cost a machine much.

The challenges are those of ALTCHA, version 2: the browser tries keys derived with
PBKDF2 until one begins as asked. No third party takes part, and nobody solves pictures.
"""

import json
import secrets
import time

import altcha
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from rostra.web.models import MachineCheck, SignUp
from rostra.web.site_choices import site

ALGORITHM = "PBKDF2/SHA-256"
ROUNDS = 1000
"""Of the hash for each try: the page that asks does as many once, in under 1 ms."""
TRIES = {
    MachineCheck.LIGHT: 600,
    MachineCheck.USUAL: 4800,
    MachineCheck.HEAVY: 24_000,
}
"""The most tries that may be needed; the fewest are half as many."""
LIFE = 2 * 3600
"""Seconds in which a challenge can be answered."""


def is_asked_for() -> bool:
    """Whether newcomers' browsers have to work."""
    here = site()
    if here is None or here.sign_up == SignUp.INVITATION:  # Somebody vouches for them.
        return False
    return here.machine_check in TRIES


def new_challenge() -> str:
    """Work for one browser, as JSON; an empty text where none is asked for."""
    here = site()
    if here is None or not is_asked_for():
        return ""
    return _challenge(TRIES[MachineCheck(here.machine_check)])


def challenge_for_guess() -> str:
    """The same for a guess at an account that many have guessed at, whatever the owner
    asks of newcomers."""
    return _challenge(TRIES[MachineCheck.USUAL])


def _challenge(most: int) -> str:
    challenge = altcha.create_challenge(
        ALGORITHM,
        ROUNDS,
        counter=most // 2 + secrets.randbelow(most // 2),
        expires_at=int(time.time()) + LIFE,
        hmac_secret=_secret("challenge"),
        hmac_key_secret=_secret("key"),
    )
    return json.dumps(challenge.to_dict())


def take_proof(proof: str) -> bool:
    """Whether the work was done; it counts once, and an empty text is no work.

    `proof` is ALTCHA's payload, Base64 of JSON. Raises ValidationError for one that is
    wrong, too old or used.
    """
    if not proof:
        return False
    answer = altcha.verify_solution(
        proof, _secret("challenge"), hmac_key_secret=_secret("key")
    )
    if answer.verified:
        nonce = altcha.Payload.from_base64(proof).challenge.parameters.nonce
        if cache.add(f"proof:{nonce}", 1, LIFE):
            return True
    raise ValidationError(
        _("Your browser's work was too old or used already. Send the form again.")
    )


def _secret(purpose: str) -> str:
    return salted_hmac(__name__, purpose, algorithm="sha256").hexdigest()
