"""Members to offer while a mention is typed."""

import re
from dataclasses import dataclass

from rostra.accounts.models import Reader, User
from rostra.accounts.names import name_key
from rostra.accounts.selectors.mentionable import open_to
from rostra.forum.models import Post, Topic
from rostra.foundation.visibility import NotVisible

MOST = 8
_RECENT = 200
"""So many of a topic's last posts say who is in it."""
_PLAIN = re.compile(r"[^\W_]+(?:[_.'’·-][^\W_]+)*")
_MARKS = re.compile(r"[\\`*_~\[\]<&|]")


@dataclass(frozen=True, slots=True)
class Offered:
    """A member as the list shows them, and what is put into the text."""

    shown: str
    put: str


def members_offered(*, reader: Reader, words: str, topic_id: int = 0) -> list[Offered]:
    """Members whose names begin with some words, those in the topic first: at most five
    queries, the same however many members and posts there are.

    Whoever has left, waits to be let in, is suspended, is ignored by the reader or does not
    let themselves be mentioned by them is not among them; for guests nobody is.
    """
    if not reader.is_authenticated:
        return []
    key = name_key(words)
    found = {
        user.pk: user for user in _in_topic(reader, topic_id) if _begins(user, key)
    }
    if key and len(found) < MOST:
        found |= {user.pk: user for user in _by_name(key) if user.pk not in found}
    unwanted = {reader.pk, *reader.ignored}
    wanted = [u for u in found.values() if u.pk not in unwanted and not u.is_suspended]
    some = open_to(reader.pk, wanted)[:MOST]
    return [Offered(f"@{user.name}", f"{mention_of(user.name)} ") for user in some]


def mention_of(name: str) -> str:
    """The Markdown that mentions a member: in quotation marks where a name needs them."""
    if _PLAIN.fullmatch(name):
        return f"@{name}"
    return '@"{}"'.format(_MARKS.sub(r"\\\g<0>", name))


def _begins(user: User, key: str) -> bool:
    """Whether any word of the name begins so."""
    return user.name_key.startswith(key) or f" {key}" in user.name_key


def _in_topic(reader: Reader, topic_id: int) -> list[User]:
    """Who wrote last in a topic that the reader may see, the latest first."""
    if not topic_id:
        return []
    try:
        topic = Topic.objects.get_visible(reader, pk=topic_id)
    except NotVisible:
        return []
    recent = Post.objects.filter(topic=topic, number__gt=topic.last_number - _RECENT)
    posts = recent.filter(hidden_at=None).order_by("-number")
    ids = list(dict.fromkeys(posts.values_list("author_id", flat=True)))
    people = User.objects.filter(closed_at=None, awaits_approval=False).in_bulk(ids)
    return [people[pk] for pk in ids if pk in people]


def _by_name(key: str) -> list[User]:
    rows = User.objects.filter(closed_at=None, awaits_approval=False)
    rows = rows.filter(name_key__gte=key, name_key__lt=key + "\U0010ffff")
    return list(rows.order_by("name_key")[: 3 * MOST])
