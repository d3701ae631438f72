"""Topics of XMB."""

import re

from rostra.transfer.foreign import ForeignMember
from rostra.transfer.readers.fields import Fields, plain, text
from rostra.transfer.readers.topics import TopicReader, member, signature

_SUBJECT = re.compile(
    r'^\s*<font class="subject">\s*<strong>(.*?)</strong>\s*</font>', re.DOTALL
)
_SIGNATURE = re.compile(r'<div class="sig">(.*)</div>\s*(?:</div>\s*)?$', re.DOTALL)


class XmbReader(TopicReader):
    """`viewthread.php?tid=5&goto=search&pid=7` is post 7 of topic 5."""

    body_field = "body"
    key_field = "postid"
    site_end = r"/(?:viewthread|forumdisplay|member|index)\.php"

    def author(self, fields: Fields) -> ForeignMember:
        under = _SIGNATURE.search(text(fields, "body"))
        return member(
            0,
            plain(fields, "user"),
            title=plain(fields, "rank"),
            signature=signature(under[1], self.url) if under else "",
        )

    def body(self, fields: Fields) -> str:
        # The subject over a post says nothing new when it is the topic's title.
        body = text(fields, "body")
        subject = _SUBJECT.match(body)
        words = re.sub(r"<[^>]*>", "", subject[1]).strip() if subject else ""
        is_title = words in ("", text(self.fields, "title").strip())
        return body[subject.end() :] if subject and is_title else body

    def topic_addresses(self, key: str) -> tuple[str, ...]:
        return (f"/viewthread.php?tid={key}",)

    def post_addresses(self, key: str) -> tuple[str, ...]:
        return (f"/viewthread.php?tid=0&pid={key}",)
