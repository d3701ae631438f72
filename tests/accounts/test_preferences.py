"""What members prefer holds on every page of theirs, and on nobody else's."""

import re

import pytest

from rostra.accounts.languages import in_language_of
from rostra.accounts.letters import approval_letter
from rostra.accounts.models import User
from rostra.forum.services.replying import post_reply
from rostra.web import mail

pytestmark = pytest.mark.django_db

CHOSEN = {
    "time_zone": "Asia/Tokyo",
    "posts_per_page": "0",
    "after_reply": "post",
    "signatures": "wide",
    "mentions_from": "all",
    "theme": "auto",
    "text": "standard",
    "density": "normal",
}


@pytest.fixture
def member_at(site, user, client_of):
    """The member's browser, after they chose this."""

    def choose(**chosen):
        browser = client_of(user)
        answer = browser.post("/account/preferences/", CHOSEN | chosen)
        assert answer.status_code == 303, answer.text
        return browser

    return choose


@pytest.fixture
def long_topic(topic, moderator):
    for number in range(2, 51):
        post_reply(author=moderator, topic_id=topic.pk, source=f"Reply {number}.")
    topic.refresh_from_db()
    return topic


def numbers_on(page):
    return [int(n) for n in re.findall(r'data-post-number="(\d+)"', page)]


class TestTheForm:
    def test_shows_what_was_chosen(self, member_at):
        browser = member_at(
            theme="dark",
            hides_presence="on",
            mentions_from="followed",
            posts_per_page="40",
            after_reply="list",
        )

        page = browser.get("/account/preferences/").text

        assert "Your preferences are saved." in page
        assert '<option value="Asia/Tokyo" selected>' in page
        for chosen in ("dark", "standard", "normal", "40", "list", "on", "followed"):
            assert f'value="{chosen}" checked' in page

    def test_refuses_what_is_not_offered_and_keeps_the_rest(
        self, site, user, client_of
    ):
        sent = CHOSEN | {"time_zone": "Moon/Tranquility", "posts_per_page": "7"}

        answer = client_of(user).post("/account/preferences/", sent | {"text": "large"})

        assert answer.status_code == 422
        assert answer.text.count("Choose one of those that are offered.") == 4
        assert 'value="large" checked' in answer.text
        user.refresh_from_db()
        assert user.time_zone == ""


class TestTimeZone:
    def test_times_are_told_in_the_members_own(self, member_at, topic, now):
        topic.posts.update(created_at=now.replace(2026, 3, 14, 23, 30))

        page = member_at().get(topic.get_absolute_url()).text

        assert 'datetime="2026-03-14T23:30Z">15 March 2026, 08:30<' in page

    def test_pages_kept_for_members_are_not_shared_between_zones(
        self, member_at, make_user, client_of, topic, client, now
    ):
        topic.posts.update(created_at=now.replace(2026, 3, 14, 23, 30))
        path = topic.get_absolute_url()

        in_tokyo, elsewhere = member_at(), client_of(make_user())

        for _twice in range(2):
            assert "15 March 2026, 08:30" in in_tokyo.get(path).text
            assert "14 March 2026, 23:30" in elsewhere.get(path).text
            assert "14 March 2026, 23:30" in client.get(path).text


class TestLook:
    def test_follows_the_member_to_another_browser(self, member_at, user, client_of):
        member_at(theme="dark", text="largest")

        page = client_of(user).get("/").text

        assert 'data-theme="dark" data-text="largest"' in page

    def test_is_kept_where_it_is_chosen_at_the_foot_of_a_page(
        self, site, user, client_of
    ):
        client_of(user).post("/look/", {"theme": "light"})

        assert 'data-theme="light"' in client_of(user).get("/").text

    def test_of_a_guest_is_kept_in_the_browser(self, site, client):
        client.post("/look/", {"theme": "dark"})

        assert 'data-theme="dark"' in client.get("/").text


class TestLanguage:
    def test_is_that_of_the_page_and_of_what_is_wrong_with_a_form(self, member_at):
        browser = member_at(language="de")

        page = browser.get("/account/preferences/").text
        wrong = browser.post("/account/preferences/", CHOSEN | {"theme": "pink"})

        assert '<html lang="de"' in page
        assert "Deine Einstellungen sind gespeichert." in page
        assert "Wähle etwas aus dem, was angeboten wird." in wrong.text

    def test_of_the_site_is_no_choice_and_can_be_gone_back_to(
        self, member_at, settings
    ):
        member_at(language="de")
        browser = member_at(language="")

        assert '<html lang="en"' in browser.get("/").text
        settings.LANGUAGE_CODE = "de"
        assert '<html lang="de"' in browser.get("/").text

    def test_that_is_not_spoken_here_is_refused(self, site, user, client_of):
        browser = client_of(user)

        answer = browser.post("/account/preferences/", CHOSEN | {"language": "xx"})
        browser.post("/look/", {"language": "../de"})

        assert answer.status_code == 422
        assert '<html lang="en"' in browser.get("/").text

    def test_of_a_guest_is_kept_in_the_browser_beside_the_look(self, site, client):
        client.post("/look/", {"theme": "dark"})
        client.post("/look/", {"language": "de"})

        assert client.cookies["look"].value == "dark.standard.normal.de"
        assert '<html lang="de" data-theme="dark"' in client.get("/").text

    def test_of_a_guest_goes_along_when_they_sign_up(self, site, client, client_of):
        client.post("/look/", {"language": "de", "theme": "dark"})
        sent = {
            "name": "Ann",
            "email": "ann@example.com",
            "password": "a long pass phrase",
        }

        client.post("/sign-up/", sent)

        assert User.objects.get(name="Ann").look == "dark.standard.normal.de"

    def test_of_what_members_wrote_is_told_beside_it(self, member_at, topic):
        page = member_at(language="de").get(topic.get_absolute_url()).text

        assert '<div class="prose" itemprop="text" dir="auto" lang="en">' in page
        assert '<h1 dir="auto" lang="en">' in page

    def test_of_a_writer_is_not_that_of_what_is_kept_for_all(
        self, member_at, topic, client
    ):
        browser = member_at(language="de")

        browser.post(f"/topic/{topic.pk}/reply/", {"source": "||x||\n\n|||\nfar\n|||"})
        shown = client.get(topic.get_absolute_url()).text

        assert "Verborgen" not in shown

    def test_of_a_letter_is_that_of_whom_it_is_for(self, member, letters):
        User.objects.filter(pk=member.pk).update(look="auto.standard.normal.de")
        member.refresh_from_db()

        with in_language_of(member):
            letter = approval_letter()
        mail.send(member.email, letter)
        mail.settle()

        html = letters.to(member.email).get_body(("html",)).get_content()
        assert '<html lang="de"' in html


class TestPostsOnAPage:
    def test_are_as_many_as_the_member_wants(self, member_at, long_topic):
        browser = member_at(posts_per_page="40")

        first = browser.get(long_topic.get_absolute_url()).text
        (second,) = set(re.findall(r'href="([^"]*\?page=2[^"]*)" rel="next"', first))
        rest = browser.get(second.replace("&amp;", "&")).text

        assert numbers_on(first) == list(range(1, 41))
        assert numbers_on(rest) == list(range(41, 51))

    def test_an_address_means_the_same_posts_to_everybody(
        self, member_at, long_topic, client
    ):
        browser = member_at(posts_per_page="40")
        path = long_topic.get_absolute_url()

        for query in ("?page=2", "?page=2&each=40"):
            mine = numbers_on(browser.get(path + query).text)
            assert mine == numbers_on(client.get(path + query).text)

        assert mine == list(range(41, 51))

    def test_a_link_to_a_post_leads_to_the_page_it_is_on(self, member_at, long_topic):
        browser = member_at(posts_per_page="40")
        post = long_topic.posts.get(number=45)

        answer = browser.get(f"/post/{post.pk}/")

        assert answer["Location"].endswith(f"?page=2&each=40#post-{post.pk}")
        assert 45 in numbers_on(browser.get(answer["Location"]).text)

    def test_the_first_unread_is_found_too(self, member_at, long_topic, user):
        browser = member_at(posts_per_page="40")
        browser.post(f"/topic/{long_topic.pk}/read/", {"number": "44"})

        answer = browser.get(f"/topic/{long_topic.pk}/go/?post=unread")

        assert 45 in numbers_on(browser.get(answer["Location"]).text)

    def test_a_size_that_is_not_offered_is_the_sites(self, client, site, long_topic):
        page = client.get(f"{long_topic.get_absolute_url()}?each=500").text

        assert len(numbers_on(page)) == 20


class TestAfterReplying:
    def reply(self, browser, topic, before):
        path = f"/topic/{topic.pk}/replies/"
        sent = {"source": "A reply.", "client_token": "t" * 20}
        referer = f"http://testserver{before}"
        return browser.post(path, sent, headers={"Referer": referer})["Location"]

    def test_one_goes_to_ones_post(self, member_at, topic):
        to = self.reply(member_at(), topic, topic.get_absolute_url())

        assert to.endswith(f"#post-{topic.posts.get(number=2).pk}")

    def test_one_stays(self, member_at, long_topic):
        before = f"{long_topic.get_absolute_url()}?page=2"

        to = self.reply(member_at(after_reply="stay"), long_topic, before)

        assert to == f"{before}#reply"

    def test_one_who_comes_from_elsewhere_is_led_to_the_post(self, member_at, topic):
        to = self.reply(member_at(after_reply="stay"), topic, "/latest/")

        assert "#post-" in to

    def test_one_goes_to_the_list(self, member_at, topic):
        to = self.reply(member_at(after_reply="list"), topic, "/")

        assert to == topic.category.get_absolute_url()


def test_preferences_cost_no_page_a_query(
    member_at, topic, django_assert_max_num_queries
):
    browser = member_at(posts_per_page="40", theme="dark")
    browser.get("/formatting/")

    with django_assert_max_num_queries(6):
        browser.get(topic.get_absolute_url())
