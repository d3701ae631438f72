"""Choose what members may say of themselves, and say it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from rostra.accounts.models import ProfileAnswer, ProfileField, User
from rostra.accounts.policies import SitePolicy
from rostra.accounts.services.own_row import lock_own_row
from rostra.foundation.versions import raise_versions
from rostra.foundation.visibility import NotVisible

MOST_FIELDS = 20


@transaction.atomic
def make_field(*, owner: User, **columns: str) -> ProfileField:
    """Let members say one more thing, behind the others.

    `columns` are label, hint, kind, options and readers of ProfileField. Raises
    PermissionDenied, and ValidationError for one too many.
    """
    SitePolicy(owner).govern().or_raise()
    fields = _locked_fields()
    if len(fields) >= MOST_FIELDS:
        words = _("There are %(most)s fields, and more is not possible.")
        raise ValidationError(words % {"most": MOST_FIELDS})
    last = fields[-1].place if fields else 0
    field = ProfileField.objects.create(place=last + 1, **columns)
    raise_versions("site")
    return field


@transaction.atomic
def change_field(*, owner: User, field_id: int, **columns: str) -> ProfileField:
    """Change one of the fields; what members answered stays.

    Raises PermissionDenied and NotVisible.
    """
    SitePolicy(owner).govern().or_raise()
    field = _locked(field_id)
    for name, value in columns.items():
        setattr(field, name, value)
    field.save()
    raise_versions("site")
    return field


@transaction.atomic
def move_field(*, owner: User, field_id: int, up: bool) -> None:
    """Put a field one place up or down; at the end it stays where it is."""
    SitePolicy(owner).govern().or_raise()
    fields = _locked_fields()
    at = next((n for n, field in enumerate(fields) if field.pk == field_id), None)
    if at is None:
        raise NotVisible("profile field")
    to = min(max(at + (-1 if up else 1), 0), len(fields) - 1)
    fields.insert(to, fields.pop(at))
    for place, field in enumerate(fields, 1):
        field.place = place
    ProfileField.objects.bulk_update(fields, ["place"])
    raise_versions("site")


@transaction.atomic
def remove_field(*, owner: User, field_id: int) -> None:
    """Forget a field and everything that members answered."""
    SitePolicy(owner).govern().or_raise()
    _locked(field_id).delete()
    raise_versions("site")


@transaction.atomic
def answer_fields(*, member: User, answers: dict[int, str]) -> None:
    """Keep what a member says: field id → text, where an empty text takes it back.

    Ids of no field are passed over. The caller has checked the texts. Raises
    PermissionDenied if the account is closed.
    """
    lock_own_row(member)
    known = set(
        ProfileField.objects.filter(pk__in=answers).values_list("pk", flat=True)
    )
    theirs = ProfileAnswer.objects.filter(user=member)
    theirs.filter(field__in=[pk for pk in known if not answers[pk]]).delete()
    for pk in sorted(known):
        if answers[pk]:
            said = {"text": answers[pk]}
            ProfileAnswer.objects.update_or_create(
                user=member, field_id=pk, defaults=said
            )
    raise_versions(f"member:{member.pk}")


def _locked_fields() -> list[ProfileField]:
    return list(ProfileField.objects.select_for_update().order_by("place", "pk"))


def _locked(field_id: int) -> ProfileField:
    field = ProfileField.objects.select_for_update().filter(pk=field_id).first()
    if field is None:
        raise NotVisible("profile field")
    return field
