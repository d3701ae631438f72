"""What a story takes over when its feed's entry changes beside the text, and what not."""

from datetime import UTC, datetime

import pytest

from rostra.forum.selectors.quoting import as_quote
from rostra.forum.services.replying import post_reply
from rostra.foundation.domains import key_at
from rostra.news.models import FeedEntry, Story
from rostra.news.services.following import NOTHING, changes_of
from rostra.news.services.joining import join_entry
from rostra.news.services.restoring import restore_story
from rostra.news.services.writing import Told, Written, rewrite_story
from rostra.news.story_markdown import written_body
from tests.news.test_taking_in import TEXT, entry, take

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)


def test_what_a_format_says_of_kind_haste_terms_and_language_is_kept(make_feed):
    said = {"genre": "Analysis", "urgency": 2, "terms": "Editorial use only"}

    take(make_feed(), entry(language="pt-br", **said))

    story = Story.objects.get()
    assert {name: getattr(story, name) for name in said} == said
    assert story.topic.language == "pt-BR"


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ({"byline": "By Ada Berg"}, {"byline": "Bea Berg"}),
        ({"byline": "Ada Berg"}, {"byline": ""}),
        ({"copyright": "© 2025 Acme"}, {"copyright": "© 2026 Acme"}),
        ({"genre": "Analysis"}, {"genre": "Opinion"}),
        ({"agency": "HW"}, {"agency": "Halvern Wire"}),
        ({"terms": ""}, {"terms": "No web use"}),
        ({"urgency": 1}, {"urgency": 4}),
    ],
)
def test_what_stands_beside_the_text_is_taken_over_without_a_version(
    make_feed, was, becomes
):
    feed = make_feed()
    take(feed, entry(**was))
    before = Story.objects.get()

    taken = take(feed, entry(**becomes))

    story = Story.objects.get()
    assert taken.changed == 1
    assert {name: getattr(story, name) for name in becomes} == becomes
    assert (story.version, story.versions.count()) == (1, 1)
    assert (story.updated_at, story.body_html) == (before.updated_at, before.body_html)
    assert story.topic.posts.get(number=1).edited_at is None


def test_another_address_of_the_original_is_taken_over(make_feed, client):
    feed = make_feed()
    take(feed, entry())
    moved = ("https://paper.example/new", "https://wire.example/1")

    take(feed, entry(address=moved[0], addresses=moved))

    story = Story.objects.get()
    assert (story.original_url, story.version) == (moved[0], 1)
    assert story.domain_key == key_at(moved[0])


def test_a_kept_page_shows_what_was_taken_over(make_feed, client, site):
    feed = make_feed()
    take(feed, entry(byline="Ada Berg", language="en"))
    url = Story.objects.get().topic.get_absolute_url()
    assert "Ada Berg" in client.get(url).content.decode()

    take(feed, entry(byline="Bea Berg", language="fr"))

    page = client.get(url).content.decode()
    assert "Bea Berg" in page
    assert "Ada Berg" not in page
    assert '<h1 class="headline" itemprop="headline" dir="auto" lang="fr">' in page


def test_another_dateline_is_another_text_and_makes_a_version(make_feed):
    feed = make_feed()
    take(feed, entry(dateline="EDE", agency="HW"))

    take(feed, entry(dateline="STELLMOUTH", agency="HW"))

    story = Story.objects.get()
    assert story.version == 2
    assert story.body_html.startswith(
        '<p><span class="dateline">STELLMOUTH</span> (HW) — The surge'
    )
    assert "EDE" not in story.body_html
    assert "STELLMOUTH" in story.topic.posts.get(number=1).source


def test_a_body_that_the_feed_has_emptied_goes(make_feed, make_user, category):
    feed = make_feed()
    take(feed, entry(standfirst="It was late.", dateline="EDE"))
    story = Story.objects.get()

    take(feed, entry(standfirst="It was late.", body=""))

    story.refresh_from_db()
    assert (story.body_html, story.dateline, story.version) == ("", "", 2)
    assert "surge" not in story.topic.posts.get(number=1).source


def test_a_body_stays_where_the_feed_shows_only_headlines_now(make_feed):
    feed = make_feed()
    take(feed, entry(dateline="EDE"))
    feed.shows = "link"
    feed.save()

    take(feed, entry(headline="Barrier closed in time", byline="Ada", body=""))

    story = Story.objects.get()
    assert (story.headline, story.byline) == ("Barrier closed in time", "Ada")
    assert "4.2 metres" in story.body_html
    assert story.dateline == "EDE"


def test_other_marks_in_the_same_words_make_no_version(make_feed):
    feed = make_feed()
    take(feed, entry())

    take(feed, entry(body=TEXT.replace("4.2", "<b>4.2</b>")))

    story = Story.objects.get()
    assert "<b>4.2</b>" in story.body_html or "<strong>4.2</strong>" in story.body_html
    assert story.version == 1


def test_quotes_stay_verified_when_only_the_byline_changes(make_feed, make_user):
    feed = make_feed()
    take(feed, entry(byline="Ada"))
    opening = Story.objects.get().topic.posts.get(number=1)
    quote = as_quote("Halvern Wire", opening.pk, "The surge was 4.2 metres.")
    reply = post_reply(
        author=make_user("Ann"), topic_id=opening.topic_id, source=f"{quote}Really?"
    )

    take(feed, entry(byline="Bea"))

    assert reply.quotes.get().state == "exact"


def test_a_correction_without_another_word_is_still_told(make_feed):
    feed = make_feed()
    take(feed, entry())

    take(feed, entry(correction="The surge was measured at Ede, not at Lannet."))

    story = Story.objects.get()
    assert (story.version, story.status) == (2, "corrected")


def test_a_story_written_by_hand_waits_for_an_editor_only_for_other_words(
    make_feed, editor
):
    feed = make_feed()
    take(feed, entry(byline="Ada"))
    story = Story.objects.get()
    written = Written(headline=story.headline, body=written_body(story), byline="Cleo")
    rewrite_story(
        editor=editor,
        topic_id=story.topic_id,
        written=written,
        told=Told("updated", seen=1),
    )

    take(feed, entry(byline="Ada", terms="Editorial use only", genre="Opinion"))
    assert FeedEntry.objects.get().state == "published"
    take(feed, entry(byline="Bea"))

    story.refresh_from_db()
    assert FeedEntry.objects.get().state == "changed"
    assert story.byline == "Cleo"


def test_a_correction_waits_for_an_editor_though_its_text_is_the_same(make_feed):
    feed = make_feed()
    take(feed, entry())
    Story.objects.update(by_hand_at=NOON)

    take(feed, entry(correction="The surge was measured at Ede, not at Lannet."))

    assert FeedEntry.objects.get().state == "changed"


def test_nothing_is_new_in_what_was_published_just_now(make_feed):
    said = entry(
        byline="By Ada", dateline="EDE", agency="HW", copyright="©", language="de-AT"
    )
    feed = make_feed()

    take(feed, said)

    assert changes_of(Story.objects.get(), feed, said) == NOTHING


def test_another_outlet_in_its_place_brings_its_own_parts(make_feed, editor):
    first, second = (
        make_feed("http://a.example/"),
        make_feed("http://b.example/", arrival="hold", joins="offer"),
    )
    take(first, entry(genre="Analysis", language="en", terms="Editorial use only"))
    take(second, entry(7, byline="By Bea", genre="Opinion", language="fr"))
    held = FeedEntry.objects.get(feed=second)
    held.resembles = Story.objects.get()
    held.save()
    join_entry(editor=editor, entry_id=held.pk)

    take(first, entry(status="canceled"))
    restore_story(editor=editor, entry_id=held.pk)

    story = Story.objects.get()
    assert (story.status, story.byline, story.genre) == ("corrected", "Bea", "Opinion")
    assert (story.terms, story.topic.language) == ("", "fr")


def test_readers_see_kind_and_haste(make_feed, client, site):
    take(make_feed(), entry(genre="Analysis", urgency=3))
    page = client.get(Story.objects.get().topic.get_absolute_url()).content.decode()

    assert '<span class="badge" itemprop="genre" dir="auto">Analysis</span>' in page
    assert "Urgent" in page


@pytest.mark.parametrize(
    ("genre", "urgency"), [("", 0), ("Current", 4), ("news", 9), ("x" * 40, 5)]
)
def test_ordinary_news_has_no_label(make_feed, client, site, genre, urgency):
    take(make_feed(), entry(genre=genre, urgency=urgency))
    page = client.get(Story.objects.get().topic.get_absolute_url()).content.decode()

    assert 'itemprop="genre"' not in page
    assert "Urgent" not in page


def test_what_is_withdrawn_has_no_label(make_feed, client, site):
    feed = make_feed()
    take(feed, entry(genre="Analysis", urgency=1, terms="Editorial use only"))

    take(feed, entry(status="canceled"))

    story = Story.objects.get()
    page = client.get(story.topic.get_absolute_url()).content.decode()
    assert "Urgent" not in page
    assert "Analysis" not in page
    assert story.terms == ""
