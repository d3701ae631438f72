"""What an author is told about a text before it is posted, and may then do as they like."""

import re
from collections.abc import Callable, Iterable
from html import unescape
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from rostra.accounts.models import Reader
from rostra.forum.models import Topic
from rostra.forum.selectors.quoting import own_words
from rostra.foundation import markup
from rostra.foundation.trackers import is_tracker

MOST_LINKS = 10
"""Links of a text that are looked for."""
_MOST_POSTS = 20
"""Posts that are looked at for each link."""
_LINK = re.compile(r'<a href="(https?://[^"]+)"', re.IGNORECASE)
_SHARED_BY = "si"
"""Who shared a video; elsewhere it may mean something, which a warning may miss."""


class Unsent(NamedTuple):
    """A text that is about to be posted to a topic, without what it quotes."""

    author: Reader
    topic: Topic
    html: str


Check = Callable[[Unsent], Iterable[str]]
_CHECKS: list[Check] = []


def add_check(check: Check) -> None:
    """Let a package further out have a word, too; each warning is a translated sentence."""
    _CHECKS.append(check)


def warnings_about(*, author: Reader, topic_id: int, source: str) -> list[str]:
    """Sentences about a text that somebody is about to reply with; none forbids it.

    Nothing is said of a topic that the author cannot see, nor of a text that is refused
    anyway. One query,
    one more for each link (at most ten), and one under a story.
    """
    topic = Topic.objects.visible_to(author).filter(pk=topic_id).first()
    if topic is None:
        return []
    try:
        html = markup.render(own_words(source)).html
    except ValidationError:
        return []
    unsent = Unsent(author, topic, html)
    return [words for check in (_links_again, *_CHECKS) for words in check(unsent)]


def _links_again(unsent: Unsent) -> Iterable[str]:
    """A warning for each link that somebody posted to the topic already."""
    wanted = dict.fromkeys(map(_essence, _links_in(unsent.html)))
    for host, path, query in list(wanted)[:MOST_LINKS]:
        number = _posted_in(unsent.topic, (host, path, query))
        if number:
            words = _("%(link)s was posted here already, in #%(number)s.")
            yield words % {"link": f"{host}{path}"[:100], "number": number}


def _posted_in(topic: Topic, wanted: tuple[str, str, str]) -> int | None:
    host, path, _query = wanted
    # The database looks for what both ways of writing the address have in common.
    has = Q(html__contains=f"//{host}{path}") | Q(html__contains=f".{host}{path}")
    rows = topic.posts.filter(has, hidden_at=None).order_by("number")
    for number, html in rows.values_list("number", "html")[:_MOST_POSTS]:
        if wanted in map(_essence, _links_in(html)):
            return int(number)
    return None


def _links_in(html: str) -> list[str]:
    return [unescape(link) for link in _LINK.findall(html)]


def _essence(address: str) -> tuple[str, str, str]:
    """Host, path and query of an address: the same for all ways of writing it."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        return address, "", ""
    query = parse_qsl(parts.query, keep_blank_values=True)
    kept = sorted(
        pair for pair in query if not is_tracker(*pair) and pair[0] != _SHARED_BY
    )
    return host, parts.path.rstrip("/"), urlencode(kept)
