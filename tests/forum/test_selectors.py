from datetime import timedelta

import pytest

from rostra.accounts.models import Guest
from rostra.forum.models import Topic
from rostra.forum.selectors.categories import visible_categories
from rostra.forum.selectors.front_page import front_page
from rostra.forum.selectors.member_page import member_page
from rostra.forum.selectors.quoting import as_quote
from rostra.forum.selectors.topic_list import Order, topic_list
from rostra.forum.selectors.topic_page import topic_page
from rostra.forum.services.following import follow_topic
from rostra.forum.services.moderating import hide_post, pin_topic, recommend_post
from rostra.forum.services.reacting import react
from rostra.forum.services.reading import mark_all_read, mark_read
from rostra.forum.services.replying import post_reply
from rostra.foundation import markup
from rostra.foundation.visibility import NotVisible
from rostra.web.site_choices import site


def fill(topic, author, count, at):
    for turn in range(count):
        when = at + timedelta(seconds=turn)
        post_reply(author=author, topic_id=topic.pk, source=f"Reply {turn}", at=when)


class TestTopicPage:
    def test_costs_three_queries_however_long_the_topic(
        self, user, make_user, topic, now, django_assert_num_queries
    ):
        fill(topic, make_user(), 44, now)
        # Rights, categories and the site's choices are kept in the process.
        visible_categories(user)
        site()

        with django_assert_num_queries(3):
            page = topic_page(reader=user, topic_id=topic.pk, number=2)

        assert [post.number for post in page.posts] == list(range(21, 41))
        assert (page.pages.number, page.pages.last) == (2, 3)

    def test_a_page_past_the_end_is_the_last_one(self, user, topic, now):
        fill(topic, user, 25, now)

        page = topic_page(reader=Guest(), topic_id=topic.pk, number=99)

        assert page.pages.number == 2

    def test_knows_what_the_reader_did_here(self, user, make_user, topic, now):
        other = make_user()
        post = post_reply(author=other, topic_id=topic.pk, source="Well", at=now)
        react(user=user, post_id=post.pk, kind="agree")
        follow_topic(user=user, topic_id=topic.pk)
        mark_read(user=user, topic_id=topic.pk, number=1)

        page = topic_page(reader=user, topic_id=topic.pk)

        assert page.posts[1].my_reaction == "agree"
        assert [t[:3] for t in page.posts[1].tallies] == [("agree", "Agree", 1)]
        assert page.is_following
        assert page.first_unread == 2

    def test_hides_the_words_of_a_hidden_post_but_keeps_its_number(
        self, user, make_user, moderator, topic, now
    ):
        post = post_reply(
            author=make_user(), topic_id=topic.pk, source="A secret", at=now
        )
        hide_post(moderator=moderator, post_id=post.pk, reason="names a person")

        seen = topic_page(reader=user, topic_id=topic.pk).posts[1]
        seen_by_moderator = topic_page(reader=moderator, topic_id=topic.pk).posts[1]

        assert (seen.number, seen.html, seen.hidden_reason) == (2, "", "names a person")
        assert "A secret" in seen_by_moderator.html

    def test_a_private_topic_does_not_exist_for_others(self, user, make_topic):
        private = make_topic(audience="staff")

        with pytest.raises(NotVisible):
            topic_page(reader=user, topic_id=private.pk)

    def test_recommended_posts_come_with_their_first_words(
        self, user, make_user, moderator, topic, now
    ):
        post = post_reply(
            author=make_user(), topic_id=topic.pk, source="Read the log.", at=now
        )
        recommend_post(moderator=moderator, post_id=post.pk, note="First-hand")

        (found,) = topic_page(reader=user, topic_id=topic.pk).recommended

        assert (found.number, found.snippet, found.note) == (
            2,
            "Read the log.",
            "First-hand",
        )

    def test_marking_all_read_leaves_nothing_unread(self, user, make_user, topic, now):
        fill(topic, make_user(), 3, now - timedelta(minutes=5))
        mark_all_read(user=user)

        assert topic_page(reader=user, topic_id=topic.pk).first_unread == 0


class TestTopicList:
    @pytest.fixture
    def topics(self, make_topic, make_user, now):
        made = [make_topic(f"Topic number {n} of the list") for n in range(7)]
        for age, topic in enumerate(made):
            at = now - timedelta(hours=age)
            Topic.objects.filter(pk=topic.pk).update(last_posted_at=at, started_at=at)
        return made

    def walk(self, **query):
        """The ids on every page, going forward with the cursors."""
        pages, page = [], topic_list(size=3, **query)
        while True:
            pages.append([topic.id for topic in page.topics])
            if page.before is None:
                return pages, page
            page = topic_list(size=3, cursor=page.before, **query)

    @pytest.mark.parametrize("order", [Order.LATEST, Order.NEW])
    def test_pages_by_keyset_show_every_topic_once(self, user, topics, order):
        pages, _last = self.walk(reader=user, order=order)

        wanted = [topic.pk for topic in topics]
        assert pages == [wanted[:3], wanted[3:6], wanted[6:]]

    def test_going_back_shows_the_page_before(self, user, topics):
        _pages, last = self.walk(reader=user)

        from dataclasses import replace

        cursor = replace(last.after, is_backwards=True)
        page = topic_list(reader=user, size=3, cursor=cursor)

        assert [t.id for t in page.topics] == [t.pk for t in topics[3:6]]

    def test_page_n_costs_one_query_as_page_one_does(
        self, user, topics, django_assert_num_queries
    ):
        first = topic_list(reader=user, size=3)

        with django_assert_num_queries(1):
            topic_list(reader=user, size=3, cursor=first.before)

    def test_top_counts_replies_and_reactions_of_the_period(
        self, user, make_user, topics, now
    ):
        fill(topics[4], make_user(), 2, now)
        fill(topics[2], make_user(), 1, now)

        for period in ("day", "week", "month", "year"):
            page = topic_list(reader=user, order=Order.TOP, period=period)
            assert [t.id for t in page.topics] == [topics[4].pk, topics[2].pk]
        everything = topic_list(reader=user, order=Order.TOP, period="all")
        assert [t.id for t in everything.topics][:2] == [topics[4].pk, topics[2].pk]

    def test_unread_shows_only_what_has_new_posts(self, user, make_user, topics, now):
        user.read_before = now - timedelta(days=1)
        user.save()
        mark_read(user=user, topic_id=topics[0].pk, number=1)

        page = topic_list(reader=user, order=Order.UNREAD)

        assert [t.id for t in page.topics] == [t.pk for t in topics[1:]]
        assert page.topics[0].unread is None

    def test_pinned_topics_stand_first_and_only_once(self, user, moderator, topics):
        pin_topic(moderator=moderator, topic_id=topics[5].pk)

        page = topic_list(reader=user, category_id=topics[0].category_id)

        assert [t.id for t in page.pinned] == [topics[5].pk]
        assert topics[5].pk not in [t.id for t in page.topics]

    def test_private_and_hidden_topics_are_in_no_list(self, user, make_topic, now):
        make_topic("Nobody shall see this", audience="staff")
        make_topic("Nor anybody this one", hidden_at=now)
        seen = make_topic("But everybody this one")

        for order in Order:
            for reader in (user, Guest()):
                listed = {t.id for t in topic_list(reader=reader, order=order).topics}
                assert listed <= {seen.pk}


def test_the_front_page_costs_two_queries(
    user, make_topic, make_category, django_assert_num_queries
):
    topic = make_topic()
    make_category("Empty")
    topic_list(reader=user)

    with django_assert_num_queries(2):
        page = front_page(reader=user)

    assert [card.last and card.last.title for card in page.categories] == [
        topic.title,
        None,
    ]
    assert page.categories[0].category.post_count == 1


def test_the_front_page_tells_nothing_of_private_places(make_topic, moderator):
    make_topic("A staff-only title", audience="staff")

    assert front_page(reader=Guest()).categories == ()
    assert len(front_page(reader=moderator).categories) == 1


def test_a_members_page_lists_only_posts_the_reader_may_see(
    user, make_user, make_topic, moderator, now, django_assert_num_queries
):
    author = make_user(role="moderator")
    make_topic("A staff-only title", audience="staff", author=author)
    shown = make_topic(author=author)
    hidden = post_reply(author=author, topic_id=shown.pk, source="Hidden", at=now)
    hide_post(moderator=moderator, post_id=hidden.pk, reason="x")
    front_page(reader=user)

    with django_assert_num_queries(3):
        page = member_page(reader=user, member_id=author.pk)

    assert [post.topic_title for post in page.written.posts] == [shown.title]


class TestBlocks:
    def test_a_reader_without_posts_here_shares_the_whole_page(
        self, user, make_user, topic, now
    ):
        fill(topic, make_user(), 12, now)

        (block,) = topic_page(reader=user, topic_id=topic.pk).blocks

        assert block.same_for
        assert len(block.posts) == 13

    def test_who_wrote_only_the_opening_post_shares_the_replies(
        self, user, make_user, make_topic, now
    ):
        topic = make_topic(author=user)
        fill(topic, make_user(), 12, now)

        (block,) = topic_page(reader=user, topic_id=topic.pk).blocks

        assert block.same_for

    def test_only_the_blocks_with_the_readers_own_marks_are_theirs_alone(
        self, user, make_user, topic, now
    ):
        fill(topic, make_user(), 12, now)
        post_reply(author=user, topic_id=topic.pk, source="Mine", at=now)

        blocks = topic_page(reader=user, topic_id=topic.pk).blocks

        assert [bool(block.same_for) for block in blocks] == [True, True, False]

    def test_moderators_and_members_never_share(
        self, user, make_user, moderator, topic, now
    ):
        fill(topic, make_user(), 1, now)

        mine, theirs = (
            topic_page(reader=reader, topic_id=topic.pk).blocks[0].same_for
            for reader in (user, moderator)
        )

        assert mine != theirs


class TestQuotingAWholePost:
    def test_says_where_quotes_of_others_are_left_out(self):
        from rostra.forum.selectors.quoting import own_words

        source = (
            "> theirs\n\nMine first.\n\n> theirs\n> again\n\nMine then.\n\n> theirs"
        )

        assert own_words(source) == "Mine first.\n\n[…]\n\nMine then."
        assert own_words("> nothing but theirs") == "> nothing but theirs"

    @pytest.mark.parametrize(
        "name",
        [
            "Ada",
            "a_b_c",
            "_x_",
            "x*y* z",
            "[link](x) a",
            "a `b` c",
            'say "hi" now',
            "<b>bold</b> x",
            "a\\b c",
            "~~x~~ y",
            "||sp|| q",
            "a&amp; b",
            ":smile: x",
            "日本 語",
        ],
    )
    def test_says_a_name_of_any_letters_and_marks_as_it_is(self, name):
        quote = markup.render(as_quote(name, 5, "Hello there.")).quotes[0]

        assert (quote.name, quote.post_id) == (name, 5)
