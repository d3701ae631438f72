"""What a publisher holds back, takes back and releases, and when it is shown."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from rostra.forum.models import Post
from rostra.forum.services.moderating import hide_topic, restore_topic
from rostra.forum.services.moving import merge_topics
from rostra.foundation.visibility import NotVisible
from rostra.news.models import FeedEntry, Outlet, Story, Withdrawal
from rostra.news.reading import EntryRead, FeedRead, PictureRead
from rostra.news.selectors.waiting_stories import waiting_stories
from rostra.news.selectors.withdrawals import withdrawals
from rostra.news.services import taking_in
from rostra.news.services.approving import drop_entry, publish_entry
from rostra.news.services.joining import join_entry, unjoin
from rostra.news.services.placing import publish_waiting
from rostra.news.services.restoring import restore_story
from rostra.news.services.taking_in import (
    AGAIN,
    forget_old_entries,
    take_due_changes,
    take_in,
)
from rostra.news.services.versions import Kind
from rostra.news.services.writing import Told, Written, rewrite_story, take_story_back

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
TWO = NOON + timedelta(hours=2)
LONG = (
    "The third gate stood open until the tide had turned and water ran over the quay. "
)
TEXT = f"<p>The surge was 4.2 metres.</p><p>{LONG * 4}</p>"
MORE = TEXT.replace("4.2", "4.4")


def entry(number: int = 1, **fields) -> EntryRead:
    address = f"https://wire.example/{number}"
    told = {
        "id": f"id-{number}",
        "address": address,
        "addresses": (address,),
        "headline": "Barrier closed late in the surge",
        "body": TEXT,
    }
    return EntryRead(**(told | fields))


def take(feed, *entries, now=NOON):
    return take_in(feed_id=feed.pk, read=FeedRead("rss", entries=entries), now=now)


def shown() -> str:
    return Story.objects.get().body_html


def kept_of_entries() -> str:
    return repr(list(FeedEntry.objects.values_list("told", "later")))


class TestAnEmbargo:
    @pytest.fixture
    def feed(self, make_feed):
        feed = make_feed()
        take(feed, entry())
        take(feed, entry(body=MORE, embargoed_until=TWO))
        return feed

    def test_keeps_a_change_until_it_ends(self, feed):
        assert "4.2" in shown()

        assert take_due_changes(TWO - timedelta(seconds=1)) == 0
        assert take_due_changes(TWO) == 1
        assert take_due_changes(TWO) == 0

        assert "4.4" in shown()
        assert Story.objects.get().versions.count() == 2
        assert FeedEntry.objects.get().later == {}

    def test_that_cannot_be_ended_stops_no_other(self, feed, make_feed, monkeypatch):
        other = make_feed("http://other.example/feed")
        address = "https://other.example/1"
        fields = {"id": "o", "address": address, "addresses": (address,)}
        take(other, entry(headline="Quite another", body="<p>A.</p>", **fields))
        later = {"body": "<p>B.</p>", "embargoed_until": TWO, **fields}
        take(other, entry(headline="Quite another", **later))
        real, first = taking_in._take_newer, feed.pk

        def fails_for_the_first(feed, *args):
            if feed.pk == first:
                raise RuntimeError("A fault of ours.")
            return real(feed, *args)

        monkeypatch.setattr(taking_in, "_take_newer", fails_for_the_first)

        assert take_due_changes(TWO) == 1

        assert feed.entries.get().due_at == TWO + AGAIN
        assert other.entries.get().due_at is None

    def test_is_not_longer_because_the_feed_says_it_again(self, feed):
        take(feed, entry(body=MORE, embargoed_until=TWO), now=TWO)

        assert take_due_changes(TWO) == 1

    def test_gives_way_to_a_newer_change(self, feed):
        newer = entry(body=TEXT.replace("4.2", "3.9"), embargoed_until=TWO)
        take(feed, newer)

        take_due_changes(TWO)

        assert "3.9" in shown()
        assert Story.objects.get().versions.count() == 2

    def test_gives_way_to_a_change_without_one(self, feed):
        assert take(feed, entry(body=TEXT.replace("4.2", "3.9"))).changed == 1

        assert take_due_changes(TWO) == 0
        assert "3.9" in shown()

    @pytest.mark.parametrize("status", ["canceled", "withheld"])
    def test_gives_way_to_a_kill(self, feed, status):
        take(feed, entry(status=status))

        assert take_due_changes(TWO) == 0
        assert Story.objects.get().status == "withdrawn"
        assert "surge was" not in kept_of_entries()

    def test_keeps_what_an_editor_takes_back_by_hand(self, feed, editor):
        topic = Story.objects.get().topic_id
        take_story_back(editor=editor, topic_id=topic, reason="Ours.")

        assert take_due_changes(TWO) == 0
        assert "surge was" not in kept_of_entries()

    def test_keeps_the_headline_of_an_outlet(self, make_feed, editor):
        take(make_feed(), entry())
        other = make_feed("http://other.example/", arrival="hold", joins="offer")
        take(other, entry(7))
        held = FeedEntry.objects.get(feed=other)
        join_entry(editor=editor, entry_id=held.pk, now=NOON)

        take(other, entry(7, headline="The mayor resigns", embargoed_until=TWO))

        assert Outlet.objects.get().headline != "The mayor resigns"
        assert take_due_changes(TWO) == 1
        assert Outlet.objects.get().headline == "The mayor resigns"

    def test_ends_in_a_story_written_by_hand_with_a_word_to_its_editor(
        self, feed, editor
    ):
        told = Told(Kind.UPDATED, "", 1)
        topic = Story.objects.get().topic_id
        written = Written(headline="Our own", body="Ours.")
        rewrite_story(editor=editor, topic_id=topic, written=written, told=told)

        take_due_changes(TWO)

        assert "Ours." in shown()
        assert FeedEntry.objects.get().state == "changed"

    def test_of_a_hidden_story_is_tried_again(self, feed, moderator):
        topic = Story.objects.get().topic_id
        hide_topic(moderator=moderator, topic_id=topic)
        assert take_due_changes(TWO) == 0
        restore_topic(moderator=moderator, topic_id=topic)

        assert take_due_changes(TWO) == 0
        assert take_due_changes(TWO + timedelta(hours=1)) == 1

        assert "4.4" in shown()

    def test_is_listed_for_editors_one_query(
        self, feed, editor, django_assert_num_queries
    ):
        take(feed, entry(2, embargoed_until=TWO), entry(body=MORE, embargoed_until=TWO))
        waiting_stories(editor=editor)

        with django_assert_num_queries(1):
            due = waiting_stories(editor=editor).due

        assert [(one.due_at, bool(one.topic_id)) for one in due] == [
            (TWO, True),
            (TWO, False),
        ]

    def test_costs_one_query_where_nothing_is_due(
        self, feed, django_assert_num_queries
    ):
        with django_assert_num_queries(1):
            take_due_changes(NOON)


class TestAnEntryThatNobodyHasSeen:
    @pytest.fixture(params=["waiting", "held", "refused"])
    def feed(self, request, make_feed):
        if request.param == "waiting":
            feed = make_feed()
            take(feed, self.entry(embargoed_until=TWO))
        elif request.param == "held":
            feed = make_feed(arrival="hold")
            take(feed, self.entry())
        else:
            feed = make_feed()
            take(feed, self.entry(headline="Flood"))
        assert FeedEntry.objects.get().state == request.param
        return feed

    def entry(self, **fields):
        picture = PictureRead("https://wire.example/p.jpg", caption="Secret caption")
        return entry(**({"standfirst": "So secret.", "pictures": (picture,)} | fields))

    def test_keeps_nothing_once_it_is_canceled(self, feed):
        take(feed, self.entry(status="canceled", correction="Legal."))

        row = FeedEntry.objects.get()
        assert (row.state, row.told, row.later) == ("canceled", {}, {})
        assert not row.prints.exists()
        assert (row.due_at, row.resembles) == (None, None)

    def test_never_comes_back_once_it_is_canceled(self, feed, editor):
        take(feed, self.entry(status="canceled"))

        take(feed, self.entry(body=MORE))
        take(feed, self.entry(status="withheld"))
        take(feed, self.entry())
        publish_entry(editor=editor, entry_id=FeedEntry.objects.get().pk)
        publish_waiting(TWO)
        take_due_changes(TWO)

        row = FeedEntry.objects.get()
        assert (row.state, row.told) == ("canceled", {})
        assert not Story.objects.exists()

    def test_is_as_new_once_it_is_released(self, feed):
        take(feed, self.entry(status="withheld"))
        assert FeedEntry.objects.get().told == {}

        taken = take(feed, self.entry(), now=TWO)

        row = FeedEntry.objects.get()
        posted = feed.arrival == "publish"
        assert row.state == ("published" if posted else "held")
        assert (taken.new, len(taken.pictured)) == (posted, posted)

    def test_is_in_the_log(self, feed, editor):
        take(feed, self.entry(status="canceled", correction="Legal."))

        (row,) = withdrawals(editor=editor)
        assert (row.kind, row.reason, row.topic_id) == ("canceled", "Legal.", 0)
        assert row.feed == feed.title
        assert "ecret" not in repr(row)


def test_what_was_withheld_when_it_came_is_new_once_it_may_be_used(make_feed):
    feed = make_feed()
    take(feed, entry(9))
    take(feed, entry(status="withheld"), entry(2, status="canceled"))
    assert "surge was" not in repr(
        list(FeedEntry.objects.exclude(state="published").values_list("told"))
    )

    taken = take(feed, entry(), entry(2))

    assert taken.new == 1
    assert sorted(FeedEntry.objects.values_list("state", flat=True)) == [
        "canceled",
        "published",
        "published",
    ]
    assert not Withdrawal.objects.exists()


def test_what_was_there_before_its_feed_does_not_come_by_being_released(make_feed):
    feed = make_feed()
    take(feed, *(entry(number) for number in range(8, 0, -1)))
    assert FeedEntry.objects.filter(state="skipped").count() == 3

    take(feed, entry(1, status="withheld"))
    take(feed, entry(1, body=MORE))

    assert Story.objects.count() == 5


def test_what_an_editor_dropped_does_not_come_by_being_released(make_feed, editor):
    feed = make_feed(arrival="hold")
    take(feed, entry())
    drop_entry(editor=editor, entry_id=FeedEntry.objects.get().pk)

    take(feed, entry(status="withheld"))
    take(feed, entry(body=MORE))

    assert FeedEntry.objects.get().state == "dropped"


class TestAWithdrawnStory:
    @pytest.fixture
    def feed(self, make_feed):
        feed = make_feed()
        take(feed, entry())
        take(feed, entry(status="withheld", correction="Names are checked."))
        return feed

    @pytest.fixture
    def released(self, feed):
        take(feed, entry(body=MORE), now=TWO)
        return FeedEntry.objects.get()

    def test_waits_for_an_editor_once_it_is_released(
        self, released, editor, django_assert_num_queries
    ):
        waiting_stories(editor=editor)

        with django_assert_num_queries(1):
            (waits,) = waiting_stories(editor=editor).released

        assert (waits.entry_id, waits.changed_at) == (released.pk, TWO)
        assert "4.4" in waits.text
        story = Story.objects.get()
        assert (story.status, story.body_html) == ("withdrawn", "")
        assert "4.4" not in repr(Post.objects.values_list("source", "html"))

    def test_written_by_hand_waits_no_more_for_what_its_feed_sent(
        self, make_feed, editor
    ):
        feed = make_feed()
        take(feed, entry())
        topic = Story.objects.get().topic_id
        told = Told(Kind.UPDATED, "", 1)
        written = Written(headline="Our own", body="Ours.")
        rewrite_story(editor=editor, topic_id=topic, written=written, told=told)
        take(feed, entry(body=MORE))
        assert len(waiting_stories(editor=editor).changed) == 1

        take_story_back(editor=editor, topic_id=topic, reason="Ours.")

        assert waiting_stories(editor=editor).changed == ()

    def test_is_put_back_with_one_press(self, released, editor, client_of, site):
        browser = client_of(editor)
        page = browser.get("/newsroom/feeds/held/").text
        assert "can be told again" in page

        answer = browser.post(
            f"/newsroom/feeds/held/{released.pk}/", {"how": "restore"}
        )

        story = Story.objects.get()
        assert answer.status_code == 303
        assert (story.status, story.correction) == ("usable", "")
        assert "4.4" in story.body_html
        assert "4.4" in story.post.html
        assert story.versions.last().kind == "restored"
        page = browser.get(story.topic.get_absolute_url(), follow=True).text
        assert "The story was put back here." in page
        assert "4.4 metres" in page
        assert not waiting_stories(editor=editor).released

    def test_is_changed_by_its_feed_again_once_it_is_back(self, feed, released, editor):
        restore_story(editor=editor, entry_id=released.pk, now=TWO)
        restore_story(editor=editor, entry_id=released.pk, now=TWO)

        taken = take(feed, entry(body=TEXT.replace("4.2", "3.9")), now=TWO)

        assert taken.changed == 1
        assert "3.9" in shown()

    def test_is_withheld_again_before_anybody_looked(self, feed, released, editor):
        take(feed, entry(status="withheld"))

        restore_story(editor=editor, entry_id=released.pk, now=TWO)

        assert Story.objects.get().status == "withdrawn"
        assert "surge was" not in kept_of_entries()

    @pytest.mark.parametrize("when", ["before", "after"])
    def test_never_comes_back_once_it_is_canceled(self, feed, editor, when):
        if when == "after":
            take(feed, entry(body=MORE))
        take(feed, entry(status="canceled"))
        take(feed, entry(body=MORE, headline="Here I am again today"))

        restore_story(editor=editor, entry_id=FeedEntry.objects.get().pk)

        assert Story.objects.get().status == "withdrawn"
        assert not waiting_stories(editor=editor).released
        assert FeedEntry.objects.get().told == {}

    def test_is_not_put_back_before_its_embargo_ends(self, feed, editor):
        take(feed, entry(body=MORE, embargoed_until=TWO))
        row = FeedEntry.objects.get()

        with pytest.raises(ValidationError):
            restore_story(editor=editor, entry_id=row.pk, now=NOON)
        restore_story(editor=editor, entry_id=row.pk, now=TWO)

        assert "4.4" in shown()

    def test_is_not_forgotten_while_it_waits(self, released, editor):
        forget_old_entries(TWO + timedelta(days=100))

        restore_story(editor=editor, entry_id=released.pk, now=TWO)

        assert "4.4" in shown()

    def test_is_put_back_by_its_editors_only(self, released, user):
        with pytest.raises(NotVisible):
            restore_story(editor=user, entry_id=released.pk)

        assert Story.objects.get().status == "withdrawn"

    def test_is_put_back_where_its_topic_was_merged(
        self, released, editor, moderator, make_topic, category
    ):
        into = make_topic(author=moderator, category=category)
        story = Story.objects.get()
        merge_topics(moderator=moderator, topic_id=story.topic_id, into_id=into.pk)

        restore_story(editor=editor, entry_id=released.pk, now=TWO)

        assert "4.4" in into.posts.get(pk=story.post_id).html
        assert Withdrawal.objects.filter(kind="restored").exists()

    def test_is_left_withdrawn_where_an_editor_wants_that(self, feed, released, editor):
        drop_entry(editor=editor, entry_id=released.pk)
        take(feed, entry(body=TEXT.replace("4.2", "3.9")))

        assert not waiting_stories(editor=editor).released
        assert "surge was" not in kept_of_entries()

    def test_of_an_editors_own_hand_is_not_offered(self, make_feed, editor):
        feed = make_feed()
        take(feed, entry())
        topic = Story.objects.get().topic_id
        take_story_back(editor=editor, topic_id=topic, reason="Ours.")

        take(feed, entry(status="withheld"))
        take(feed, entry(body=MORE))

        assert not waiting_stories(editor=editor).released
        assert "surge was" not in kept_of_entries()

    def test_stands_in_the_log_with_who_and_why(
        self, feed, released, editor, make_user
    ):
        restore_story(editor=editor, entry_id=released.pk, now=TWO)

        back, taken = withdrawals(editor=editor)

        assert (back.kind, back.editor, back.at) == ("restored", "Edda", TWO)
        assert (taken.kind, taken.reason) == ("withheld", "Names are checked.")
        assert (taken.feed, taken.editor, taken.at) == (feed.title, "", NOON)

    def test_is_told_of_on_its_page(self, feed, released, editor, client_of, site):
        topic = Story.objects.get().topic

        page = client_of(editor).get(f"/topic/{topic.pk}/story/").text

        assert "Names are checked." in page
        assert "Put it back" in page
        card = client_of(editor).get(topic.get_absolute_url()).text
        assert f'href="/topic/{topic.pk}/story/"' in card


class TestTheLog:
    def test_says_which_editor(self, make_feed, editor):
        take(make_feed(), entry())
        story = Story.objects.get()

        take_story_back(editor=editor, topic_id=story.topic_id, reason="Libel.")

        (row,) = withdrawals(editor=editor)
        assert (row.kind, row.editor, row.reason) == ("by_hand", "Edda", "Libel.")

    def test_is_read_by_editors_of_the_category_and_owners(
        self, make_feed, editor, user, make_user, client_of, site
    ):
        take(make_feed(), entry())
        take_story_back(
            editor=editor, topic_id=Story.objects.get().topic_id, reason="Libel."
        )

        owner = make_user(role="owner")
        for reader in (editor, owner, make_user(role="moderator")):
            assert "Libel." in client_of(reader).get("/newsroom/withdrawals/").text
        assert client_of(user).get("/newsroom/withdrawals/").status_code == 404
        assert "/newsroom/withdrawals/" in client_of(owner).get("/control/").text

    def test_is_paged(self, editor, category):
        Withdrawal.objects.bulk_create(
            Withdrawal(kind="canceled", category=category, headline=f"n{n}", at=NOON)
            for n in range(60)
        )

        first = withdrawals(editor=editor)
        rest = withdrawals(editor=editor, before=first[-1].id)

        assert (len(first), len(rest)) == (50, 10)

    def test_is_one_query(self, editor, category, django_assert_num_queries):
        Withdrawal.objects.create(
            kind="canceled", category=category, headline="n", at=NOON
        )
        withdrawals(editor=editor)

        with django_assert_num_queries(1):
            withdrawals(editor=editor)


def test_a_canceled_outlet_stays_away_when_its_joining_is_taken_back(make_feed, editor):
    take(make_feed(), entry())
    other = make_feed("http://other.example/", arrival="hold", joins="offer")
    take(other, entry(7))
    join_entry(editor=editor, entry_id=FeedEntry.objects.get(feed=other).pk, now=NOON)

    take(other, entry(7, status="canceled"))
    take(other, entry(7, body=MORE))
    unjoin(editor=editor, outlet_id=Outlet.objects.get().pk)

    row = FeedEntry.objects.get(feed=other)
    assert (row.state, row.told) == ("canceled", {})


def test_a_withheld_outlet_is_listed_again_once_it_is_released(make_feed, editor):
    take(make_feed(), entry())
    other = make_feed("http://other.example/", arrival="hold", joins="offer")
    take(other, entry(7))
    join_entry(editor=editor, entry_id=FeedEntry.objects.get(feed=other).pk, now=NOON)

    take(other, entry(7, status="withheld"))
    assert Outlet.objects.get().withdrawn_at == NOON
    assert FeedEntry.objects.get(feed=other).told == {}
    take(other, entry(7, body=MORE))

    assert Outlet.objects.get().withdrawn_at is None
