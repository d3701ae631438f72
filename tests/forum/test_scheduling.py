"""Texts that are posted by themselves: when they are due, and by the rules of then."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from rostra.forum.models import Draft, Post, Scheduled, Topic
from rostra.forum.services import sending
from rostra.forum.services.drafting import save_draft
from rostra.forum.services.moderating import hide_topic, lock_topic
from rostra.forum.services.replying import post_reply
from rostra.forum.services.scheduling import (
    MOST,
    publish_due,
    schedule_reply,
    schedule_topic,
    take_back,
)
from rostra.foundation.visibility import NotVisible

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def editor(make_user):
    return make_user("Edda Itor", role="editor")


@pytest.fixture
def later():
    return timezone.now() + timedelta(hours=2)


@pytest.fixture
def keep(editor, topic, later):
    def kept(source="Said later.", token="t1", due_at=later, author=editor):
        return schedule_reply(
            author=author,
            topic_id=topic.pk,
            source=source,
            due_at=due_at,
            client_token=token,
        )

    return kept


def make_due():
    Scheduled.objects.update(due_at=timezone.now() - timedelta(seconds=1))


class TestAReply:
    def test_is_posted_when_it_is_due_and_not_before(self, keep, topic):
        keep()
        assert publish_due() == 0
        assert topic.posts.count() == 1

        make_due()

        assert publish_due() == 1
        post = topic.posts.get(number=2)
        assert (post.source, post.author.name) == ("Said later.", "Edda Itor")
        assert post.created_at > timezone.now() - timedelta(minutes=1)
        assert not Scheduled.objects.exists()
        assert publish_due() == 0

    def test_takes_the_place_of_its_draft(self, keep, editor, topic):
        save_draft(owner=editor, place=f"topic:{topic.pk}", source="Said later.")

        keep()

        assert not Draft.objects.exists()

    def test_that_is_sent_twice_waits_once(self, keep):
        assert keep().pk == keep().pk
        assert keep("Something else.").pk != keep().pk

    def test_is_posted_once_even_if_the_row_outlives_the_post(self, keep, topic):
        row = keep()
        post_reply(
            author=row.author,
            topic_id=topic.pk,
            source=row.source,
            client_token=f"later:{row.client_token}",
        )
        make_due()

        publish_due()

        assert topic.posts.count() == 2

    def test_follows_a_topic_that_was_merged_away(self, keep, topic, make_topic):
        keep()
        other = make_topic(title="Where the posts went to")
        Topic.objects.filter(pk=topic.pk).update(merged_into=other)
        make_due()

        assert publish_due() == 1
        assert other.posts.filter(source="Said later.").exists()


class TestATopic:
    def test_is_started_when_it_is_due(self, editor, category, later):
        schedule_topic(
            author=editor,
            category_id=category.pk,
            title="A topic for tomorrow",
            source="Good morning.",
            due_at=later,
            client_token="t",
        )
        make_due()

        assert publish_due() == 1
        assert Topic.objects.get().title == "A topic for tomorrow"

    def test_with_a_title_that_will_not_do_is_refused_at_once(
        self, editor, category, later
    ):
        with pytest.raises(ValidationError):
            schedule_topic(
                author=editor,
                category_id=category.pk,
                title="Short",
                source="Good morning.",
                due_at=later,
                client_token="t",
            )


class TestWhoAndWhen:
    def test_only_some_may(self, keep, user):
        with pytest.raises(PermissionDenied):
            keep(author=user)

    def test_only_where_they_may_post(self, editor, make_topic, later):
        private = make_topic(audience="staff", title="Not for editors")
        locked = make_topic(locked_at=timezone.now())

        for topic, refusal in ((private, NotVisible), (locked, PermissionDenied)):
            with pytest.raises(refusal):
                schedule_reply(
                    author=editor,
                    topic_id=topic.pk,
                    source="x",
                    due_at=later,
                    client_token="t",
                )

    @pytest.mark.parametrize("days", [-1, 400])
    def test_only_at_a_time_to_come_that_is_not_too_far(self, keep, days):
        with pytest.raises(ValidationError) as told:
            keep(due_at=timezone.now() + timedelta(days=days))
        assert "due_at" in told.value.message_dict

    def test_only_so_many(self, keep, editor):
        for number in range(MOST):
            keep(f"Text {number}")

        with pytest.raises(ValidationError):
            keep("One more")


class TestFailing:
    @pytest.mark.parametrize(
        ("change", "told"),
        [
            (
                lambda t, a, m: lock_topic(moderator=m, topic_id=t.pk, reason="Done."),
                "Done.",
            ),
            (lambda t, a, m: hide_topic(moderator=m, topic_id=t.pk), "no longer see"),
            (lambda t, a, m: _set(a, suspended_at=timezone.now()), "could not post"),
            (lambda t, a, m: _set(a, role="member"), "cannot have texts posted"),
        ],
        ids=["locked", "hidden", "suspended", "demoted"],
    )
    def test_asks_all_rules_again_and_tells_why(
        self, keep, topic, editor, moderator, change, told
    ):
        keep()
        change(topic, editor, moderator)
        make_due()

        assert publish_due() == 0

        row = Scheduled.objects.get()
        assert told in row.failure
        assert row.failed_at
        assert topic.posts.count() == 1
        assert publish_due() == 0

    def test_waits_its_turn_where_it_would_be_too_fast(
        self, keep, editor, topic, monkeypatch
    ):
        monkeypatch.setattr(sending, "SECONDS_BETWEEN", 5)
        keep()
        post_reply(author=editor, topic_id=topic.pk, source="Just now.")
        make_due()

        assert publish_due() == 0
        assert Scheduled.objects.get().failed_at is None
        monkeypatch.setattr(sending, "SECONDS_BETWEEN", 0)
        assert publish_due() == 1


def _set(user, **fields):
    type(user).objects.filter(pk=user.pk).update(**fields)


class TestTakingBack:
    def test_makes_a_draft_of_it_behind_the_one_that_is_there(
        self, keep, editor, topic
    ):
        row = keep()
        save_draft(owner=editor, place=f"topic:{topic.pk}", source="Begun since.")

        take_back(author=editor, scheduled_id=row.pk)
        take_back(author=editor, scheduled_id=row.pk)

        assert Draft.objects.get().source == "Begun since.\n\nSaid later."
        assert not Scheduled.objects.exists()

    def test_is_for_its_author_only(self, keep, user):
        row = keep()

        take_back(author=user, scheduled_id=row.pk)

        assert Scheduled.objects.filter(pk=row.pk).exists()


class TestThePages:
    @pytest.fixture
    def signed_in(self, client, editor):
        client.force_login(editor)
        return client

    def test_offer_it_to_those_who_may(self, signed_in, client, user, topic):
        assert 'name="due_at"' in signed_in.get(topic.get_absolute_url()).text
        assert 'name="due_at"' in signed_in.get("/start/").text

        client.force_login(user)
        assert 'name="due_at"' not in client.get(topic.get_absolute_url()).text
        answer = client.post(
            f"/topic/{topic.pk}/replies/",
            {"source": "x", "due_at": "2030-01-01T10:00", "later": "1"},
        )
        assert answer.status_code == 403
        assert not Post.objects.filter(number=2).exists()

    def test_keep_it_until_then_in_the_zone_of_its_author(
        self, signed_in, editor, topic, later
    ):
        _set(editor, time_zone="Asia/Tokyo")
        day = timezone.now().date() + timedelta(days=3)

        answer = signed_in.post(
            f"/topic/{topic.pk}/replies/",
            {"source": "Good morning.", "due_at": f"{day}T09:30"},
        )

        assert answer.url == "/drafts/#later"
        due = Scheduled.objects.get().due_at
        assert (due.hour, due.minute) == (0, 30)
        page = signed_in.get("/drafts/").text
        assert "To be posted later" in page
        assert "Good morning." in page

    @pytest.mark.parametrize(
        "at",
        [
            "",
            "soon",
            "2020-01-01T10:00",
            "9999-99-99T99:99",
            "9999-12-31T23:59",
            "0001-01-01T00:00",
            "0" * 9999,
        ],
    )
    def test_say_what_is_wrong_beside_the_field_and_keep_the_text(
        self, signed_in, topic, at
    ):
        answer = signed_in.post(
            f"/topic/{topic.pk}/replies/",
            {"source": "Good morning.", "due_at": at, "later": "1"},
        )

        assert answer.status_code == 422
        assert 'id="due_at-error"' in answer.text
        assert "Good morning.</textarea>" in answer.text

    def test_tell_why_it_failed_and_give_it_back(
        self, signed_in, keep, topic, moderator
    ):
        row = keep()
        lock_topic(moderator=moderator, topic_id=topic.pk, reason="Answered.")
        make_due()
        publish_due()

        assert "Answered." in signed_in.get("/drafts/").text
        signed_in.post(f"/scheduled/{row.pk}/", {"_method": "delete"})
        assert "Answered." not in signed_in.get("/drafts/").text
        assert "Said later." in signed_in.get("/drafts/").text
