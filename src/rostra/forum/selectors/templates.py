"""What whoever starts a topic is asked for."""

from rostra.accounts.models import Reader
from rostra.forum.models import Category, TemplateField


def template_of(*, reader: Reader, category_id: int) -> tuple[TemplateField, ...]:
    """The fields of a category's template, as its owner ordered them: one query, none
    without a category. Empty for a category that the reader may not see."""
    if not category_id:
        return ()
    seen = Category.objects.visible_to(reader)
    return tuple(TemplateField.objects.filter(category=category_id, category__in=seen))
