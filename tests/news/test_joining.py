"""Several outlets of one story: joined, changed, taken back, and parted again."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from rostra.accounts.models import Guest
from rostra.forum.models import Category, Post, Topic
from rostra.forum.selectors.quoting import as_quote
from rostra.forum.services.moderating import hide_topic
from rostra.forum.services.replying import post_reply
from rostra.foundation.visibility import NotVisible
from rostra.news.models import Feed, FeedEntry, Outlet, Story
from rostra.news.reading import EntryRead, FeedRead
from rostra.news.selectors.front_stories import front_stories
from rostra.news.selectors.story_card import story_card
from rostra.news.selectors.waiting_stories import Waiting, waiting_stories
from rostra.news.services.approving import drop_entry, publish_entry
from rostra.news.services.joining import join_entry, join_row, join_stories, unjoin
from rostra.news.services.publishing import withdraw_story
from rostra.news.services.restoring import restore_story
from rostra.news.services.taking_in import take_in
from tests.news.test_resembling import MORE, OTHER, WEATHER, WIRE

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
NOTHING = Waiting((), (), ())


def entry(host, text=WIRE, number=1, **fields) -> EntryRead:
    address = f"https://{host}.example/{number}"
    told = {
        "id": address,
        "address": address,
        "addresses": (address,),
        "headline": f"Barrier closed late, says {host}",
        "body": f"<p>{text}</p>",
    }
    return EntryRead(**(told | fields))


def take(feed, *entries, now=NOON):
    return take_in(feed_id=feed.pk, read=FeedRead("rss", entries=entries), now=now)


@pytest.fixture
def wire(make_feed):
    feed = make_feed("http://leading.example/feed", joins="offer")
    take(feed, entry("wire"))
    return feed


@pytest.fixture
def courier(make_feed):
    return make_feed("http://courier.example/feed", joins="offer")


@pytest.fixture
def story(wire):
    return Story.objects.get()


@pytest.fixture
def joined(story, courier, editor):
    take(courier, entry("courier", WIRE + MORE))
    join_entry(editor=editor, entry_id=courier.entries.get().pk, now=NOON)
    return Outlet.objects.get()


def opening(story) -> Post:
    return Post.objects.get(pk=story.post_id)


class TestAnEntryAtAnAddressThatIsHere:
    SHORT = "The gate is shut."

    def test_of_two_feeds_of_one_site_is_held_however_short_it_is(self, make_feed):
        both = {
            "text": self.SHORT,
            "address": "https://site.example/gate",
            "addresses": ("https://site.example/gate",),
            "headline": "Gate of the barrier is shut",
        }
        everything = make_feed("http://site.example/all", joins="offer")
        sport = make_feed("http://site.example/sport", joins="offer")
        take(everything, entry("one", **both))

        take(sport, entry("two", **both))

        row = sport.entries.get()
        assert (row.state, row.resembles) == ("held", Story.objects.get())
        assert row.like_title == 100

    @pytest.mark.parametrize(
        ("name", "state"),
        [
            ("urn:newsml:wire.example:20261129:gate:4", "held"),
            ("tag:wire.example,2026-11-29:/gate", "held"),
            ("4", "published"),
            ("urn:4", "published"),
        ],
    )
    def test_or_under_a_name_that_is_the_same_everywhere(self, make_feed, name, state):
        told = {"text": self.SHORT, "id": name, "headline": "Gate is shut"}
        here = {
            "address": "https://wire.example/gate",
            "addresses": ("https://wire.example/gate",),
        }
        passed_on = {
            "address": "https://proxy.example/r/77",
            "addresses": ("https://proxy.example/r/77",),
        }
        take(
            make_feed("http://wire.example/all", joins="offer"),
            entry("a", **told, **here),
        )
        proxy = make_feed("http://proxy.example/wire", joins="offer")

        take(proxy, entry("b", **told, **passed_on))

        assert proxy.entries.get().state == state

    def test_is_another_story_under_another_headline(self, make_feed):
        place = {
            "text": self.SHORT,
            "address": "https://site.example/show",
            "addresses": ("https://site.example/show",),
        }
        show = make_feed("http://site.example/episodes", joins="offer")
        take(
            show,
            entry("a", id="1", headline="About tides and moons", **place),
            entry("b", id="2", headline="Why ferries cost more", **place),
        )

        assert Story.objects.count() == 2


class TestAnEntryThatTellsAStoryAgain:
    def test_is_held_with_how_much_is_the_same(self, story, courier):
        take(courier, entry("courier", WIRE + MORE))

        row = courier.entries.get()
        assert (row.state, row.resembles) == ("held", story)
        assert (row.like_title, row.like_text) == (80, 80)
        assert Story.objects.count() == 1

    def test_becomes_a_further_outlet_where_an_editor_says_so(self, joined, story):
        row = joined.entry
        assert (row.state, row.story, joined.story) == ("joined", None, story)
        assert (joined.name, joined.address) == (
            "courier.example",
            "https://courier.example/1",
        )
        assert (joined.like_text, Topic.objects.count()) == (80, 1)

    def test_is_joined_once_however_often_the_form_is_sent(self, joined, editor):
        join_entry(editor=editor, entry_id=joined.entry_id)

        assert Outlet.objects.count() == 1

    def test_may_be_published_by_itself_all_the_same(self, story, courier, editor):
        take(courier, entry("courier"))

        publish_entry(editor=editor, entry_id=courier.entries.get().pk, now=NOON)

        assert Story.objects.count() == 2
        assert courier.entries.get().resembles is None

    def test_is_published_where_the_feed_never_joins(self, story, make_feed):
        take(make_feed(), entry("other"))

        assert Story.objects.count() == 2

    def test_is_joined_at_once_where_the_feed_says_so(self, story, make_feed):
        feed = make_feed(joins="once", joins_from=90)
        take(feed, entry("courier", WIRE))

        outlet = Outlet.objects.get()
        assert (outlet.story, outlet.joined_by, outlet.like_text) == (story, None, 100)

    def test_is_only_offered_if_too_little_is_the_same(self, story, make_feed):
        take(make_feed(joins="once", joins_from=90), entry("courier", WIRE + MORE))

        assert FeedEntry.objects.get(state="held").resembles == story

    def test_is_only_offered_if_its_numbers_are_others(self, make_feed):
        feed = make_feed(joins="once", joins_from=60)
        days = {"a": 3, "day": "Monday", "b": 11, "c": 12, "d": "04:12"}
        take(feed, entry("wire", WEATHER.format(**days)))
        days |= {"a": 5, "b": 9, "c": 20, "d": "05:01"}

        take(feed, entry("wire", WEATHER.format(**days), number=2))

        held = FeedEntry.objects.get(state="held")
        assert held.like_text > 60
        assert not Outlet.objects.exists()

    def test_of_another_event_is_published(self, story, courier):
        take(courier, entry("courier", OTHER))

        assert Story.objects.count() == 2

    def test_resembles_what_is_published_while_it_waits(self, make_feed, editor):
        one = make_feed("http://a.example/", arrival="hold", joins="offer")
        two = make_feed("http://b.example/", arrival="hold", joins="offer")
        take(one, entry("a"))
        take(two, entry("b"))

        publish_entry(editor=editor, entry_id=one.entries.get().pk, now=NOON)

        assert two.entries.get().resembles == Story.objects.get()

    def test_is_held_as_always_where_all_are(self, story, make_feed):
        take(make_feed(arrival="hold", joins="once"), entry("courier"))

        assert FeedEntry.objects.get(state="held").resembles == story

    def test_is_only_offered_where_its_own_category_is_not_public(
        self, story, make_feed, make_category
    ):
        feed = make_feed(joins="once")
        Feed.objects.filter(pk=feed.pk).update(category=make_category(audience="staff"))

        take(feed, entry("courier"))

        assert FeedEntry.objects.get(feed=feed).state == "held"

    def test_finds_a_story_by_the_words_of_its_further_outlets(
        self, joined, make_feed, story
    ):
        third = make_feed("http://third.example/", joins="once", joins_from=95)

        take(third, entry("third", WIRE + MORE))

        assert set(story.outlets.values_list("name", flat=True)) == {
            "courier.example",
            "third.example",
        }


class TestJoining:
    def test_is_refused_to_others(self, story, courier, user):
        take(courier, entry("courier"))

        for join in (join_entry, drop_entry):
            with pytest.raises(NotVisible):
                join(editor=user, entry_id=courier.entries.get().pk)

    def test_is_refused_where_the_story_is_gone(
        self, story, courier, editor, moderator
    ):
        take(courier, entry("courier"))
        hide_topic(moderator=moderator, topic_id=story.topic_id)

        with pytest.raises(ValidationError, match="no longer here"):
            join_entry(editor=editor, entry_id=courier.entries.get().pk)

    def test_does_nothing_if_the_story_was_withdrawn_just_now(self, story, courier):
        take(courier, entry("courier"))
        row = courier.entries.get()
        Story.objects.update(status="withdrawn")

        assert join_row(row, entry("courier"), story, by=None, now=NOON) is None

        assert row.state == "held"
        assert not Outlet.objects.exists()

    def test_waits_for_an_embargo(self, story, make_feed, editor):
        feed = make_feed(arrival="hold", joins="offer")
        take(feed, entry("courier", embargoed_until=NOON + timedelta(hours=1)))

        with pytest.raises(ValidationError, match="yet"):
            join_entry(editor=editor, entry_id=feed.entries.get().pk, now=NOON)

    def test_of_nothing_is_refused(self, editor):
        with pytest.raises(NotVisible):
            join_entry(editor=editor, entry_id=1)

    def test_changes_nothing_that_staff_chose(self, story, courier, editor):
        Topic.objects.update(title="Our own title", tag_names=["ours"])
        take(courier, entry("courier"))

        join_entry(editor=editor, entry_id=courier.entries.get().pk, now=NOON)

        topic = Topic.objects.get()
        assert (topic.title, topic.tag_names) == ("Our own title", ["ours"])


class TestAFurtherOutlet:
    def test_changes_its_line_and_not_the_story(self, joined, courier, story):
        taken = take(courier, entry("courier", OTHER, headline="Quite another"))

        joined.refresh_from_db()
        story.refresh_from_db()
        assert (taken.changed, joined.headline) == (1, "Quite another")
        assert (story.version, story.headline) == (1, "Barrier closed late, says wire")

    def test_that_is_killed_loses_its_line_and_its_words(self, joined, courier, story):
        taken = take(courier, entry("courier", status="canceled"))

        joined.refresh_from_db()
        story.refresh_from_db()
        assert taken.withdrawn == 1
        assert joined.withdrawn_at == NOON
        assert joined.entry.told == {}
        assert story.status == "usable"

    def test_may_stand_in_for_a_leading_one_that_is_killed(
        self, joined, wire, story, courier, user, editor
    ):
        quote = as_quote("Wire", story.post_id, "The barrier was built in 1998")
        reply = post_reply(author=user, topic_id=story.topic_id, source=quote + "So?")

        taken = take(wire, entry("wire", status="canceled"))

        story.refresh_from_db()
        assert (taken.withdrawn, story.status, story.body_html) == (1, "withdrawn", "")
        (waits,) = waiting_stories(editor=editor).released
        assert (waits.headline, waits.feed) == (
            "Barrier closed late, says courier",
            "courier.example",
        )
        assert "took its text back" in waits.why
        restore_story(editor=editor, entry_id=waits.entry_id)
        story.refresh_from_db()
        assert waiting_stories(editor=editor) == NOTHING
        assert (story.status, story.headline) == (
            "corrected",
            "Barrier closed late, says courier",
        )
        assert Topic.objects.get().title == "Barrier closed late, says courier"
        assert "Insurers put the damage" in story.body_html
        assert "took its text back" in story.correction
        assert "Insurers put the damage" in opening(story).source
        assert "built in 1998" not in Post.objects.get(pk=reply.pk).html
        assert not story.outlets.exists()
        assert courier.entries.get().story == story
        assert (wire.entries.get().story, wire.entries.get().told) == (None, {})

    def test_that_stands_in_is_changed_and_killed_as_a_leading_one(
        self, joined, wire, story, courier, editor
    ):
        take(wire, entry("wire", status="canceled"))
        restore_story(editor=editor, entry_id=courier.entries.get().pk)

        take(courier, entry("courier", WIRE + MORE + " It was cold."))
        story.refresh_from_db()
        assert "It was cold" in story.body_html
        take(courier, entry("courier", status="canceled"))

        story.refresh_from_db()
        assert story.status == "withdrawn"
        assert "Insurers" not in repr(Post.objects.values_list("source", "html"))

    def test_that_is_killed_too_waits_for_nobody(self, joined, wire, courier, editor):
        take(wire, entry("wire", status="canceled"))

        take(courier, entry("courier", status="canceled"))

        assert waiting_stories(editor=editor) == NOTHING
        assert courier.entries.get().told == {}

    def test_that_is_not_wanted_leaves_the_story_withdrawn(
        self, joined, wire, story, courier, editor
    ):
        take(wire, entry("wire", status="canceled"))

        drop_entry(editor=editor, entry_id=courier.entries.get().pk)

        story.refresh_from_db()
        assert (story.status, courier.entries.get().told) == ("withdrawn", {})
        assert waiting_stories(editor=editor) == NOTHING

    def test_of_which_only_a_link_is_shown_does_not_stand_in(
        self, story, make_feed, wire, editor
    ):
        link = make_feed("http://link.example/", shows="link", joins="once")
        take(link, entry("link"))
        assert Outlet.objects.exists()

        take(wire, entry("wire", status="canceled"))

        story.refresh_from_db()
        assert (story.status, story.body_html) == ("withdrawn", "")


class TestTakingItBack:
    def test_lets_the_entry_wait_again(self, joined, editor, courier, make_feed):
        unjoin(editor=editor, outlet_id=joined.pk)
        unjoin(editor=editor, outlet_id=joined.pk)

        assert courier.entries.get().state == "held"
        assert not Outlet.objects.exists()
        publish_entry(editor=editor, entry_id=courier.entries.get().pk, now=NOON)
        assert Story.objects.count() == 2

    def test_is_refused_to_others(self, joined, user):
        with pytest.raises(NotVisible):
            unjoin(editor=user, outlet_id=joined.pk)


class TestTwoTopics:
    @pytest.fixture
    def two(self, story, make_feed, user):
        feed = make_feed("http://late.example/feed", tags="sea")
        take(feed, entry("late", WIRE + MORE), now=NOON + timedelta(hours=1))
        late = Story.objects.exclude(pk=story.pk).get()
        post_reply(author=user, topic_id=story.topic_id, source="To the first.")
        post_reply(author=user, topic_id=late.topic_id, source="To the second.")
        return story, late

    def test_become_one_and_the_older_story_leads(self, two, editor, client, site):
        story, late = two

        stays = join_stories(
            editor=editor, topic_id=late.topic_id, other_id=story.topic_id
        )

        assert stays == story
        topic = Topic.objects.get(pk=story.topic_id)
        said = [post.source for post in topic.posts.order_by("number")]
        assert topic.last_number == 4
        assert topic.posts.get(number=1).pk == story.post_id
        assert "To the second." in said
        assert story.outlets.get().name == "late.example"
        answer = client.get(f"/topic/{late.topic_id}-x/")
        assert answer.status_code == 301
        assert str(story.topic_id) in answer["Location"]

    def test_stay_apart_in_what_their_feeds_change(self, two, editor, user):
        story, late = two
        join_stories(editor=editor, topic_id=story.topic_id, other_id=late.topic_id)
        feed = late.entries.get().feed

        take(feed, entry("late", OTHER, headline="Barrier closed late, says wire"))
        story.refresh_from_db()
        assert "Dockers" not in story.body_html
        assert Topic.objects.get(pk=story.topic_id).title == story.headline
        assert "Dockers" in opening(Story.objects.get(pk=late.pk)).source
        take(feed, entry("late", status="canceled"))

        story.refresh_from_db()
        assert story.status == "usable"
        assert story.outlets.get().withdrawn_at is not None
        assert "Dockers" not in opening(Story.objects.get(pk=late.pk)).source

    def test_are_parted_again_with_their_comments(
        self, two, editor, user, client, site
    ):
        story, late = two
        join_stories(editor=editor, topic_id=story.topic_id, other_id=late.topic_id)
        post_reply(author=user, topic_id=story.topic_id, source="To both.")

        unjoin(editor=editor, outlet_id=Outlet.objects.get().pk)

        first = Topic.objects.get(pk=story.topic_id)
        second = Topic.objects.get(pk=late.topic_id)
        assert [post.source for post in first.posts.order_by("number")][1:] == [
            "To the first.",
            "To both.",
        ]
        assert second.posts.get(number=2).source == "To the second."
        assert (second.last_number, second.merged_into) == (2, None)
        assert second.tag_names == ["sea"]
        assert client.get(second.get_absolute_url()).status_code == 200
        category = Category.objects.get(pk=first.category_id)
        assert (category.topic_count, category.post_count) == (2, 5)

    def test_are_parted_again_with_what_others_told_of_each(
        self, two, editor, courier, make_feed
    ):
        story, late = two
        for feed, of in ((courier, story), (make_feed("http://c.example/feed"), late)):
            take(feed, entry(feed.title, WIRE + MORE))
            feed.entries.update(state="held", resembles=of)
            join_entry(editor=editor, entry_id=feed.entries.get().pk, now=NOON)
        join_stories(editor=editor, topic_id=story.topic_id, other_id=late.topic_id)
        assert story.outlets.count() == 3

        unjoin(editor=editor, outlet_id=Outlet.objects.get(merged=late).pk)

        assert story.outlets.get().name == "courier.example"
        assert late.outlets.get().name == "c.example"
        for one in (story, late):
            of = one.outlets.get().entry.prints.values_list("story", flat=True)
            assert set(of) == {one.pk}

    def test_are_joined_by_editors_only(self, two, user):
        story, late = two

        with pytest.raises(PermissionDenied):
            join_stories(editor=user, topic_id=story.topic_id, other_id=late.topic_id)

    def test_must_be_two_stories(self, two, editor, make_topic):
        story, _late = two

        for other in (story.topic_id, make_topic().pk):
            with pytest.raises(ValidationError):
                join_stories(editor=editor, topic_id=story.topic_id, other_id=other)

    def test_that_an_editor_may_not_see_are_not_there(self, two, editor, make_category):
        story, late = two
        owners = make_category(audience="staff")
        Topic.objects.filter(pk=late.topic_id).update(category=owners)
        editor.role = "member"

        with pytest.raises((NotVisible, PermissionDenied)):
            join_stories(editor=editor, topic_id=story.topic_id, other_id=late.topic_id)


class TestTheCard:
    def test_lists_who_else_tells_the_story(
        self, joined, story, client, site, django_assert_num_queries
    ):
        with django_assert_num_queries(2):
            card = story_card(topic_id=story.topic_id)
        page = client.get(joined.story.topic.get_absolute_url()).content.decode()

        assert [line.name for line in card.outlets] == ["courier.example"]
        assert "Also at" in page
        assert 'href="https://courier.example/1"' in page

    def test_lists_no_more_who_took_it_back(self, joined, courier):
        take(courier, entry("courier", status="canceled"))

        assert story_card(topic_id=joined.story.topic_id).outlets == ()

    def test_lists_nobody_under_a_withdrawn_story(self, joined, client, site, house):
        withdraw_story(house=house, topic_id=joined.story.topic_id)

        page = client.get(joined.story.topic.get_absolute_url()).content.decode()
        assert "Also at" not in page

    def test_takes_words_of_outlets_for_words(self, joined, client, site):
        bad = "<script>alert(1)</script>"
        Outlet.objects.update(headline=bad, name=bad, address="javascript:alert(1)")

        page = client.get(joined.story.topic.get_absolute_url()).content.decode()
        assert "<script>alert" not in page
        assert "javascript:alert" not in page

    def test_is_called_as_staff_calls_the_topic(self, story, wire, client, site):
        Topic.objects.update(title="Our own title")

        take(wire, entry("wire", headline="The publisher’s second headline"))

        story.refresh_from_db()
        card = story_card(topic_id=story.topic_id)
        assert (card.headline, story.headline) == (
            "Our own title",
            "The publisher’s second headline",
        )
        assert front_stories(reader=Guest()).lead.headline == "Our own title"
