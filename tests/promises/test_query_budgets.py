"""How many queries a page may cost, session and all, however much there is."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rostra.accounts.models import Group, Membership
from rostra.evidence.services.claiming import claim_from_post
from rostra.evidence.services.requesting import ask_for_source
from rostra.evidence.services.sourcing import add_source
from rostra.forum import permissions
from rostra.forum.models import Category, Grant, Post, Topic
from rostra.forum.rights import RIGHTS, Right
from rostra.forum.selectors import categories
from rostra.forum.services.attaching import attach_file, markdown_of
from rostra.forum.services.replying import post_reply
from rostra.foundation import markup, versions

pytestmark = pytest.mark.django_db

BUDGETS = {
    "topic": (4, 5),
    "topic with a poll": (6, 7),
    "front": (7, 8),
    "list": (3, 4),
    "category": (4, 5),
    "tag": (5, 6),
    "member": (4, 5),
    "feed": (3, 4),
    "topic feed": (3, 4),
    "tag feed": (4, 5),
    "sitemap": (3, 4),
}
"""Where a list shows topics with claims, one query says how many are disputed; one which
stories have changed, and one where sources are wanted, while nothing is kept of these.

Page → at most so many queries for a guest and for a member, whose session costs one."""


@pytest.fixture
def paths(make_things, make_topic):
    things = make_things()
    return {
        "topic": make_topic().get_absolute_url(),
        "topic with a poll": things.path("/topic/{topic}-{topic_slug}/"),
        "front": "/",
        "list": "/latest/",
        "category": things.path("/category/{category}-{category_slug}/"),
        "tag": things.path("/tag/{tag}/"),
        "member": things.path("/member/{member}-{member_slug}/"),
        "feed": "/feed/atom/",
        "topic feed": things.path("/topic/{topic}/feed/rss/"),
        "tag feed": things.path("/tag/{tag}/feed/atom/"),
        "sitemap": "/sitemap/topics-0.xml",
    }


@pytest.fixture
def long_topic(topic, user, now):
    """Make the topic have so many posts."""

    def lengthen(count):
        Post.objects.bulk_create(
            Post(
                topic=topic,
                number=number,
                author=user,
                source=f"Reply {number}",
                html=f"<p>Reply {number}</p>",
                renderer=markup.RENDERER,
                created_at=now + timedelta(seconds=number),
            )
            for number in range(topic.last_number + 1, count + 1)
        )
        last = topic.posts.get(number=count)
        Topic.objects.filter(pk=topic.pk).update(
            last_number=count, last_post_id=last.pk, last_author=user
        )
        topic.refresh_from_db()
        return topic

    return lengthen


def queries_of(client, path):
    """What the database is asked for a page that nobody has opened since it changed."""
    # What every page has around it (the site, its categories) is known for a while.
    client.get("/formatting/")
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in asked]


@pytest.mark.parametrize("page", BUDGETS)
def test_a_guests_page_keeps_to_its_budget(page, client, paths):
    asked = queries_of(client, paths[page])

    assert len(asked) <= BUDGETS[page][0], "\n".join(asked)


@pytest.mark.parametrize("page", BUDGETS)
def test_a_members_page_keeps_to_its_budget(page, client, user, paths):
    client.force_login(user)

    asked = queries_of(client, paths[page])

    assert len(asked) <= BUDGETS[page][1], "\n".join(asked)


@pytest.mark.parametrize("page", [3, 62, 125])
def test_a_long_topic_costs_no_more_queries_than_a_short_one(
    page, client, site, make_user, long_topic
):
    client.force_login(make_user())
    short = long_topic(45)
    asked_of_short = queries_of(client, f"{short.get_absolute_url()}?page=2")

    long = long_topic(2_500)
    asked_of_long = queries_of(client, f"{long.get_absolute_url()}?page={page}")

    assert len(asked_of_long) == len(asked_of_short) <= 6


def test_a_topic_with_files_costs_no_more_queries_than_one_without(
    client, site, topic, user, settings, tmp_path
):
    settings.ROSTRA_DATA = tmp_path
    client.force_login(user)
    post_reply(author=user, topic_id=topic.pk, source="Without.")
    without = queries_of(client, topic.get_absolute_url())

    for number in range(3):
        words = b"file %d" % number
        file = attach_file(owner=user, name="file.txt", data=words)
        post_reply(author=user, topic_id=topic.pk, source=markdown_of(file))

    assert len(queries_of(client, topic.get_absolute_url())) == len(without)


def test_a_list_costs_the_same_however_many_topics(client, site, user, make_topic):
    client.force_login(user)
    make_topic()
    of_one = len(queries_of(client, "/latest/"))

    for _ in range(30):
        make_topic()

    assert len(queries_of(client, "/latest/")) == of_one


def test_no_page_counts_or_skips_rows_to_find_its_place(client, site, long_topic):
    topic = long_topic(2_500)

    asked = queries_of(client, f"{topic.get_absolute_url()}?page=125")

    assert [sql for sql in asked if " OFFSET " in sql or "COUNT(" in sql.upper()] == []


@pytest.mark.parametrize("has_signed_in", [False, True])
def test_a_poll_costs_one_query_and_nothing_where_there_is_none(
    has_signed_in, client, user, paths
):
    if has_signed_in:
        client.force_login(user)

    plain = queries_of(client, paths["topic"])
    polled = queries_of(client, paths["topic with a poll"])
    # It names a source and makes a claim, too, which are other queries.
    polled = [sql for sql in polled if "evidence_" not in sql]

    assert len(polled) == len(plain) + 1
    assert "forum_poll" not in " ".join(sql.split("WHERE")[0] for sql in plain)


@pytest.fixture
def many_groups(site, user, make_category):
    """Have 200 groups, ten of them the member's, and 500 categories with own rights."""

    def make():
        outer = [make_category(name=f"Outer {number}") for number in range(20)]
        groups = Group.objects.bulk_create(
            Group(name=f"Club {n}", name_key=f"club {n}") for n in range(200)
        )
        inner = Category.objects.bulk_create(
            Category(
                parent=outer[n % 20],
                name=f"Corner {n}",
                slug=f"corner-{n}",
                position=n,
                has_own_rights=True,
            )
            for n in range(480)
        )
        by_rank = [
            Grant(category=place, right=right, rank=RIGHTS[right].default)
            for place in inner
            for right in Right
        ]
        by_group = [
            Grant(category=place, right=Right.MODERATE, group=groups[n % 200])
            for n, place in enumerate(inner)
        ]
        Grant.objects.bulk_create(by_rank + by_group)
        Membership.objects.bulk_create(
            Membership(user=user, group=group) for group in groups[:10]
        )
        user.group_ids = " ".join(str(group.pk) for group in groups[:10])
        user.save()
        versions.raise_versions("site", "rights", "categories")
        permissions.forget_kept()
        categories.forget_kept()

    return make


@pytest.mark.parametrize("page", BUDGETS)
def test_a_page_costs_no_more_with_many_groups_and_categories(
    page, client, user, paths, many_groups
):
    client.force_login(user)
    before = queries_of(client, paths[page])

    many_groups()

    assert len(queries_of(client, paths[page])) <= len(before)


@pytest.mark.parametrize("has_signed_in", [False, True])
def test_sources_and_requests_cost_one_query_and_nothing_where_there_are_none(
    has_signed_in, client, site, user, topic, make_user
):
    if has_signed_in:
        client.force_login(user)
    author = make_user()
    posts = [
        post_reply(author=author, topic_id=topic.pk, source="It rained.")
        for _ in range(3)
    ]
    client.get(topic.get_absolute_url())
    plain = queries_of(client, topic.get_absolute_url())

    for number, post in enumerate(posts):
        address = f"https://a.example/{number}"
        add_source(author=author, post_id=post.pk, address=address)
        ask_for_source(asker=make_user(), post_id=post.pk)

    sourced = queries_of(client, topic.get_absolute_url())
    # The posts themselves have changed, and are read again.
    about_us = [sql for sql in sourced if "evidence_postsource" in sql]
    assert len(about_us) == 1
    assert not any("evidence_postsource" in sql for sql in plain)
    again = queries_of(client, topic.get_absolute_url())
    assert not any("evidence_" in sql for sql in again)


def test_claims_cost_one_query_and_nothing_where_there_are_none(
    client, site, topic, moderator, make_user
):
    said = post_reply(author=make_user(), topic_id=topic.pk, source="It rained.")
    plain = queries_of(client, topic.get_absolute_url())
    assert not any("evidence_" in sql for sql in plain)

    claim_from_post(curator=moderator, post_id=said.pk, words="It rained.")

    claimed = queries_of(client, topic.get_absolute_url())
    assert len([sql for sql in claimed if "evidence_" in sql]) == 1
    again = queries_of(client, topic.get_absolute_url())
    assert not any("evidence_" in sql for sql in again)
