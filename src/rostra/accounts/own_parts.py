"""What accounts put into the copy that a member is given, and close when they leave."""

from collections.abc import Callable, Iterator
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import models
from django.utils.translation import gettext_lazy as _

from rostra.accounts.leaving import DOORS
from rostra.accounts.models import (
    Closing,
    FormerName,
    Invitation,
    Membership,
    Merging,
    ProfileAnswer,
    Session,
    StaffLook,
    Tie,
    User,
)
from rostra.accounts.own_copy import (
    LEFT_OUT,
    CopyPart,
    Row,
    add_part,
    in_chunks,
    name_in_copy,
    row_of,
)
from rostra.attachments.models import Attachment

_SECRETS = ("password", "code", "session_key", "session_data", "data", "staff_id")
"""Columns that let somebody in, or are about somebody else."""


def own_row(member: User) -> Iterator[Row]:
    """The member's own row."""
    yield row_of(member, without=_SECRETS)


def _theirs(
    model: type[models.Model], by: str = "user"
) -> Callable[[User], Iterator[Row]]:
    def rows(member: User) -> Iterator[Row]:
        found: Any = model._default_manager.filter(**{by: member.pk}).order_by("pk")
        yield from (row_of(row, without=_SECRETS) for row in found)

    return rows


def memberships(member: User) -> Iterator[Row]:
    """The owner's groups they are in."""
    for one in Membership.objects.filter(user=member).select_related("group"):
        yield {"group": one.group.name, "since": one.since}


def answers(member: User) -> Iterator[Row]:
    """What they say in the fields that the owner made."""
    said = ProfileAnswer.objects.filter(user=member).select_related("field")
    for one in said.order_by("field__place", "field"):
        yield {"field": one.field.label, "text": one.text}


def ties(member: User) -> Iterator[Row]:
    """Whom they follow and ignore; not who follows or ignores them."""
    for one in Tie.objects.filter(owner=member).select_related("member").order_by("pk"):
        yield {"kind": one.kind, "member": one.member.name, "since": one.made_at}


def files(member: User) -> Iterator[Row]:
    """The files that they sent, which are in the copy themselves."""
    for some in in_chunks(Attachment.objects.filter(owner=member)):
        for file in some:
            row = row_of(file, without=("owner_id", "folder", "widths", "is_used"))
            yield {"file": name_in_copy(file), "address": file.url, **row}


def add_parts() -> None:
    """Called once, when the app is ready."""
    for key, title, model, rows in (
        ("account", _("Account and profile"), User, own_row),
        (
            "former-names",
            _("Names you had before"),
            FormerName,
            _theirs(FormerName, "member"),
        ),
        ("email-addresses", _("Email addresses"), EmailAddress, _theirs(EmailAddress)),
        ("sessions", _("Where you are signed in"), Session, _theirs(Session)),
        ("factors", _("Passkeys and codes"), Authenticator, _theirs(Authenticator)),
        ("other-sites", _("Other sites"), SocialAccount, _theirs(SocialAccount)),
        ("groups", _("Groups"), Membership, memberships),
        ("answers", _("More about you"), ProfileAnswer, answers),
        ("ties", _("Whom you follow and ignore"), Tie, ties),
        ("files", _("Files"), Attachment, files),
        (
            "invitations",
            _("Invitations you made"),
            Invitation,
            _theirs(Invitation, "made_by"),
        ),
        (
            "staff-looks",
            _("When staff looked at your private data"),
            StaffLook,
            _theirs(StaffLook, "member"),
        ),
    ):
        add_part(CopyPart(key, title, (model,), rows))
    LEFT_OUT[Merging] = "it says only that an account of theirs went into another"
    LEFT_OUT[Closing] = "an account that is closed can ask for no copy"


def add_doors() -> None:
    """What lets a member in goes at the moment they leave. Called once."""
    DOORS.update(
        {
            Invitation: "made_by",
            EmailAddress: "user",
            Authenticator: "user",
            SocialAccount: "user",
        }
    )
