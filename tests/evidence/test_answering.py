"""Who asks is told so, and whoever knows a source answers what others ask."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from rostra.evidence.selectors.requests import given_by
from rostra.evidence.services.requesting import accept_source, answer_request, withdraw
from rostra.evidence.services.sourcing import add_source
from rostra.forum.services.moderating import hide_post
from rostra.forum.services.replying import post_reply
from rostra.foundation.visibility import NotVisible

PAGE = "https://port.example/tests"


class TestAnswersOfOthers:
    @pytest.fixture
    def given(self, make_user, topic):
        """What another member names in a reply."""
        giver = make_user("Gate keeper")
        reply = post_reply(author=giver, topic_id=topic.pk, source="It is in the log.")
        return add_source(author=giver, post_id=reply.pk, address=PAGE)

    def test_the_page_says_how_to_whoever_may_reply(
        self, ask, post, make_user, client, site
    ):
        request = ask()
        client.force_login(make_user())

        topic = client.get(post.topic.get_absolute_url()).content.decode()
        page = client.get(request.get_absolute_url()).content.decode()

        assert f'href="/source-request/{request.pk}/#give"' in topic
        assert 'id="give"' in page
        assert f"?quote={post.pk}#reply" in page

    def test_who_asks_takes_a_source_of_a_reply_as_the_answer(
        self, ask, user, author, post, given, client, site
    ):
        request = ask()
        client.force_login(user)
        page = client.get(request.get_absolute_url()).content.decode()
        assert "by Gate keeper" in page

        sent = {"act": "accept", "source": given.pk}
        client.post(request.get_absolute_url(), sent)

        request.refresh_from_db()
        assert (request.state, request.answer) == ("answered", given)
        assert request.askings.get().is_answered
        topic = client.get(post.topic.get_absolute_url()).content.decode()
        line = topic.partition('data-source-request="answered"')[2].partition("</div>")
        assert PAGE in line[0]
        page = client.get(request.get_absolute_url()).content.decode()
        assert f'href="/post/{given.post_id}/sources/#source-{given.pk}"' in page
        settled = given_by(reader=user, member_id=author.pk)
        assert (settled.given, settled.settled) == (0, 0)

    def test_so_does_the_author_of_the_post(self, ask, author, given):
        answered = answer_request(author=author, request_id=ask().pk, use_id=given.pk)

        assert answered.answer == given

    def test_nobody_else_does(self, ask, given, author, make_user):
        request = ask()

        for one in (given.post.author, make_user(), author):
            with pytest.raises(NotVisible):
                accept_source(asker=one, request_id=request.pk, use_id=given.pk)
        with pytest.raises(PermissionDenied):
            answer_request(
                author=given.post.author, request_id=request.pk, use_id=given.pk
            )

    def test_what_came_before_or_stands_elsewhere_or_is_hidden_answers_nothing(
        self, ask, user, given, make_topic, moderator, topic
    ):
        request = ask()
        opening = topic.posts.get(number=1)
        before = add_source(author=opening.author, post_id=opening.pk, address=PAGE)
        said = post_reply(author=user, topic_id=make_topic().pk, source="Here.")
        elsewhere = add_source(author=user, post_id=said.pk, address=PAGE)
        hide_post(moderator=moderator, post_id=given.post_id, reason="no")

        for use in (before, elsewhere, given):
            with pytest.raises(ValidationError, match="Choose a source"):
                accept_source(asker=user, request_id=request.pk, use_id=use.pk)

    def test_a_source_that_is_hidden_later_is_no_longer_shown(
        self, ask, user, given, moderator, client, site
    ):
        request = ask()
        accept_source(asker=user, request_id=request.pk, use_id=given.pk)
        hide_post(moderator=moderator, post_id=given.post_id, reason="no")
        client.force_login(user)

        assert PAGE not in client.get(request.get_absolute_url()).content.decode()
        topic = client.get(given.post.topic.get_absolute_url()).content.decode()
        assert PAGE not in topic


class TestShown:
    def test_who_asks_is_told_so_and_how_to_stop_and_nobody_else(
        self, ask, make_user, topic, author, client, site
    ):
        def page(reader):
            client.force_login(reader)
            return client.get(topic.get_absolute_url()).content.decode()

        first, second = make_user(), make_user()
        request = ask(by=first)
        join, stop = "I’d like one too", "You ask for it."

        # In this order so that what is kept for one would be shown to the next.
        for reader, asks in ((second, False), (first, True), (second, False)):
            assert (stop in page(reader), join in page(reader)) == (asks, not asks)
        ask(by=second)
        assert stop in page(second)
        assert "No longer ask" in page(second)
        withdraw(asker=first, request_id=request.pk)
        assert (stop in page(first), stop in page(second)) == (False, True)
        assert stop not in page(author)
        client.logout()
        assert stop not in client.get(topic.get_absolute_url()).content.decode()

    def test_a_request_that_was_taken_back_is_asked_by_nobody(
        self, ask, user, client, site
    ):
        request = ask()
        withdraw(asker=user, request_id=request.pk)
        client.force_login(user)

        page = client.get(request.get_absolute_url()).content.decode()

        assert "The request was taken back" in page
        assert "One member ask" not in page
