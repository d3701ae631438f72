"""What a publisher holds back, takes back and releases, and when it is shown."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from rostra.forum.models import Post
from rostra.forum.services.moving import merge_topics
from rostra.foundation.visibility import NotVisible
from rostra.news.models import FeedEntry, Outlet, Story, Withdrawal
from rostra.news.reading import PictureRead
from rostra.news.selectors.waiting_stories import waiting_stories
from rostra.news.selectors.withdrawals import withdrawals
from rostra.news.services.approving import drop_entry, publish_entry
from rostra.news.services.joining import join_entry, unjoin
from rostra.news.services.placing import publish_waiting
from rostra.news.services.restoring import restore_story
from rostra.news.services.taking_in import (
    forget_old_entries,
    take_due_changes,
)
from rostra.news.services.versions import Kind
from rostra.news.services.writing import Told, Written, rewrite_story, take_story_back
from tests.news.taking_back.surge import (
    MORE,
    NOON,
    TEXT,
    TWO,
    entry,
    kept_of_entries,
    shown,
    take,
)

pytestmark = pytest.mark.django_db


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
