"""Topics and members of Invision Community 4 and 5."""

import re
from datetime import datetime

from rostra.transfer.foreign import ForeignMember, ForeignReaction
from rostra.transfer.readers.fields import Fields, number, parts, path_of, plain, text
from rostra.transfer.readers.topics import TopicReader, member, signature, site_of

SITE_END = r"(?:/forums)?/(?:topic|profile|forum)/"
_PROFILE = re.compile(r"/profile/(\d+)-")


class InvisionReader(TopicReader):
    """`?do=findComment&comment=7` is post 7."""

    site_end = SITE_END

    def author(self, fields: Fields) -> ForeignMember:
        return _linked(
            fields,
            "user",
            "user_link",
            title=plain(fields, "rank_title")
            .partition("(")[0]
            .removeprefix("Rank: ")
            .strip(),
            signature=signature(text(fields, "signature"), self.url),
        )

    def reactions(self, fields: Fields) -> list[ForeignReaction]:
        known = [
            ForeignReaction(_linked(part, "user", "user_link"), plain(part, "reaction"))
            for part in parts(fields, "reactions_details")
            if plain(part, "user")
        ]
        counts = [
            (plain(part, "name"), number(part, "count"))
            for part in parts(fields, "reactions")
        ]
        if not known and len(counts) == 1:
            # With one kind of reaction, the names under the post tell whose it is.
            known = [
                ForeignReaction(_linked(part, "name", "link"), counts[0][0])
                for part in parts(fields, "reactions_users")
                if _PROFILE.search(text(part, "link"))
            ]
        unnamed = sum(count for _, count in counts) - len(known)
        if unnamed > 0:
            self.lose("reaction", "its author is not named", unnamed)
        return known

    def topic_addresses(self, key: str) -> tuple[str, ...]:
        return (path_of(self.url) or f"/topic/{key}-/",)

    def post_addresses(self, key: str) -> tuple[str, ...]:
        return (f"/topic/0-/?do=findComment&comment={key}",)


def read_member(fields: Fields) -> tuple[str, ForeignMember]:
    """A member's own file: their site, and the member."""
    url = text(fields, "url")
    found = member(
        number(fields, "id"),
        plain(fields, "name"),
        title=plain(fields, "rank").partition("(")[0].removeprefix("Rank: ").strip(),
        joined_at=_moment(fields, "joined"),
        last_seen_at=_moment(fields, "lastseen"),
        old_addresses=(path_of(url).partition("?")[0],),
    )
    return site_of(url, SITE_END), found


def _linked(fields: Fields, name: str, link: str, **about: str) -> ForeignMember:
    match = _PROFILE.search(text(fields, link))
    addresses = (path_of(text(fields, link)),) if match else ()
    key = int(match[1]) if match and len(match[1]) < 18 else 0
    return member(key, plain(fields, name), old_addresses=addresses, **about)


def _moment(fields: Fields, name: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text(fields, name))
    except ValueError:
        return None
