"""Topics of phpBB 2 and 3."""

from rostra.transfer.foreign import ForeignMember
from rostra.transfer.readers.fields import Fields, number, parts, plain, text
from rostra.transfer.readers.topics import TopicReader, member, profile, signature


class PhpbbReader(TopicReader):
    """`viewtopic.php?p=7` is post 7."""

    key_field = "postid"
    site_end = r"/(?:viewtopic|viewforum|index|memberlist)\.php"

    def author(self, fields: Fields) -> ForeignMember:
        key = number(fields, "userid")
        rank = next(
            (p for p in parts(fields, "userinfo") if plain(p, "key") == "Rank"), {}
        )
        return member(
            key,
            plain(fields, "user"),
            title=plain(rank, "value"),
            signature=signature(text(fields, "signature"), self.url),
            old_addresses=(f"/memberlist.php?mode=viewprofile&u={key}",) if key else (),
            **profile(parts(fields, "userinfo"), self.dates),
        )

    def topic_addresses(self, key: str) -> tuple[str, ...]:
        return (f"/viewtopic.php?t={key}",)

    def post_addresses(self, key: str) -> tuple[str, ...]:
        return (f"/viewtopic.php?p={key}",)
