"""What the pages say that the sample links to: nobody is asked for it."""

import tomllib
from pathlib import Path

from django.utils import timezone

from rostra.attachments.folder import put_file
from rostra.attachments.pictures import middle_of_picture
from rostra.forum.models import LinkCard
from rostra.forum.services.linking import digest_of
from rostra.foundation.markup.link_cards import PICTURE_SIZE

_FOLDER = Path(__file__).parent


def add_link_cards() -> None:
    """The cards of `link_cards.toml`, before anybody links to their pages."""
    told = tomllib.loads((_FOLDER / "link_cards.toml").read_text("utf-8"))
    for words in told["card"]:
        address, picture = words["address"], words.get("picture")
        card = LinkCard.objects.create(
            address=address,
            digest=digest_of(address),
            title=words["title"],
            description=words["description"],
            made_at=timezone.now(),
        )
        if picture:
            data = (_FOLDER / "media" / picture).read_bytes()
            drawn = middle_of_picture(data, PICTURE_SIZE)
            card.picture = put_file("cards", card.pk, "webp", drawn)
            card.save(update_fields=["picture"])


def ask_nobody() -> None:
    """The other pages of the sample are on hosts that do not exist."""
    LinkCard.objects.update(due_at=None)
