"""Who is mentioned is told by mail, unless they do not want to be mentioned by the author."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from rostra.accounts.models import User
from rostra.accounts.models.user import MentionsFrom
from rostra.accounts.services.tying import tie
from rostra.forum.models import UntoldMention
from rostra.forum.selectors.offers import members_offered
from rostra.forum.services.editing import edit_post
from rostra.forum.services.moderating import hide_post, hide_topic, restore_post
from rostra.forum.services.replying import post_reply
from rostra.forum.services.starting import start_topic
from rostra.forum.services.telling_mentioned import MOST_WAITING, tell_mentioned
from rostra.web import mail


@pytest.fixture
def iben(make_user):
    return make_user("Iben")


@pytest.fixture
def say(topic, iben):
    def say(text):
        return post_reply(author=iben, topic_id=topic.pk, source=text)

    return say


@pytest.fixture
def tell(letters, django_capture_on_commit_callbacks):
    """Tell them, so many minutes from now; what was sent."""

    def after(minutes):
        letters.taken.clear()
        with (
            time_machine.travel(timezone.now() + timedelta(minutes=minutes)),
            django_capture_on_commit_callbacks(execute=True),
        ):
            tell_mentioned()
        mail.settle()
        return list(letters.taken)

    return after


def prefer(member, mentions_from):
    User.objects.filter(pk=member.pk).update(mentions_from=mentions_from)


class TestTheLetter:
    def test_after_ten_minutes_and_once(self, tell, say, member, topic, settings):
        settings.ROSTRA_ADDRESS = "https://forum.example"
        post = say("Did you see this, @old_ferryman?")

        assert tell(9) == []
        (letter,) = tell(11)

        words = letter.get_body(("plain",)).get_content()
        assert letter["To"] == "Ferry@example.com"
        assert letter["Subject"].startswith("You were mentioned in a post")
        assert topic.title in words
        assert post.get_absolute_url() in words
        assert "Did you see" not in words
        assert tell(30) == []

    def test_of_several_posts_in_one(self, tell, say, member, topic, make_user):
        say("@old_ferryman, look.")
        other = make_user("Olga")
        post_reply(author=other, topic_id=topic.pk, source="Yes, @old_ferryman, do.")

        (letter,) = tell(11)

        assert "2 posts" in letter["Subject"]

    def test_for_the_opening_post_of_a_topic(self, tell, member, iben, category):
        start_topic(
            author=iben,
            category_id=category.pk,
            title="What @old_ferryman said of the barrier",
            source="I ask @old_ferryman.",
        )

        assert len(tell(11)) == 1

    def test_for_a_mention_that_an_edit_adds_and_for_no_other(
        self, tell, say, member, iben, make_user
    ):
        make_user("Olga", email="olga@example.com")
        post = say("Did you see this, @old_ferryman?")
        assert len(tell(11)) == 1

        edit_post(
            editor=iben, post_id=post.pk, source="And you, @Olga? And @old_ferryman?"
        )

        (letter,) = tell(11)
        assert letter["To"] == "olga@example.com"

    def test_not_for_what_was_taken_out_again(self, tell, say, member, iben):
        post = say("Did you see this, @old_ferryman?")
        edit_post(editor=iben, post_id=post.pk, source="Did anybody see this?")

        assert tell(11) == []

    def test_not_for_a_mention_in_a_quote(self, tell, say, member, make_user):
        first = say("Did you see this, @old_ferryman?")
        UntoldMention.objects.all().delete()

        words = f"> @Iben [said](/post/{first.pk}/):\n>\n> Did you see this, @old_ferryman?\n\nHm."
        olga = make_user("Olga")
        quoting = post_reply(author=olga, topic_id=first.topic_id, source=words)

        assert 'class="mention"' in quoting.html
        assert tell(11) == []

    def test_not_for_mentioning_oneself(self, tell, say, member):
        say("It is me, @Iben.")

        assert tell(11) == []

    def test_not_for_what_they_may_not_read(self, tell, say, member, topic, moderator):
        say("Did you see this, @old_ferryman?")
        hide_topic(moderator=moderator, topic_id=topic.pk)

        assert tell(11) == []

    def test_of_a_hidden_post_once_it_is_shown_again(
        self, tell, say, member, moderator
    ):
        post = say("Did you see this, @old_ferryman?")
        hide_post(moderator=moderator, post_id=post.pk, reason="Wait a moment.")
        assert tell(11) == []

        restore_post(moderator=moderator, post_id=post.pk)

        assert len(tell(12)) == 1

    def test_never_of_a_post_that_was_hidden_for_days(
        self, tell, say, member, moderator
    ):
        post = say("Did you see this, @old_ferryman?")
        hide_post(moderator=moderator, post_id=post.pk, reason="No.")

        tell(4 * 24 * 60)

        assert not UntoldMention.objects.exists()

    def test_not_to_who_can_do_without_it(self, tell, say, member):
        User.objects.filter(pk=member.pk).update(unwanted_mail="mentions")
        say("Did you see this, @old_ferryman?")

        assert tell(11) == []

    def test_one_author_reaches_only_so_many(self, say, make_user):
        names = [make_user(f"Reader{n}").name for n in range(MOST_WAITING + 5)]

        say(" ".join(f"@{name}" for name in names))

        assert UntoldMention.objects.count() == MOST_WAITING

    def test_costs_two_queries_where_nothing_waits(self, db, django_assert_num_queries):
        with django_assert_num_queries(2):
            tell_mentioned()


class TestWhoMayMention:
    def test_nobody(self, tell, say, member):
        prefer(member, MentionsFrom.NOBODY)
        say("Did you see this, @old_ferryman?")

        assert tell(11) == []

    def test_only_those_whom_they_follow(self, tell, say, member, iben):
        prefer(member, MentionsFrom.FOLLOWED)
        say("Did you see this, @old_ferryman?")

        assert tell(11) == []

    def test_those_whom_they_follow_may(self, tell, say, member, iben):
        prefer(member, MentionsFrom.FOLLOWED)
        tie(owner=member, member_id=iben.pk, kind="follow")
        say("Did you see this, @old_ferryman?")

        assert len(tell(11)) == 1

    def test_nobody_whom_they_ignore(self, tell, say, member, iben):
        tie(owner=member, member_id=iben.pk, kind="ignore")
        say("Did you see this, @old_ferryman?")

        assert tell(11) == []

    def test_the_name_is_offered_only_to_those_who_may(self, member, iben):
        def offered():
            return [one.shown for one in members_offered(reader=iben, words="old_f")]

        assert offered() == ["@old_ferryman"]
        prefer(member, MentionsFrom.FOLLOWED)
        assert offered() == []
        tie(owner=member, member_id=iben.pk, kind="follow")
        assert offered() == ["@old_ferryman"]
        prefer(member, MentionsFrom.NOBODY)
        assert offered() == []

    def test_it_is_a_preference(self, client, site, member):
        client.force_login(member)

        page = client.get("/account/preferences/").text

        assert "Who may mention you" in page
        assert "When somebody mentions you" in page
