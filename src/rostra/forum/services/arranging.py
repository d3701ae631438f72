"""Make and change categories."""

from django.db import transaction
from django.utils.text import slugify

from rostra.forum.models import Category
from rostra.foundation.versions import raise_versions


@transaction.atomic
def make_category(
    *, name: str, description: str = "", audience: str = "everyone", position: int = 0
) -> Category:
    """A new, empty category. Callers see to it that an owner asked for it."""
    slug = slugify(name, allow_unicode=True)[:60].strip("-_") or "category"
    category = Category.objects.create(
        name=name,
        slug=slug,
        description=description,
        audience=audience,
        position=position,
    )
    raise_versions("site", "lists")
    return category
