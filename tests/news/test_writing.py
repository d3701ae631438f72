"""Stories that editors write by hand: services and pages."""

import io

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from rostra.forum.models import Quote
from rostra.forum.selectors.quoting import as_quote
from rostra.forum.services.judging_again import judge_waiting_quotes
from rostra.forum.services.replying import post_reply
from rostra.news.models import FeedEntry, Story
from rostra.news.reading import EntryRead, FeedRead
from rostra.news.services.story_text import story_html
from rostra.news.services.taking_in import take_in
from rostra.news.services.writing import (
    Kind,
    Told,
    Written,
    rewrite_story,
    take_story_back,
    write_story,
)
from rostra.news.story_markdown import (
    body_html,
    html_as_markdown,
    written_body,
)

pytestmark = pytest.mark.django_db
TEXT = "The barrier **closed** at two.\n\n## How it went\n\nNobody was hurt."


@pytest.fixture
def write(editor, house, category):
    def write(headline="The barrier closed at two", **parts):
        by = parts.pop("editor", editor)
        where = {"house_id": house.pk, "category_id": category.pk}
        asked = {n: parts.pop(n) for n in ("tags", "client_token") if n in parts}
        words = Written(headline=headline, **{"body": TEXT} | parts)
        return write_story(editor=by, written=words, **where, **asked)

    return write


@pytest.fixture
def rewrite(editor):
    def rewrite(story, seen=None, kind=Kind.UPDATED, note="", by=editor, **parts):
        now = {"headline": story.headline, "body": written_body(story)} | parts
        told = Told(kind, note, story.version if seen is None else seen)
        return rewrite_story(
            editor=by, topic_id=story.topic_id, written=Written(**now), told=told
        )

    return rewrite


@pytest.fixture
def fields(house, category):
    def fields(**changed):
        told = {"headline": "The barrier closed at two", "body": TEXT}
        told |= {"house": str(house.pk), "category": str(category.pk)}
        return told | changed

    return fields


@pytest.fixture
def at_desk(site, client, editor):
    client.force_login(editor)
    return client


def png(width=40, height=30):
    file = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(file, "PNG")
    return SimpleUploadedFile("a.png", file.getvalue(), "image/png")


class TestWriting:
    def test_is_the_house_accounts_post_and_the_editors_version(
        self, write, house, editor
    ):
        story = write(dateline="EDE", agency="HW", byline="Mara Quill", tags=("tide",))

        assert story.topic.author == house
        assert list(story.topic.tag_names) == ["tide"]
        assert story.body_html.startswith(
            '<p><span class="dateline">EDE</span> (HW) — The barrier'
        )
        assert '<h2 class="crosshead">How it went</h2>' in story.body_html
        assert [(v.number, v.editor) for v in story.versions.all()] == [(1, editor)]
        assert story.by_hand_at

    def test_one_form_makes_one_story(self, write):
        assert write(client_token="abc") == write(client_token="abc")

        assert Story.objects.count() == 1

    def test_is_refused_where_one_may_not_publish(
        self, editor, user, write, house, make_category
    ):
        private = make_category(audience="staff")
        with pytest.raises(PermissionDenied):
            write(editor=user)
        with pytest.raises(PermissionDenied):
            write_story(
                editor=editor,
                house_id=house.pk,
                category_id=private.pk,
                written=Written("A headline of a story"),
            )

        assert not Story.objects.exists()

    def test_scripts_do_not_come_through(self, write):
        story = write(body="<script>alert(1)</script> [x](javascript:alert(1)) Hello.")

        assert "<script" not in story.body_html
        assert "javascript:" not in story.body_html.replace("(javascript:", "")


class TestRewriting:
    def test_makes_a_version_that_says_who_and_why(self, write, rewrite, editor):
        story = write()

        rewrite(story, kind=Kind.CORRECTED, note="Three, not two.", body="At three.")

        story.refresh_from_db()
        last = story.versions.get(number=2)
        assert (last.kind, last.note, last.editor, last.text) == (
            *("corrected", "Three, not two.", editor),
            "At three.",
        )
        assert (story.status, story.version) == ("corrected", 2)
        assert story.topic.posts.get(number=1).edited_by == story.topic.author

    def test_of_a_closed_topic_gets_through(self, write, rewrite, now):
        story = write()
        story.topic.locked_at = now
        story.topic.save()

        assert rewrite(story, body="At three.").version == 2

    def test_the_same_text_makes_none(self, write, rewrite):
        story = write(dateline="EDE", agency="HW")

        rewrite(story, dateline="EDE", agency="HW")

        assert story.versions.count() == 1

    def test_of_two_editors_none_overwrites_the_other(self, write, rewrite):
        story = write()
        rewrite(story, seen=1, body="At three.")

        with pytest.raises(ValidationError, match="changed while you were writing"):
            rewrite(story, seen=1, body="At four.")

        assert "At three." in Story.objects.get().body_html

    def test_a_correction_says_what_was_wrong(self, write, rewrite):
        story = write()

        with pytest.raises(ValidationError) as told:
            rewrite(story, kind=Kind.CORRECTED, body="At three.")

        assert "note" in told.value.message_dict

    def test_marks_quotes_of_words_that_went(self, write, rewrite, user):
        story = write()
        opening = story.topic.posts.get(number=1)
        quote = as_quote("Halvern Wire", opening.pk, "Nobody was hurt.")
        post_reply(author=user, topic_id=story.topic_id, source=f"{quote}Really?")
        before = set(Quote.objects.values_list("state", flat=True))

        rewrite(story, body="At three.")
        judge_waiting_quotes()

        assert before == {"exact"}
        assert set(Quote.objects.values_list("state", flat=True)) == {"edited"}

    def test_is_for_those_who_publish_there(self, write, rewrite, user, make_user):
        story = write()
        with pytest.raises(PermissionDenied):
            rewrite(story, by=user, body="Mine.")
        with pytest.raises(PermissionDenied):
            take_story_back(editor=user, topic_id=story.topic_id, reason="No.")

        assert story.versions.count() == 1

    def test_no_feed_writes_over_it_but_takes_it_back(
        self, make_feed, rewrite, settings, tmp_path
    ):
        def says(**more):
            entry = EntryRead(
                **{"id": "1", "headline": "It closed at two", "body": "<p>Two.</p>"}
                | more
            )
            take_in(feed_id=feed.pk, read=FeedRead(format="RSS", entries=(entry,)))
            return Story.objects.get()

        settings.ROSTRA_DATA = tmp_path
        feed = make_feed()
        story = says()
        rewrite(story, body="What our own people saw.")

        story = says(body="<p>Three.</p>")
        assert story.body_html == "<p>What our own people saw.</p>\n"
        assert FeedEntry.objects.get().state == "changed"

        rewrite(story, body="What our own people saw, at three.")
        assert FeedEntry.objects.get().state == "published"

        assert says(status="canceled").status == "withdrawn"


class TestTakingBack:
    def test_takes_the_words_away_and_says_why(self, write, editor):
        story = write()

        take_story_back(editor=editor, topic_id=story.topic_id, reason="It was false.")

        story.refresh_from_db()
        assert (story.status, story.body_html) == ("withdrawn", "")
        assert story.versions.get(number=2).editor == editor
        assert set(story.versions.values_list("text", flat=True)) == {""}

    def test_twice_is_as_once(self, write, editor):
        story = write()
        for _ in range(2):
            take_story_back(editor=editor, topic_id=story.topic_id, reason="False.")

        assert story.versions.count() == 2


class TestMarkdown:
    @pytest.mark.parametrize(
        "html",
        [
            "<p>One <b>two</b>, 3 &lt; 4 &amp;amp; x_y_z *no* [a](b)</p>",
            "<p># no heading</p><p>1. no list</p><p>- nor this<br>1) or this</p>",
            '<h3>Head</h3><p>See <a href="https://x.example/a_b(c)">li*nk</a>.</p>',
            "<blockquote><p>One</p><p>Two</p></blockquote><p>&gt; no quote</p>",
            "loose <em>words</em>",
        ],
    )
    def test_says_the_same_there_and_back(self, html):
        once = story_html(html)
        again = story_html(body_html(html_as_markdown(once)))

        assert "".join(again.split()).removesuffix("</p>").removeprefix("<p>") == (
            "".join(once.split()).removesuffix("</p>").removeprefix("<p>")
        )

    def test_lists_keep_their_items(self):
        html = story_html("<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>")

        assert html_as_markdown(html) == "- a\n  1. b\n- c"


class TestPages:
    def test_a_story_is_written_with_a_picture(
        self, at_desk, fields, settings, tmp_path
    ):
        settings.ROSTRA_DATA = tmp_path
        sent = fields(
            standfirst="It was late.",
            image_alt="A gate",
            caption="The gate",
            credit="M. Quill",
            picture=png(),
            tags="tide, barrier",
        )

        answer = at_desk.post("/newsroom/stories/new/", sent)

        story = Story.objects.get()
        assert answer["Location"] == story.topic.get_absolute_url()
        assert (story.image_width, story.image_alt) == (40, "A gate")
        assert (tmp_path / "media" / story.image).exists()
        page = at_desk.get(answer["Location"]).content.decode()
        assert "Photograph: M. Quill" in page
        assert f"/topic/{story.topic_id}/story/" in page

    @pytest.mark.parametrize(
        ("wrong", "told"),
        [
            ({"headline": ""}, "Give the story a headline."),
            ({"headline": "Short"}, "title is too short"),
            ({"house": "1000"}, "Choose one of the house accounts."),
            ({"category": ""}, "Choose where it is posted."),
            ({"original_url": "javascript:x"}, "Give a whole address"),
            ({"tags": "a" * 90}, "tag"),
        ],
    )
    def test_what_is_wrong_is_told_and_the_text_is_back(
        self, at_desk, fields, wrong, told
    ):
        sent = fields(standfirst="It was late.", byline="Mara Quill") | wrong

        answer = at_desk.post("/newsroom/stories/new/", sent)

        page = answer.content.decode()
        assert answer.status_code == 422
        assert told in page
        assert 'aria-invalid="true"' in page
        assert "Nobody was hurt.</textarea>" in page
        assert 'value="Mara Quill"' in page
        assert not Story.objects.exists()

    def test_a_picture_needs_words_and_must_be_one(self, at_desk, fields):
        answer = at_desk.post("/newsroom/stories/new/", fields(picture=png()))
        assert "Say what the picture shows" in answer.content.decode()
        assert "choose it again" in answer.content.decode()

        no = SimpleUploadedFile("a.png", b"no picture")
        answer = at_desk.post(
            "/newsroom/stories/new/", fields(picture=no, image_alt="A gate")
        )
        assert "not a picture we can read" in answer.content.decode()
        assert not Story.objects.exists()

    def test_a_story_is_changed_and_readers_see_both(self, at_desk, client_of, write):
        story = write()
        path = f"/topic/{story.topic_id}/story/"
        form = at_desk.get(path).content.decode()
        assert "The barrier **closed** at two." in form
        assert 'name="seen" value="1"' in form

        sent = {"headline": story.headline, "body": "At three.", "seen": "1"}
        refused = at_desk.post(path, sent | {"kind": "corrected"})
        assert "Say what was wrong" in refused.content.decode()
        told = {"kind": "corrected", "note": "Three, not two."}
        assert at_desk.post(path, sent | told).status_code == 303
        late = at_desk.post(path, sent | {"body": "At four.", "kind": "updated"})

        assert late.status_code == 409
        page = late.content.decode()
        assert "At four.</textarea>" in page
        assert "At three." in page
        assert 'name="seen" value="2"' in page
        versions = at_desk.get(f"/topic/{story.topic_id}/versions/").content.decode()
        assert "Three, not two." in versions

    def test_a_story_is_withdrawn_with_a_reason(self, at_desk, write):
        story = write()
        path = f"/topic/{story.topic_id}/story/withdrawal/"

        assert at_desk.post(path, {"reason": " ", "sure": "on"}).status_code == 422
        asked = at_desk.post(path, {"reason": "It was false."})
        assert "Withdraw this story?" in asked.text
        assert 'name="reason" value="It was false."' in asked.text
        assert Story.objects.get().status == "usable"
        sure = {"reason": "It was false.", "sure": "on"}
        assert at_desk.post(path, sure).status_code == 303

        page = at_desk.get(story.topic.get_absolute_url()).content.decode()
        assert "It was false." in page
        assert "Nobody was hurt" not in page
        assert (
            "cannot be changed"
            in at_desk.get(f"/topic/{story.topic_id}/story/").content.decode()
        )

    def test_others_do_not_find_the_form(self, site, client_of, user, write):
        story = write()
        page = client_of(user).get(story.topic.get_absolute_url()).content.decode()

        assert "/story/" not in page
        assert client_of(user).get("/newsroom/stories/new/").status_code == 404
        path = f"/topic/{story.topic_id}/story/"
        assert client_of(user).get(path).status_code == 403

    def test_what_a_feed_sent_since_is_shown_to_the_editor(
        self, at_desk, make_feed, rewrite, editor
    ):
        feed = make_feed()
        for body in ("<p>Two.</p>", "<p>Three.</p>"):
            entry = EntryRead(id="1", headline="It closed at two", body=body)
            take_in(feed_id=feed.pk, read=FeedRead(format="RSS", entries=(entry,)))
            if body == "<p>Two.</p>":
                rewrite(Story.objects.get(), body="Ours.")

        page = at_desk.get(f"/topic/{Story.objects.get().topic_id}/story/")

        assert "sent another text since" in page.content.decode()
        held = at_desk.get("/newsroom/feeds/held/").content.decode()
        assert f'href="/topic/{Story.objects.get().topic_id}/story/"' in held
        assert "Three." in page.content.decode()


def test_a_topic_without_a_story_has_no_form(at_desk, topic):
    assert at_desk.get(f"/topic/{topic.pk}/story/").status_code == 404
