"""Posts of an older renderer are drawn anew; what was written is never touched."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rostra.forum.models import Drawing, Post
from rostra.forum.services import composing, drawing
from rostra.forum.services.drawing import draw_old_posts
from rostra.forum.services.replying import post_reply
from rostra.foundation import markup
from rostra.foundation.versions import current_versions

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def old_posts(topic, user, monkeypatch):
    """Three posts that a renderer before this one drew, among others; in steps of two."""
    monkeypatch.setattr(drawing, "AT_ONCE", 2)
    posts = [
        post_reply(author=user, topic_id=topic.pk, source=f"*Reply* {number}")
        for number in range(5)
    ]
    old = [post.pk for post in posts[1:4]]
    before = markup.RENDERER - 1
    Post.objects.filter(pk__in=old).update(html="<p>As it was</p>", renderer=before)
    return old


def html_of(post_ids):
    rows = Post.objects.filter(pk__in=post_ids).order_by("pk")
    return list(rows.values_list("html", "renderer"))


def test_all_of_them_are_drawn_as_they_were_written(old_posts, topic):
    before = current_versions([f"topic:{topic.pk}"])

    assert draw_old_posts() == 3

    drawn = html_of(old_posts)
    assert all("<em>Reply</em>" in html for html, _ in drawn)
    assert {renderer for _, renderer in drawn} == {markup.RENDERER}
    after = current_versions([f"topic:{topic.pk}"])
    assert after != before
    assert Drawing.objects.get().is_done


def test_costs_nothing_once_all_are(old_posts):
    draw_old_posts()
    draw_old_posts()

    with CaptureQueriesContext(connection) as asked:
        assert draw_old_posts() == 0

    assert not asked.captured_queries


def test_goes_on_where_another_process_stopped(old_posts):
    position = old_posts[1]
    Drawing.objects.create(renderer=markup.RENDERER, position=position)

    assert draw_old_posts() == 1


def test_a_post_over_a_newer_limit_stays_and_holds_up_nobody(old_posts, monkeypatch):
    def refuse(post):
        if post.pk == old_posts[0]:
            raise ValidationError("Too long.")
        return "<p>New</p>"

    monkeypatch.setattr(composing, "render_again", refuse)

    draw_old_posts()

    htmls = [html for html, _ in html_of(old_posts)]
    assert htmls == ["<p>As it was</p>", "<p>New</p>", "<p>New</p>"]


def test_a_newer_renderer_begins_anew(old_posts, monkeypatch):
    draw_old_posts()
    monkeypatch.setattr(markup, "RENDERER", markup.RENDERER + 1)

    assert draw_old_posts() == Post.objects.count()
