"""What a member's page lists, and what readers see of those they follow or ignore."""

import pytest
from django.core.exceptions import PermissionDenied

from rostra.accounts.models import Guest, TieKind, User
from rostra.accounts.services.tying import tie
from rostra.forum.models import Post
from rostra.forum.selectors import followed, member_posts
from rostra.forum.selectors.followed import posts_of_followed
from rostra.forum.selectors.member_page import member_page
from rostra.forum.selectors.member_posts import Tab
from rostra.forum.selectors.topic_page import topic_page
from rostra.forum.services.moderating import hide_post, recommend_post
from rostra.forum.services.reacting import react
from rostra.forum.services.replying import post_reply
from rostra.foundation.visibility import NotVisible

pytestmark = pytest.mark.django_db


def listed(reader, member, tab=Tab.POSTS):
    page = member_page(reader=reader, member_id=member.pk, tab=tab)
    return [(post.topic_title, post.number) for post in page.written.posts]


class TestTheTabs:
    def test_topics_are_those_the_member_began(self, user, make_topic, moderator):
        mine = make_topic("My own topic", author=user)
        other = make_topic("Of somebody else")
        post_reply(author=user, topic_id=other.pk, source="Hello")
        make_topic("A hidden topic", author=user, hidden_at=mine.started_at)

        assert listed(Guest(), user, Tab.TOPICS) == [("My own topic", 1)]
        assert listed(moderator, user, Tab.TOPICS) == [
            ("A hidden topic", 1),
            ("My own topic", 1),
        ]

    def test_recommended_are_those_moderators_chose(self, user, topic, moderator):
        posts = [
            post_reply(author=user, topic_id=topic.pk, source=f"Number {n}")
            for n in range(3)
        ]
        for post in (posts[2], posts[0]):
            recommend_post(moderator=moderator, post_id=post.pk, note="Read this")
        hide_post(moderator=moderator, post_id=posts[2].pk, reason="x")

        assert listed(Guest(), user, Tab.RECOMMENDED) == [(topic.title, 2)]

    def test_reactions_are_for_the_member_alone(self, user, topic, moderator):
        react(user=user, post_id=topic.posts.get().pk, kind="thanks")

        page = member_page(reader=user, member_id=user.pk, tab=Tab.REACTIONS)
        assert [post.reaction for post in page.written.posts] == ["Thanks"]
        assert Tab.REACTIONS in page.tabs
        for reader in (Guest(), moderator):
            with pytest.raises(NotVisible):
                member_page(reader=reader, member_id=user.pk, tab=Tab.REACTIONS)
            shown = member_page(reader=reader, member_id=user.pk)
            assert Tab.REACTIONS not in shown.tabs

    def test_a_list_that_nobody_has_is_no_page(self, site, user, client, client_of):
        assert client.get(f"{user.url}?tab=secrets").status_code == 404
        assert client.get(f"{user.url}?tab=reactions").status_code == 404
        assert client_of(user).get(f"{user.url}?tab=reactions").status_code == 200

    @pytest.mark.parametrize("tab", Tab)
    def test_goes_on_forwards_and_back(
        self, user, make_topic, make_user, moderator, tab, monkeypatch
    ):
        monkeypatch.setattr(member_posts, "POSTS_SHOWN", 2)
        writer = make_user() if tab == Tab.REACTIONS else user
        for n in range(5):
            post = make_topic(f"Topic number {n}", author=writer).posts.get()
            recommend_post(moderator=moderator, post_id=post.pk, note="")
            if tab == Tab.REACTIONS:
                react(user=user, post_id=post.pk, kind="agree")

        def page(cursor=None, is_backwards=False):
            where = cursor and type(cursor)(cursor.key, cursor.id, is_backwards)
            return member_page(
                reader=user, member_id=user.pk, tab=tab, cursor=where
            ).written

        def titles(page):
            return [int(post.topic_title[-1]) for post in page.posts]

        first = page()
        second = page(first.before)
        last = page(second.before)
        assert titles(first) + titles(second) + titles(last) == [4, 3, 2, 1, 0]
        assert first.after is None
        assert last.before is None
        assert titles(page(last.after, is_backwards=True)) == titles(second)


class TestFollowing:
    @pytest.fixture
    def follow(self, user):
        def begin(*members):
            for one in members:
                tie(owner=user, member_id=one.pk, kind=TieKind.FOLLOW)

        return begin

    def test_lists_what_the_reader_may_see_of_all_of_them(
        self, user, make_user, make_topic, moderator, follow, django_assert_num_queries
    ):
        one, two = make_user(role="moderator"), make_user(role="moderator")
        topic = make_topic("An open topic", author=one)
        make_topic("For the staff", audience="staff", author=one)
        post_reply(author=two, topic_id=topic.pk, source="Two answers")
        post_reply(author=moderator, topic_id=topic.pk, source="Not followed")
        gone = post_reply(author=two, topic_id=topic.pk, source="Hidden")
        hide_post(moderator=moderator, post_id=gone.pk, reason="x")
        follow(one, two)
        posts_of_followed(reader=user)

        with django_assert_num_queries(1):
            page = posts_of_followed(reader=user)

        assert [post.snippet for post in page.posts] == [
            "Two answers",
            "The opening post.",
        ]
        assert [post.author_name for post in page.posts] == [two.name, one.name]
        assert page.before is None

    def test_goes_on(self, user, make_user, topic, follow, monkeypatch):
        monkeypatch.setattr(followed, "POSTS_SHOWN", 2)
        members = [make_user(), make_user()]
        follow(*members)
        for n in range(5):
            post_reply(author=members[n % 2], topic_id=topic.pk, source=f"Number {n}")

        first = posts_of_followed(reader=user)
        second = posts_of_followed(reader=user, cursor=first.before)
        third = posts_of_followed(reader=user, cursor=second.before)

        shown = [post.snippet for page in (first, second, third) for post in page.posts]
        assert shown == [f"Number {n}" for n in (4, 3, 2, 1, 0)]
        assert third.before is None

    def test_nothing_of_those_one_ignores(self, user, make_user, make_topic):
        other = make_user(role="moderator")
        make_topic(author=other)
        tie(owner=user, member_id=other.pk, kind=TieKind.IGNORE)

        assert posts_of_followed(reader=user).posts == ()

    def test_is_a_page_for_members(self, site, user, make_topic, client, client_of):
        assert client.get("/members/followed/")["Location"].startswith("/sign-in/")
        page = client_of(user).get("/members/followed/").text
        assert "Nothing yet" in page
        assert client_of(user).get("/members/followed/?before=x").status_code == 404


class TestIgnoring:
    WORDS = "You ignore"

    @pytest.fixture
    def troll(self, make_user):
        return make_user("Troll")

    @pytest.fixture
    def said(self, troll, topic):
        return post_reply(author=troll, topic_id=topic.pk, source="Provocation")

    def page_of(self, client_of, reader, topic):
        return client_of(reader).get(topic.get_absolute_url()).text

    def test_folds_posts_for_that_reader_alone(
        self, site, user, make_user, troll, said, topic, client, client_of
    ):
        other = make_user()
        before = self.page_of(client_of, user, topic)
        assert self.WORDS not in before

        tie(owner=user, member_id=troll.pk, kind=TieKind.IGNORE)

        folded = self.page_of(client_of, user, topic)
        assert "You ignore Troll. Show the post" in folded
        assert "Provocation" in folded
        assert self.WORDS not in self.page_of(client_of, other, topic)
        assert self.WORDS not in client.get(topic.get_absolute_url()).text

    def test_kept_blocks_are_not_mixed_up(
        self, site, user, make_user, troll, topic, client_of
    ):
        second, other = make_user("Second"), make_user()
        post_reply(author=troll, topic_id=topic.pk, source="One of the troll")
        post_reply(author=second, topic_id=topic.pk, source="One of the second")
        tie(owner=user, member_id=troll.pk, kind=TieKind.IGNORE)
        tie(owner=other, member_id=second.pk, kind=TieKind.IGNORE)

        for _ in range(2):
            assert "You ignore Troll" in self.page_of(client_of, user, topic)
            assert "You ignore Second" not in self.page_of(client_of, user, topic)
            assert "You ignore Second" in self.page_of(client_of, other, topic)
            assert "You ignore Troll" not in self.page_of(client_of, other, topic)

    def test_does_not_fold_what_moderators_say_as_such(
        self, user, troll, said, topic, moderator
    ):
        tie(owner=user, member_id=moderator.pk, kind=TieKind.IGNORE)
        official = post_reply(author=moderator, topic_id=topic.pk, source="Calm down")
        Post.objects.filter(pk=official.pk).update(kind="official")
        plain = post_reply(author=moderator, topic_id=topic.pk, source="As I see it")

        user = User.objects.get(pk=user.pk)
        posts = topic_page(reader=user, topic_id=topic.pk).posts
        assert {post.id: post.is_folded for post in posts} == {
            topic.posts.get(number=1).pk: False,
            said.pk: False,
            official.pk: False,
            plain.pk: True,
        }

    def test_hides_nothing_on_the_members_page_but_says_so(
        self, site, user, troll, said, client_of
    ):
        tie(owner=user, member_id=troll.pk, kind=TieKind.IGNORE)
        page = client_of(user).get(troll.url).text

        assert "You ignore Troll" in page
        assert "Provocation" in page

    def test_the_house_account_refuses_politely(self, site, user, make_user, client_of):
        house = make_user(is_house=True)
        with pytest.raises(PermissionDenied, match="nobody can ignore"):
            tie(owner=user, member_id=house.pk, kind=TieKind.IGNORE)
        assert 'value="ignore"' not in client_of(user).get(house.url).text
