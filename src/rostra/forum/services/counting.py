"""Counts that pages gather in memory and write in batches."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F

from rostra.forum.models import Topic
from rostra.foundation.numbers import positive


@transaction.atomic
def add_views(views: Mapping[str, int]) -> None:
    """Add to the views of topics: {"topic:7": 12}; places that are no topic are left."""
    for place, count in sorted(views.items()):
        kind, _, topic_id = place.partition(":")
        if kind == "topic" and (pk := positive(topic_id)):
            Topic.objects.filter(pk=pk).update(views=F("views") + count)
