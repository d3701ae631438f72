"""Words that are masked or refused, in posts and titles."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from rostra.forum.models import Post, Topic, WordFilter
from rostra.forum.services import filtering
from rostra.forum.services.editing import edit_post
from rostra.forum.services.filtering import add_filter, apply_filters, remove_filter
from rostra.forum.services.replying import post_reply
from rostra.forum.services.starting import start_topic
from rostra.foundation.versions import current_versions

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(site, make_user):
    return make_user("Ottoline", role="owner")


@pytest.fixture
def darn(owner):
    return add_filter(owner=owner, words="Darn", act="mask")


@pytest.fixture
def heck(owner):
    return add_filter(owner=owner, words="what the heck", act="refuse")


@pytest.fixture
def reply(user, topic):
    return lambda source: post_reply(author=user, topic_id=topic.pk, source=source)


class TestMasks:
    def test_are_put_on_what_is_shown_and_not_on_the_source(self, darn, reply):
        post = reply("**DARN** the tide")

        assert "<strong>****</strong> the tide" in post.html
        assert post.source == "**DARN** the tide"

    def test_come_to_older_posts_and_go_with_the_filter(self, owner, reply, topic):
        post, other = reply("darn it"), reply("darned")
        before = current_versions((f"topic:{topic.pk}",))

        darn = add_filter(owner=owner, words="darn", act="mask")
        assert apply_filters() == 1

        post.refresh_from_db()
        assert "**** it" in post.html
        assert other.html == Post.objects.get(pk=other.pk).html
        assert current_versions((f"topic:{topic.pk}",)) != before

        remove_filter(owner=owner, filter_id=darn.pk)
        assert apply_filters() == 1

        post.refresh_from_db()
        assert "darn it" in post.html
        assert not WordFilter.objects.exists()

    def test_come_to_all_posts_a_slice_at_a_time(self, owner, reply, monkeypatch):
        monkeypatch.setattr(filtering, "AT_ONCE", 1)
        posts = [reply(f"darn {n}") for n in range(3)]

        add_filter(owner=owner, words="darn", act="mask")
        while apply_filters():
            pass

        assert all("****" in Post.objects.get(pk=p.pk).html for p in posts)
        assert WordFilter.objects.get().position is None

    def test_make_no_quote_altered(self, owner, reply):
        post = reply("darn the tide")
        quote = f"> @Ada [said](/post/{post.pk}/):\n>\n> {{}} the tide"
        earlier = reply(quote.format("darn"))

        add_filter(owner=owner, words="darn", act="mask")
        apply_filters()
        typed, copied = reply(quote.format("darn")), reply(quote.format("\\*\\*\\*\\*"))
        wrong = reply(quote.format("damn"))

        states = [p.quotes.get().state for p in (earlier, typed, copied, wrong)]
        assert states == ["exact", "exact", "exact", "altered"]
        assert "darn" not in typed.html

    def test_are_found_again_by_the_author_who_edits(self, darn, reply, user):
        post = reply("darn the tide")

        edited = edit_post(editor=user, post_id=post.pk, source=post.source + "!")

        assert edited.source == "darn the tide!"
        assert "**** the tide!" in edited.html


class TestRefusing:
    def test_names_the_word_and_writes_nothing(self, heck, reply, topic):
        with pytest.raises(ValidationError, match="without “what the heck”"):
            reply("What **the** *heck* is this?")

        assert topic.posts.count() == 1

    def test_holds_for_edits(self, heck, reply, user):
        post = reply("fine")

        with pytest.raises(ValidationError, match="another way"):
            edit_post(editor=user, post_id=post.pk, source="what the heck")

    @pytest.mark.parametrize("word", ["darn", "what the heck"])
    def test_holds_for_titles_also_of_words_that_are_masked(
        self, darn, heck, user, category, word
    ):
        with pytest.raises(ValidationError, match=word):
            start_topic(
                author=user, category_id=category.pk, title=f"{word} again", source="x"
            )

        assert not Topic.objects.exists()

    def test_does_not_hold_for_the_news(self, heck, make_user, category):
        house = make_user("The Wire", is_house=True, role="editor")

        topic = start_topic(
            author=house, category_id=category.pk, title="“What the heck”", source="x"
        )

        assert topic.title == "“What the heck”"

    def test_gives_the_text_back(self, heck, user, topic, client):
        client.force_login(user)

        answer = client.post(
            f"/topic/{topic.pk}/replies/", {"source": "what the heck, he said"}
        )

        assert answer.status_code == 422
        page = answer.content.decode()
        assert "This community does without “what the heck”." in page
        assert "what the heck, he said</textarea>" in page


class TestOwnersPage:
    @pytest.fixture(autouse=True)
    def _signed_in(self, owner, client):
        client.force_login(owner)

    def test_adds_changes_and_removes(self, client, reply):
        client.post("/control/words/", {"words": "Darn", "act": "mask"})
        client.post("/control/words/", {"words": " DARN ", "act": "refuse"})

        one = WordFilter.objects.get()
        assert (one.words, one.act) == ("darn", "refuse")
        assert b"darn" in client.get("/control/words/").content

        client.post(f"/control/words/{one.pk}/", {"_method": "delete"})

        assert b"<bdi>darn" not in client.get("/control/words/").content
        reply("darn")

    @pytest.mark.parametrize(
        ("sent", "said"),
        [
            ({"words": "", "act": "mask"}, "Write a word"),
            ({"words": "!!!", "act": "mask"}, "Write a word"),
            ({"words": "x" * 121, "act": "mask"}, "120"),
            ({"words": "x", "act": "burn"}, "choice"),
        ],
    )
    def test_says_what_will_not_do(self, client, sent, said):
        answer = client.post("/control/words/", sent)

        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert not WordFilter.objects.exists()

    def test_has_room_for_so_many(self, client, monkeypatch):
        monkeypatch.setattr(filtering, "MOST_FILTERS", 1)
        client.post("/control/words/", {"words": "one", "act": "mask"})

        answer = client.post("/control/words/", {"words": "two", "act": "mask"})

        assert answer.status_code == 422
        assert b"more is not possible" in answer.content


def test_only_owners_choose_them(moderator, darn):
    with pytest.raises(PermissionDenied):
        add_filter(owner=moderator, words="x", act="mask")
    with pytest.raises(PermissionDenied):
        remove_filter(owner=moderator, filter_id=darn.pk)
