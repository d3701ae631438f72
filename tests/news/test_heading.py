"""A feed's story at the head of a topic that a member had started from its page."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from rostra.accounts.ranks import Rank
from rostra.forum.models import Category, Post, ReadMark, Topic
from rostra.forum.permissions import rights_of
from rostra.forum.rights import RIGHTS
from rostra.forum.selectors.quoting import as_quote
from rostra.forum.services.erasing import erase_words
from rostra.forum.services.granting import Given, give_rights
from rostra.forum.services.moderating import hide_topic, lock_topic
from rostra.forum.services.moving import merge_topics
from rostra.forum.services.reading import mark_read
from rostra.forum.services.replying import post_reply
from rostra.foundation.visibility import NotVisible
from rostra.news.models import (
    FeedEntry,
    Heading,
    LinkTopic,
    Outlet,
    Story,
    TopicAddress,
)
from rostra.news.reading import EntryRead, FeedRead
from rostra.news.selectors.held_entries import held_entries
from rostra.news.services.approving import publish_entry
from rostra.news.services.heading import head_topic, part_heading
from rostra.news.services.joining import join_entry
from rostra.news.services.starting_links import Linked, start_link_topic
from rostra.news.services.taking_in import take_in
from tests.news.test_resembling import MORE, WIRE

pytestmark = pytest.mark.django_db
PAGE = "https://river.example/gate"
NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)


def entry(headline="Gate shut two hours late", text=WIRE, **fields) -> EntryRead:
    told = {
        "id": "urn:river:1",
        "address": f"{PAGE}?utm_source=feed",
        "addresses": (f"{PAGE}?utm_source=feed",),
        "headline": headline,
        "body": f"<p>{text}</p>",
    }
    return EntryRead(**(told | fields))


def take(feed, *entries):
    return take_in(feed_id=feed.pk, read=FeedRead("rss", entries=entries))


@pytest.fixture
def start(user, category):
    def start(by=user, where=category, title="Gate shut two hours late!", **more):
        linked = Linked(PAGE, title, **more)
        how = {"category_id": where.pk, "source": "I was there."}
        return start_link_topic(author=by, linked=linked, **how)

    return start


@pytest.fixture
def talk(start, make_user):
    """A link topic with a reply."""
    topic = start()
    post_reply(author=make_user(), topic_id=topic.pk, source="So was I.")
    return Topic.objects.get(pk=topic.pk)


@pytest.fixture
def wire(make_feed):
    return make_feed("http://river.example/feed", joins="offer")


@pytest.fixture
def headed(talk, wire, editor):
    take(wire, entry())
    head_topic(editor=editor, entry_id=wire.entries.get().pk)
    return Story.objects.get()


def numbered(topic):
    return list(topic.posts.order_by("number").values_list("number", "author__name"))


class TestAnEntryOfThePageOfATopic:
    def test_waits_and_is_offered_to_the_topic(self, talk, wire):
        take(wire, entry())

        row = wire.entries.get()
        assert (row.state, row.about, row.resembles) == ("held", talk, None)
        assert Topic.objects.count() == 1

    def test_is_found_by_the_canonical_address_of_the_page(self, start, wire):
        topic = start(others=("https://m.river.example/a/7",))
        where = "http://www.m.river.example/a/7/"

        take(wire, entry(address=where, addresses=(where,)))

        assert wire.entries.get().about == topic

    def test_is_told_of_a_topic_that_was_started_while_it_waits(self, start, make_feed):
        feed = make_feed(arrival="hold", joins="offer")
        take(feed, entry())
        assert feed.entries.get().about is None

        topic = start()

        assert feed.entries.get().about == topic

    def test_is_not_told_of_what_its_house_account_may_not_see(
        self, start, wire, make_category, moderator
    ):
        start(by=moderator, where=make_category("Staff", audience="staff"))

        take(wire, entry())

        assert wire.entries.get().state == "published"
        assert Story.objects.get().topic.category.name == "Harbour"

    def test_is_published_by_itself_where_the_feed_says_so(self, talk, make_feed):
        take(make_feed(joins="never"), entry())

        assert Story.objects.get().topic != talk

    def test_follows_to_where_the_topic_was_merged(
        self, talk, wire, make_topic, moderator
    ):
        other = make_topic()
        merge_topics(moderator=moderator, topic_id=talk.pk, into_id=other.pk)

        take(wire, entry())

        assert wire.entries.get().about == other

    def test_may_be_published_by_itself(self, talk, wire, editor):
        take(wire, entry())

        publish_entry(editor=editor, entry_id=wire.entries.get().pk)

        assert Story.objects.get().topic != talk


class TestJoiningAtOnce:
    @pytest.fixture
    def once(self, make_feed):
        return make_feed("http://river.example/feed", joins="once")

    def test_needs_a_headline_like_that_of_the_page(self, talk, once):
        take(once, entry())

        assert Story.objects.get().topic == talk
        assert Heading.objects.get().joined_by is None

    def test_is_left_to_an_editor_under_another_headline(self, talk, once):
        take(once, entry("Why ferries cost more now"))

        assert once.entries.get().state == "held"

    def test_is_left_to_an_editor_where_a_moderator_ended_the_talk(
        self, talk, once, moderator
    ):
        lock_topic(moderator=moderator, topic_id=talk.pk, reason="Enough.")

        take(once, entry())

        assert once.entries.get().state == "held"

    def test_is_left_to_an_editor_where_its_category_is_not_public(
        self, talk, once, make_category
    ):
        once.category = make_category("Staff", audience="staff")
        once.save()

        take(once, entry())

        assert once.entries.get().state == "held"


class TestAStoryAtTheHead:
    def test_opens_the_topic_and_leaves_everything_else(self, headed, talk, user):
        talk.refresh_from_db()
        assert numbered(talk) == [(1, "Halvern Wire"), (2, "Ada"), (3, "member 1")]
        assert (headed.topic, headed.post) == (talk, talk.posts.get(number=1))
        assert (talk.title, talk.author, talk.is_story) == (
            *("Gate shut two hours late!", user),
            True,
        )
        assert "I was there." in talk.posts.get(number=2).source
        assert (talk.last_number, talk.last_author.name) == (3, "member 1")
        assert talk.last_post_id == talk.posts.get(number=3).pk
        assert Topic.objects.count() == 1
        assert Category.objects.get().post_count == 3

    def test_leaves_read_what_was_read(self, talk, wire, editor, make_user):
        reader = make_user()
        mark_read(user=reader, topic_id=talk.pk, number=2)
        take(wire, entry())

        head_topic(editor=editor, entry_id=wire.entries.get().pk)

        mark = ReadMark.objects.get(user=reader)
        assert mark.number == 3

    def test_is_a_card_with_the_words_of_the_member_below(
        self, headed, talk, client, site
    ):
        page = client.get(talk.get_absolute_url()).content.decode()

        assert "NewsArticle" in page
        assert "Insurers" in page or WIRE[:40] in page
        assert page.index("NewsArticle") < page.index("I was there.")
        assert 'class="from-link"' not in page

    def test_is_joined_once_however_often_the_form_is_sent(self, headed, wire, editor):
        head_topic(editor=editor, entry_id=wire.entries.get().pk)

        assert Heading.objects.count() == Story.objects.count() == 1

    def test_is_changed_and_taken_back_by_its_feed(self, headed, talk, wire, user):
        quote = as_quote("Wire", headed.post_id, "The barrier was built in 1998")
        post_reply(author=user, topic_id=talk.pk, source=f"{quote} So?")

        take(wire, entry(text=WIRE + MORE))
        headed.refresh_from_db()
        assert headed.version == 2
        take(wire, entry(status="canceled"))

        headed.refresh_from_db()
        assert headed.status == "withdrawn"
        assert "built in 1998" not in repr(Post.objects.values_list("source", "html"))
        talk.refresh_from_db()
        assert talk.title == "Gate shut two hours late!"
        assert "I was there." in talk.posts.get(number=2).source
        assert LinkTopic.objects.exists()

    def test_is_taken_back_in_a_hidden_topic_too(self, headed, talk, wire, moderator):
        hide_topic(moderator=moderator, topic_id=talk.pk)

        take(wire, entry(status="canceled"))

        headed.refresh_from_db()
        assert headed.status == "withdrawn"

    def test_is_found_by_further_outlets(self, headed, make_feed, editor):
        other = make_feed("http://courier.example/feed", joins="offer")
        where = "https://courier.example/9"
        take(other, entry("Gate late", id="9", address=where, addresses=(where,)))

        join_entry(editor=editor, entry_id=other.entries.get().pk)

        assert Outlet.objects.get().story == headed

    def test_stays_when_the_member_takes_their_words_away(
        self, headed, talk, moderator
    ):
        theirs = talk.posts.get(number=2)

        erase_words(editor=moderator, post_id=theirs.pk, notice="Gone.")

        assert not LinkTopic.objects.exists()
        assert not TopicAddress.objects.exists()
        assert Story.objects.get().topic == talk


class TestJoining:
    def test_is_refused_to_others(self, talk, wire, user):
        take(wire, entry())

        with pytest.raises(NotVisible):
            head_topic(editor=user, entry_id=wire.entries.get().pk)

    def test_is_refused_where_one_may_not_publish(
        self, start, make_feed, make_category, editor, make_user
    ):
        elsewhere = make_category("Elsewhere")
        feed = make_feed(joins="offer")
        start(where=elsewhere)
        take(feed, entry())
        given = {
            key: Given(Rank.OWNER if key == "publish" else meaning.default)
            for key, meaning in RIGHTS.items()
            if not meaning.is_everywhere
        }
        owner = make_user(role="owner")
        give_rights(owner=owner, category_id=elsewhere.pk, given=given)

        with pytest.raises(PermissionDenied):
            head_topic(editor=editor, entry_id=feed.entries.get().pk)

    def test_is_refused_where_the_topic_is_gone(self, talk, wire, editor, moderator):
        take(wire, entry())
        hide_topic(moderator=moderator, topic_id=talk.pk)

        with pytest.raises(ValidationError, match="no longer here"):
            head_topic(editor=editor, entry_id=wire.entries.get().pk)

    def test_is_refused_where_another_story_came_first(self, talk, wire, editor):
        take(wire, entry(), entry("Quite another", id="2", text="Short."))
        first, second = wire.entries.order_by("pk")
        FeedEntry.objects.update(about=talk, state="held")
        head_topic(editor=editor, entry_id=first.pk)

        with pytest.raises(ValidationError, match="no longer here"):
            head_topic(editor=editor, entry_id=second.pk)

    def test_waits_for_an_embargo(self, talk, make_feed, editor):
        feed = make_feed(arrival="hold", joins="offer")
        take(feed, entry(embargoed_until=NOON + timedelta(hours=1)))

        with pytest.raises(ValidationError, match="yet"):
            head_topic(editor=editor, entry_id=feed.entries.get().pk, now=NOON)


class TestPartingAgain:
    def test_makes_two_topics(self, headed, talk, editor, user):
        part_heading(editor=editor, story_id=headed.pk)

        talk.refresh_from_db()
        headed.refresh_from_db()
        assert numbered(talk) == [(1, "Ada"), (2, "member 1")]
        assert numbered(headed.topic) == [(1, "Halvern Wire")]
        assert (talk.is_story, headed.topic.is_story) == (False, True)
        assert (talk.last_number, headed.topic.last_number) == (2, 1)
        assert headed.topic.title == "Gate shut two hours late"
        assert Category.objects.get().topic_count == 2
        assert not Heading.objects.exists()

    def test_leaves_the_story_to_its_feed_and_the_link_to_its_topic(
        self, headed, talk, editor, wire, client, site
    ):
        part_heading(editor=editor, story_id=headed.pk)
        part_heading(editor=editor, story_id=headed.pk)

        take(wire, entry(text=WIRE + MORE))

        headed.refresh_from_db()
        assert headed.version == 2
        page = client.get(talk.get_absolute_url()).content.decode()
        assert 'class="from-link"' in page
        assert client.get(headed.topic.get_absolute_url()).status_code == 200

    def test_is_refused_to_others(self, headed, user):
        with pytest.raises(PermissionDenied):
            part_heading(editor=user, story_id=headed.pk)

    def test_is_left_to_moderators_where_the_story_opens_nothing(
        self, headed, talk, editor, make_topic, moderator
    ):
        older = make_topic()
        Post.objects.filter(topic=older).update(created_at=NOON - timedelta(days=9))
        merge_topics(moderator=moderator, topic_id=older.pk, into_id=talk.pk)

        with pytest.raises(ValidationError, match="no longer opens"):
            part_heading(editor=editor, story_id=headed.pk)


class TestPages:
    def test_the_editor_is_offered_to_join_and_to_part(
        self, talk, wire, editor, client, site
    ):
        take(wire, entry())
        client.force_login(editor)
        row = wire.entries.get()

        page = client.get("/newsroom/feeds/held/").content.decode()
        assert "A member started a topic from this page:" in page
        assert talk.get_absolute_url() in page
        sent = client.post(f"/newsroom/feeds/held/{row.pk}/", {"how": "head"})
        assert "stands at the head of:" in client.get(sent["Location"]).text
        assert Story.objects.get().topic == talk

        page = client.get("/newsroom/feeds/joined/").content.decode()
        assert "Nothing is joined yet" not in page
        where = f"/newsroom/feeds/headings/{Story.objects.get().pk}/"
        assert where in page
        parted = client.post(where)["Location"]
        assert "parted again" in client.get(parted).text
        assert Story.objects.get().topic != talk

    def test_the_list_of_what_waits_costs_as_much_as_before(
        self, talk, wire, editor, django_assert_max_num_queries
    ):
        take(wire, entry())
        rights_of(editor)

        with django_assert_max_num_queries(2):
            (held,) = held_entries(editor=editor)

        assert held.about.title == talk.title
