"""Topics that members start from a page of another site."""

import io
import os
from datetime import date, timedelta
from urllib.parse import urljoin

import pytest
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import TestCase
from django.utils import timezone
from PIL import Image

from rostra.accounts.ranks import Rank
from rostra.forum.models import Topic
from rostra.forum.rights import EDIT_LATE, RIGHTS
from rostra.forum.services.erasing import erase_words
from rostra.forum.services.granting import Given, give_rights
from rostra.forum.services.moving import merge_topics
from rostra.foundation.limits import Limit
from rostra.foundation.visibility import NotVisible
from rostra.news.kept_entries import address_key, addresses_as_digests
from rostra.news.models import LinkTopic, Outlet, Story, TopicAddress
from rostra.news.reading import EntryRead, FeedRead
from rostra.news.reading.pages import read_story_page
from rostra.news.services import asking_links, changing_links, link_addresses
from rostra.news.services.asking_links import ask_link
from rostra.news.services.changing_links import change_link
from rostra.news.services.joining import join_stories, unjoin
from rostra.news.services.link_addresses import (
    addresses_signed_for,
    signed_addresses,
)
from rostra.news.services.starting_links import IsHere, Linked, start_link_topic
from rostra.news.services.taking_in import take_in
from rostra.news.services.writing import Written, write_story
from rostra.site.chores import chores

pytestmark = pytest.mark.django_db

PAGE = """<html><head><title>Gate shut late | River Post</title>
<link rel="canonical" href="/news/gate?utm_source=x">
<meta property="og:title" content="Gate shut two hours late">
<meta property="og:site_name" content="The River Post">
<meta property="og:image" content="/gate.png">
<meta property="article:published_time" content="2026-11-28T04:10:00Z">
</head><body>Words</body></html>"""
LD = """<script type="application/ld+json">{"@context": "https://schema.org",
"@graph": [{"@type": "WebSite", "name": "x"}, {"@type": ["NewsArticle"],
"headline": "Gate shut at four", "datePublished": "2026-11-27T23:00:00+01:00",
"publisher": {"@type": "Organization", "name": "River Post Ltd"},
"image": [{"url": "/ld.png"}], "@id": "urn:river:77",
"mainEntityOfPage": {"@id": "https://river.example/gate"}}]}</script>"""


def png():
    file = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def site_of(server):
    """A site with a page and a picture; the page's address."""
    server.says("/gate.png", png(), Content_Type="image/png")
    return server.says("/gate", PAGE.encode(), Content_Type="text/html; charset=utf-8")


@pytest.fixture
def member(client, user, site, category):
    client.force_login(user)
    return client


@pytest.fixture
def start(user, category):
    def start(address="https://river.example/gate", by=user, where=category, **more):
        linked = Linked(address, "Gate shut two hours late", **more)
        how = {"category_id": where.pk, "source": "I was there."}
        return start_link_topic(author=by, linked=linked, **how)

    return start


class TestReadingAPage:
    def test_open_graph_and_the_canonical_address(self):
        page = read_story_page(PAGE.encode(), "text/html", "https://river.example/a")

        assert (page.title, page.outlet, page.published_on) == (
            *("Gate shut two hours late", "The River Post"),
            date(2026, 11, 28),
        )
        assert page.picture == "https://river.example/gate.png"
        assert page.addresses == (
            "https://river.example/a",
            "https://river.example/news/gate?utm_source=x",
        )

    def test_what_schema_org_says_counts_more(self):
        page = read_story_page(
            PAGE.replace("</head>", f"{LD}</head>").encode(),
            "text/html",
            "https://river.example/a",
        )

        assert (page.title, page.outlet, page.published_on) == (
            *("Gate shut at four", "River Post Ltd"),
            date(2026, 11, 27),
        )
        assert page.picture == "https://river.example/ld.png"
        assert "https://river.example/gate" in page.addresses
        assert page.names == ("urn:river:77",)

    @pytest.mark.parametrize(
        "told",
        [
            "",
            "null",
            "[" * 100_000,
            '{"@type": 5}',
            '{"@type": "Article", "headline": {"a": [1]}, "image": [[]], "url": 5}',
            '{"@type": "Article", "publisher": 3, "datePublished": ["x"], "url": {}}',
            '{"@graph": {"@graph": {"@type": "Article", "headline": null}}}',
        ],
    )
    def test_nothing_that_a_page_says_makes_it_stumble(self, told):
        script = f'<script type="application/ld+json">{told}</script>'

        page = read_story_page(script.encode(), "text/html", "https://a.example/")

        assert page.title == ""

    def test_a_hostile_page_costs_little(self):
        script = '<script type="application/ld+json">{"a": "'
        for bad in (script * 9_000, "<link " * 80_000, "<meta " + "a=" * 200_000):
            page = read_story_page(bad.encode(), "text/html", "https://a.example/")

            assert (page.title, page.picture) == ("", "")


class TestAsking:
    def test_gives_what_the_page_says_and_draws_its_picture(
        self, user, site_of, settings, category
    ):
        asked = ask_link(author=user, address=site_of)

        assert asked.page.title == "Gate shut two hours late"
        assert (settings.ROSTRA_DATA / "media" / asked.picture).exists()

    def test_of_what_was_looked_at_one_picture_stays(
        self, user, site_of, settings, category
    ):
        paths = [ask_link(author=user, address=site_of).picture for _ in range(2)]

        there = [(settings.ROSTRA_DATA / "media" / path).exists() for path in paths]
        assert there == [False, True]

    def test_a_picture_that_nobody_used_is_gone_after_a_day(
        self, user, make_user, site_of, settings, category
    ):
        old, new = (
            ask_link(author=who, address=site_of).picture for who in (user, make_user())
        )
        media = settings.ROSTRA_DATA / "media"
        at = (timezone.now() - timedelta(hours=25)).timestamp()
        os.utime(media / old, (at, at))

        [chore] = [do for _, do in chores() if do is asking_links.forget_looked_at]
        assert [chore(), chore()] == [1, 0]

        assert [(media / path).exists() for path in (old, new)] == [False, True]

    @pytest.mark.parametrize("how", ["start", "change"])
    def test_a_picture_that_was_used_is_there_once(
        self, user, start, site_of, settings, how, django_capture_on_commit_callbacks
    ):
        topic = start(site_of) if how == "change" else None
        looked_at = ask_link(author=user, address=site_of).picture
        with django_capture_on_commit_callbacks(execute=True):
            if topic:
                linked = Linked(site_of, "Gate", picture=looked_at)
                there = {"topic_id": topic.pk, "has_picture": True}
                change_link(editor=user, linked=linked, **there)
            else:
                start(site_of, picture=looked_at)

        media = settings.ROSTRA_DATA / "media"
        assert (media / LinkTopic.objects.get().image).is_file()
        assert not (media / looked_at).exists()

    def test_a_page_that_hangs_drips_or_hides_is_told_politely(
        self, user, server, monkeypatch, category
    ):
        monkeypatch.setattr(asking_links, "SECONDS", 0.4)
        private = {"Location": "http://10.0.0.1/"}
        for address, words in (
            (server.hangs("/hangs"), "did not answer in time"),
            (server.drips("/drips"), "did not answer in time"),
            (server.says("/to", b"", 302, **private), "not one that everybody"),
            ("http://127.0.0.2/", "not one that everybody"),
            ("http://169.254.169.254/latest/", "not one that everybody"),
            (server.says("/gone", b"", 404), "status 404"),
            (server.says("/a.zip", b"PK", Content_Type="application/zip"), "another"),
            ("ftp://river.example/", "Give a whole address"),
            ("", "Give a whole address"),
        ):
            with pytest.raises(ValidationError) as told:
                ask_link(author=user, address=address)
            assert words in told.value.message_dict["address"][0], address


class TestStarting:
    def test_is_a_topic_of_the_members_with_the_page_under_it(self, start, user):
        topic = start(outlet="The River Post", published_on=date(2026, 11, 28))

        assert topic.author == user
        assert not topic.is_story
        assert topic.link.outlet == "The River Post"
        source = topic.posts.get().source
        assert "(<https://river.example/gate>)" in source
        assert source.endswith("I was there.")

    @pytest.mark.parametrize(
        "again",
        [
            "http://www.river.example/gate/",
            "https://river.example/gate?utm_source=mail#top",
            "river.example/gate",
        ],
    )
    def test_of_one_page_is_not_started_twice(self, start, make_user, again):
        first = start()

        with pytest.raises(IsHere) as told:
            start(again, by=make_user())

        assert told.value.topic == first
        assert Topic.objects.count() == 1

    def test_leads_to_the_story_of_a_feed(self, start, make_feed):
        feed = make_feed()
        where = "https://river.example/gate"
        entry = EntryRead(
            id="1", headline="It closed late", address=where, addresses=(where,)
        )
        take_in(feed_id=feed.pk, read=FeedRead(format="RSS", entries=(entry,)))

        with pytest.raises(IsHere) as told:
            start()

        assert told.value.topic == Story.objects.get().topic

    def test_leads_to_a_story_written_by_hand(self, start, editor, house, category):
        story = write_story(
            editor=editor,
            house_id=house.pk,
            category_id=category.pk,
            written=Written(
                "It closed late", original_url="https://river.example/gate"
            ),
        )

        with pytest.raises(IsHere) as told:
            start()

        assert told.value.topic == story.topic

    def test_leads_to_the_topic_that_another_was_merged_into(
        self, start, make_topic, moderator, category
    ):
        into = make_topic(author=moderator, category=category)
        gone = start()

        with TestCase.captureOnCommitCallbacks(execute=True):
            merge_topics(moderator=moderator, topic_id=gone.pk, into_id=into.pk)

        with pytest.raises(IsHere) as told:
            start()
        assert told.value.topic == into
        assert set(TopicAddress.objects.values_list("topic", flat=True)) == {into.pk}

    def test_leads_to_where_a_story_from_a_feed_was_merged(
        self, start, make_feed, make_topic, moderator, category
    ):
        address = "https://river.example/gate"
        said = EntryRead(
            id="1", address=address, addresses=(address,), headline="It closed late"
        )
        feed = make_feed()
        take_in(feed_id=feed.pk, read=FeedRead("rss", entries=(said,)))
        into = make_topic(author=moderator, category=category)
        gone = Story.objects.get().topic_id

        merge_topics(moderator=moderator, topic_id=gone, into_id=into.pk)

        with pytest.raises(IsHere) as told:
            start()
        assert told.value.topic == into

    def test_leads_back_once_a_joining_is_taken_back(
        self, start, editor, house, category
    ):
        def write(headline, address):
            written = Written(headline, body="Words.", original_url=address)
            where = {"house_id": house.pk, "category_id": category.pk}
            return write_story(editor=editor, **where, written=written)

        stays = write("It closed late", "https://sea.example/gate")
        goes = write("It closed very late", "https://river.example/gate")
        topics = {"topic_id": stays.topic_id, "other_id": goes.topic_id}
        with TestCase.captureOnCommitCallbacks(execute=True):
            join_stories(editor=editor, **topics)
        with pytest.raises(IsHere) as told:
            start()
        assert told.value.topic == stays.topic

        with TestCase.captureOnCommitCallbacks(execute=True):
            unjoin(editor=editor, outlet_id=Outlet.objects.get().pk)

        with pytest.raises(IsHere) as told:
            start()
        assert told.value.topic == goes.topic

    def test_does_not_tell_of_what_one_may_not_see(
        self, start, make_category, moderator
    ):
        private = make_category("Staff", audience="staff")
        start(by=moderator, where=private)

        assert start().category != private

    def test_is_for_who_may_where_they_may(self, start, user, category, make_user):
        owner = make_user(role="owner")
        given = {
            key: Given(Rank.OWNER if key == "start-link" else meaning.default)
            for key, meaning in RIGHTS.items()
            if not meaning.is_everywhere
        }
        give_rights(owner=owner, category_id=category.pk, given=given)

        with pytest.raises(PermissionDenied):
            start()
        assert start(by=owner)

    def test_nobody_takes_a_picture_that_was_drawn_for_another(
        self, start, make_user, site_of
    ):
        other = make_user()
        theirs = ask_link(author=other, address=site_of).picture

        for path in (theirs, "../secret.key", "faces/0/1-0123456789abcdef.webp"):
            topic = start(f"https://river.example/{path}", picture=path)
            assert topic.link.image == ""
            Topic.objects.all().delete()

    def test_goes_with_the_words_of_the_opening_post(self, start, moderator):
        topic = start()

        erase_words(editor=moderator, post_id=topic.posts.get().pk, notice="Gone.")

        assert not LinkTopic.objects.exists()
        assert start(by=moderator).pk != topic.pk


class TestPages:
    def test_from_address_to_topic(self, member, site_of, category, settings):
        shown = member.post("/start/link/", {"look": site_of, "category": category.pk})
        page = shown.content.decode()
        assert 'value="Gate shut two hours late"' in page
        assert 'value="The River Post"' in page
        assert 'value="2026-11-28"' in page
        picture = page.partition('name="picture" value="')[2].partition('"')[0]
        others = page.partition('name="others" value="')[2].partition('"')[0]

        sent = {
            "address": site_of,
            "title": "The gate was shut too late",
            "outlet": "River Post",
            "published_on": "2026-11-27",
            "picture": picture,
            "has_picture": "on",
            "others": others,
            "source": "I was **there**.",
            "category": category.pk,
        }
        answer = member.post("/start/link/", sent)

        topic = Topic.objects.get()
        assert answer["Location"] == topic.get_absolute_url()
        page = member.get(answer["Location"]).content.decode()
        assert topic.link.image in page
        assert 'class="from-link"' in page
        assert "27 November 2026" in page
        assert "The gate was shut too late" in page
        assert (settings.ROSTRA_DATA / "media" / topic.link.image).exists()
        again = member.post("/start/link/", {"look": f"{site_of}?utm_medium=x"})
        assert again.status_code == 409
        assert topic.get_absolute_url() in again.content.decode()

    @pytest.mark.parametrize(
        ("canonical", "is_taken"),
        [("/the-gate", True), ("https://sea.example/gate", False)],
    )
    def test_a_page_speaks_for_its_own_domain_only(
        self, member, server, category, canonical, is_taken
    ):
        page = PAGE.replace("/news/gate?utm_source=x", canonical)
        there = server.says("/gate", page.encode(), Content_Type="text/html")
        shown = member.post("/start/link/", {"look": there}).content.decode()

        assert post_from(member, there, others_in(shown), category) == 303

        digests = addresses_as_digests((urljoin(there, canonical),))
        assert TopicAddress.objects.filter(digest__in=digests).exists() == is_taken

    def test_a_page_for_phones_is_of_the_same_site(self):
        asked, said = "https://m.river.example/1", "https://www.river.example/1"
        others = (said, "https://amp.sea.example/1")

        signed = signed_addresses(asked, others)

        assert addresses_signed_for(asked, signed) == (said,)
        assert addresses_signed_for(said, signed) == ()

    def test_nobody_brings_addresses_that_no_page_named(
        self, member, server, site_of, category
    ):
        shown = member.post("/start/link/", {"look": site_of}).content.decode()
        real, other = others_in(shown), server.says("/else", b"")
        forged = signing.dumps([address_key(site_of), ["https://sea.example/gate"]])
        for number, others in enumerate(("https://sea.example/gate", forged)):
            post_from(member, f"{site_of}?{number}", others, category)
        post_from(member, other, real, category)  # They were signed for another.

        asked = (f"{site_of}?0", f"{site_of}?1", other)
        digests = set(TopicAddress.objects.values_list("digest", flat=True))
        assert digests == set(addresses_as_digests(asked))

    def test_what_a_page_named_is_taken_for_a_day(
        self, member, site_of, category, monkeypatch
    ):
        shown = member.post("/start/link/", {"look": site_of}).content.decode()
        monkeypatch.setattr(link_addresses, "SECONDS", -1)

        post_from(member, site_of, others_in(shown), category)

        assert TopicAddress.objects.count() == 1

    def test_what_is_wrong_is_told_and_the_text_is_back(self, member):
        sent = {
            "address": "x y",
            "title": "",
            "source": "My words.",
            "category": "1000",
        }

        answer = member.post("/start/link/", sent | {"published_on": "soon"})

        page = answer.content.decode()
        assert answer.status_code == 422
        assert "My words.</textarea>" in page
        for words in ("Give your topic a title.", "Give a date", "Choose a category."):
            assert words in page

    def test_a_page_that_cannot_be_read_can_be_written_by_hand(
        self, member, server, category
    ):
        there = server.says("/x", b"", 500)

        refused = member.post("/start/link/", {"look": there})
        assert refused.status_code == 422
        assert f'value="{there}"' in refused.content.decode()
        form = member.post("/start/link/", {"look": there, "by_hand": "1"})

        assert form.status_code == 200
        assert 'name="source"' in form.content.decode()

    def test_words_of_a_page_are_only_words(self, member, server, category):
        bad = "<script>alert(1)</script>"
        page = PAGE.replace("Gate shut two hours late", bad.replace("<", "&lt;"))
        there = server.says("/bad", page.encode(), Content_Type="text/html")

        shown = member.post("/start/link/", {"look": there}).content.decode()
        assert "<script>alert" not in shown
        sent = {"address": there, "title": f"{bad} [x](javascript:y)", "source": "Hm."}
        at = member.post("/start/link/", sent | {"category": category.pk})["Location"]
        assert "<script>alert" not in member.get(at).content.decode()
        assert 'href="javascript:' not in member.get(at).content.decode()

    def test_the_form_to_start_a_topic_leads_there(self, member, category):
        page = member.get(f"/start/?category={category.pk}").content.decode()

        assert f'href="/start/link/?category={category.pk}"' in page

    def test_who_asks_too_often_waits(self, member, site_of, monkeypatch):
        monkeypatch.setattr(asking_links.ASKED.__class__, "spend", _too_soon)

        answer = member.post("/start/link/", {"look": site_of})

        assert answer.status_code == 429
        assert f'value="{site_of}"' in answer.content.decode()


def others_in(page):
    return page.partition('name="others" value="')[2].partition('"')[0]


def post_from(member, address, others, category):
    """Send the form to start a topic from a page; the status of the answer."""
    sent = {"address": address, "title": "The gate", "source": "I was there."}
    sent |= {"others": others, "category": category.pk, "client_token": address[-60:]}
    return member.post("/start/link/", sent).status_code


def _too_soon(_limit, _key):
    from rostra.foundation.limits import TooSoon

    raise TooSoon(30)


class TestChanging:
    @pytest.fixture
    def topic(self, start, user, site_of):
        picture = ask_link(author=user, address=site_of).picture
        return start(site_of, outlet="The Rver Post", picture=picture)

    def change(self, by, topic, has_picture=True, **said):
        linked = Linked(topic.link.address, **({"title": "Gate shut"} | said))
        how = {"topic_id": topic.pk, "linked": linked, "has_picture": has_picture}
        return change_link(editor=by, **how)

    def test_puts_right_what_is_shown_and_leaves_the_topic(self, topic, user):
        before = (topic.title, topic.link.address, topic.link.image)

        link = self.change(
            user, topic, outlet=" The River  Post", published_on=date(2026, 11, 2)
        )

        topic = Topic.objects.get()
        assert (link.title, link.outlet) == ("Gate shut", "The River Post")
        assert link.published_on == date(2026, 11, 2)
        assert (topic.title, topic.link.address, topic.link.image) == before

    def test_is_for_moderators_too_and_for_nobody_else(
        self, topic, moderator, make_user
    ):
        assert self.change(moderator, topic).title == "Gate shut"
        with pytest.raises(PermissionDenied, match="only edit your own"):
            self.change(make_user(), topic)

    def test_ends_with_the_time_in_which_posts_are_changed(
        self, topic, user, site, client_of, make_user
    ):
        given = {EDIT_LATE: Given(Rank.TRUSTED)}
        owner = make_user(role="owner")
        give_rights(owner=owner, category_id=None, given=given)
        topic.posts.update(created_at=timezone.now() - timedelta(minutes=61))

        with pytest.raises(PermissionDenied, match="60 minutes"):
            self.change(user, topic)
        page = client_of(user).get(topic.get_absolute_url()).content.decode()
        assert "from-link" in page
        assert f"/topic/{topic.pk}/link/" not in page

    def test_takes_the_picture_away(
        self, topic, user, settings, django_capture_on_commit_callbacks
    ):
        file = settings.ROSTRA_DATA / "media" / topic.link.image
        assert file.exists()

        with django_capture_on_commit_callbacks(execute=True):
            link = self.change(user, topic, has_picture=False)

        assert (link.image, link.image_width) == ("", 0)
        assert not file.exists()

    def test_does_not_take_what_another_topic_is_about(
        self, topic, start, member, server, make_user
    ):
        there = start(urljoin(topic.link.address, "/news/gate"), by=make_user())
        where = f"/topic/{topic.pk}/link/"
        asked = member.post(where, {"again": "1"}).content.decode()
        sent = {"title": "Put right", "others": others_in(asked)}

        refused = member.post(where, sent)

        page = refused.content.decode()
        assert refused.status_code == 409
        assert there.get_absolute_url() in page
        assert LinkTopic.objects.get(topic=topic).title != "Put right"
        assert others_in(page) == ""
        assert member.post(where, sent | {"others": ""}).status_code == 303
        assert TopicAddress.objects.filter(topic=topic).count() == 1

    def test_brings_no_addresses_that_no_page_named(self, topic, member):
        before = set(TopicAddress.objects.values_list("digest", flat=True))
        sent = {"title": "Gate", "others": "https://sea.example/gate"}

        assert member.post(f"/topic/{topic.pk}/link/", sent).status_code == 303

        assert set(TopicAddress.objects.values_list("digest", flat=True)) == before

    def test_is_not_done_all_the_time(self, topic, user, member, monkeypatch):
        monkeypatch.setattr(changing_links, "CHANGED", Limit("link-once", 1, 9**12))
        self.change(user, topic)

        answer = member.post(f"/topic/{topic.pk}/link/", {"title": "Once more"})

        assert answer.status_code == 429
        assert int(answer["Retry-After"]) > 0
        assert 'value="Once more"' in answer.content.decode()

    def test_of_a_topic_without_a_link_is_not_there(self, make_topic, moderator):
        topic = make_topic()

        with pytest.raises(NotVisible):
            change_link(
                editor=moderator,
                topic_id=topic.pk,
                linked=Linked("https://x.example/", "Title"),
                has_picture=False,
            )

    def test_on_its_page_with_what_the_page_says_by_now(
        self, topic, member, server, user, settings
    ):
        where = f"/topic/{topic.pk}/link/"
        shown = member.get(topic.get_absolute_url()).content.decode()
        assert f'href="{where}"' in shown
        assert 'value="The Rver Post"' in member.get(where).content.decode()
        new = PAGE.replace("Gate shut two", "Gate shut three")
        server.says("/gate", new.encode(), Content_Type="text/html; charset=utf-8")

        asked = member.post(where, {"again": "1"}).content.decode()
        assert 'value="Gate shut three hours late"' in asked
        assert 'value="The River Post"' in asked
        picture = asked.partition('name="picture" value="')[2].partition('"')[0]
        others = asked.partition('name="others" value="')[2].partition('"')[0]
        sent = {
            "title": "Gate shut three hours late",
            "outlet": "The River Post",
            "picture": picture,
            "has_picture": "on",
            "others": others,
        }
        answer = member.post(where, sent)

        assert answer["Location"] == topic.get_absolute_url()
        link = LinkTopic.objects.get()
        assert link.title == "Gate shut three hours late"
        assert link.image not in ("", topic.link.image)
        assert link.image in member.get(answer["Location"]).content.decode()

    def test_tells_what_is_wrong_and_keeps_what_was_there(self, topic, member, server):
        where = f"/topic/{topic.pk}/link/"

        empty = member.post(where, {"title": "", "published_on": "soon"})
        assert empty.status_code == 422
        for words in ("Give the page’s title.", "Give a date"):
            assert words in empty.content.decode()
        server.says("/gate", b"", 500)
        gone = member.post(where, {"again": "1"})

        assert gone.status_code == 422
        assert "status 500" in gone.content.decode()
        assert 'value="The Rver Post"' in gone.content.decode()
