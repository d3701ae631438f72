"""Sources are asked for: by several, within limits, and with an end."""

import os
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from rostra.accounts.models import Guest
from rostra.evidence import limits
from rostra.evidence.limits import MOST_SOURCES
from rostra.evidence.models import Asking, SourceRequest
from rostra.evidence.policies import ASK
from rostra.evidence.selectors.requests import (
    given_by,
    most_wanted,
    open_to,
    wanted_page,
)
from rostra.evidence.services.requesting import (
    answer_request,
    decline_request,
    expire_requests,
    say_whether_answered,
    withdraw,
)
from rostra.evidence.services.sourcing import add_source, remove_source
from rostra.forum.models import Topic
from rostra.forum.services.editing import edit_post
from rostra.forum.services.erasing_revisions import erase_revision
from rostra.forum.services.granting import Given, give_rights
from rostra.forum.services.moderating import hide_post, hide_topic
from rostra.forum.services.replying import post_reply
from rostra.foundation.visibility import NotVisible

SENTENCE = "The gates were tested twice in January"
PAGE = "https://port.example/tests"


class TestAsking:
    def test_is_for_words_that_stand_in_the_post(self, ask, user):
        request = ask()

        assert (request.state, request.words) == ("open", SENTENCE)
        assert Asking.objects.get().member == user
        with pytest.raises(ValidationError, match="do not stand in the post"):
            ask("The gates were never tested")

    def test_the_same_words_written_otherwise_are_the_same_request(
        self, ask, make_user
    ):
        request = ask()

        assert ask(f" {SENTENCE.replace(' ', '  ')}", by=make_user()) == request
        assert ask(by=make_user()) == request
        assert request.askings.count() == 3

    def test_may_be_for_the_whole_post(self, ask):
        assert ask("").words == ""

    def test_who_asks_twice_asks_once(self, ask):
        assert ask() == ask()
        assert Asking.objects.count() == 1

    def test_nobody_asks_themselves(self, ask, author):
        with pytest.raises(PermissionDenied, match="yours"):
            ask(by=author)

    @pytest.mark.parametrize("fields", [{"is_house": True}, {"is_placeholder": True}])
    def test_nor_an_account_that_nobody_answers_for(
        self, fields, ask, make_user, topic
    ):
        other = make_user(**fields)
        post = post_reply(author=other, topic_id=topic.pk, source="Told.")

        with pytest.raises(PermissionDenied, match="Nobody answers"):
            ask("", of=post)

    def test_new_members_do_not_ask(self, ask, make_user):
        with pytest.raises(PermissionDenied, match="cannot ask"):
            ask(by=make_user(role="new"))

    def test_a_category_can_be_without(self, ask, make_user, category, make_topic):
        owner, author = make_user(role="owner"), make_user()
        topic = make_topic(category=category)
        post = post_reply(author=author, topic_id=topic.pk, source="Told.")
        kept = {right: Given("new") for right in ("see", "read", "reply")}
        give_rights(owner=owner, category_id=category.pk, given=kept)

        with pytest.raises(PermissionDenied, match="cannot ask"):
            ask("", of=post)
        assert ASK not in kept

    def test_what_one_may_not_see_is_not_there(self, ask, make_topic):
        private = make_topic(audience="staff").posts.get()

        with pytest.raises(NotVisible):
            ask("", of=private)


class TestLimits:
    @pytest.fixture
    def say(self, topic, make_user, make_topic):
        def say(author=None, elsewhere=True):
            place = make_topic() if elsewhere else topic
            who = author or make_user()
            return post_reply(author=who, topic_id=place.pk, source="It rained.")

        return say

    def test_of_an_asker_in_a_day(self, ask, say):
        for _turn in range(limits.ASKED_A_DAY):
            ask("", of=say())

        with pytest.raises(ValidationError, match="tomorrow"):
            ask("", of=say())
        later = timezone.now() + timedelta(days=1, minutes=1)
        with time_machine.travel(later):
            ask("", of=say())

    def test_joining_others_is_not_counted(self, ask, say, make_user):
        for _turn in range(limits.ASKED_A_DAY):
            post = say()
            ask("", of=post, by=make_user())
            ask("", of=post)

        ask("", of=say())

        assert SourceRequest.objects.count() == limits.ASKED_A_DAY + 1

    def test_of_an_asker_to_one_author(self, ask, say, author):
        for _turn in range(limits.OPEN_AT_ONE_AUTHOR):
            ask("", of=say(author))

        with pytest.raises(ValidationError, match="this author has answered"):
            ask("", of=say(author))

    def test_of_an_author_by_all(self, ask, say, author, make_user):
        for _turn in range(limits.OPEN_FOR_AUTHOR):
            ask("", of=say(author), by=make_user())

        with pytest.raises(ValidationError, match="has been asked for several"):
            ask("", of=say(author))

    def test_of_a_post(self, ask, make_user):
        for words in ("The gates were tested", "twice in January", "Everybody"):
            ask(words, by=make_user())

        with pytest.raises(ValidationError, match="join who asked"):
            ask("knew")

    def test_of_a_topic(self, ask, say, make_user):
        for _turn in range(limits.OPEN_IN_TOPIC):
            ask("", of=say(elsewhere=False), by=make_user())

        with pytest.raises(ValidationError, match="in this topic"):
            ask("", of=say(elsewhere=False))

    def test_the_same_is_not_asked_again_soon(self, ask, author, make_user):
        decline_request(author=author, request_id=ask().pk, reason="I saw it.")

        with pytest.raises(ValidationError, match="a short time ago"):
            ask(by=make_user())
        with time_machine.travel(timezone.now() + limits.AGAIN + timedelta(hours=1)):
            assert ask(by=make_user()).state == "open"


class TestEnds:
    def test_a_request_is_answered_and_the_asker_says_whether_it_is(
        self, ask, author, user, post, make_user
    ):
        request = ask()
        other = make_user()
        ask(by=other)
        use = add_source(author=author, post_id=post.pk, address=PAGE)

        answer_request(author=author, request_id=request.pk, use_id=use.pk)
        say_whether_answered(asker=user, request_id=request.pk, is_answered=True)
        say_whether_answered(asker=other, request_id=request.pk, is_answered=False)

        request.refresh_from_db()
        assert (request.state, request.answer) == ("answered", use)
        said = request.askings.order_by("pk").values_list("is_answered", flat=True)
        assert list(said) == [True, False]

    def test_another_source_is_another_answer(self, ask, author, user, post):
        request = ask()
        for address in (PAGE, f"{PAGE}?2="):
            use = add_source(author=author, post_id=post.pk, address=address)
            answer_request(author=author, request_id=request.pk, use_id=use.pk)
            assert request.askings.get().is_answered is None
            say_whether_answered(asker=user, request_id=request.pk, is_answered=False)

    def test_a_source_that_is_taken_away_opens_it_again(self, ask, author, post):
        request = ask()
        use = add_source(author=author, post_id=post.pk, address=PAGE)
        answer_request(author=author, request_id=request.pk, use_id=use.pk)

        remove_source(member=author, post_id=post.pk, use_id=use.pk)

        request.refresh_from_db()
        assert (request.state, request.closed_at) == ("open", None)

    def test_one_that_is_opened_again_waits_from_then_on(self, ask, author, post):
        request = ask()
        use = add_source(author=author, post_id=post.pk, address=PAGE)
        answer_request(author=author, request_id=request.pk, use_id=use.pk)
        long_ago = timezone.now() - limits.EXPIRES - timedelta(days=1)
        SourceRequest.objects.update(asked_at=long_ago, told_at=long_ago)

        remove_source(member=author, post_id=post.pk, use_id=use.pk)

        assert expire_requests() == 0
        request.refresh_from_db()
        assert (request.state, request.told_at) == ("open", None)

    def test_the_author_may_say_why_there_is_none(self, ask, author):
        request = ask()
        with pytest.raises(ValidationError, match="Say why"):
            decline_request(author=author, request_id=request.pk, reason=" ")

        decline_request(author=author, request_id=request.pk, reason="I saw it.")

        request.refresh_from_db()
        assert (request.state, request.reason) == ("declined", "I saw it.")

    def test_only_the_author_answers(self, ask, user, moderator):
        request = ask()

        for other in (user, moderator):
            with pytest.raises(PermissionDenied, match="Only the author"):
                decline_request(author=other, request_id=request.pk, reason="x")

    def test_is_withdrawn_when_the_last_one_no_longer_asks(self, ask, user, make_user):
        request, other = ask(), make_user()
        ask(by=other)

        assert withdraw(asker=user, request_id=request.pk).state == "open"
        assert withdraw(asker=other, request_id=request.pk).state == "withdrawn"
        assert ask().pk != request.pk

    def test_who_has_not_asked_withdraws_nothing(self, ask, make_user):
        with pytest.raises(NotVisible):
            withdraw(asker=make_user(), request_id=ask().pk)

    def test_runs_out(self, ask):
        request = ask()
        assert expire_requests() == 0

        with time_machine.travel(timezone.now() + limits.EXPIRES + timedelta(hours=1)):
            assert expire_requests() == 1

        request.refresh_from_db()
        assert request.state == "expired"

    def test_nobody_says_anything_of_no_answer(self, ask, user):
        with pytest.raises(ValidationError, match="No source has been given"):
            say_whether_answered(asker=user, request_id=ask().pk, is_answered=True)

    def test_words_that_are_erased_are_not_kept_in_a_request(
        self, ask, author, moderator, post
    ):
        ask()
        kept = ask("Everybody at the Slip knew")
        edit_post(editor=author, post_id=post.pk, source="Everybody at the Slip knew.")

        erase_revision(moderator=moderator, post_id=post.pk, number=1, reason="private")

        assert SourceRequest.objects.get() == kept


class TestCounts:
    def test_of_what_a_member_gave(self, ask, author, user, post):
        use = add_source(author=author, post_id=post.pk, address=PAGE)
        answer_request(author=author, request_id=ask().pk, use_id=use.pk)
        decline_request(author=author, request_id=ask("").pk, reason="No.")
        withdraw(asker=user, request_id=ask("Everybody").pk)
        ask("Everybody at the Slip knew")

        given = given_by(reader=user, member_id=author.pk)

        assert (given.given, given.settled, given.waiting) == (1, 2, 1)

    def test_stand_in_the_profile_and_open_ones_apart(
        self, ask, author, post, client, site
    ):
        ask("Everybody")

        page = client.get(author.get_absolute_url()).content.decode()
        assert "<b>1</b> request for a source is open" in page
        assert "asked for" not in page

        use = add_source(author=author, post_id=post.pk, address=PAGE)
        answer_request(author=author, request_id=ask("").pk, use_id=use.pk)
        page = client.get(author.get_absolute_url()).content.decode()
        assert "<b>1</b> source given, of 1 asked for" in page
        assert "<b>1</b> request for a source is open" in page

    def test_the_front_lists_what_most_ask_for(
        self, ask, author, make_user, topic, client, site
    ):
        said = ("Gate one rusted.", "Gate two leaked.", "Gate three jammed.")
        posts = [
            post_reply(author=author, topic_id=topic.pk, source=words) for words in said
        ]
        for post, words in zip(posts, said, strict=True):
            ask(words, of=post, by=make_user())
        ask(said[1], of=posts[1], by=make_user())

        most = most_wanted(reader=Guest())

        assert [line.words for line in most.lines] == [said[1], said[2], said[0]]
        page = client.get("/").content.decode()
        assert f'<a href="/post/{posts[1].pk}/" rel="nofollow"><q dir="auto">' in page
        assert "2 members ask" in page
        assert "one member asks" in page

    def test_the_front_lists_only_what_its_reader_may_read(
        self, ask, make_user, make_topic, client, site
    ):
        private = make_topic(audience="members")
        post = post_reply(author=make_user(), topic_id=private.pk, source="Told.")
        ask("Told.", of=post)

        assert most_wanted(reader=Guest()).lines == ()
        assert "Told." not in client.get("/").content.decode()
        assert len(most_wanted(reader=make_user()).lines) == 1

    def test_the_list_on_the_front_is_kept(
        self, ask, django_assert_num_queries, user, make_user
    ):
        ask()
        with django_assert_num_queries(1):
            most_wanted(reader=user)

        with django_assert_num_queries(0):
            assert most_wanted(reader=user).lines[0].asked == 1

        ask(by=make_user())
        assert most_wanted(reader=user).lines[0].asked == 2

    def test_a_request_for_a_whole_post_is_listed_with_its_first_words(
        self, ask, client, site
    ):
        ask("")

        page = client.get("/sources-wanted/").content.decode()

        assert "The gates were tested twice in January." in page

    @pytest.mark.parametrize("hide", ["post", "topic"])
    def test_nothing_is_counted_or_listed_of_what_is_hidden(
        self, hide, ask, author, user, moderator, post
    ):
        ask()
        assert most_wanted(reader=user).count == 1

        if hide == "post":
            hide_post(moderator=moderator, post_id=post.pk, reason="no")
        else:
            hide_topic(moderator=moderator, topic_id=post.topic_id)

        assert most_wanted(reader=user).count == 0
        assert wanted_page(reader=user).rows == ()
        assert given_by(reader=user, member_id=author.pk).waiting == 0
        assert len(wanted_page(reader=moderator).rows) == 1

    def test_lists_and_rows_agree(self, ask, make_user, make_topic, moderator):
        from rostra.evidence.policies import RequestPolicy

        private = make_topic(audience="members")
        post = post_reply(author=make_user(), topic_id=private.pk, source="Told.")
        request = ask("", of=post)

        for reader in (make_user(role="new"), make_user(), moderator):
            for hidden_at in (None, timezone.now()):
                Topic.objects.filter(pk=private.pk).update(hidden_at=hidden_at)
                private.refresh_from_db()
                listed = SourceRequest.objects.visible_to(reader)
                may_read = RequestPolicy(reader, post, private).read()
                assert listed.filter(pk=request.pk).exists() == bool(may_read)


def test_the_docs_name_the_limits_of_the_code():
    from pathlib import Path

    text = Path("docs/evidence.md").read_text("utf-8")
    table = [row.split("|")[2].strip() for row in text.splitlines() if "| " in row]

    assert table[1:] == [
        str(limits.ASKED_A_DAY),
        str(limits.OPEN_AT_ONE_AUTHOR),
        str(limits.OPEN_FOR_AUTHOR),
        str(limits.OPEN_ON_POST),
        str(limits.OPEN_IN_TOPIC),
        str(limits.AGAIN.days),
    ]
    assert f"up to {MOST_SOURCES} sources" in text
    assert f"runs out after {limits.EXPIRES.days} days" in text


@pytest.mark.skipif("ROSTRA_DATABASE" in os.environ, reason="this is SQLite's plan")
def test_open_requests_are_found_by_themselves_and_not_among_all_posts(topic, user):
    plan = open_to(user).filter(post__hidden_at=None).explain()

    first = plan.splitlines()[0]
    assert "evidence_sourcerequest" in first
