"""Addresses of the forums that communities came from, and where they lead now.

The same page had many addresses: with and without slug, by topic and by post, with
session ids. `normalise` brings each to one key, made of engine, kind and number, such
as `smf/post/7`. Sources: the routing of Invision 4, XenForo 2, phpBB 3, SMF 2,
vBulletin 3 to 5 and XMB 1.9.
"""

import re
from urllib.parse import unquote

from rostra.accounts.models import User
from rostra.forum.models import Category, OldAddress, Post, Topic

_SHAPES = tuple(
    (re.compile(shape, re.IGNORECASE), key)
    for shape, key in (
        # A post is looked for before the topic it is in.
        (r"/topic/\d+-?[^?]*\?.*?\bcomment=(\d+)", "invision/post"),
        (r"/topic/(\d+)(?:-|/|$|\?)", "invision/topic"),
        (r"/profile/(\d+)(?:-|/|$|\?)", "invision/member"),
        (r"/forum/(\d+)-[^/]*/?(?:\?|$)", "invision/category"),
        (r"/posts/(\d+)(?:/|$|\?)", "xenforo/post"),
        (r"/threads/[^?]*/post-(\d+)", "xenforo/post"),
        (r"/goto/post\?(?:.*&)?id=(\d+)", "xenforo/post"),
        (r"/threads/(?:[^/?]*\.)?(\d+)(?:/|$|\?)", "xenforo/topic"),
        (r"/members/(?:[^/?]*\.)?(\d+)(?:/|$|\?)", "xenforo/member"),
        (r"/forums/(?:[^/?]*\.)?(\d+)(?:/|$|\?)", "xenforo/category"),
        (r"/viewtopic\.php\?(?:.*[&;])?p=(\d+)", "phpbb/post"),
        (r"/viewtopic\.php\?(?:.*[&;])?t=(\d+)", "phpbb/topic"),
        (r"/memberlist\.php\?(?:.*[&;])?u=(\d+)", "phpbb/member"),
        (r"/profile\.php\?(?:.*[&;])?u=(\d+)", "phpbb/member"),
        (r"/viewforum\.php\?(?:.*[&;])?f=(\d+)", "phpbb/category"),
        (r"[/?&;]topic[=,]\d+\.msg(\d+)", "smf/post"),
        (r"[/?&;]msg=(\d+)", "smf/post"),
        (r"[/?&;]topic[=,](\d+)", "smf/topic"),
        (r"action=profile[;&](?:.*[;&])?u=(\d+)", "smf/member"),
        (r"[/?&;]board[=,](\d+)", "smf/category"),
        (r"/show(?:thread|post)\.php\?(?:.*[&;])?p(?:ostid)?=(\d+)", "vbulletin/post"),
        (r"/showthread\.php[?/](?:.*[&;])?(?:t(?:hreadid)?=)?(\d+)", "vbulletin/topic"),
        (r"/threads?/(?:[^?]*/)?(\d+)-[^/]*", "vbulletin/topic"),
        (r"/member\.php[?/](?:.*[&;])?(?:u=|userid=)?(\d+)", "vbulletin/member"),
        (r"/members?/(\d+)-", "vbulletin/member"),
        (r"/forumdisplay\.php[?/](?:.*[&;])?(?:f=)?(\d+)", "vbulletin/category"),
        (r"\?(?:.*[&;])?p=(\d+)", "vbulletin/post"),
        (r"^(?:/[^/?]+){2,}/(\d+)-[^/?]+/?(?:\?|$)", "vbulletin/topic"),
        (r"/viewthread\.php\?(?:.*[&;])?pid=(\d+)", "xmb/post"),
        (r"/viewthread\.php\?(?:.*[&;])?tid=(\d+)", "xmb/topic"),
        (r"/forumdisplay\.php\?(?:.*[&;])?fid=(\d+)", "xmb/category"),
    )
)
_LONGEST = 2000
_MODELS = {
    OldAddress.Kind.TOPIC: Topic,
    OldAddress.Kind.MEMBER: User,
    OldAddress.Kind.CATEGORY: Category,
}


_OURS = re.compile(r"^/(topic|member|category)/(\d{1,18})-([^/?]*)/?(?:\?|$)")


def normalise(path_and_query: str) -> list[str]:
    """The keys an old address may be kept under, the likeliest first.

    Host, folder and session do not count, nor does the slug but for an address that
    might be one of ours: that has one more key, first, with the slug in it. Empty if it
    looks like no address of a forum.
    """
    address = path_and_query[:_LONGEST]
    found = [
        f"{key}/{int(match[1])}"
        for shape, key in _SHAPES
        if (match := shape.search(address)) and len(match[1]) < 19
    ]
    if found and found[0].startswith("invision/topic/"):
        found.insert(0, _with_slug(found[0], address))
    return list(dict.fromkeys(found))


def keys_for(path_and_query: str) -> list[str]:
    """The keys to keep an address under, of those that it may be asked for by."""
    keys = normalise(path_and_query)
    return keys[:2] if keys and "-" in keys[0] else keys[:1]


def _with_slug(key: str, address: str) -> str:
    number = key.rpartition("/")[2]
    slug = re.search(rf"/topic/{number}-([^/?]+)", address)
    return f"{key}-{unquote(slug[1]).lower()}"[:255] if slug else key


def find(path_and_query: str) -> str | None:
    """Our address for what stood at an old one, or None; at most three queries."""
    # No address has a NUL in it, and PostgreSQL cannot even be asked for one.
    keys = [key for key in normalise(path_and_query) if "\0" not in key]
    if not keys:
        return None
    known = {row.address: row for row in OldAddress.objects.filter(address__in=keys)}
    key = next((key for key in keys if key in known), None)
    if key is None or ("-" not in key and _is_ours(path_and_query)):
        return None
    kept = known[key]
    if kept.kind == OldAddress.Kind.POST:
        exists = Post.objects.filter(pk=kept.target_id).exists()
        return f"/post/{kept.target_id}/" if exists else None
    target = _MODELS[OldAddress.Kind(kept.kind)].objects.filter(pk=kept.target_id)
    slug = target.values_list("slug", flat=True).first()
    return None if slug is None else f"/{kept.kind}/{kept.target_id}-{slug}/"


def _is_ours(path_and_query: str) -> bool:
    """Whether something of ours has this number, so that only its slug is wrong."""
    match = _OURS.match(path_and_query)
    if not match or "comment=" in path_and_query:
        return False
    model = _MODELS[OldAddress.Kind(match[1])]
    return model.objects.filter(pk=int(match[2])).exists()
