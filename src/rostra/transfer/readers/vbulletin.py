"""Topics of vBulletin 3, 4 and 5."""

import re

from rostra.transfer.foreign import ForeignEdit, ForeignMember, ForeignReaction
from rostra.transfer.readers.fields import Fields, inner, number, parts, plain, text
from rostra.transfer.readers.topics import (
    TopicReader,
    member,
    named,
    profile,
    signature,
    site_of,
)
from rostra.transfer.text.writer import Written

_MEMBER = re.compile(
    r"[?&;]u=(\d+)|/members?/(\d+)|member\.php\?(\d+)|/members/.*-(\d+)/?$"
)
_DATE_AT_END = re.compile(
    r"(?P<reason>.*?)\s*(?P<date>(?:[A-Z][a-z]{2} )?\d{1,2} [A-Z][a-z]{2} '?\d{2,4},.*)$"
)


class VbulletinReader(TopicReader):
    """`showthread.php?p=7` is post 7."""

    site_end = r"/(?:showthread|forumdisplay|index|member)\.php|/threads/"

    def site(self) -> str:
        # The addresses of vBulletin 5 have the names of all categories in them.
        is_five = ".php" not in self.url and "/threads/" not in self.url
        return site_of(self.url, "/forum/|/node/" if is_five else self.site_end)

    def key_in_url(self) -> str:
        match = re.search(r"[?&]t=(\d+)|(\d+)-[^/]*$", self.url)
        return (match[1] or match[2]) if match else super().key_in_url()

    def author(self, fields: Fields) -> ForeignMember:
        user = inner(fields, "user")
        key = _member_key(text(user, "link"))
        return member(
            key,
            plain(user, "name"),
            title=plain(user, "title"),
            signature=signature(text(fields, "signature"), self.url),
            old_addresses=(f"/member.php?u={key}",) if key else (),
            **profile(parts(user, "custom"), self.dates),
        )

    def reactions(self, fields: Fields) -> list[ForeignReaction]:
        unnamed = sum(number(part, "count") for part in parts(fields, "reactions"))
        if unnamed:
            self.lose("reaction", "its author is not named", unnamed)
        thankful = (named(plain(part, "user")) for part in parts(fields, "thankedby"))
        return [ForeignReaction(who, "thanks") for who in thankful if who]

    def edit(self, fields: Fields, body: Written) -> ForeignEdit | None:
        edited = inner(fields, "edited")
        told = plain(edited, "date").lstrip(". ")
        if not told:
            return None
        match = _DATE_AT_END.match(told)
        at = self.dates.read(match["date"] if match else told)
        if at is None:
            self.lose("edit", f"its date cannot be read: {told[:60]!r}")
            return None
        name, key = plain(edited, "user"), number(edited, "userid")
        return ForeignEdit(
            at, member(key, name) if name else None, match["reason"] if match else ""
        )

    def topic_addresses(self, key: str) -> tuple[str, ...]:
        return (f"/showthread.php?t={key}",)

    def post_addresses(self, key: str) -> tuple[str, ...]:
        return (f"/showthread.php?p={key}",)


def _member_key(link: str) -> int:
    match = _MEMBER.search(link)
    found = next((part for part in match.groups() if part), "") if match else ""
    return int(found) if found and len(found) < 18 else 0
