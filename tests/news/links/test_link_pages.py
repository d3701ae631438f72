"""The pages on which a topic is started from a page of another site."""

import re
from urllib.parse import urljoin

import pytest
from django.core import signing

from rostra.forum.models import Topic
from rostra.forum.services.editing import edit_post
from rostra.news.kept_entries import address_key, addresses_as_digests
from rostra.news.models import TopicAddress
from rostra.news.services import asking_links, link_addresses
from rostra.news.services.link_addresses import (
    addresses_signed_for,
    signed_addresses,
)
from tests.news.links.river import PAGE, others_in, post_from, too_soon

pytestmark = pytest.mark.django_db


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
        # The words of the post begin with the same link: it is not said again there.
        main = page.partition("<main")[2]
        assert re.findall(r">\s*The gate was shut too late\s*<", main) == [
            ">The gate was shut too late<"
        ]
        assert main.index("from-link") < main.index("I was <strong>there")
        assert (settings.ROSTRA_DATA / "media" / topic.link.image).exists()
        again = member.post("/start/link/", {"look": f"{site_of}?utm_medium=x"})
        assert again.status_code == 409
        assert topic.get_absolute_url() in again.content.decode()

    def test_a_link_that_a_member_wrote_stays(self, start, user, client, site):
        other = "[The log](https://log.example/)\n\nI was there."
        topic = start("https://river.example/gate")
        edit_post(editor=user, post_id=topic.posts.get().pk, source=other)

        page = client.get(topic.get_absolute_url()).content.decode()

        assert 'class="from-link"' in page
        assert "https://log.example/" in page

    def test_without_other_words_the_post_is_the_link(self, start, client, site):
        topic = start("https://river.example/gate", source="")

        words = client.get(topic.get_absolute_url()).content.decode()

        words = words.partition('class="prose"')[2].partition("</div>")[0]
        assert 'href="https://river.example/gate"' in words

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
        monkeypatch.setattr(asking_links.ASKED.__class__, "spend", too_soon)

        answer = member.post("/start/link/", {"look": site_of})

        assert answer.status_code == 429
        assert f'value="{site_of}"' in answer.content.decode()
