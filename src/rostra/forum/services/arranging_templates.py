"""Choose what whoever starts a topic in a category is asked for."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.accounts.policies import SitePolicy
from rostra.forum.models import Category, TemplateField
from rostra.foundation.visibility import NotVisible

MOST_FIELDS = 20


@transaction.atomic
def make_template_field(
    *, owner: User, category_id: int, **columns: Any
) -> TemplateField:
    """Ask for one more thing, behind the others.

    `columns` are label, hint, kind, options and is_required of TemplateField. Raises
    PermissionDenied, NotVisible, and ValidationError for one too many.
    """
    category = _lock(owner, category_id)
    fields = list(category.template.all())
    if len(fields) >= MOST_FIELDS:
        words = _("There are %(most)s fields, and more is not possible.")
        raise ValidationError(words % {"most": MOST_FIELDS})
    last = fields[-1].position if fields else 0
    field: TemplateField = category.template.create(position=last + 1, **columns)
    return field


@transaction.atomic
def change_template_field(
    *, owner: User, category_id: int, field_id: int, **columns: Any
) -> TemplateField:
    """Change one of the fields; posts that were written with it stay as they are.

    Raises PermissionDenied and NotVisible.
    """
    field = _field(_lock(owner, category_id), field_id)
    for name, value in columns.items():
        setattr(field, name, value)
    field.save()
    return field


@transaction.atomic
def move_template_field(
    *, owner: User, category_id: int, field_id: int, up: bool
) -> None:
    """Put a field one place up or down; at the end it stays where it is."""
    category = _lock(owner, category_id)
    fields = list(category.template.all())
    at = fields.index(_field(category, field_id))
    to = min(max(at + (-1 if up else 1), 0), len(fields) - 1)
    fields.insert(to, fields.pop(at))
    for position, field in enumerate(fields, 1):
        field.position = position
    TemplateField.objects.bulk_update(fields, ["position"])


@transaction.atomic
def remove_template_field(*, owner: User, category_id: int, field_id: int) -> None:
    """Ask for it no longer; what was answered stands in the posts."""
    _field(_lock(owner, category_id), field_id).delete()


def _lock(owner: User, category_id: int) -> Category:
    SitePolicy(owner).govern().or_raise()
    rows = Category.objects.select_for_update()
    category: Category = rows.get_visible(owner, pk=category_id)
    return category


def _field(category: Category, field_id: int) -> TemplateField:
    field = category.template.filter(pk=field_id).first()
    if field is None:
        raise NotVisible("template field")
    return field
