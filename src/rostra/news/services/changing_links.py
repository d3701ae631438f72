"""Put right what is shown of the page that a topic was started from."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.attachments.folder import remove_file
from rostra.forum.services.numbering import lock_topic_row, raise_after_writing
from rostra.foundation.limits import Limit
from rostra.foundation.visibility import NotVisible
from rostra.news.kept_entries import addresses_as_digests
from rostra.news.models import LinkTopic
from rostra.news.policies import LinkPolicy
from rostra.news.services.asking_links import drawn_for
from rostra.news.services.in_turn import take_turn
from rostra.news.services.starting_links import (
    IsHere,
    Linked,
    hang_picture,
    opening_of,
    remember_addresses,
    topic_about,
)

CHANGED = Limit("link-changed", count=10, seconds=600)


@transaction.atomic
def change_link(
    *, editor: User, topic_id: int, linked: Linked, has_picture: bool
) -> LinkTopic:
    """Give a topic's page another title, outlet, day or picture; its address and the
    topic's title stay. Without a new picture, the one that is there stays if `has_picture`.

    Raises NotVisible, PermissionDenied with a reason, ValidationError naming fields,
    IsHere if the page has an address that another topic is about, and TooSoon.
    """
    CHANGED.spend(str(editor.pk))
    picture = drawn_for(editor, linked.picture) if has_picture else None
    take_turn()
    topic = lock_topic_row(editor, topic_id)
    row = LinkTopic.objects.filter(topic=topic).first()
    opening = opening_of(row) if row else None
    if row is None or opening is None or topic.is_story:
        raise NotVisible("link")
    LinkPolicy(editor).change(opening, topic).or_raise()
    title = " ".join(linked.title.split())[:200]
    if not title:
        raise ValidationError({"title": _("Give the page’s title.")})
    digests = addresses_as_digests(linked.others)
    if there := topic_about(reader=editor, digests=digests, but=topic.pk):
        raise IsHere(there)
    row.title, row.published_on = title, linked.published_on
    row.outlet = " ".join(linked.outlet.split())[:120]
    earlier = row.image
    if picture:
        hang_picture(row, picture, linked.picture)
    elif not has_picture:
        row.image, row.image_width, row.image_height = "", 0, 0
    row.save()
    if earlier != row.image:
        transaction.on_commit(lambda: remove_file(earlier))
    remember_addresses(topic, digests)
    raise_after_writing(topic)
    return row
