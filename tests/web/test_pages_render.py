"""What the pages that readers see say, made by the real views from real rows."""

import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from jinja2 import DictLoader

from rostra.forum.models import Topic
from rostra.forum.selectors import sitemap
from rostra.forum.services.moderating import hide_post, lock_topic, recommend_post
from rostra.forum.services.replying import post_reply
from rostra.web.faces import initials
from rostra.web.jinja import environment

PLACES = ("/", "/latest/", "/new/", "/top/", "/sign-in/", "/sign-up/", "/formatting/")


def words(response):
    """The text of a page, as a reader has it, on one line."""
    body = re.sub(
        r"<(script|style).*?</\1>", "", response.content.decode(), flags=re.DOTALL
    )
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


@pytest.fixture
def busy(site, topic, make_user, now):
    """A topic with 25 replies, so that it has two pages."""
    author = make_user("Noor Haddadi")
    for turn in range(25):
        when = now + timedelta(seconds=turn)
        post_reply(author=author, topic_id=topic.pk, source=f"Reply {turn}", at=when)
    topic.refresh_from_db()
    return topic


class TestEveryPage:
    @pytest.mark.parametrize("path", PLACES)
    def test_has_no_inline_script_style_or_event(self, client, busy, path):
        page = client.get(path).content.decode()

        assert not re.search(r"<script(?![^>]* src=)", page)
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", page)

    @pytest.mark.parametrize("path", PLACES)
    def test_begins_with_a_way_past_the_head_and_has_one_heading(
        self, client, busy, path
    ):
        page = client.get(path).content.decode()

        assert '<a class="skip" href="#content">' in page
        assert page.count("<h1") == 1
        assert page.count("<main") == 1

    def test_carries_the_look_that_the_reader_chose(self, client, site):
        client.cookies["look"] = "dark.largest.compact"

        page = client.get("/sign-in/").content.decode()

        assert 'data-theme="dark" data-text="largest" data-density="compact"' in page

    def test_offers_a_member_their_menu_and_a_guest_the_doors(self, client, site, user):
        guest = words(client.get("/"))
        client.force_login(user)
        member = words(client.get("/"))

        assert "Sign in" in guest
        assert "Create an account" in guest
        assert "Sign out" in member
        assert "Drafts" in member
        assert "Unread" in member


class TestTopicPage:
    def test_gives_every_post_its_number_and_address(self, client, busy):
        page = client.get(busy.get_absolute_url()).content.decode()

        numbers = re.findall(r'data-post-number="(\d+)"', page)
        assert numbers == [str(number) for number in range(1, 21)]
        post = busy.posts.get(number=7)
        assert f'id="post-{post.pk}" data-post-id="{post.pk}"' in page
        assert f'href="/post/{post.pk}/"' in page

    def test_links_to_its_pages_and_names_its_own_address(self, client, busy):
        url = busy.get_absolute_url()

        page = client.get(f"{url}?page=2").content.decode()

        assert f'<link rel="canonical" href="http://testserver{url}?page=2">' in page
        assert f'href="{url}" rel="prev"' in page

    def test_tells_machines_of_each_post_apart(self, client, busy, moderator):
        hide_post(moderator=moderator, post_id=busy.posts.get(number=3).pk, reason="x")

        page = client.get(busy.get_absolute_url()).text
        second = client.get(f"{busy.get_absolute_url()}?page=2").text

        articles = re.findall(r"<article[^>]*>", page)
        assert len(articles) == 20
        assert all('itemprop="comment"' in one for one in articles[1:])
        date = 'itemprop="datePublished" content="'
        assert date not in page
        assert second.count(date) == 1
        assert '<meta property="og:url"' in page

    def test_is_found_without_the_slash_at_its_end(self, client, busy):
        for path in ("/latest", "/sign-in"):
            answer = client.get(f"{path}?a=b")
            assert (answer.status_code, answer["Location"]) == (301, f"{path}/?a=b")
        for path in ("/nowhere", "/latest//example.com"):
            assert client.get(path).status_code == 404

    def test_lets_a_guest_write_and_says_that_the_text_is_kept(self, client, busy):
        page = client.get(busy.get_absolute_url())

        assert "we keep your text while you create an account" in words(page)
        assert f'action="/topic/{busy.pk}/replies/#reply"' in page.content.decode()

    def test_marks_where_a_members_unread_posts_begin(self, client, busy, user):
        client.force_login(user)
        client.post(f"/topic/{busy.pk}/read/", {"number": 8})

        page = client.get(busy.get_absolute_url()).content.decode()

        assert page.index('data-post-number="8"') < page.index('id="new"')
        assert page.index('id="new"') < page.index('data-post-number="9"')

    def test_shows_a_placeholder_and_the_reason_for_a_hidden_post(
        self, client, busy, moderator
    ):
        post = busy.posts.get(number=3)
        hide_post(moderator=moderator, post_id=post.pk, reason="names <a person>")

        page = client.get(busy.get_absolute_url())

        assert "Hidden by a moderator: <strong>names &lt;a person&gt;</strong>" in (
            page.content.decode()
        )
        assert "Reply 1 " not in words(page)

    def test_says_why_a_locked_topic_takes_no_replies(self, client, busy, moderator):
        lock_topic(moderator=moderator, topic_id=busy.pk, reason="Answered, thank you.")

        page = client.get(busy.get_absolute_url())

        assert "This topic is locked. Answered, thank you." in words(page)
        assert 'name="source"' not in page.content.decode()

    def test_lists_recommended_posts_with_the_reason(self, client, busy, moderator):
        post = busy.posts.get(number=5)
        recommend_post(moderator=moderator, post_id=post.pk, note="has the log")

        page = words(client.get(busy.get_absolute_url()))

        assert "Recommended posts" in page
        assert "Why: has the log" in page

    def test_escapes_a_title_wherever_it_stands(self, client, busy):
        Topic.objects.filter(pk=busy.pk).update(title='<b>"x"</b> & more')

        page = client.get(busy.get_absolute_url()).content.decode()

        assert '<b>"' not in page
        assert "<b>&" not in page
        assert "&lt;b&gt;&#34;x&#34;&lt;/b&gt; &amp; more" in page


class TestForms:
    def test_give_the_text_back_beside_what_is_wrong(self, client, site, category):
        fields = {"name": "", "email": "ada@", "password": "four wooden spoons"}

        page = client.post("/sign-up/", fields)

        assert page.status_code == 422
        body = page.content.decode()
        assert 'role="alert"' in body
        assert 'value="ada@"' in body
        assert 'aria-invalid="true" aria-describedby="email-hint email-error"' in body
        assert "four wooden spoons" not in body

    def test_keep_a_first_empty_line_of_what_was_typed(self, client, busy, user):
        client.force_login(user)

        page = client.post("/preview/", {"source": "\nx"})

        assert page.status_code == 200
        shown = client.post(
            f"/topic/{busy.pk}/replies/", {"source": "\n\nx", "view": "preview"}
        )
        # HTML drops the first line end after the tag, so the page puts one there.
        assert re.search(r"<textarea[^>]*>\n\n\nx</textarea>", shown.content.decode())


class TestMachinePages:
    @pytest.mark.parametrize("path", ["/feed/rss/", "/feed/atom/", "/sitemap.xml"])
    def test_are_well_formed_whatever_was_typed(self, client, busy, path):
        Topic.objects.filter(pk=busy.pk).update(title="<x> & \x0b ]]>")

        page = client.get(path)

        assert page.status_code == 200
        ElementTree.fromstring(page.content)

    def test_list_every_topic_in_chunks_and_none_twice(
        self, client, site, make_topic, monkeypatch
    ):
        monkeypatch.setattr(sitemap, "CHUNK", 3)
        topics = [make_topic() for _ in range(7)]
        hidden = make_topic(audience="staff")

        index = re.findall(
            r"<loc>http://testserver([^<]+)", client.get("/sitemap.xml").text
        )
        listed = [
            path
            for part in index
            for path in re.findall(
                r"<loc>http://testserver([^<]+)", client.get(part).text
            )
        ]

        assert len(index) >= 3
        for topic in topics:
            assert listed.count(topic.get_absolute_url()) == 1
        assert hidden.get_absolute_url() not in listed


class TestPieces:
    @pytest.mark.parametrize(
        ("name", "letters"),
        [("Noor Haddadi", "NH"), ("pilot_gwen", "PG"), ("J.", "J"), ("<", "?")],
    )
    def test_initials_are_letters_of_the_name(self, name, letters):
        assert initials(name) == letters

    @pytest.mark.parametrize(
        ("address", "kept"),
        [
            ("https://x.example/", "https://x.example/"),
            ("/post/7/", "/post/7/"),
            ("//evil.example/", ""),
            ("javascript:alert(1)", ""),
            ("data:text/html,x", ""),
        ],
    )
    def test_only_web_addresses_become_links(self, address, kept):
        made = environment(loader=DictLoader({}))

        assert made.filters["weblink"](address) == kept
