"""What becomes of the name and the words of a member who left, wherever they stood."""

import pytest

from rostra.accounts.models import Closing, Session
from rostra.accounts.services.leaving import finish_closings, leave_site
from rostra.forum.models import Draft, Follow, Post, ReadMark
from rostra.forum.services import renaming
from rostra.forum.services.drafting import save_draft
from rostra.forum.services.editing import edit_post
from rostra.forum.services.following import follow_topic
from rostra.forum.services.renaming import renamed
from rostra.forum.services.replying import post_reply
from rostra.web.models import Site

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("old", "source", "expected"),
    [
        ("scott", "I agree with @scott.", 'I agree with @"New 1".'),
        ("scott", "@Scott's boat", '@"New 1"\'s boat'),
        ("scott", '@"scott": hello', '@"New 1": hello'),
        ("scott", "@scotty and me@scott.example", "@scotty and me@scott.example"),
        ("scott", "@scott.b and @scott-c", '@"New 1".b and @scott-c'),
        ("my_name", r"@my\_name, @my_name", '@"New 1", @"New 1"'),
        ("Noor Haddadi", '@"Noor  haddadi" said', '@"New 1" said'),
        ("Noor Haddadi", "> @Noor Haddadi said:", '> @"New 1" said:'),
        ("a.b+c", "@a.b+c (a.b+c)", '@"New 1" (a.b+c)'),
        (r"\1", r"@\1", '@"New 1"'),
        (
            "scott",
            "> @scott [said](/post/3/):\n>\n> x",
            '> @"New 1" [said](/post/3/):\n>\n> x',
        ),
    ],
)
def test_a_name_is_replaced_where_somebody_is_named(old, source, expected):
    assert renamed(source, old, "New 1", lambda name: name == "scott-c") == expected


@pytest.fixture
def scott(make_user):
    return make_user("scott")


@pytest.fixture
def talk(site, topic, scott, user):
    """Scott says something; Ada names and quotes him, and somebody quotes her."""
    his = post_reply(author=scott, topic_id=topic.pk, source="The tide is late.")
    quoted = f"> @scott [said](/post/{his.pk}/):\n>\n> The tide is late.\n\n"
    hers = post_reply(
        author=user, topic_id=topic.pk, source=f"{quoted}@scott is right, scott is not."
    )
    again = (
        f"> @Ada [said](/post/{hers.pk}/):\n>\n> @scott is right, scott is not.\n\nNo."
    )
    third = post_reply(author=user, topic_id=topic.pk, source=again)
    return his, hers, third


def text_of(post):
    post.refresh_from_db()
    return post.source + post.html


def leave(member, **how):
    leave_site(member=member, **how)
    finish_closings()
    member.refresh_from_db()


class TestNames:
    def test_give_way_in_mentions_and_quotes_of_others(self, talk, scott):
        _his, hers, _third = talk
        assert f'href="/member/{scott.pk}-scott/"' in text_of(hers)

        leave(scott)

        text = text_of(hers)
        assert "@scott" not in text
        assert ">scott<" not in text
        assert f'href="/member/{scott.pk}-former-member-{scott.pk}/"' in text
        # A word that names nobody stays as it was written.
        assert "scott is not" in text

    def test_give_way_on_every_page_of_the_topic(self, talk, scott, topic, client):
        before = client.get(topic.get_absolute_url()).text
        assert "@scott" in before

        leave(scott)

        page = client.get(topic.get_absolute_url()).text
        assert "@scott" not in page
        assert ">scott<" not in page
        assert f"Former member {scott.pk}" in page
        assert "The tide is late." in page

    def test_leave_every_quote_as_true_as_it_was(self, talk, scott, user):
        _his, hers, third = talk

        def states():
            return [q.state for p in (hers, third) for q in p.quotes.all()]

        assert states() == ["exact", "exact"]

        leave(scott)
        hers.refresh_from_db()
        edit_post(editor=user, post_id=hers.pk, source=f"{hers.source} Yes.")

        assert states() == ["exact", "exact"]
        assert "scott is right" not in third.quotes.get().words

    def test_give_way_in_earlier_texts_and_in_drafts_of_others(self, talk, scott, user):
        _his, hers, _third = talk
        edit_post(editor=user, post_id=hers.pk, source="Nothing.", reason="why")
        save_draft(owner=user, place="new", source="Dear @scott,")

        leave(scott)

        (earlier,) = hers.revisions.all()
        assert "@scott" not in earlier.source + earlier.html
        assert Draft.objects.get(owner=user).source == f'Dear @"{scott.name}",'

    def test_leave_texts_alone_that_only_hold_the_word(self, site, topic, make_user):
        will = make_user("Will")
        post = post_reply(author=make_user(), topic_id=topic.pk, source="I will, @Ada.")
        Post.objects.filter(pk=post.pk).update(html="<p>as it was</p>")

        leave(will)

        assert text_of(post) == "I will, @Ada.<p>as it was</p>"

    def test_give_way_in_texts_too_long_to_be_drawn_again(
        self, talk, scott, monkeypatch
    ):
        _his, hers, _third = talk
        long = f"{text_of(hers)} {'word ' * 60_000}"
        Post.objects.filter(pk=hers.pk).update(source=long)

        leave(scott)

        assert "@scott" not in text_of(hers)

    def test_are_replaced_a_piece_at_a_time_with_nothing_left_out(
        self, talk, scott, user, topic, monkeypatch
    ):
        monkeypatch.setattr(renaming, "AT_ONCE", 2)
        for number in range(7):
            post_reply(author=user, topic_id=topic.pk, source=f"{number}: hello @scott")

        leave(scott)

        assert not Post.objects.filter(source__contains="@scott").exists()
        assert Closing.objects.get().finished_at


class TestWhatIsTheirs:
    def test_is_forgotten_but_for_posts(self, talk, scott, topic):
        follow_topic(user=scott, topic_id=topic.pk)
        save_draft(owner=scott, place="new", source="Unsent.")

        leave(scott)

        for model, by in ((Draft, "owner"), (Follow, "user"), (ReadMark, "user")):
            assert not model.objects.filter(**{by: scott}).exists()
        assert not Session.objects.filter(user=scott).exists()
        assert talk[0].author_id == scott.pk

    def test_is_erased_where_they_chose_it(self, talk, scott, make_topic, client):
        his, hers, third = talk
        edit_post(editor=scott, post_id=his.pk, source="The tide is early.")
        theirs = make_topic(author=scott, title="My old boat", source="Is for sale.")
        Site.objects.update(may_erase_words=True)

        leave(scott, erases_words=True)

        texts = [text_of(post) for post in talk] + [text_of(theirs.posts.get())]
        texts += [r.source + r.html for p in talk for r in p.revisions.all()]
        for words in ("tide", "for sale"):
            assert not [text for text in texts if words in text]
        theirs.refresh_from_db()
        assert theirs.title == "A topic of a former member"
        assert hers.quotes.get().state == "gone"
        assert "is right" in third.source
        page = client.get(theirs.get_absolute_url())
        assert "were erased when its author left" in page.text


def test_a_piece_costs_as_few_queries_however_many_posts_name_nobody(
    talk, scott, user, topic, django_assert_max_num_queries
):
    for number in range(30):
        post_reply(author=user, topic_id=topic.pk, source=f"Number {number}.")
    leave_site(member=scott)

    with django_assert_max_num_queries(94):
        finish_closings()
