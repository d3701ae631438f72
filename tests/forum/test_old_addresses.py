import pytest

from rostra.forum.models import OldAddress
from rostra.forum.old_addresses import find, keys_for, normalise

SHAPES = {
    "invision/topic/123": [
        "/topic/123-slug/",
        "/forums/topic/123-other/",
        "/index.php?/topic/123-slug/",
    ],
    "invision/post/456": ["/topic/123-slug/?do=findComment&comment=456"],
    "invision/member/12": ["/profile/12-name/"],
    "xenforo/topic/123": [
        "/threads/slug.123/",
        "/threads/123/",
        "/community/threads/x.y.123/",
    ],
    "xenforo/post/456": ["/posts/456/", "/threads/slug.123/post-456"],
    "xenforo/member/1": ["/members/x.1/"],
    "phpbb/topic/123": [
        "/viewtopic.php?t=123",
        "/phpBB3/viewtopic.php?f=1&t=123&sid=ab",
    ],
    "phpbb/post/456": ["/viewtopic.php?p=456", "/viewtopic.php?f=1&t=123&p=456"],
    "phpbb/member/4": ["/memberlist.php?mode=viewprofile&u=4"],
    "smf/topic/123": [
        "/index.php?topic=123.0",
        "/index.php/topic,123.0.html",
        "/index.php?PHPSESSID=ab12&topic=123.20",
    ],
    "smf/post/456": ["/index.php?topic=123.msg456", "/index.php/topic,123.msg456.html"],
    "smf/member/7": ["/index.php?action=profile;u=7"],
    "vbulletin/topic/123": [
        "/showthread.php?t=123",
        "/showthread.php?123-slug",
        "/forum/showthread.php?s=1a&t=123",
        "/threads/123-slug",
        "/forum/category/section/123-slug",
    ],
    "vbulletin/post/456": ["/showthread.php?p=456", "/showthread.php?s=1a&p=456"],
    "vbulletin/member/9": ["/member.php?u=9", "/member.php?9-name"],
    "xmb/topic/6": ["/viewthread.php?tid=6"],
    "xmb/post/7": ["/viewthread.php?tid=6&goto=search&pid=7"],
}


@pytest.mark.parametrize(
    ("key", "address"),
    [(key, a) for key, addresses in SHAPES.items() for a in addresses],
)
def test_every_shape_of_an_address_has_the_same_key(key, address):
    found = [each for each in normalise(address) if "-" not in each]

    assert found[0] == key


@pytest.mark.parametrize(
    "address", ["/", "/about/", "/latest/", "/topic/x/", "/" + "9" * 9000]
)
def test_other_addresses_have_none(address):
    assert normalise(address) == []


def keep(address: str, kind: str, target: int) -> None:
    for key in keys_for(address):
        OldAddress.objects.create(address=key, kind=kind, target_id=target)


def test_an_old_address_leads_to_what_stands_there_now(topic):
    post = topic.posts.get()
    keep("/threads/x.5/", "topic", topic.pk)
    keep("/posts/77/", "post", post.pk)
    keep("/members/x.9/", "member", topic.author_id)
    keep("/forums/x.2/", "category", topic.category_id)

    assert find("/threads/other.5/") == f"/topic/{topic.pk}-{topic.slug}/"
    assert find("/threads/other.5/post-77") == f"/post/{post.pk}/"
    assert (
        find("/members/other.9/") == f"/member/{topic.author_id}-{topic.author.slug}/"
    )
    assert (
        find("/forums/other.2/")
        == f"/category/{topic.category_id}-{topic.category.slug}/"
    )
    assert find("/threads/other.6/") is None


def test_an_address_that_might_be_ours_is_ours_unless_its_slug_is_the_old_one(
    make_topic,
):
    ours, imported = make_topic(), make_topic()
    keep(f"/topic/{ours.pk}-old-title/", "topic", imported.pk)

    assert (
        find(f"/topic/{ours.pk}-old-title/") == f"/topic/{imported.pk}-{imported.slug}/"
    )
    assert find(f"/topic/{ours.pk}-mistyped/") is None
    assert find(f"/forums/topic/{ours.pk}-renamed/") is not None


def test_what_is_gone_is_nowhere(db):
    keep("/threads/x.5/", "topic", 12345)
    keep("/posts/6/", "post", 12345)

    assert find("/threads/x.5/") is None
    assert find("/posts/6/") is None
