"""Polls: asked, voted in, closed, and never telling more than they should."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connections

from rostra.accounts.models import Guest
from rostra.accounts.services.leaving import finish_closings, leave_site
from rostra.forum.models import Poll, PollVote, Post
from rostra.forum.own_parts import poll_votes, polls
from rostra.forum.selectors.poll_voters import poll_voters
from rostra.forum.selectors.topic_list import topic_list
from rostra.forum.selectors.topic_page import topic_page
from rostra.forum.services.erasing import erase_words
from rostra.forum.services.moderating import hide_post, hide_topic, lock_topic
from rostra.forum.services.moving import merge_topics, split_topic
from rostra.forum.services.polling import (
    NewPoll,
    cast_vote,
    close_due_polls,
    close_poll,
    count_votes,
)
from rostra.forum.services.starting import start_topic
from rostra.foundation.versions import current_versions
from rostra.foundation.visibility import NotVisible
from rostra.web.models import Site

pytestmark = pytest.mark.django_db

OPTIONS = ("Yes", "No", "Not sure")


@pytest.fixture
def make_poll(make_user, make_category):
    """Start a topic with a poll; gives the poll."""

    def make(author=None, category=None, at=None, **about):
        new = NewPoll(**{"question": "Should it?", "options": OPTIONS, **about})
        topic = start_topic(
            author=author or make_user(role="moderator"),
            category_id=(category or make_category()).pk,
            title="A topic with a poll",
            source="What do you think?",
            poll=new,
            at=at,
        )
        return Poll.objects.select_related("post__topic").get(post__topic=topic)

    return make


@pytest.fixture
def poll(make_poll):
    return make_poll()


def vote(voter, poll, *choices):
    return cast_vote(voter=voter, post_id=poll.post_id, choices=choices)


def shown(reader, poll):
    """The poll on its page, as a reader sees it."""
    post = Post.objects.get(pk=poll.post_id)
    page = topic_page(reader=reader, topic_id=post.topic_id)
    return page.polls[poll.post_id]


class TestAsking:
    def test_a_poll_hangs_on_the_opening_post_and_lists_say_so(self, poll, user):
        (row,) = topic_list(reader=user).topics

        assert poll.post.number == 1
        assert row.has_poll
        assert shown(user, poll).options == OPTIONS

    @pytest.mark.parametrize(
        "about",
        [
            {"question": "  "},
            {"question": "x" * 201},
            {"options": ("One",)},
            {"options": ("One", " ", "one")},
            {"options": tuple(f"Option {n}" for n in range(21))},
            {"options": ("One", "x" * 151)},
            {"kind": "loudest"},
            {"shown": "never"},
        ],
    )
    def test_what_cannot_be_asked_is_refused(self, make_poll, about):
        with pytest.raises(ValidationError):
            make_poll(**about)

        assert not Post.objects.exists()

    @pytest.mark.parametrize("days", [-1, 0, 4000])
    def test_it_closes_in_the_time_to_come(self, make_poll, now, days):
        with pytest.raises(ValidationError):
            make_poll(closes_at=now + timedelta(days=days))

    def test_sending_the_form_twice_asks_once(self, user, category):
        sent = {
            "author": user,
            "category_id": category.pk,
            "title": "A topic with a poll",
            "source": "Well?",
            "client_token": "abc",
            "poll": NewPoll("Should it?", OPTIONS),
        }

        assert start_topic(**sent).pk == start_topic(**sent).pk
        assert Poll.objects.count() == 1


class TestVoting:
    def test_a_vote_takes_the_place_of_an_earlier_one(self, user, poll):
        vote(user, poll, 0)
        vote(user, poll, 1)
        after = vote(user, poll, 1)

        assert (after.voters, after.rounds) == (1, [[0, 1, 0]])
        assert shown(user, poll).chosen == (1,)

    def test_no_choice_takes_it_back(self, user, poll):
        vote(user, poll, 0)

        after = vote(user, poll)

        assert (after.voters, after.rounds) == (0, [[0, 0, 0]])
        assert not PollVote.objects.exists()

    def test_several_options_where_several_may_be_chosen(
        self, user, moderator, make_poll
    ):
        poll = make_poll(kind="multiple")

        vote(moderator, poll, 1)
        after = vote(user, poll, 2, 1)

        assert (after.voters, after.rounds) == (2, [[0, 2, 1]])
        assert [line.percent for line in shown(user, poll).lines] == [0, 100, 50]

    def test_ranked_options_are_counted_in_rounds(self, make_user, make_poll):
        poll = make_poll(kind="ranked")
        for choices in ((0,), (0, 1), (1, 0), (1, 2), (2, 1)):
            vote(make_user(), poll, *choices)

        seen = shown(make_user(), poll)

        assert seen.rounds == ([2, 2, 1], [2, 3, None])
        assert seen.winners == ["No"]
        assert [(line.words, line.out_in) for line in seen.lines] == [
            ("No", 0),
            ("Yes", 0),
            ("Not sure", 1),
        ]

    @pytest.mark.parametrize(
        ("kind", "choices"),
        [
            ("single", (0, 1)),
            ("single", (3,)),
            ("single", (-1,)),
            ("multiple", (0, 0)),
            ("multiple", (0, 3)),
            ("ranked", (1, 1)),
            ("ranked", (999,)),
        ],
    )
    def test_what_the_poll_does_not_have_is_refused(
        self, user, make_poll, kind, choices
    ):
        poll = make_poll(kind=kind)

        with pytest.raises(ValidationError):
            vote(user, poll, *choices)

        assert not PollVote.objects.exists()

    def test_twenty_options_in_order_find_room(self, user, make_poll):
        options = tuple(f"Option {n}" for n in range(20))
        poll = make_poll(kind="ranked", options=options)

        vote(user, poll, *range(19, -1, -1))

        assert shown(user, poll).chosen == tuple(range(19, -1, -1))

    def test_who_may_not_reply_there_may_not_vote(
        self, user, moderator, poll, make_user
    ):
        lock_topic(moderator=moderator, topic_id=poll.post.topic_id, reason="Enough")

        with pytest.raises(PermissionDenied, match="Enough"):
            vote(user, poll, 0)
        assert not shown(user, poll).vote

    def test_a_guest_is_asked_to_sign_in(self, poll):
        with pytest.raises(PermissionDenied, match="Sign in"):
            vote(Guest(), poll, 0)

    def test_a_hidden_post_is_not_voted_on(self, user, moderator, poll):
        hide_post(moderator=moderator, post_id=poll.post_id, reason="No")

        with pytest.raises(PermissionDenied):
            vote(user, poll, 0)
        page = topic_page(reader=user, topic_id=poll.post.topic_id)
        assert page.polls == {}

    def test_a_hidden_topics_poll_is_not_there(self, user, moderator, poll):
        hide_topic(moderator=moderator, topic_id=poll.post.topic_id)

        with pytest.raises(NotVisible):
            vote(user, poll, 0)

    def test_a_private_poll_is_not_there(self, user, make_poll, make_category):
        poll = make_poll(category=make_category(audience="staff"))

        for act in (
            vote,
            lambda who, poll: close_poll(closer=who, post_id=poll.post_id),
        ):
            with pytest.raises(NotVisible):
                act(user, poll)

    def test_a_post_without_a_poll_has_none(self, user, topic):
        with pytest.raises(NotVisible):
            cast_vote(voter=user, post_id=topic.last_post_id, choices=[0])

    def test_a_vote_makes_the_polls_page_old_and_no_other(self, user, poll):
        names = (f"poll:{poll.post_id}", f"topic:{poll.post.topic_id}", "lists")
        before = current_versions(names)

        vote(user, poll, 0)
        after = current_versions(names)

        assert [a == b for a, b in zip(before, after, strict=True)] == [
            True,
            False,
            True,
            True,
        ]


@pytest.mark.django_db(transaction=True)
def test_counts_are_right_when_many_vote_and_change_at_once(make_user, make_poll):
    voters = [make_user() for _ in range(8)]
    poll = make_poll(kind="multiple")

    def vote_often(place):
        try:
            for turn in range(8):
                vote(voters[place], poll, *({turn % 3, place % 3}))
                if turn % 3 == 2:
                    vote(voters[place], poll)
            vote(voters[place], poll, place % 3)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(vote_often, range(8)))

    poll.refresh_from_db()
    assert (poll.voters, poll.rounds) == (8, [[3, 3, 2]])
    assert PollVote.objects.count() == 8


@pytest.mark.django_db(transaction=True)
def test_one_member_in_many_windows_has_one_vote(make_user, make_poll):
    voter, poll = make_user(), make_poll()

    def vote_once(choice):
        try:
            vote(voter, poll, choice % 3)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(vote_once, range(12)))

    poll.refresh_from_db()
    (one,) = PollVote.objects.all()
    assert poll.voters == 1
    assert poll.rounds[0][int(one.choices)] == 1
    assert sum(poll.rounds[0]) == 1


class TestClosing:
    def test_its_author_and_moderators_close_it_and_others_do_not(
        self, user, make_user, moderator, make_poll
    ):
        polls = [make_poll(author=user), make_poll(author=user)]

        for poll, closer in zip(polls, (user, moderator), strict=True):
            with pytest.raises(PermissionDenied):
                close_poll(closer=make_user(), post_id=poll.post_id)
            close_poll(closer=closer, post_id=poll.post_id)
            assert shown(make_user(), poll).closed_by == closer.name

    def test_nobody_votes_afterwards(self, user, moderator, poll):
        vote(user, poll, 0)
        close_poll(closer=moderator, post_id=poll.post_id)
        close_poll(closer=moderator, post_id=poll.post_id)

        for who in (user, moderator):
            with pytest.raises(PermissionDenied, match="closed"):
                vote(who, poll, 1)
        assert shown(user, poll).rounds == ([1, 0, 0],)

    def test_its_time_closes_it_at_once_and_kept_pages_soon(self, user, make_poll, now):
        past = now - timedelta(days=2)
        poll = make_poll(at=past, closes_at=now - timedelta(seconds=1), shown="closed")
        name = (f"poll:{poll.post_id}",)
        before = current_versions(name)

        with pytest.raises(PermissionDenied):
            vote(user, poll, 0)
        assert shown(user, poll).is_closed
        assert (close_due_polls(), close_due_polls()) == (1, 0)
        assert current_versions(name) != before

    def test_a_poll_whose_time_has_not_come_stays_open(self, user, make_poll, now):
        make_poll(closes_at=now + timedelta(hours=1))

        assert close_due_polls() == 0


class TestResults:
    @pytest.mark.parametrize(
        ("when", "unvoted", "voted"),
        [("always", True, True), ("voted", False, True), ("closed", False, False)],
    )
    def test_are_shown_when_the_author_chose(
        self, user, make_user, make_poll, when, unvoted, voted
    ):
        author = make_user()
        poll = make_poll(shown=when, author=author)
        vote(user, poll, 0)

        assert bool(shown(user, poll).rounds) == voted
        for reader in (make_user(), author, Guest(), make_user(role="owner")):
            assert bool(shown(reader, poll).rounds) == unvoted
        close_poll(closer=author, post_id=poll.post_id)
        assert shown(Guest(), poll).rounds == ([1, 0, 0],)

    def test_say_what_is_the_readers_own(self, user, poll):
        vote(user, poll, 1)

        assert [line.mine for line in shown(user, poll).lines] == [0, 1, 0]
        assert [line.mine for line in shown(Guest(), poll).lines] == [0, 0, 0]


class TestWhoVoted:
    def test_is_told_of_a_public_poll(self, user, make_user, make_poll):
        poll = make_poll(is_public=True)
        vote(user, poll, 1)

        (row,) = poll_voters(reader=Guest(), post_id=poll.post_id).voters

        assert (row.member.name, row.words) == ("Ada", ("No",))

    def test_is_told_to_nobody_where_votes_are_secret(self, user, moderator, poll):
        vote(user, poll, 1)

        for reader in (user, moderator, poll.post.author, Guest()):
            with pytest.raises(NotVisible):
                poll_voters(reader=reader, post_id=poll.post_id)
            assert not shown(reader, poll).see_voters

    @pytest.mark.parametrize("when", ["voted", "closed"])
    def test_is_not_told_before_the_results(self, user, moderator, make_poll, when):
        poll = make_poll(is_public=True, shown=when)
        vote(user, poll, 1)

        for reader in (moderator, Guest()):
            with pytest.raises(PermissionDenied):
                poll_voters(reader=reader, post_id=poll.post_id)

    def test_leaves_out_who_left_and_who_is_ignored(self, user, make_user, make_poll):
        poll = make_poll(is_public=True)
        gone, ignored = make_user("Gone"), make_user("Tiresome")
        for who in (gone, ignored, user):
            vote(who, poll, 0)
        Site.objects.get_or_create(pk=1, defaults={"name": "Here"})
        leave_site(member=gone)
        finish_closings()
        user.ignored_ids = str(ignored.pk)
        user.save()

        named = poll_voters(reader=user, post_id=poll.post_id).voters

        assert [row.member.name for row in named] == ["Ada"]
        assert shown(user, poll).voters == 3

    def test_is_told_a_page_at_a_time(self, make_user, make_poll, monkeypatch):
        monkeypatch.setattr("rostra.forum.selectors.poll_voters.SHOWN", 2)
        poll = make_poll(is_public=True)
        for name in ("One", "Two", "Three"):
            vote(make_user(name), poll, 0)

        first = poll_voters(reader=Guest(), post_id=poll.post_id)
        rest = poll_voters(reader=Guest(), post_id=poll.post_id, before=first.before)

        assert [row.member.name for row in first.voters] == ["Three", "Two"]
        assert [row.member.name for row in rest.voters] == ["One"]
        assert rest.before == 0


class TestWhereItGoes:
    def test_it_follows_its_post_into_another_topic(self, user, moderator, make_topic):
        early = make_topic()
        late = start_topic(
            author=moderator,
            category_id=early.category_id,
            title="A topic with a poll",
            source="Well?",
            poll=NewPoll("Should it?", OPTIONS),
        )
        poll = Poll.objects.get()
        vote(user, poll, 0)

        merge_topics(moderator=moderator, topic_id=late.pk, into_id=early.pk)

        page = topic_page(reader=user, topic_id=early.pk)
        assert page.polls[poll.post_id].chosen == (0,)
        assert vote(user, poll, 1).rounds == [[0, 1, 0]]
        early.refresh_from_db()
        assert early.has_poll

        new = split_topic(
            moderator=moderator,
            topic_id=early.pk,
            post_ids=[poll.post_id],
            title="By itself again",
        )
        early.refresh_from_db()
        assert (early.has_poll, new.has_poll) == (False, True)

    def test_it_is_erased_with_the_words_of_its_post(self, moderator, user, poll):
        vote(user, poll, 0)

        erase_words(editor=moderator, post_id=poll.post_id, notice="*Gone.*")

        assert not Poll.objects.exists()
        assert not PollVote.objects.exists()
        page = topic_page(reader=user, topic_id=poll.post.topic_id)
        assert page.polls == {}
        assert not Post.objects.get(pk=poll.post_id).topic.has_poll

    def test_counting_again_changes_nothing(self, user, poll):
        vote(user, poll, 2)
        poll.refresh_from_db()

        count_votes(poll)

        assert (poll.voters, poll.rounds) == (1, [[0, 0, 1]])


class TestTheCopy:
    def test_tells_the_author_nothing_of_the_votes(self, user, make_user, make_poll):
        poll = make_poll(author=user, shown="closed")
        vote(make_user(), poll, 1)

        (row,) = polls(user)

        assert row["question"] == "Should it?"
        assert not {"rounds", "voters", "votes"} & set(row)
        assert list(poll_votes(user)) == []

    def test_has_ones_own_votes_in_words(self, user, poll):
        vote(user, poll, 1)

        (row,) = poll_votes(user)

        assert row["voted_for"] == ["No"]


FORM = {
    "title": "Should the quay road close?",
    "source": "Worth asking.",
    "poll_question": "Should it?",
    "poll_options": "Yes\r\nNo\r\n\r\n Not  sure ",
}


class TestOnPages:
    def test_a_poll_is_asked_in_the_form_that_starts_a_topic(
        self, client, site, user, category
    ):
        client.force_login(user)
        closes = {"poll_closes": "2031-05-06T12:30", "poll_kind": "ranked"}

        answer = client.post("/start/", {**FORM, **closes, "category": category.pk})

        assert answer.status_code == 303
        poll = Poll.objects.get()
        assert poll.options == list(OPTIONS)
        assert (poll.kind, poll.shown, poll.is_public) == ("ranked", "always", False)
        assert (poll.closes_at.year, poll.closes_at.minute) == (2031, 30)
        page = client.get(answer["Location"])
        assert f'data-poll-id="{poll.pk}"' in page.text

    @pytest.mark.parametrize(
        ("field", "sent", "said"),
        [
            ("poll_question", "", "Say what the poll asks."),
            ("poll_options", "Only one", "at least two options"),
            ("poll_closes", "2001-01-01T10:00", "a time to come"),
            ("poll_closes", "tomorrow", "Give date and time"),
            ("poll_kind", "loudest", "Select a valid choice"),
        ],
    )
    def test_what_is_wrong_is_said_at_the_field_and_nothing_is_lost(
        self, client, site, user, category, field, sent, said
    ):
        client.force_login(user)

        answer = client.post("/start/", {**FORM, field: sent, "category": category.pk})

        assert answer.status_code == 422
        assert f'id="{field}-error"' in answer.text
        assert said in answer.text
        assert "Worth asking." in answer.text
        assert not Poll.objects.exists()

    def test_a_draft_keeps_what_was_typed_of_a_poll(self, client, site, user):
        client.force_login(user)
        client.post("/start/", {**FORM, "draft": "1", "poll_shown": "voted"})

        page = client.get("/start/").text

        assert 'value="Should it?"' in page
        assert "Yes\nNo" in page.replace("\r", "")
        assert '<details class="asking" open>' in page
        assert 'value="voted" checked' in page

    def test_a_guests_poll_waits_for_them_too(self, client, site, category):
        client.post("/start/", FORM)

        assert 'value="Should it?"' in client.get("/start/").text

    @pytest.mark.parametrize(
        ("kind", "sent", "chosen"),
        [
            ("single", {"choice": "1"}, "1"),
            ("multiple", {"choice": ["2", "0"]}, "0 2"),
            ("ranked", {"place-0": "", "place-1": "3", "place-2": "1"}, "2 1"),
        ],
    )
    def test_a_vote_is_sent_by_a_plain_form(
        self, client, site, user, make_poll, kind, sent, chosen
    ):
        poll = make_poll(kind=kind)
        client.force_login(user)

        answer = client.post(f"/post/{poll.post_id}/vote/", sent)

        assert answer.status_code == 303
        assert PollVote.objects.get().choices == chosen
        page = client.get(answer["Location"], follow=True).text
        assert "Your vote" in page or "Your choice 1" in page
        client.post(f"/post/{poll.post_id}/vote/", {"take_back": "1"})
        assert not PollVote.objects.exists()

    @pytest.mark.parametrize(
        ("kind", "sent"),
        [
            ("single", {}),
            ("single", {"choice": "seven"}),
            ("single", {"choice": "1" * 5000}),
            ("ranked", {"place-0": "1", "place-1": "1"}),
            ("ranked", {"place-x": "1"}),
            ("ranked", {"place-0": "first"}),
        ],
    )
    def test_a_refusal_stands_beside_the_poll(
        self, client, site, user, make_poll, kind, sent
    ):
        poll = make_poll(kind=kind)
        client.force_login(user)

        answer = client.post(f"/post/{poll.post_id}/vote/", sent)

        assert answer.status_code == 422
        assert f'id="poll-error-{poll.post_id}"' in answer.text

    def test_what_was_put_in_order_is_given_back(self, client, site, user, make_poll):
        poll = make_poll(kind="ranked")
        client.force_login(user)

        answer = client.post(
            f"/post/{poll.post_id}/vote/", {"place-0": "2", "place-1": "2"}
        )

        assert answer.text.count('<option value="2" selected>') == 2

    def test_a_broken_vote_where_no_poll_is_finds_nothing(
        self, client, site, user, topic
    ):
        client.force_login(user)

        assert client.post(f"/post/{topic.last_post_id}/vote/").status_code == 404

    @pytest.mark.parametrize("what", ["vote", "reaction"])
    def test_signing_in_on_the_way_leads_back_to_the_post(
        self, client, site, user, poll, what
    ):
        path = f"/post/{poll.post_id}/{what}/"
        asked = client.post(path, {"choice": "0"})["Location"]
        client.force_login(user)

        assert asked.endswith(f"?next={path}")
        answer = client.get(path)
        assert answer["Location"] == f"/post/{poll.post_id}/"

    def test_a_guest_sees_the_question_and_where_to_sign_in(self, client, site, poll):
        page = client.get(poll.post.topic.get_absolute_url())

        assert "Should it?" in page.text
        assert "Sign in to vote." in page.text
        assert "/vote/" not in page.text
        assert f"poll:{poll.post_id}" in page["Rostra-Depends"].split()

    def test_results_that_are_not_shown_are_not_in_the_page(
        self, client, site, make_user, make_poll
    ):
        poll = make_poll(shown="closed")
        for _ in range(3):
            vote(make_user(), poll, 1)

        page = client.get(poll.post.topic.get_absolute_url()).text

        assert "<progress" not in page
        assert "100%" not in page
        assert "Results are shown when the poll is closed." in page

    def test_words_of_a_poll_are_words(self, client, site, make_poll):
        poll = make_poll(question="<b>Is it?", options=("<i>a", '"b'))

        page = client.get(poll.post.topic.get_absolute_url()).text

        assert "&lt;b&gt;Is it?" in page
        assert "<i>a" not in page

    def test_the_page_of_voters_is_there_for_public_polls_only(
        self, client, site, user, make_poll
    ):
        public, secret = make_poll(is_public=True), make_poll()
        vote(user, public, 0)

        assert "Ada" in client.get(f"/post/{public.post_id}/votes/").text
        assert client.get(f"/post/{secret.post_id}/votes/").status_code == 404

    def test_a_moderator_closes_it(self, client, site, moderator, poll):
        client.force_login(moderator)

        client.post(f"/post/{poll.post_id}/poll/close/")

        page = client.get(poll.post.topic.get_absolute_url()).text
        assert "closed by Tomas" in page
        assert "Close this poll" not in page
