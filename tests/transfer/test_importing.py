import json

import pytest
from django.db import connection

from rostra.accounts.models import User
from rostra.forum.models import Category, OldAddress, Poll, Post, Quote, Reaction, Topic
from rostra.forum.old_addresses import find
from rostra.transfer.models import ImportedRow

QUOTE = (
    '<blockquote data-quote="{name}" data-source="post: {post}" '
    'class="bbCodeBlock bbCodeBlock--quote"><div class="bbCodeBlock-title">x</div>'
    '<div class="bbCodeBlock-content">{words}</div></blockquote>'
)


def rows() -> dict[str, list[object]]:
    """Everything an import writes, to compare."""
    return {
        model.__name__: list(model.objects.order_by("pk").values())
        for model in (
            Category,
            ImportedRow,
            OldAddress,
            Post,
            Quote,
            Reaction,
            Topic,
            User,
        )
    }


class TestATopic:
    def test_comes_with_its_posts_in_order_and_dense_numbers(
        self, write_topic, source, import_from
    ):
        write_topic(
            ("ada", "One"), ("ben", "Two"), ("ada", "Three"), title="Tide &amp; time"
        )

        report = import_from(source)

        topic = Topic.objects.get()
        assert topic.title == "Tide & time"
        assert list(topic.posts.in_order().values_list("number", "source")) == [
            (1, "One"),
            (2, "Two"),
            (3, "Three"),
        ]
        assert report.read["posts"] == report.written["posts"] == 3
        assert (topic.last_number, topic.last_author.name) == (3, "ada")
        assert topic.last_post_id == topic.posts.get(number=3).pk

    def test_is_counted_in_its_category_and_for_its_authors(
        self, write_topic, source, import_from
    ):
        write_topic(("ada", "One"), ("ben", "Two"), ("ada", "Three"))

        import_from(source)

        category = Category.objects.get()
        assert (category.name, category.topic_count, category.post_count) == (
            "Harbour",
            1,
            3,
        )
        assert User.objects.get(name="ada").post_count == 2

    def test_keeps_a_title_that_is_too_long_in_its_first_post(
        self, write_topic, source, import_from
    ):
        title = "A very long title " * 20
        write_topic(("ada", "One"), title=title)

        report = import_from(source)

        topic = Topic.objects.get()
        assert len(topic.title) <= 255
        assert title.strip() in topic.posts.get().source
        assert report.losses["title", "cut; the whole of it stands in the opening post"]

    def test_has_its_tags_poll_and_attachments(self, write_topic, source, import_from):
        write_topic(
            {
                "user": "ada",
                "user_id": 1,
                "text": "Vote",
                "attachments": [
                    {"name": "map.zip", "link": "https://old.example/map.zip"}
                ],
            },
            tags=["sea", "Sea", "wind"],
            poll={"title": "When?", "answers": [{"option": "<b>Now", "votes": 3}]},
        )

        report = import_from(source)

        topic = Topic.objects.get()
        assert topic.tag_names == ["sea", "wind"]
        assert topic.posts.get().source == (
            "Vote\n\n- [map.zip](https://old.example/map.zip)\n\n"
            "**Poll: When?**\n\n- \\<b>Now: 3"
        )
        assert report.read["polls"] == report.written["polls"] == 1
        assert not topic.has_poll

    @pytest.mark.parametrize("title", ["When?", ""])
    def test_has_its_poll_with_the_votes_that_were_counted(
        self, write_topic, source, import_from, title
    ):
        answers = [
            {"option": "<b>Now", "votes": 3},
            {"option": "Don&#039;t", "votes": 9},
        ]
        topic_title = "A topic about when"
        write_topic(
            ("ada", "Vote"),
            title=topic_title,
            poll={"title": title, "answers": answers},
        )

        report = import_from(source)

        poll = Poll.objects.get()
        assert poll.post.number == 1
        assert poll.post.source == "Vote"
        assert poll.post.has_poll
        assert poll.post.topic.has_poll
        assert (poll.question, poll.options) == (
            title or topic_title,
            ["<b>Now", "Don't"],
        )
        assert (poll.rounds, poll.voters, poll.is_imported) == ([[3, 9]], 12, True)
        assert poll.closed_at
        assert report.read["polls"] == report.written["polls"] == 1

    def test_tells_a_poll_of_several_questions_as_text(
        self, write_topic, source, import_from
    ):
        answers = [{"option": "Yes", "votes": 1}, {"option": "No", "votes": 2}]
        asked = [{"question": f"{n}?", "answers": answers} for n in (1, 2)]
        write_topic(("ada", "Vote"), poll={"title": "Both", "questions": asked})

        import_from(source)

        assert not Poll.objects.exists()
        assert "2?" in Post.objects.get().source


class TestMembers:
    def test_become_placeholders_that_nobody_signs_in_as(
        self, write_topic, source, import_from
    ):
        write_topic(("ada", "One"))

        import_from(source)

        ada = User.objects.get(name="ada")
        assert ada.is_placeholder
        assert not ada.has_usable_password()

    def test_never_take_over_an_account_of_the_same_name(
        self, make_user, write_topic, source, import_from
    ):
        ada = make_user("Ada")
        write_topic(("ada", "One"))

        report = import_from(source)

        author = Post.objects.get().author
        assert author != ada
        assert author.name == "ada (old.example)"
        assert any(what == "name of a member" for what, _ in report.losses)

    def test_of_one_name_and_two_ids_stay_two(self, write_topic, source, import_from):
        write_topic(
            {"user": "ada", "user_id": 1, "text": "One"},
            {"user": "ada", "user_id": 2, "text": "Two"},
        )

        import_from(source)

        assert len({post.author_id for post in Post.objects.all()}) == 2

    def test_known_by_name_only_are_the_member_of_that_name(
        self, write_topic, source, import_from
    ):
        write_topic(
            {"user": "ada", "user_id": 1, "text": "One"},
            {"user": "ada", "user_id": 0, "text": "Two"},
        )

        import_from(source)

        assert len({post.author_id for post in Post.objects.all()}) == 1

    @pytest.mark.parametrize(
        "name", ["", "   ", "\u200b\u202e", "x" * 300, "<b>\x00y</b>"]
    )
    def test_may_have_any_name(self, name, write_topic, source, import_from):
        write_topic({"user": name, "user_id": 5, "text": "One"})

        import_from(source)

        given = Post.objects.get().author.name
        assert 0 < len(given) <= 120
        assert "\u202e" not in given

    def test_have_what_their_own_file_tells(self, write_topic, source, import_from):
        write_topic({"user": "ada", "user_id": 7, "text": "One"})
        (source / "m-7.json").write_text(
            json.dumps(
                {
                    "format_version": "xenforo-2-user",
                    "url": "https://old.example/members/ada.7/?tooltip=true",
                    "id": 7,
                    "name": "ada",
                    "location": "Harbour",
                    "extras": [{"key": "Joined", "value": "2009-01-02T00:00:00+0000"}],
                }
            )
        )

        report = import_from(source)

        ada = Post.objects.get().author
        assert (ada.location, ada.joined_at.year) == ("Harbour", 2009)
        assert report.read["profiles"] == report.written["profiles"] == 1


class TestAQuote:
    def test_becomes_a_quote_of_the_imported_post(
        self, write_topic, source, import_from
    ):
        said = QUOTE.format(name="ada", post=1000, words="The tide is high.")
        write_topic(("ada", "The tide is high. Beware."), ("ben", f"{said}So what"))

        report = import_from(source)

        first, second = Post.objects.order_by("number")
        quote = Quote.objects.get()
        assert second.source == (
            f'> @"ada" [said](/post/{first.pk}/):\n>\n> The tide is high.\n\nSo what'
        )
        assert (quote.post, quote.quoted_post, quote.state) == (second, first, "exact")
        assert f"/post/{first.pk}/" in second.html
        assert report.quotes["linked"] == report.quotes["exact"] == 1

    def test_that_says_something_else_is_altered(
        self, write_topic, source, import_from
    ):
        said = QUOTE.format(name="ada", post=1000, words="The tide is low.")
        write_topic(("ada", "The tide is high."), ("ben", said))

        import_from(source)

        assert Quote.objects.get().state == "altered"

    def test_without_an_id_is_found_by_its_author_and_words(
        self, write_topic, source, import_from
    ):
        said = QUOTE.format(name="Ada", post="", words="The tide is high")
        write_topic(("ada", "The  tide\nis <b>high</b>."), ("ben", said))

        import_from(source)

        assert Quote.objects.get().quoted_post.number == 1

    def test_of_nobody_here_is_text_with_a_name(self, write_topic, source, import_from):
        said = QUOTE.format(name="zoe", post=99999, words="Unheard of")
        write_topic(("ada", "One"), ("ben", said))

        report = import_from(source)

        post = Post.objects.get(number=2)
        assert post.source == '> @"zoe" said:\n>\n> Unheard of'
        assert report.quotes["attributed"] == 1
        assert not Quote.objects.exists()

    def test_of_another_topic_is_linked_if_that_came_first(
        self, write_topic, source, import_from
    ):
        write_topic(("ada", "The tide is high."), key=1)
        import_from(source)
        said = QUOTE.format(name="ada", post=1000, words="The tide is high.")
        write_topic(("ben", said), key=2)

        import_from(source)

        quote = Quote.objects.get()
        assert quote.quoted_post.topic.title == "Ferry"
        assert quote.quoted_post_id != quote.post_id
        assert quote.state == "exact"


class TestReactionsAndEdits:
    def test_named_reactions_are_those_of_their_members(
        self, write_topic, source, import_from
    ):
        reactions = [
            {"user": "ben", "user_id": 2, "reaction": "Like"},
            {"user": "ben", "user_id": 2, "reaction": "Thanks"},
            {"user": "zoe", "user_id": 3, "reaction": "Haha"},
        ]
        write_topic(
            {"user": "ada", "user_id": 1, "text": "One", "reactions": reactions}
        )

        report = import_from(source)

        assert Post.objects.get().tally == {"agree": 1}
        assert Reaction.objects.get().user.name == "ben"
        assert ("reaction", "there is none like 'Haha' here") in report.losses


class TestOldAddresses:
    def test_lead_to_the_topic_the_post_and_the_member(
        self, write_topic, source, import_from
    ):
        write_topic(("ada", "One"), ("ben", "Two"))

        import_from(source)

        topic, post = Topic.objects.get(), Post.objects.get(number=2)
        assert find("/threads/ferry.1/") == f"/topic/{topic.pk}-{topic.slug}/"
        assert find("/threads/ferry.1/post-1001") == f"/post/{post.pk}/"
        assert find("/posts/1001/") == f"/post/{post.pk}/"
        ben = post.author
        assert find(f"/members/ben.{sum(map(ord, 'ben'))}/") == f"/member/{ben.pk}-ben/"


class TestASecondRun:
    def test_changes_nothing(self, write_topic, source, import_from):
        write_topic(("ada", "One"), ("ben", "Two"))
        import_from(source)
        before = rows()

        report = import_from(source)

        assert rows() == before
        assert report.already["files"] == 1
        assert report.written["posts"] == 0

    def test_from_another_folder_changes_nothing_but_its_own_account(
        self, write_topic, source, import_from, tmp_path
    ):
        write_topic(("ada", "One"), ("ben", "Two"))
        import_from(source)
        before = rows()
        other = source.rename(tmp_path / "moved")

        report = import_from(other)

        after = rows()
        assert report.already["topics"] == 1
        assert {**after, "ImportedRow": 0} == {**before, "ImportedRow": 0}


class TestADryRun:
    def test_writes_nothing_and_counts_the_same(self, write_topic, source, import_from):
        said = QUOTE.format(name="ada", post=1000, words="One")
        write_topic(("ada", "One"), ("ben", said))
        before = rows()

        rehearsed = import_from(source, dry_run=True)

        assert rows() == before
        done = import_from(source)
        assert (rehearsed.read, rehearsed.written) == (done.read, done.written)
        assert rehearsed.quotes == done.quotes


class TestBadFiles:
    def test_are_named_and_the_rest_comes(self, write_topic, source, import_from):
        write_topic(("ada", "One"))
        (source / "2.json").write_text("{ not json")
        (source / "3.json").write_text(
            '{"format_version": "xenforo-2-thread", "id": 3}'
        )
        (source / "4.json").write_text("[" * 100_000)
        (source / "5.json").write_bytes(b"\x1f\x8bbroken")

        report = import_from(source)

        assert Topic.objects.count() == 1
        assert [file for file, _ in report.failed] == [
            "2.json",
            "3.json",
            "4.json",
            "5.json",
        ]
        assert report.has_failures

    def test_with_fields_of_the_wrong_kind_are_no_trouble(
        self, write_topic, source, import_from
    ):
        write_topic(
            {
                "user": None,
                "user_id": "x",
                "text": 5,
                "reactions": {"a": 1},
                "date": [],
            },
            ("ben", "Two"),
            tags="none",
            poll=[],
            path={"a": 1},
        )

        import_from(source)

        assert Topic.objects.get().last_number == 2

    def test_dates_that_cannot_be_read_are_told(self, write_topic, source, import_from):
        write_topic(
            ("ada", "One"), {"user": "b", "user_id": 2, "text": "x", "date": "soon"}
        )

        report = import_from(source)

        first, second = Post.objects.order_by("number")
        assert second.created_at == first.created_at
        assert any(what == "date of a post" for what, _ in report.losses)

    def test_a_post_without_words_is_no_lost_post(
        self, write_topic, source, import_from
    ):
        write_topic(("ada", "One"), ("ben", "<div></div>"))

        import_from(source)

        assert Post.objects.count() == 2

    def test_a_post_that_is_too_long_is_continued(
        self, write_topic, source, import_from
    ):
        text = "".join(f"<p>Line {n} of many, many lines.</p>" for n in range(6000))
        write_topic(("ada", text), ("ben", "Two"))

        report = import_from(source)

        posts = Post.objects.order_by("number")
        assert [post.number for post in posts] == list(range(1, len(posts) + 1))
        words = "".join(post.source for post in posts)
        assert all(f"Line {n} of" in words for n in range(6000))
        assert report.read["posts"] == 2
        assert posts.last().source == "Two"


class TestTheReport:
    def test_is_kept_as_text_and_as_data(
        self, write_topic, source, import_from, tmp_path
    ):
        write_topic(("ada", "One"))
        report = import_from(source)

        path = report.save(tmp_path / "imports")

        kept = json.loads(path.with_suffix(".json").read_text("utf-8"))
        assert kept["written"]["posts"] == 1
        assert "posts" in path.read_text("utf-8")


def test_postgresql_is_told_at_once_how_much_there_is(write_topic, source, import_from):
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL plans by statistics that somebody must gather")
    write_topic(("ada", "One"), ("ben", "Two"), ("ada", "Three"))

    import_from(source)

    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'forum_post'")
        assert cursor.fetchone() == (3.0,)
