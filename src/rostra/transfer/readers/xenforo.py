"""Topics and members of XenForo 1 and 2."""

import html
import re

from rostra.transfer.dates import DateReader
from rostra.transfer.foreign import ForeignMember, ForeignReaction
from rostra.transfer.readers.fields import Fields, inner, number, parts, plain, text
from rostra.transfer.readers.topics import (
    TopicReader,
    member,
    profile,
    signature,
    site_of,
)

SITE_END = r"/(?:threads|members|posts|forums)/"
_HREF = re.compile(r'href="([^"]*attachments/[^"]*)"')
_ALT = re.compile(r'alt="([^"]*)"|title="([^"]*)"')


class XenforoReader(TopicReader):
    """`/posts/7/` is post 7."""

    body_field = "text"
    site_end = SITE_END

    def author(self, fields: Fields) -> ForeignMember:
        extras = parts(fields, "user_extra") or parts(
            inner(fields, "user_extras"), "pairs"
        )
        is_first = bool(parts(fields, "user_extra"))
        key = number(fields, "user_id")
        return member(
            key,
            plain(fields, "user"),
            title=plain(fields, "user_title"),
            signature=signature(text(fields, "signature"), self.url),
            old_addresses=(f"/members/{key}/",) if key else (),
            **profile(extras, self.dates, "name" if is_first else "key"),
        )

    def reactions(self, fields: Fields) -> list[ForeignReaction]:
        return [
            ForeignReaction(
                member(number(part, "user_id"), plain(part, "user")),
                plain(part, "reaction"),
            )
            for part in parts(fields, "reactions")
            if plain(part, "user")
        ]

    def attachments(self, fields: Fields) -> list[tuple[str, str]]:
        bare = [part for part in parts(fields, "attachments") if isinstance(part, str)]
        found = [(_ALT.search(part), _HREF.search(part)) for part in bare]
        return super().attachments(fields) + [
            (html.unescape((alt[1] or alt[2]) if alt else ""), html.unescape(href[1]))
            for alt, href in found
            if href
        ]

    def topic_addresses(self, key: str) -> tuple[str, ...]:
        return (f"/threads/{key}/",)

    def post_addresses(self, key: str) -> tuple[str, ...]:
        return (f"/posts/{key}/",)


def read_member(fields: Fields) -> tuple[str, ForeignMember]:
    """A member's own file: their site, and the member."""
    url, key = text(fields, "url"), number(fields, "id")
    extras = parts(fields, "extras")
    about = {"location": plain(fields, "location"), **profile(extras, DateReader())}
    found = member(
        key,
        plain(fields, "name"),
        title=plain(fields, "title"),
        old_addresses=(f"/members/{key}/",) if key else (),
        **about,
    )
    return site_of(url, SITE_END), found
