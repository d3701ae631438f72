"""Topics of Simple Machines Forum 1 and 2."""

import html
import re

from rostra.transfer.foreign import ForeignEdit, ForeignMember, ForeignReaction
from rostra.transfer.readers.fields import Fields, number, parts, plain, text
from rostra.transfer.readers.topics import TopicReader, member, named, signature
from rostra.transfer.text.writer import Written

_BY = re.compile(r"\s(?:by|wysłane przez|od|par|von|от|por|da)\s+(?P<name>.+)$")


class SmfReader(TopicReader):
    """`index.php?topic=5.msg7` is post 7 of topic 5."""

    body_field = "body"
    key_field = "postid"
    site_end = r"/index\.php"

    def author(self, fields: Fields) -> ForeignMember:
        key = number(fields, "userid")
        return member(
            key,
            plain(fields, "user"),
            title=self._title(fields),
            signature=signature(text(fields, "signature"), self.url),
            old_addresses=(f"/index.php?action=profile;u={key}",) if key else (),
        )

    def _title(self, fields: Fields) -> str:
        for part in parts(fields, "userinfo"):
            if isinstance(part, str) and "<" not in part:
                return html.unescape(part)
            if plain(part, "key") in ("membergroup", "postgroup"):
                return plain(part, "value")
        return ""

    def reactions(self, fields: Fields) -> list[ForeignReaction]:
        if count := number({"score": text(fields, "score").lstrip("+-")}, "score"):
            self.lose("reaction", "its author is not named", count)
        return []

    def edit(self, fields: Fields, body: Written) -> ForeignEdit | None:
        told = re.sub(r"<[^>]*>|[«»]", " ", plain(fields, "edited")).strip()
        if not told:
            return None
        at = self.dates.read(told)
        if at is None:
            self.lose("edit", f"its date cannot be read: {told[:60]!r}")
            return None
        by = _BY.search(told)
        return ForeignEdit(at, named(by["name"]) if by else None)

    def attachments(self, fields: Fields) -> list[tuple[str, str]]:
        bare = [part for part in parts(fields, "attachments") if isinstance(part, str)]
        return super().attachments(fields) + [("", html.unescape(url)) for url in bare]

    def topic_addresses(self, key: str) -> tuple[str, ...]:
        return (f"/index.php?topic={key}.0",)

    def post_addresses(self, key: str) -> tuple[str, ...]:
        return (f"/index.php?topic=0.msg{key}",)
