"""What a page says of itself, and how it is asked."""

import os
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from rostra.news.models import LinkTopic
from rostra.news.reading.pages import read_story_page
from rostra.news.services import asking_links
from rostra.news.services.asking_links import ask_link
from rostra.news.services.changing_links import change_link
from rostra.news.services.starting_links import Linked
from rostra.site.chores import chores
from tests.news.links.river import PAGE

pytestmark = pytest.mark.django_db
LD = """<script type="application/ld+json">{"@context": "https://schema.org",
"@graph": [{"@type": "WebSite", "name": "x"}, {"@type": ["NewsArticle"],
"headline": "Gate shut at four", "datePublished": "2026-11-27T23:00:00+01:00",
"publisher": {"@type": "Organization", "name": "River Post Ltd"},
"image": [{"url": "/ld.png"}], "@id": "urn:river:77",
"mainEntityOfPage": {"@id": "https://river.example/gate"}}]}</script>"""


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
