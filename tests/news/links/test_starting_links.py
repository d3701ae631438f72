"""Topics that members start from a page of another site."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.test import TestCase

from rostra.accounts.ranks import Rank
from rostra.forum.models import Topic
from rostra.forum.rights import RIGHTS
from rostra.forum.services.erasing import erase_words
from rostra.forum.services.granting import Given, give_rights
from rostra.forum.services.moving import merge_topics
from rostra.news.models import LinkTopic, Outlet, Story, TopicAddress
from rostra.news.reading import EntryRead, FeedRead
from rostra.news.services.asking_links import ask_link
from rostra.news.services.joining import join_stories, unjoin
from rostra.news.services.starting_links import IsHere
from rostra.news.services.taking_in import take_in
from rostra.news.services.writing import Written, write_story

pytestmark = pytest.mark.django_db


class TestStarting:
    def test_is_a_topic_of_the_members_with_the_page_under_it(self, start, user):
        topic = start(outlet="The River Post", published_on=date(2026, 11, 28))

        assert topic.author == user
        assert not topic.is_story
        assert topic.link.outlet == "The River Post"
        source = topic.posts.get().source
        assert "(<https://river.example/gate>)" in source
        assert source.endswith("I was there.")

    @pytest.mark.parametrize(
        "again",
        [
            "http://www.river.example/gate/",
            "https://river.example/gate?utm_source=mail#top",
            "river.example/gate",
        ],
    )
    def test_of_one_page_is_not_started_twice(self, start, make_user, again):
        first = start()

        with pytest.raises(IsHere) as told:
            start(again, by=make_user())

        assert told.value.topic == first
        assert Topic.objects.count() == 1

    def test_leads_to_the_story_of_a_feed(self, start, make_feed):
        feed = make_feed()
        where = "https://river.example/gate"
        entry = EntryRead(
            id="1", headline="It closed late", address=where, addresses=(where,)
        )
        take_in(feed_id=feed.pk, read=FeedRead(format="RSS", entries=(entry,)))

        with pytest.raises(IsHere) as told:
            start()

        assert told.value.topic == Story.objects.get().topic

    def test_leads_to_a_story_written_by_hand(self, start, editor, house, category):
        story = write_story(
            editor=editor,
            house_id=house.pk,
            category_id=category.pk,
            written=Written(
                "It closed late", original_url="https://river.example/gate"
            ),
        )

        with pytest.raises(IsHere) as told:
            start()

        assert told.value.topic == story.topic

    def test_leads_to_the_topic_that_another_was_merged_into(
        self, start, make_topic, moderator, category
    ):
        into = make_topic(author=moderator, category=category)
        gone = start()

        with TestCase.captureOnCommitCallbacks(execute=True):
            merge_topics(moderator=moderator, topic_id=gone.pk, into_id=into.pk)

        with pytest.raises(IsHere) as told:
            start()
        assert told.value.topic == into
        assert set(TopicAddress.objects.values_list("topic", flat=True)) == {into.pk}

    def test_leads_to_where_a_story_from_a_feed_was_merged(
        self, start, make_feed, make_topic, moderator, category
    ):
        address = "https://river.example/gate"
        said = EntryRead(
            id="1", address=address, addresses=(address,), headline="It closed late"
        )
        feed = make_feed()
        take_in(feed_id=feed.pk, read=FeedRead("rss", entries=(said,)))
        into = make_topic(author=moderator, category=category)
        gone = Story.objects.get().topic_id

        merge_topics(moderator=moderator, topic_id=gone, into_id=into.pk)

        with pytest.raises(IsHere) as told:
            start()
        assert told.value.topic == into

    def test_leads_back_once_a_joining_is_taken_back(
        self, start, editor, house, category
    ):
        def write(headline, address):
            written = Written(headline, body="Words.", original_url=address)
            where = {"house_id": house.pk, "category_id": category.pk}
            return write_story(editor=editor, **where, written=written)

        stays = write("It closed late", "https://sea.example/gate")
        goes = write("It closed very late", "https://river.example/gate")
        topics = {"topic_id": stays.topic_id, "other_id": goes.topic_id}
        with TestCase.captureOnCommitCallbacks(execute=True):
            join_stories(editor=editor, **topics)
        with pytest.raises(IsHere) as told:
            start()
        assert told.value.topic == stays.topic

        with TestCase.captureOnCommitCallbacks(execute=True):
            unjoin(editor=editor, outlet_id=Outlet.objects.get().pk)

        with pytest.raises(IsHere) as told:
            start()
        assert told.value.topic == goes.topic

    def test_does_not_tell_of_what_one_may_not_see(
        self, start, make_category, moderator
    ):
        private = make_category("Staff", audience="staff")
        start(by=moderator, where=private)

        assert start().category != private

    def test_is_for_who_may_where_they_may(self, start, user, category, make_user):
        owner = make_user(role="owner")
        given = {
            key: Given(Rank.OWNER if key == "start-link" else meaning.default)
            for key, meaning in RIGHTS.items()
            if not meaning.is_everywhere
        }
        give_rights(owner=owner, category_id=category.pk, given=given)

        with pytest.raises(PermissionDenied):
            start()
        assert start(by=owner)

    def test_nobody_takes_a_picture_that_was_drawn_for_another(
        self, start, make_user, site_of
    ):
        other = make_user()
        theirs = ask_link(author=other, address=site_of).picture

        for path in (theirs, "../secret.key", "faces/0/1-0123456789abcdef.webp"):
            topic = start(f"https://river.example/{path}", picture=path)
            assert topic.link.image == ""
            Topic.objects.all().delete()

    def test_goes_with_the_words_of_the_opening_post(self, start, moderator):
        topic = start()

        erase_words(editor=moderator, post_id=topic.posts.get().pk, notice="Gone.")

        assert not LinkTopic.objects.exists()
        assert start(by=moderator).pk != topic.pk
