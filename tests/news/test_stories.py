import gzip
from datetime import timedelta

import pytest
from django.test import TestCase

from rostra.accounts.models import Guest
from rostra.evidence.services.claiming import record_claim
from rostra.forum.models import Post, Topic
from rostra.forum.services.moderating import hide_post
from rostra.forum.services.replying import post_reply
from rostra.news.models import Story
from rostra.news.selectors.front_stories import front_stories
from rostra.news.selectors.story_card import story_card
from rostra.web.parts import ChainedBytes, KeptBytes


@pytest.fixture
def make_story(make_topic, make_user, now):
    made = []

    def make(headline="Barrier closed late", audience="everyone", **fields):
        topic = make_topic(title=headline, audience=audience, is_story=True)
        when = now + timedelta(minutes=len(made))
        fields = {"published_at": when, "body_html": "<p>It rained.</p>"} | fields
        made.append(Story.objects.create(topic=topic, headline=headline, **fields))
        return made[-1]

    return make


class TestStoryCard:
    def test_costs_one_query(self, make_story, django_assert_num_queries):
        story = make_story()

        with django_assert_num_queries(1):
            card = story_card(topic_id=story.topic_id)

        assert card.headline == "Barrier closed late"

    def test_is_none_for_a_topic_without_a_story(self, topic):
        assert story_card(topic_id=topic.pk) is None

    def test_prints_the_dateline_in_front_of_the_text_once(self, make_story):
        story = make_story(dateline="Stellmouth, 14 March", agency="Halvern & Wire")

        body = story_card(topic_id=story.topic_id).body

        assert body == (
            '<p><span class="dateline">Stellmouth, 14 March</span>'
            " (Halvern &amp; Wire) — It rained.</p>"
        )

    def test_stands_in_the_place_of_the_opening_post(self, client, site, make_story):
        story = make_story(
            standfirst="Two hours.", byline="Lena Korvald", copyright="© Halvern"
        )
        opening = story.topic.posts.get(number=1)

        page = client.get(story.topic.get_absolute_url()).content.decode()

        assert page.count(f'id="post-{opening.pk}"') == 1
        assert 'itemtype="https://schema.org/NewsArticle"' in page
        assert "Lena Korvald" in page
        assert "<figure" not in page

    def test_says_who_quotes_it(self, client, site, make_story, user):
        story = make_story()
        opening = story.topic.posts.get(number=1)
        said = f"> @wire [said](/post/{opening.pk}/):\n>\n> {opening.source}"
        quoting = post_reply(author=user, topic_id=story.topic_id, source=said)

        page = client.get(story.topic.get_absolute_url()).text

        assert f'<a href="/post/{quoting.pk}/" rel="nofollow">#2</a>' in page

    def test_shows_its_picture_where_its_address_is_shared(
        self, client, site, make_story
    ):
        story = make_story(image="a.webp", image_width=800, image_alt="A barrier")

        page = client.get(story.topic.get_absolute_url()).text

        assert 'property="og:image" content="http://testserver/media/a.webp"' in page
        assert 'property="og:image:alt" content="A barrier"' in page
        assert page.index("og:image") < page.index("</head>")

    def test_shows_no_picture_where_its_address_is_shared_once_it_is_hidden(
        self, client, site, make_story, moderator, django_capture_on_commit_callbacks
    ):
        story = make_story(image="a.webp", image_width=800, image_alt="A barrier")
        assert "og:image" in client.get(story.topic.get_absolute_url()).text

        with django_capture_on_commit_callbacks(execute=True):
            opening = story.topic.posts.get(number=1)
            hide_post(moderator=moderator, post_id=opening.pk, reason="A name.")

        page = client.get(story.topic.get_absolute_url()).text
        assert "a.webp" not in page
        assert "A barrier" not in page

    def test_says_that_it_was_corrected(self, client, site, make_story):
        story = make_story(status="corrected", correction="It was 3.8 metres.")

        page = client.get(story.topic.get_absolute_url()).content.decode()

        assert "Corrected." in page
        assert "It was 3.8 metres." in page

    def test_shows_no_word_of_a_withdrawn_story_but_keeps_the_comments(
        self, client, site, make_story
    ):
        story = make_story(status="withdrawn", standfirst="Not so.")

        page = client.get(story.topic.get_absolute_url()).content.decode()

        assert "This story has been withdrawn." in page
        assert "It rained." not in page
        assert "Not so." not in page
        assert 'id="comments"' in page


class TestFrontStories:
    def test_costs_one_query_and_puts_the_newest_first(
        self, make_story, django_assert_num_queries
    ):
        headlines = [make_story(f"Story number {n}").headline for n in range(9)]
        front_stories(reader=Guest())

        with django_assert_num_queries(1):
            stories = front_stories(reader=Guest())

        shown = [stories.lead, *stories.seconds, *stories.strip]
        assert [story.headline for story in shown] == headlines[:0:-1]

    def test_leaves_out_what_is_private_hidden_or_withdrawn(self, make_story, now):
        make_story("Staff only", audience="staff")
        hidden = make_story("Hidden one")
        Topic.objects.filter(pk=hidden.topic_id).update(hidden_at=now)
        make_story("Withdrawn", status="withdrawn")

        assert front_stories(reader=Guest()) is None

    @pytest.mark.parametrize("names_its_post", [True, False])
    def test_leaves_out_a_story_whose_opening_post_is_hidden(
        self, client, site, make_story, moderator, names_its_post
    ):
        story = make_story("A name in it", standfirst="Her street.", image="a.webp")
        opening = story.topic.posts.get(number=1)
        Story.objects.update(post=opening if names_its_post else None)
        assert front_stories(reader=Guest()).lead.headline == "A name in it"
        assert "Her street." in client.get("/").text

        with TestCase.captureOnCommitCallbacks(execute=True):
            hide_post(moderator=moderator, post_id=opening.pk, reason="A name.")

        assert front_stories(reader=Guest()) is None
        page = client.get("/").text
        assert "Her street." not in page
        assert "a.webp" not in page

    def test_leaves_out_a_hidden_opening_post_that_was_moved_elsewhere(
        self, make_story, make_topic, now
    ):
        story = make_story()
        elsewhere = make_topic().posts.get(number=1)
        Story.objects.update(post=elsewhere)

        assert front_stories(reader=Guest()).lead.topic_id == story.topic_id
        Post.objects.filter(pk=elsewhere.pk).update(hidden_at=now)

        assert front_stories(reader=Guest()) is None


class TestKeptWhole:
    """A story and its comments are one kept part of the pages of members."""

    @pytest.fixture
    def story(self, make_story, make_user, site):
        story = make_story()
        post_reply(author=make_user(), topic_id=story.topic_id, source="It poured.")
        return story

    @staticmethod
    def kept(browser, story):
        answer = browser.get(story.topic.get_absolute_url())
        return [part for part in answer if isinstance(part, KeptBytes)]

    def test_for_all_who_see_it_alike(self, story, make_user, client_of):
        one = self.kept(client_of(make_user()), story)
        other = self.kept(client_of(make_user()), story)

        assert len(one) == 1
        assert one[0] is other[0]
        assert b'class="story' in one[0]
        assert b"It poured." in one[0]

    def test_not_with_what_only_its_reader_sees(
        self, story, make_user, moderator, client_of
    ):
        reader = make_user()
        whole = self.kept(client_of(reader), story)[0]
        assert self.kept(client_of(moderator), story)[0] is not whole

        mine = post_reply(author=reader, topic_id=story.topic_id, source="Mine.")

        for part in self.kept(client_of(reader), story):
            assert b'class="story' not in part
            assert b"Mine." not in part
        others = self.kept(client_of(make_user()), story)[0]
        assert b"Mine." in others
        assert f'href="/post/{mine.pk}/edit/"'.encode() not in others

    def test_until_it_is_changed(self, story, moderator, make_user, client_of):
        browser = client_of(make_user())
        self.kept(browser, story)

        record_claim(
            curator=moderator, topic_id=story.topic_id, words="The gates were shut."
        )

        assert b"The gates were shut." in self.kept(browser, story)[0]

    def test_and_takes_less_than_apart(self, story, make_user, client_of):
        answer = client_of(make_user()).get(story.topic.get_absolute_url())
        body = ChainedBytes.of(list(answer))
        [whole] = [part for part in body.parts if isinstance(part, KeptBytes)]
        at = whole.index(b'<article class="post ')

        apart = [KeptBytes.of(part.decode()) for part in (whole[:at], whole[at:])]

        assert gzip.decompress(body.gzipped()) == body
        assert len(whole.deflated) + 200 < sum(len(part.deflated) for part in apart)
