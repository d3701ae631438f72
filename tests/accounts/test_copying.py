"""A member takes away everything that is known of them, and nobody else can."""

import io
import json
import os
import re
import time
import zipfile
from pathlib import Path

import pytest
from django.apps import apps
from django.test.utils import CaptureQueriesContext

from rostra.accounts.models import User
from rostra.accounts.own_copy import LEFT_OUT, PARTS, CopyPart, add_part
from rostra.accounts.services.copying import forget_copies, make_copy, write_copy
from rostra.accounts.services.watching_over import note_look
from rostra.forum.models import Post
from rostra.forum.services.drafting import save_draft
from rostra.forum.services.editing import edit_post
from rostra.forum.services.following import follow_topic
from rostra.forum.services.reacting import react
from rostra.forum.services.replying import post_reply
from rostra.foundation import markup
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.ROSTRA_DATA = tmp_path
    return tmp_path / "copies"


@pytest.fixture
def busy(member, topic, moderator):
    """Something of everything."""
    about = {"editor": member, "reason": "typing"}
    post = post_reply(author=member, topic_id=topic.pk, source="My <first> words.")
    edit_post(post_id=post.pk, source="My second words.", **about)
    save_draft(owner=member, place="new", source="Unsent words.")
    react(user=member, post_id=topic.posts.get(number=1).pk, kind="agree")
    follow_topic(user=member, topic_id=topic.pk)
    post_reply(author=moderator, topic_id=topic.pk, source="Somebody else’s words.")
    note_look(staff=moderator, member=member, what="email address")
    return post


def opened(body):
    return zipfile.ZipFile(io.BytesIO(body))


def copy_of(member):
    file = io.BytesIO()
    write_copy(member=member, file=file)
    return opened(file.getvalue())


def rows(archive, part):
    return json.loads(archive.read(f"{part}.json"))


class TestTheArchive:
    def test_holds_everything_of_the_member(self, busy, member):
        archive = copy_of(member)

        assert rows(archive, "account")[0]["email"] == "Ferry@example.com"
        (post,) = rows(archive, "posts")
        assert post["source"] == "My second words."
        assert [r["source"] for r in post["earlier_texts"]] == ["My <first> words."]
        assert post["edit_reason"] == "typing"
        assert rows(archive, "drafts")[0]["source"] == "Unsent words."
        assert rows(archive, "reactions")[0]["kind"] == "agree"
        assert rows(archive, "staff-looks")[0]["what"] == "email address"
        assert len(rows(archive, "follows")) == len(rows(archive, "read")) == 1

    def test_holds_nothing_that_lets_anybody_in_and_nothing_of_others(
        self, signed_in, busy, member
    ):
        member.refresh_from_db()
        archive = copy_of(member)
        everything = b"".join(archive.read(name) for name in archive.namelist())

        assert member.password.encode() not in everything
        assert signed_in.session.session_key.encode() not in everything
        assert b"Somebody else" not in everything
        assert b"Firefox" not in everything
        assert rows(archive, "sessions")[0]["address"] == "127.0.0.1"

    def test_is_read_from_its_first_page(self, busy, member):
        archive = copy_of(member)

        index = archive.read("index.html").decode()
        linked = set(re.findall(r'href="([^"]+)"', index))
        assert linked <= set(archive.namelist())
        page = archive.read("posts-1.html").decode()
        assert "My &lt;first&gt; words." in page
        assert "My second words." in page

    def test_keeps_what_is_odd(self, member, topic):
        post = post_reply(author=member, topic_id=topic.pk, source="Odd.")
        Post.objects.filter(pk=post.pk).update(source="a\u2028b ]]> </script>")

        (row,) = rows(copy_of(member), "posts")

        assert row["source"] == "a\u2028b ]]> </script>"

    def test_is_made_of_as_many_queries_however_much_there_is_in_a_chunk(
        self, member, topic, now, django_assert_num_queries
    ):
        from django.db import connection

        def asked():
            with CaptureQueriesContext(connection) as queries:
                copy_of(member)
            return len(queries)

        write_posts(topic, member, now, 1, 3)
        few = asked()
        write_posts(topic, member, now, 4, 400)

        assert asked() == few


def write_posts(topic, member, now, first, last):
    Post.objects.bulk_create(
        Post(
            topic=topic,
            number=1000 + number,
            author=member,
            source=f"Words {number}",
            html=f"<p>Words {number}</p>",
            renderer=markup.RENDERER,
            created_at=now,
        )
        for number in range(first, last + 1)
    )


def test_every_model_that_points_at_a_member_is_in_the_copy_or_says_why_not():
    there = {model for part in PARTS for model in part.models} | set(LEFT_OUT)
    pointing = {
        model
        for model in apps.get_models()
        if any(field.related_model is User for field in model._meta.concrete_fields)
    }

    assert sorted(model._meta.label for model in pointing - there) == []
    assert all(len(reason) > 20 for reason in LEFT_OUT.values())


def test_no_two_parts_have_one_key():
    with pytest.raises(ValueError, match="posts"):
        add_part(CopyPart("posts", "Posts", (), lambda member: []))


class TestThePage:
    def test_gives_the_file_to_who_has_just_given_the_password(
        self, confirmed, busy, folder
    ):
        answer = confirmed.post("/account/data/")

        assert answer["Content-Disposition"] == 'attachment; filename="my-data.zip"'
        assert "no-store" in answer["Cache-Control"]
        archive = opened(b"".join(answer.streaming_content))
        assert rows(archive, "posts")[0]["source"] == "My second words."
        (path,) = folder.iterdir()
        assert path.stat().st_mode & 0o77 == 0
        assert answer["Rostra-File"] == str(path)

    def test_asks_for_the_password_first(self, signed_in, member, folder):
        asked = signed_in.post("/account/data/")
        assert asked["Location"].startswith("/sign-in/confirm/")
        assert not folder.exists()

        wrong = {"password": "wrong", "next": "/account/data/"}
        assert signed_in.post("/sign-in/confirm/", wrong).status_code == 422
        right = {"password": PASSWORD, "next": "/account/data/"}
        given = signed_in.post("/sign-in/confirm/", right)

        assert opened(b"".join(given.streaming_content)).namelist()

    def test_is_not_made_again_and_again(self, confirmed):
        answers = [confirmed.post("/account/data/").status_code for _ in range(7)]

        assert answers == [200] * 6 + [429]


def test_archives_are_forgotten_after_an_hour(member, folder):
    old, new = make_copy(member=member), make_copy(member=member)
    then = time.time() - 3700
    os.utime(old, (then, then))

    assert forget_copies() == 1
    assert forget_copies() == 0

    assert list(Path(folder).iterdir()) == [new]


def test_an_archive_that_cannot_be_finished_leaves_nothing(member, folder, monkeypatch):
    def fail(_member):
        yield {"one": "row"}
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(
        "rostra.accounts.services.copying.PARTS", [CopyPart("x", "X", (), fail)]
    )
    with pytest.raises(RuntimeError):
        make_copy(member=member)

    assert list(folder.iterdir()) == []
