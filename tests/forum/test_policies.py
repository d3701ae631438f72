from itertools import product

import pytest

from rostra.accounts.models import Guest
from rostra.forum.models import Category, Post, Topic
from rostra.forum.policies import CategoryPolicy, PostPolicy, TopicPolicy

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
