"""Cards under links that stand alone in a paragraph: what is there, before one goes.

A card is made when the text is written, of words that this site has stored. Nothing in
it is loaded from elsewhere.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import NamedTuple
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from markupsafe import escape

from rostra.foundation.markup.limits import LONGEST_CARD_ADDRESS, MOST_CARDS
from rostra.foundation.markup.links import addresses_in, link
from rostra.foundation.markup.tree import Node, text_of
from rostra.foundation.markup.videos import player_of, video_site

PICTURE_SIZE = (240, 135)


class PageCard(NamedTuple):
    """What a page of another site says of itself."""

    title: str
    description: str = ""
    picture: str = ""
    """The path of a picture below the media folder."""


Cards = Mapping[str, PageCard]


def find_lonely_links(tree: Node) -> tuple[str, ...]:
    """Mark the paragraphs of a tree that are nothing but the address of a web page, as
    it is; gives the addresses. Those in quotes and lists are left as they are."""
    found: list[str] = []
    for place, node in enumerate(tree.kids):
        if not isinstance(node, Node) or len(found) == MOST_CARDS:
            continue
        if address := _lonely(node):
            tree.kids[place] = Node("LonelyLink", address, node.kids)
            found.append(address)
    return tuple(found)


def _lonely(paragraph: Node) -> str | None:
    if paragraph.kind != "Paragraph" or len(paragraph.kids) != 1:
        return None
    words = text_of(paragraph.kids[0]).strip()
    if not words or len(words) > LONGEST_CARD_ADDRESS or len(words.split()) > 1:
        return None
    found = next(_whole(words), None)
    kid = paragraph.kids[0]
    if isinstance(kid, Node) and (kid.kind != "Link" or kid.arg["dest_url"] != words):
        return None
    return found


def _whole(words: str) -> Iterator[str]:
    for found in addresses_in(words):
        is_page = found.address[:4].lower() == "http"
        if is_page and (found.start, found.end) == (0, len(words)):
            with suppress(ValueError):
                urlsplit(found.address)
                yield found.address


def card(address: str, paragraph: str, cards: Cards) -> str:
    """A lonely link with what is known of its page; `paragraph` is the link itself."""
    page, video = cards.get(address), video_site(address)
    if not page and not video:
        return paragraph
    words = _says(address, page or PageCard(""), video)
    return (
        f'<div class="link-card">\n{words}{paragraph}{_player(address, video)}</div>\n'
    )


def _says(address: str, page: PageCard, video: str) -> str:
    title = page.title or _video_words(video)
    # The name of the host, and never what the page calls its site: that is a claim.
    about = [_video_words(video)] if video and page.title else []
    if page.title or _host(address) != video:
        about.append(_host(address))
    site = f'<p class="link-site">{escape(" · ".join(about))}</p>\n' if about else ""
    return (
        f'<div class="link-says">{_picture(page.picture)}'
        f'<p dir="auto">{link(address, str(escape(title)), kind="link-title")}</p>\n'
        f"{_description(page.description)}{site}</div>\n"
    )


def _player(address: str, site: str) -> str:
    """What play-video.js makes a button of; nothing is asked before it is pressed."""
    player = player_of(address) if site else ""
    if not player:
        return ""
    words = escape(_("Play here: loads it from %(site)s") % {"site": site})
    return f'<play-video data-player="{player}" data-words="{words}"></play-video>\n'


def _video_words(site: str) -> str:
    return _("Video on %(site)s") % {"site": site}


def _picture(path: str) -> str:
    if not path:
        return ""
    width, height = PICTURE_SIZE
    return (
        f'<img src="/media/{path}" alt="" width="{width}" height="{height}" '
        'loading="lazy">'
    )


def _description(words: str) -> str:
    return f'<p dir="auto">{escape(words)}</p>\n' if words else ""


_WWW = re.compile(r"www\.", re.IGNORECASE)


def _host(address: str) -> str:
    return _WWW.sub("", urlsplit(address).netloc.rpartition("@")[2], count=1)
