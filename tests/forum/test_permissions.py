"""Groups × categories × rights: lists, rows and an independent reckoning agree."""

from itertools import product

import pytest

from rostra.accounts.models import Group, Guest, Membership
from rostra.accounts.ranks import HEIGHTS, Rank
from rostra.forum.models import Category, Grant, Post, Topic
from rostra.forum.permissions import is_public, rights_of
from rostra.forum.policies import CategoryPolicy, PostPolicy, TopicPolicy
from rostra.forum.rights import RIGHTS, Right
from rostra.forum.selectors.categories import seen_categories, visible_categories
from rostra.forum.selectors.topic_list import topic_list
from rostra.forum.selectors.topic_page import topic_page
from rostra.forum.services.granting import Given, give_rights
from rostra.foundation.visibility import NotVisible

RANKS = list(Rank)
STANDINGS = [(rank, inside) for rank in RANKS for inside in (False, True)]
"""Every rank, outside and inside a group of the owner's; guests are in no group."""


@pytest.fixture
def owner(make_user):
    return make_user("Olga", role="owner")


@pytest.fixture
def group(db):
    return Group.objects.create(name="Sailors", name_key="sailors")


@pytest.fixture
def readers(make_user, group):
    made = {}
    for rank, inside in STANDINGS:
        if rank == Rank.GUEST:
            made[rank, inside] = Guest()
            continue
        made[rank, inside] = reader = make_user(role=rank)
        if inside:
            Membership.objects.create(user=reader, group=group)
            reader.group_ids = str(group.pk)
            reader.save()
    return made


def reckoned(rights_given, right, rank, inside):
    """What the words of the matrix say, without any of the code that works it out."""
    if rank == "owner":
        return True

    def told(key):
        lowest, has_group = rights_given[key]
        by_rank = lowest is not None and HEIGHTS[rank] >= HEIGHTS[lowest]
        return by_rank or (has_group and inside and rank != "guest")

    if right == "see":
        return told("see") or told("read")
    if right == "read":
        return told("read")
    return told("read") and told(right)


def given(rights_given, group):
    return {
        key: Given(lowest, frozenset({group.pk} if has_group else ()))
        for key, (lowest, has_group) in rights_given.items()
    }


def matrices():
    """Matrices in which each right takes every rank, with the group and without."""
    lowest = [None, *RANKS]
    for turn, has_group in product(range(len(lowest)), (False, True)):
        made = {}
        for place, right in enumerate(Right):
            rank = lowest[(turn + place * 3) % len(lowest)]
            if rank == Rank.GUEST and right not in (Right.SEE, Right.READ):
                rank = Rank.NEW
            made[right.value] = (rank, has_group and place % 2 == turn % 2)
        yield made


@pytest.mark.parametrize("told", list(matrices()))
def test_rows_lists_and_the_reckoning_agree_on_every_right(
    told, owner, group, readers, make_topic, now
):
    topic = make_topic(author=owner)
    hidden = make_topic("A hidden one", author=owner, hidden_at=now)
    place, post = topic.category, topic.posts.get()
    give_rights(owner=owner, category_id=place.pk, given=given(told, group))

    for (rank, inside), reader in readers.items():
        may = {r.value: reckoned(told, r, rank, inside) for r in Right}
        rows = {r.value: rights_of(reader).has(r, place.pk) for r in Right}
        assert rows == may, (rank, inside)
        assert bool(CategoryPolicy(reader, place).read()) == may["read"]
        assert bool(TopicPolicy(reader, topic).read()) == may["read"]
        assert bool(PostPolicy(reader, post, topic).read()) == may["read"]
        sees_hidden = may["read"] and may["moderate"]
        assert bool(TopicPolicy(reader, hidden).read()) == sees_hidden
        listed = set(Topic.objects.visible_to(reader).values_list("pk", flat=True))
        assert listed == {
            *([topic.pk] if may["read"] else []),
            *([hidden.pk] if sees_hidden else []),
        }
        assert (
            Post.objects.visible_to(reader).filter(pk=post.pk).exists() == may["read"]
        )
        assert Category.objects.visible_to(reader).exists() == may["read"]
        assert [c.id for c in seen_categories(reader)] == [place.pk] * may["see"]
        assert [c.id for c in visible_categories(reader)] == [place.pk] * may["read"]
        assert {t.id for t in topic_list(reader=reader).topics} == listed


class TestInheritance:
    def test_a_category_follows_what_it_lies_in_until_it_has_rights_of_its_own(
        self, owner, user, make_category
    ):
        outer = make_category("Outer", audience="staff")
        inner = make_category("Inner", parent_id=outer.pk)

        assert not CategoryPolicy(user, inner).read()

        give_rights(owner=owner, category_id=outer.pk, given=None)

        assert CategoryPolicy(user, inner).read()
        assert CategoryPolicy(Guest(), inner).read()

    def test_nothing_is_seen_inside_what_is_not_seen(self, owner, user, make_category):
        outer = make_category("Outer", audience="staff")
        inner = make_category("Inner", parent_id=outer.pk)

        everyone = {key: Given(RIGHTS[key].default) for key in Right}
        give_rights(owner=owner, category_id=inner.pk, given=everyone)

        assert not CategoryPolicy(user, inner).see()
        assert not is_public(inner.pk)

    def test_the_site_s_rights_hold_where_a_category_has_none(
        self, owner, user, category
    ):
        told = {key: Given(meaning.default) for key, meaning in RIGHTS.items()}
        told[Right.REPLY] = Given(Rank.TRUSTED)
        give_rights(owner=owner, category_id=None, given=told)

        refused = CategoryPolicy(user, category).reply()

        assert refused.reason == "Trusted members and above can reply here."


class TestOneCategoryOnly:
    def test_its_moderators_moderate_there_and_nowhere_else(
        self, owner, group, make_user, make_topic, make_category, now
    ):
        here = make_topic(category=make_category("Boats"), hidden_at=now)
        there = make_topic(category=make_category("Trains"), hidden_at=now)
        moderator = make_user(group_ids=str(group.pk))
        told = {key: Given(RIGHTS[key].default) for key in Right}
        told[Right.MODERATE] = Given(Rank.MODERATOR, frozenset({group.pk}))

        give_rights(owner=owner, category_id=here.category_id, given=told)

        assert TopicPolicy(moderator, here).moderate()
        assert not TopicPolicy(moderator, there).moderate()
        assert [t.id for t in topic_list(reader=moderator).topics] == [here.pk]
        assert topic_page(reader=moderator, topic_id=here.pk)
        with pytest.raises(NotVisible):
            topic_page(reader=moderator, topic_id=there.pk)


def test_a_page_offers_what_its_category_gives_and_not_what_others_do(
    owner, user, make_topic, make_category
):
    topic = make_topic(category=make_category("Boats"))
    others = set(RIGHTS) - set(Right)  # Of packages further out.
    right = min(key for key in others if not RIGHTS[key].is_everywhere)
    give_rights(
        owner=owner, category_id=None, given=everybody() | {right: Given(Rank.NEW)}
    )
    here = {
        key: who for key, who in everybody().items() if not RIGHTS[key].is_everywhere
    }
    own = here | {right: Given(Rank.OWNER)}

    assert right in topic_page(reader=user, topic_id=topic.pk).rights
    give_rights(owner=owner, category_id=topic.category_id, given=own)

    assert right not in topic_page(reader=user, topic_id=topic.pk).rights
    assert right in topic_page(reader=owner, topic_id=topic.pk).rights


def everybody():
    return {key: Given(RIGHTS[key].default) for key in RIGHTS}


class TestSeeingWithoutReading:
    def test_guests_learn_that_there_is_a_place_and_nothing_of_what_is_in_it(
        self, owner, topic, client, site
    ):
        told = {key: Given(RIGHTS[key].default) for key in Right}
        told[Right.READ] = Given(Rank.NEW)
        give_rights(owner=owner, category_id=topic.category_id, given=told)

        front = client.get("/").content.decode()

        assert topic.category.name in front
        assert "Sign in to read here." in front
        assert topic.title not in front
        assert client.get(topic.get_absolute_url()).status_code == 404


class TestCounting:
    def test_closing_a_category_takes_its_posts_out_of_what_everybody_sees_counted(
        self, owner, make_user, make_topic
    ):
        author = make_user(role="moderator")
        topic = make_topic(author=author)
        author.refresh_from_db()
        assert author.post_count == 1

        told = {key: Given(RIGHTS[key].default) for key in Right}
        told[Right.READ] = told[Right.SEE] = Given(Rank.MEMBER)
        give_rights(owner=owner, category_id=topic.category_id, given=told)
        author.refresh_from_db()
        assert author.post_count == 0

        give_rights(owner=owner, category_id=topic.category_id, given=None)
        author.refresh_from_db()
        assert author.post_count == 1


def test_an_owner_cannot_lock_themselves_out(owner, topic):
    nobody = {key: Given(None) for key in Right}

    give_rights(owner=owner, category_id=topic.category_id, given=nobody)

    assert rights_of(owner).has(Right.MODERATE, topic.category_id)
    assert not Grant.objects.exclude(rank=Rank.OWNER).exists()
