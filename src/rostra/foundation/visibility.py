"""Every private read goes through here: rows are fetched *as* somebody."""

from typing import Any, Self

from django.core.exceptions import ObjectDoesNotExist
from django.db import models


class NotVisible(ObjectDoesNotExist):
    """The row is missing, or this reader may not know that it exists."""


class VisibleQuerySet(models.QuerySet[Any]):
    """Rows that know who may see them."""

    def visible_to(self, reader: Any) -> Self:
        """The rows this reader may know of. Every subclass says which."""
        raise NotImplementedError

    def get_visible(self, reader: Any, **lookup: Any) -> Any:
        """The one row that matches, if this reader may see it; else NotVisible."""
        try:
            return self.visible_to(reader).get(**lookup)
        except self.model.DoesNotExist:
            raise NotVisible(self.model._meta.verbose_name) from None
