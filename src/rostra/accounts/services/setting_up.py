"""The one-time link that makes the first owner."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.foundation.versions import raise_versions

LINK_FILE = "owner-link"


def has_owner() -> bool:
    """Whether somebody owns this site already."""
    return User.objects.filter(role=User.Role.OWNER).exists()


def owner_link_token(data: Path) -> str | None:
    """The secret of the one-time link, made when first asked for; None with an owner.

    It lies in the data folder, readable by its owner only, like the database itself.
    """
    if has_owner():
        return None
    path = data / LINK_FILE
    if not path.exists():
        _write_once(path, secrets.token_urlsafe(24))
    return path.read_text("utf-8").strip()


def _write_once(path: Path, token: str) -> None:
    # Under another name first: whoever finds the file finds the whole secret in it,
    # and of two processes that make one, one wins.
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(token)
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()


def is_owner_link(data: Path, token: str) -> bool:
    """Whether this is the secret of the link, and the link is still good."""
    known = owner_link_token(data)
    return known is not None and constant_time_compare(known, token)


@transaction.atomic
def make_first_owner(*, name: str, email: str, password: str) -> User:
    """The account that owns the site. Raises ValidationError if there is one already."""
    # Somebody pressing the button twice must not make two owners.
    list(User.objects.select_for_update().order_by("pk")[:1])
    if has_owner():
        raise ValidationError(_("This site has an owner already. Sign in instead."))
    owner = User.objects.build(name, email=email, role=User.Role.OWNER)
    owner.set_password(password)
    owner.save()
    raise_versions("site")
    return owner


def forget_owner_link(data: Path) -> None:
    """Remove the secret, once it has been used."""
    (data / LINK_FILE).unlink(missing_ok=True)
