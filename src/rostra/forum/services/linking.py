"""Links that stand alone in a paragraph, and what is known of the pages they lead to."""

from collections.abc import Iterable
from hashlib import sha256
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from rostra.forum.models import LinkCard, Post, PostLink
from rostra.foundation.markup import PageCard
from rostra.web.site_choices import site


def cards_of(addresses: Iterable[str]) -> dict[str, PageCard]:
    """What is known of these pages: one query, none without addresses."""
    digests = [digest_of(address) for address in addresses]
    if not digests or not has_cards():
        return {}
    known = LinkCard.objects.filter(digest__in=digests).exclude(title="")
    return {
        card.address: PageCard(card.title, card.description, card.picture)
        for card in known
    }


def write_links(post: Post, addresses: Iterable[str]) -> None:
    """Put the lonely links of a post's current text in the place of its earlier ones;
    pages of which nothing is known are asked some seconds later."""
    PostLink.objects.filter(post=post).delete()
    wanted = [address for address in dict.fromkeys(addresses) if not is_here(address)]
    if not wanted or not has_cards():
        return
    now = timezone.now()
    LinkCard.objects.bulk_create(
        [
            LinkCard(address=a, digest=digest_of(a), made_at=now, due_at=now)
            for a in wanted
        ],
        ignore_conflicts=True,
    )
    there = LinkCard.objects.filter(digest__in=[digest_of(a) for a in wanted])
    PostLink.objects.bulk_create(
        [PostLink(post=post, card=card) for card in there], ignore_conflicts=True
    )


def has_cards() -> bool:
    """Whether the owner wants cards under links."""
    here = site()
    return here is None or here.has_link_cards


def is_here(address: str) -> bool:
    """Whether an address leads to this site itself."""
    own = urlsplit(settings.ROSTRA_ADDRESS).hostname if settings.ROSTRA_ADDRESS else ""
    return bool(own) and urlsplit(address).hostname == own


def digest_of(address: str) -> str:
    """By which the card of an address is found."""
    return sha256(address.encode()).hexdigest()
