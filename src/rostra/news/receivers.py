"""What news does when something happened elsewhere."""

from typing import Any

from django.dispatch import receiver

from rostra.forum.signals import topic_moderated
from rostra.news.services.starting_links import move_addresses


@receiver(topic_moderated)
def follow_merging(sender: object, pk: int, **_: Any) -> None:
    """Whoever brings an address of a topic that was merged into another is led there."""
    move_addresses(pk)
