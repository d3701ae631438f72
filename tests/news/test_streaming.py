"""Where a story changed between its replies, and which version each answered."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rostra.forum.models import UntoldQuote
from rostra.forum.selectors.quoting import as_quote
from rostra.forum.services.judging_again import judge_waiting_quotes
from rostra.forum.services.moderating import hide_post
from rostra.forum.services.moving import merge_topics, move_topic
from rostra.forum.services.replying import post_reply
from rostra.news.services.publishing import (
    correct_story,
    publish_story,
    update_story,
    withdraw_story,
)

pytestmark = pytest.mark.django_db

BODY = "<p>The surge was 4.2 metres. Nobody was hurt.</p>"
VERSION = re.compile(r'id="post-\d+"[^>]*? data-story-version="(\d+)"')
TURN = re.compile(r'data-story-turn="(\d+)"')


@pytest.fixture
def told(house, category, user, now, site):
    """A story, and a way to say what happened so many minutes after it."""

    class Told:
        story = publish_story(
            house=house,
            category_id=category.pk,
            headline="Storm surge reaches the barrier",
            body=BODY,
            at=now - timedelta(days=1),
        )
        topic_id = story.topic_id
        path = story.topic.get_absolute_url()

        def at(self, minutes):
            return now - timedelta(days=1) + timedelta(minutes=minutes)

        def reply(self, minutes, source="Some words."):
            how = {"author": user, "topic_id": self.topic_id, "source": source}
            return post_reply(**how, at=self.at(minutes))

        def correct(self, minutes, to="3.8"):
            correct_story(
                house=house,
                topic_id=self.topic_id,
                correction=f"It was {to} metres.",
                body=BODY.replace("4.2", to),
                at=self.at(minutes),
            )

        def update(self, minutes):
            more = f"<p>More at {minutes}.</p>"
            how = {"house": house, "topic_id": self.topic_id}
            update_story(**how, body=BODY + more, at=self.at(minutes))

        def withdraw(self, minutes):
            how = {"house": house, "topic_id": self.topic_id}
            withdraw_story(**how, reason="It was false.", at=self.at(minutes))

    return Told()


def read(client, path):
    return client.get(path).content.decode()


def test_each_reply_says_which_version_it_answered(client, told):
    told.reply(1)
    told.correct(2)
    told.reply(3)
    told.update(4)
    told.reply(5)

    page = read(client, told.path)

    assert VERSION.findall(page) == ["3", "1", "2", "3"]  # The story's card is first.
    for number in (1, 2, 3):
        assert f"answers version {number}" in page
    assert f'/topic/{told.topic_id}/versions/#v2"' in page


def test_a_change_stands_before_the_first_reply_after_it(client, told):
    told.reply(1)
    told.correct(2)
    third = told.reply(3)

    page = read(client, told.path)

    assert TURN.findall(page) == ["2"]
    assert page.index("The story was corrected here.") < page.index(
        f'id="post-{third.pk}"'
    )
    before = page.index(f'id="post-{third.pk - 1}"')
    assert before < page.index("The story was corrected here.")
    assert page.count("It was 3.8 metres.") >= 2


def test_a_change_that_nobody_answered_yet_stands_at_the_end(client, told):
    last = told.reply(1)
    told.correct(2)

    page = read(client, told.path)

    assert page.index(f'id="post-{last.pk}"') < page.index("corrected here")


def test_many_updates_in_a_row_are_one_line_and_no_correction_is_lost(client, told):
    for minutes in (1, 2, 3):
        told.update(minutes)
    told.correct(4)
    told.update(5)
    told.reply(6)

    assert TURN.findall(read(client, told.path)) == ["4", "5", "6"]


def test_a_withdrawal_is_a_line_too_and_tells_no_words(client, told):
    told.reply(1)
    told.withdraw(2)
    told.reply(3)

    page = read(client, told.path)

    assert "The story was withdrawn here." in page
    assert "4.2 metres" not in page


def test_lines_and_numbers_are_right_on_every_page(client, told):
    for minutes in range(1, 30):
        told.reply(minutes)
    told.correct(29.5)
    for minutes in range(30, 45):
        told.reply(minutes)
    told.update(50)

    pages = [read(client, f"{told.path}?page={n}") for n in (2, 3)]
    pages.insert(0, read(client, told.path))

    card, *answered = VERSION.findall("".join(pages))
    assert (card, answered) == ("3", ["1"] * 29 + ["2"] * 15)
    assert [TURN.findall(page) for page in pages] == [[], ["2"], ["3"]]


def test_a_story_that_never_changed_says_nothing(client, told):
    told.reply(1)

    page = read(client, told.path)

    assert "answers version" not in page
    assert TURN.findall(page) == []


def test_a_kept_page_is_made_anew(client_of, make_user, told):
    told.reply(1)
    member = client_of(make_user())
    for client in (member, client_of(make_user())):
        assert "corrected here" not in read(client, told.path)

    told.correct(2)

    assert "corrected here" in read(member, told.path)


def test_what_a_hidden_story_was_corrected_for_is_not_told(client, told, moderator):
    told.reply(1)
    told.correct(2)
    told.reply(3)
    opening = told.story.topic.posts.get(number=1)
    hide_post(moderator=moderator, post_id=opening.pk, reason="No.")

    assert "It was 3.8 metres." not in read(client, told.path)


def test_it_costs_one_query_and_none_where_nothing_changed(client, told, make_topic):
    told.reply(1)

    def asked(path):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(path)
        return [one["sql"] for one in queries]

    before = asked(told.path)
    assert not [sql for sql in before if "news_storyversion" in sql]

    told.correct(2)
    told.reply(3)

    after = asked(told.path)
    assert len([sql for sql in after if "news_storyversion" in sql]) == 1
    assert len(after) <= 6
    assert len(asked(told.path)) <= 3


def test_who_quoted_words_that_went_is_to_hear_of_it_once(told):
    opening = told.story.topic.posts.get(number=1)
    quote = as_quote("Halvern Wire", opening.pk, "The surge was 4.2 metres.")
    post = told.reply(1, f"{quote}Really?")

    for minutes, to in ((2, "3.8"), (3, "3.9")):
        told.correct(minutes, to)
        judge_waiting_quotes()

    assert UntoldQuote.objects.get().quote.post == post


def test_their_quotes_show_that_the_original_was_edited(client, told):
    opening = told.story.topic.posts.get(number=1)
    quote = as_quote("Halvern Wire", opening.pk, "The surge was 4.2 metres.")
    told.reply(1, f"{quote}Really?")
    told.correct(2)
    judge_waiting_quotes()

    assert "Original edited since" in read(client, told.path)


class TestAStoryThatWasMergedAway:
    @pytest.fixture
    def into(self, make_topic, moderator, category, now, told):
        """A topic that began before the story, with the story's posts among its own."""
        topic = make_topic(
            author=moderator, category=category, title="All of the storm"
        )
        before = now - timedelta(days=2)
        topic.posts.update(created_at=before)
        told.reply(1)
        told.correct(2)
        told.reply(3)
        merge_topics(moderator=moderator, topic_id=told.topic_id, into_id=topic.pk)
        return topic

    def test_says_there_where_it_was_corrected(self, client, told, into):
        page = read(client, into.get_absolute_url())

        assert TURN.findall(page) == ["2"]
        assert "Storm surge reaches the barrier" in page
        assert page.index("The story was corrected here.") > page.index(
            f'id="post-{told.story.post_id}"'
        )
        assert "answers version" not in page

    def test_goes_on_being_corrected_there(self, client, told, into):
        read(client, into.get_absolute_url())

        told.correct(5, to="3.7")

        assert TURN.findall(read(client, into.get_absolute_url())) == ["2", "3"]

    def test_shows_its_versions_to_who_may_read_there(
        self, client, client_of, told, into, moderator, make_category
    ):
        path = f"/topic/{told.topic_id}/versions/"
        page = read(client, path)
        assert "4.2 metres" in page
        assert into.get_absolute_url() in page

        staff = make_category(audience="staff")
        move_topic(moderator=moderator, topic_id=into.pk, category_id=staff.pk)

        assert client.get(path).status_code == 404
        assert client_of(moderator).get(path).status_code == 200

    def test_is_not_told_of_where_its_post_is_hidden(
        self, client, told, into, moderator
    ):
        hide_post(moderator=moderator, post_id=told.story.post_id, reason="No.")

        assert TURN.findall(read(client, into.get_absolute_url())) == []
        assert client.get(f"/topic/{told.topic_id}/versions/").status_code == 404

    def test_costs_one_query(self, client, told, into):
        with CaptureQueriesContext(connection) as queries:
            client.get(into.get_absolute_url())

        asked = [one["sql"] for one in queries if "news_storyversion" in one["sql"]]
        assert len(asked) == 1


def test_of_two_merged_stories_replies_answer_the_one_above(
    client, told, house, category, moderator, now
):
    told.correct(1)
    later = publish_story(
        house=house,
        category_id=category.pk,
        headline="Water stands in Rope Street",
        body="<p>Up to the knees.</p>",
        at=told.at(2),
    )
    update_story(
        house=house,
        topic_id=later.topic_id,
        body="<p>Up to the hips.</p>",
        at=told.at(3),
    )
    told.reply(4)

    merge_topics(moderator=moderator, topic_id=later.topic_id, into_id=told.topic_id)

    page = read(client, told.path)
    # The card; the other story's post and the reply answer the corrected story.
    assert VERSION.findall(page) == ["2", "2", "2"]
    assert TURN.findall(page) == ["2", "2"]
    assert f"/topic/{later.topic_id}/versions/#v2" in page
    assert f"/topic/{told.topic_id}/versions/#v2" in page
