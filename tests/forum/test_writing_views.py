import pytest
from django.test import Client

from rostra.accounts.models import User
from rostra.forum.models import Draft, Post, Topic
from rostra.forum.services import sending
from rostra.forum.views import writing
from rostra.foundation.limits import Limit
from tests.conftest import PASSWORD

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def member(make_user):
    user = make_user("Ansel Brandt", email="ansel@example.com")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def signed_in(member):
    client = Client()
    response = client.post("/sign-in/", {"login": "ansel brandt", "password": PASSWORD})
    assert response.status_code == 302
    return client


def replies(topic):
    return f"/topic/{topic.pk}/replies/"


class TestReplying:
    def test_brings_you_to_your_post(self, signed_in, topic):
        response = signed_in.post(replies(topic), {"source": "Agreed."})

        post = Post.objects.get(number=2)
        assert response.status_code == 303
        assert response.url == f"{topic.get_absolute_url()}#post-{post.pk}"
        assert "Agreed." in signed_in.get(topic.get_absolute_url()).text

    def test_an_empty_reply_comes_back_saying_what_to_do(self, signed_in, topic):
        response = signed_in.post(replies(topic), {"source": "  "})

        assert response.status_code == 422
        assert "Write something first." in response.text

    def test_a_text_over_the_limit_comes_back_whole(self, signed_in, topic):
        text = "much too long " * 6_000

        response = signed_in.post(replies(topic), {"source": text})

        assert response.status_code == 422
        assert text in response.text
        assert Draft.objects.get().source.strip() == text.strip()

    def test_posting_too_fast_tells_the_wait_and_keeps_the_text(
        self, signed_in, topic, monkeypatch
    ):
        monkeypatch.setattr(sending, "SECONDS_BETWEEN", 5)
        signed_in.post(replies(topic), {"source": "One"})

        response = signed_in.post(replies(topic), {"source": "Two, in haste"})

        assert response.status_code == 429
        assert int(response["Retry-After"]) >= 1
        assert "Two, in haste" in response.text
        assert Draft.objects.get().source == "Two, in haste"

    def test_so_does_an_address_that_many_accounts_write_from(
        self, signed_in, topic, monkeypatch
    ):
        monkeypatch.setattr(
            writing, "POSTS_BY_ADDRESS", Limit("t", count=1, seconds=3600)
        )
        signed_in.post(replies(topic), {"source": "One"}, REMOTE_ADDR="10.0.0.1")

        here, there = (
            signed_in.post(replies(topic), {"source": f"At {at}"}, REMOTE_ADDR=at)
            for at in ("10.0.0.1", "10.0.0.2")
        )

        assert (here.status_code, there.status_code) == (429, 303)
        assert "At 10.0.0.1" in here.text

    def test_a_locked_topic_says_why_and_keeps_the_text(
        self, signed_in, make_topic, now
    ):
        topic = make_topic(locked_at=now, lock_reason="Answered.")

        response = signed_in.post(replies(topic), {"source": "But I say"})

        assert response.status_code == 403
        assert "Answered." in response.text
        assert Draft.objects.get().source == "But I say"

    def test_preview_shows_the_words_and_posts_nothing(self, signed_in, topic):
        response = signed_in.post(
            replies(topic), {"source": "So *there*", "view": "preview"}
        )

        assert response.status_code == 200
        assert "So *there*" in response.text
        assert topic.posts.count() == 1

    def test_a_private_topic_takes_no_reply_and_does_not_exist(
        self, signed_in, make_topic
    ):
        private = make_topic(audience="staff")

        assert signed_in.post(replies(private), {"source": "Hi"}).status_code == 404

    def test_another_sites_form_is_refused(self, signed_in, topic):
        for headers in (
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
            {"Origin": "https://evil.example"},
            {"Referer": "https://evil.example/page"},
        ):
            response = signed_in.post(
                replies(topic), {"source": "Spam"}, headers=headers
            )
            assert response.status_code == 403
        assert topic.posts.count() == 1


class TestGuests:
    def test_a_guests_text_waits_until_they_have_an_account(self, client, topic):
        response = client.post(replies(topic), {"source": "I was there that night."})
        assert response.url.startswith("/sign-up/?next=")
        assert not Post.objects.filter(number=2).exists()

        response = client.post(
            response.url,
            {
                "name": "Noor Haddadi",
                "email": "noor@example.com",
                "password": PASSWORD,
                "next": f"{topic.get_absolute_url()}#reply",
            },
        )

        page = client.get(topic.get_absolute_url())
        assert response.url == f"{topic.get_absolute_url()}#reply"
        assert "I was there that night.</textarea>" in page.text
        assert Draft.objects.get().owner == User.objects.get(name="Noor Haddadi")

    def test_an_expired_sign_in_loses_nothing(self, signed_in, topic):
        signed_in.cookies["sessionid"] = "gone"

        signed_in.post(replies(topic), {"source": "Written for an hour"})
        signed_in.post(
            "/sign-in/", {"login": "ansel@example.com", "password": PASSWORD}
        )

        page = signed_in.get(topic.get_absolute_url())
        assert "Written for an hour</textarea>" in page.text

    def test_the_text_of_one_guest_is_not_shown_to_another(self, client, topic):
        client.post(replies(topic), {"source": "Only mine"})

        assert "Only mine" in client.get(topic.get_absolute_url()).text
        assert "Only mine" not in Client().get(topic.get_absolute_url()).text


class TestStarting:
    def test_makes_a_topic_and_leads_there(self, signed_in, category):
        response = signed_in.post(
            "/start/",
            {
                "title": "Who signs the closure record?",
                "category": category.pk,
                "source": "Ask anyone.",
            },
        )

        assert response.url == Topic.objects.get().get_absolute_url()

    @pytest.mark.parametrize("odd", ["²", "9" * 5000, "9" * 19])
    def test_a_number_that_is_none_is_a_wrong_field(self, signed_in, category, odd):
        assert signed_in.get("/start/", {"category": odd}).status_code == 200
        sent = {"category": odd, "title": "Who signs?", "source": "My long text"}
        response = signed_in.post("/start/", sent | {"seen_revision": odd})

        assert response.status_code == 422
        assert "My long text" in response.text

    def test_says_what_is_wrong_with_each_field_and_keeps_the_text(
        self, signed_in, category
    ):
        response = signed_in.post("/start/", {"title": "", "source": "My long text"})

        assert response.status_code == 422
        assert "Give your topic a title." in response.text
        assert "Choose a category." in response.text
        assert "My long text" in response.text

    def test_a_short_title_is_explained(self, signed_in, category):
        sent = {"title": "Gates??", "category": category.pk, "source": "Text"}

        response = signed_in.post("/start/", sent)

        assert "This title is too short. Use at least 8 characters." in response.text

    def test_sending_the_form_twice_starts_one_topic(self, signed_in, category):
        sent = {
            "title": "Who signs the closure record?",
            "category": category.pk,
            "source": "Text",
            "client_token": "abc",
        }

        first, second = signed_in.post("/start/", sent), signed_in.post("/start/", sent)

        assert first.url == second.url
        assert Topic.objects.count() == 1


class TestEditing:
    def test_shows_the_reason_and_keeps_the_past(self, signed_in, member, topic, now):
        signed_in.post(replies(topic), {"source": "tied"})
        post = Post.objects.get(number=2)
        Post.objects.filter(pk=post.pk).update(created_at=now.replace(year=2020))

        response = signed_in.post(
            f"/post/{post.pk}/edit/",
            {"source": "wired", "reason": "“wired”, not “tied”", "seen_revision": 1},
        )

        page = signed_in.get(topic.get_absolute_url()).text
        history = signed_in.get(f"/post/{post.pk}/history/").text
        assert response.url == f"/post/{post.pk}/"
        assert "“wired”, not “tied”" in page
        assert "tied" in history
        assert "wired" in history

    def test_somebody_elses_post_is_refused_with_the_reason(self, signed_in, topic):
        post = topic.posts.get()

        response = signed_in.get(f"/post/{post.pk}/edit/")

        assert response.status_code == 403
        assert "only edit your own posts" in response.text


class TestAddresses:
    def test_an_old_slug_redirects_for_good(self, client, topic):
        response = client.get(f"/topic/{topic.pk}-old-title/?page=1")

        assert (response.status_code, response.url) == (301, topic.get_absolute_url())

    def test_a_post_is_found_on_its_page(self, signed_in, topic):
        signed_in.post(replies(topic), {"source": "Agreed."})
        post = Post.objects.get(number=2)

        response = signed_in.get(f"/post/{post.pk}/")

        assert response.url == f"{topic.get_absolute_url()}#post-{post.pk}"

    @pytest.mark.parametrize(
        "path",
        [
            "/topic/99999999999999999999-x/",
            "/topic/0-x/",
            "/latest/?before=x",
            "/latest/?before=9999999999999999999999-1",
            "/post/123456789012345678/",
            "/category/7-none/",
            "/member/7-none/",
            "/set-up/guess/",
        ],
    )
    def test_nonsense_is_simply_not_there(self, client, path):
        assert client.get(path).status_code == 404

    def test_a_page_past_the_end_leads_to_the_last(self, client, topic):
        response = client.get(f"{topic.get_absolute_url()}?page=99")

        assert response.url == topic.get_absolute_url()

    def test_a_merged_topic_leads_to_where_its_posts_are(
        self, client, make_topic, moderator
    ):
        from rostra.forum.services.moving import merge_topics

        one, two = make_topic(), make_topic("The other of the two")
        merge_topics(moderator=moderator, topic_id=one.pk, into_id=two.pk)

        response = client.get(one.get_absolute_url(), follow=True)

        assert response.redirect_chain[-1][0] == two.get_absolute_url()


class TestReacting:
    def test_pressing_the_same_reaction_again_takes_it_back(self, signed_in, topic):
        post = topic.posts.get()
        signed_in.post(f"/post/{post.pk}/reaction/", {"kind": "agree"})
        page = signed_in.get(topic.get_absolute_url()).text

        assert 'name="kind" value="" aria-pressed="true">Agree <b>1</b>' in page
        signed_in.post(f"/post/{post.pk}/reaction/", {"kind": ""})

        post.refresh_from_db()
        assert post.tally == {}

    def test_a_word_that_is_no_reaction_is_refused(self, signed_in, topic):
        post = topic.posts.get()

        response = signed_in.post(f"/post/{post.pk}/reaction/", {"kind": "shout"})

        assert response.status_code == 422
        assert post.reactions.count() == 0
