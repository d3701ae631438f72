from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone

from rostra.accounts.models import Guest
from rostra.accounts.ranks import Rank
from rostra.control.services.naming import change_site
from rostra.forum.models import Category, Post, Topic
from rostra.forum.policies import CategoryPolicy, PostPolicy, TopicPolicy
from rostra.forum.rights import EDIT_LATE
from rostra.forum.services.granting import Given, give_rights

ROLES = ["guest", "new", "member", "trusted", "editor", "moderator", "owner"]
AUDIENCES = ["everyone", "members", "staff"]


@pytest.mark.parametrize(
    ("role", "audience", "hidden"), list(product(ROLES, AUDIENCES, [False, True]))
)
def test_lists_and_policies_agree_on_who_may_read(
    role, audience, hidden, make_user, make_topic, now
):
    reader = Guest() if role == "guest" else make_user(role=role)
    topic = make_topic(audience=audience, hidden_at=now if hidden else None)
    category, post = topic.category, topic.posts.get()

    listed = [
        Category.objects.visible_to(reader).filter(pk=category.pk).exists(),
        Topic.objects.visible_to(reader).filter(pk=topic.pk).exists(),
        Post.objects.visible_to(reader).filter(pk=post.pk).exists(),
    ]

    assert listed == [
        bool(CategoryPolicy(reader, category).read()),
        bool(TopicPolicy(reader, topic).read()),
        bool(PostPolicy(reader, post, topic).read()),
    ]


def test_a_hidden_post_is_read_by_its_author_and_moderators_only(
    make_user, moderator, topic, now
):
    author, other = make_user(), make_user()
    post = Post(topic=topic, author=author, hidden_at=now)

    may_read = [
        bool(PostPolicy(reader, post, topic).read_words())
        for reader in (author, moderator, other, Guest())
    ]

    assert may_read == [True, True, False, False]


@pytest.mark.parametrize(
    ("role", "audience", "hidden"),
    list(product(ROLES, AUDIENCES, ["", "post", "topic"])),
)
def test_lists_and_policies_agree_on_whose_words_may_be_read(
    role, audience, hidden, make_user, make_topic, now
):
    reader = Guest() if role == "guest" else make_user(role=role)
    author = reader if role == "member" else make_user()
    topic = make_topic(audience=audience)
    if hidden == "topic":
        Topic.objects.update(hidden_at=now)
    Post.objects.update(author=author, hidden_at=now if hidden == "post" else None)
    topic.refresh_from_db()
    post = topic.posts.get()

    listed = Post.objects.words_visible_to(reader).filter(pk=post.pk).exists()

    assert listed == bool(PostPolicy(reader, post, topic).read_words())


def test_an_author_edits_their_own_post_until_the_topic_is_locked(
    make_user, moderator, make_topic, now
):
    author, other = make_user(), make_user()
    open_topic, locked = make_topic(), make_topic(locked_at=now)
    mine = Post(topic=open_topic, author=author)

    assert PostPolicy(author, mine, open_topic).edit()
    assert not PostPolicy(author, mine, locked).edit()
    assert PostPolicy(moderator, mine, locked).edit()
    assert not PostPolicy(other, mine, open_topic).edit()
    assert not PostPolicy(Guest(), mine, open_topic).edit()


def test_a_refusal_says_why(user, topic):
    mine = Post(topic=topic, author=user)

    assert PostPolicy(user, mine, topic).react().reason
    assert TopicPolicy(Guest(), topic).reply().reason == "Sign in to reply."


class TestEditingLater:
    @pytest.fixture
    def owner(self, make_user):
        return make_user(role="owner")

    @pytest.fixture
    def not_later(self, owner):
        """Only trusted members may change what they wrote long ago."""
        given = {EDIT_LATE: Given(Rank.TRUSTED)}
        give_rights(owner=owner, category_id=None, given=given)

    def may_edit(self, author, topic, age):
        post = Post(topic=topic, author=author, created_at=timezone.now() - age)
        return PostPolicy(author, post, topic).edit()

    def test_is_for_everybody_at_first(self, user, topic):
        assert self.may_edit(user, topic, timedelta(days=3000))

    def test_can_be_kept_for_some(self, site, not_later, make_user, topic):
        member, trusted = make_user(), make_user(role="trusted")

        assert self.may_edit(member, topic, timedelta(minutes=59))
        late = self.may_edit(member, topic, timedelta(minutes=61))
        assert not late
        assert late.reason == "A post can be changed for 60 minutes."
        assert self.may_edit(trusted, topic, timedelta(days=300))

    def test_has_the_time_that_the_owner_sets(
        self, site, not_later, owner, user, topic
    ):
        change_site(owner=owner, edit_minutes=5)

        assert self.may_edit(user, topic, timedelta(minutes=4))
        assert not self.may_edit(user, topic, timedelta(minutes=6))

    def test_never_binds_moderators_or_the_house(
        self, site, not_later, moderator, make_user, topic
    ):
        house = make_user(is_house=True)

        assert self.may_edit(moderator, topic, timedelta(days=300))
        assert self.may_edit(house, topic, timedelta(days=300))
