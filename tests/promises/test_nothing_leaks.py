"""What is private shows nowhere: not by title, text or author, and not in a count."""

import re

import pytest

pytestmark = pytest.mark.django_db

PLACES = (
    "/",
    "/latest/",
    "/new/",
    *(f"/top/?period={period}" for period in ("day", "week", "month", "year", "all")),
    "/feed/rss/",
    "/feed/atom/",
    "/sitemap.xml",
    "/sitemap/topics-0.xml",
    "/sitemap/categories-0.xml",
    "/robots.txt",
    "/start/",
    "/tag/zebra/",
    "/tag/zebra/?filter=new",
    "/tag/zebra/?filter=top&period=all",
    "/tag/zebra/feed/atom/",
    "/tags/offers/?q=pe",
    "/tags/offers/?q=ze",
    "/sources-wanted/",
    "/claims/",
    "/publishers/",
    "/publisher/zebra.example/",
    "/claims/?status=unsourced",
    "/claims/?status=due",
)
KINDS = [("staff", False), ("everyone", True)]


# What a page says of the clock and of who is here.
OTHERWISE = re.compile(
    r"<(?:updated|lastBuildDate)>[^<]*<|(?:client_token|draft_page)\" value=\"[^\"]*"
    r"|<section[^>]*>\s*<div class=\"ruled row\"><h2>(?:Recently browsing|Online)"
    r".*?</section>",
    re.DOTALL,
)


def read(client, paths):
    """The pages at these paths, without what may differ from one time to the next."""
    return {
        path: OTHERWISE.sub("", client.get(path).content.decode()) for path in paths
    }


def sign_in(client, reader, make_user):
    if reader == "stranger":
        client.force_login(make_user("Somebody Else"))


@pytest.fixture
def public(make_things):
    """Something everybody may see, in a category that will get something hidden."""
    return make_things()


@pytest.mark.parametrize("reader", ["guest", "stranger"])
@pytest.mark.parametrize(("audience", "hidden"), KINDS)
def test_pages_never_mention_it(
    reader, audience, hidden, client, make_user, public, make_things
):
    private = make_things(audience, hidden)
    sign_in(client, reader, make_user)
    paths = [*PLACES, public.path("/category/{category}-{category_slug}/")]
    paths += [public.path("/category/{category}/feed/atom/")]
    paths += [private.path("/member/{member}-{member_slug}/")]

    pages = read(client, paths)

    own_page = paths[-1]
    for path, page in pages.items():
        assert private.topic.get_absolute_url() not in page, path
        assert f'/post/{private.post.pk}/"' not in page, path
        assert private.post.source not in page, path
        assert private.topic.tag_names[-1] not in page, path
        if path != own_page:
            assert private.author.name not in page, path


@pytest.mark.parametrize("reader", ["guest", "stranger"])
def test_pages_stay_as_they_were_when_something_private_is_written(
    reader, client, make_user, make_category, public, make_things, make_topic
):
    # The category and its author were there before: only the topic and posts are new.
    staff = make_category("Staff room", audience="staff")
    sign_in(client, reader, make_user)
    member_page = public.path("/member/{member}-{member_slug}/")
    paths = [*PLACES, member_page, public.path("/topic/{topic}-{topic_slug}/")]
    read(client, paths)
    before = read(client, paths)

    make_topic(title="Zebra crossing", category=staff, author=public.author)

    after = read(client, paths)
    assert [path for path in paths if before[path] != after[path]] == []


def test_quoting_it_tells_nothing_of_what_it_says(client, user, public, make_things):
    private = make_things("staff")
    client.force_login(user)
    words = f"> @x [said](/post/{private.post.pk}/):\n>\n> Velvet hammer staff"

    guess = client.post("/preview/", {"source": words}).content.decode()
    asked = client.get(public.path("/topic/{topic}-{topic_slug}/"))
    offered = client.get(
        public.path("/topic/{topic}-{topic_slug}/"), {"quote": private.post.pk}
    )

    assert "data-quote-state" not in guess
    assert "Verified" not in guess
    assert asked.status_code == offered.status_code == 200
    assert "Velvet hammer staff" not in offered.content.decode()


def test_an_error_page_gives_back_only_what_was_sent(client, user, make_things):
    private = make_things("staff")
    client.force_login(user)

    page = client.post(private.path("/topic/{topic}/replies/"), {"source": "My words."})

    assert page.status_code == 404
    assert "My words." in page.content.decode()
    assert "Zebra" not in page.content.decode()
    assert private.author.name not in page.content.decode()


def test_a_hidden_posts_words_are_gone_from_every_page(
    client, public, moderator, make_things
):
    from rostra.forum.services.moderating import hide_post

    hide_post(moderator=moderator, post_id=public.post.pk, reason="off topic")
    paths = [
        *PLACES,
        public.path("/topic/{topic}-{topic_slug}/"),
        public.path("/topic/{topic}/feed/atom/"),
        public.path("/member/{member}-{member_slug}/"),
        public.path("/post/{post}/history/"),
        public.path("/topic/{topic}-{topic_slug}/?quote={post}"),
    ]

    pages = read(client, paths)

    assert [path for path, page in pages.items() if "Velvet hammer" in page] == []
