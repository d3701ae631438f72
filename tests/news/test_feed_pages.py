"""The owner's pages about feeds, asked as a browser without script asks them."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rostra.foundation.outgoing import Reach
from rostra.news.models import Feed, FeedEntry, Story
from rostra.news.services import polling
from rostra.news.services.polling import poll_feed
from tests.news.feed_server import item, rss, serving

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(make_user, site, client):
    owner = make_user("Olga", role="owner")
    client.force_login(owner)
    return owner


@pytest.fixture
def house(make_user):
    return make_user("Halvern Wire", is_house=True)


@pytest.fixture
def server(monkeypatch, settings, tmp_path):
    only = Reach(None, lambda address: str(address) == "127.0.0.1")
    monkeypatch.setattr(polling, "REACH", only)
    settings.ROSTRA_DATA = tmp_path
    with serving() as told:
        yield told


@pytest.fixture
def form(owner, house, category):
    def fields(address, **changed):
        told = {"address": address, "title": "A wire", "shows": "all", "words": "60"}
        told |= {"house": str(house.pk), "category": str(category.pk)}
        told |= {"arrival": "hold", "joins": "offer", "joins_from": "90"}
        return told | {"minutes": "15"} | changed

    return fields


@pytest.fixture
def feed(client, form, server):
    client.post(
        "/newsroom/feeds/new/", form(server.says("/feed", rss(item(1), item(2))))
    )
    return Feed.objects.get()


def test_a_feed_is_found_from_a_sites_page_and_added(client, form, server, house):
    there = server.says("/feed", rss(title="The River Post"))
    page = b'<html><link rel=alternate type="application/rss+xml" href="/feed" title="All">'
    site = server.says("/", page)

    offers = client.post("/newsroom/feeds/new/", {"look": site}).content.decode()
    assert f'name="look" value="{there}"' in offers
    asks = client.post("/newsroom/feeds/new/", {"look": there}).content.decode()
    assert f'value="{there}"' in asks
    assert 'value="The River Post"' in asks
    answer = client.post(
        "/newsroom/feeds/new/", form(there, tags="a, b", has_pictures="on")
    )

    feed = Feed.objects.get()
    assert answer["Location"] == f"/newsroom/feeds/{feed.pk}/?done=added"
    assert (feed.house, feed.has_pictures, feed.arrival) == (house, True, "hold")
    assert "A wire" in client.get("/newsroom/feeds/").content.decode()


def test_a_feed_that_is_here_is_told_of_and_nothing_typed_is_lost(client, form, feed):
    there = Feed.objects.get()
    same = form(there.address)
    assert client.post("/newsroom/feeds/new/", same).status_code == 303

    answer = client.post(
        "/newsroom/feeds/new/", same | {"title": "Else", "tags": "sea"}
    )

    assert answer.status_code == 409
    assert "This feed is here already." in answer.text
    assert f'href="/newsroom/feeds/{there.pk}/"' in answer.text
    assert 'value="Else"' in answer.text
    assert 'value="sea"' in answer.text
    assert Feed.objects.get().title == "A wire"


def test_what_is_wrong_is_told_next_to_the_field_and_the_text_is_back(client, form):
    wrong = {"words": "many", "quiet_from": "25:99", "house": "7", "shows": "x"}

    answer = client.post(
        "/newsroom/feeds/new/", form("nowhere", only_with="sea", **wrong)
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    for words in ("Give a whole number.", "Give a time", "Choose one of the house"):
        assert words in page
    assert 'value="nowhere"' in page
    assert "\nsea</textarea>" in page
    again = client.post("/newsroom/feeds/new/", form("nowhere"))
    assert "Give a whole address" in again.content.decode()


def test_what_is_at_no_feeds_address_is_told(client, owner, server):
    answer = client.post("/newsroom/feeds/new/", {"look": server.says("/x", b"Hello")})

    assert answer.status_code == 422
    assert "it holds no feed" in answer.content.decode()


def test_a_list_is_brought_in(client, form):
    opml = (
        b'<opml><body><outline text="One" xmlUrl="http://one.example/f"/></body></opml>'
    )
    file = SimpleUploadedFile("feeds.opml", opml)
    fields = form("") | {"file": file}

    assert client.post("/newsroom/feeds/list/", fields).status_code == 303
    assert Feed.objects.get().title == "One"
    for wrong in (b"<rss/>", b"no", b"<opml/>"):
        fields["file"] = SimpleUploadedFile("feeds.opml", wrong)
        assert client.post("/newsroom/feeds/list/", fields).status_code == 422


def test_a_trial_shows_and_posts_nothing(client, feed):
    page = client.post(f"/newsroom/feeds/{feed.pk}/trial/").content.decode()

    assert "Story number 1" in page
    assert "Would wait until an editor has looked" in page
    assert "(RSS) has 2 entries. Nothing of this was posted." in page
    assert not FeedEntry.objects.exists()
    Feed.objects.update(arrival="publish")
    page = client.post(f"/newsroom/feeds/{feed.pk}/trial/").content.decode()
    assert "Would be posted" in page


def test_a_feed_is_tried_before_it_is_added(client, form, server):
    there = server.says("/other", rss(item(1), item(2)))
    rules = {"never_with": "number 2", "arrival": "publish", "try": "1"}

    answer = client.post("/newsroom/feeds/new/", form(there, **rules))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "(RSS) has 2 entries. Nothing of this was posted." in page
    assert "Would be posted" in page
    assert "It has the word “number 2”." in page
    assert f'value="{there}"' in page
    assert "\nnumber 2</textarea>" in page
    assert not Feed.objects.exists()
    wrong = client.post("/newsroom/feeds/new/", form("nowhere", **rules))
    assert wrong.status_code == 422


def test_other_rules_are_tried_before_they_are_saved(client, feed, form):
    rules = {"never_with": "number 1", "try": "1"}

    page = client.post(
        f"/newsroom/feeds/{feed.pk}/", form(feed.address, **rules)
    ).content.decode()

    assert "It has the word “number 1”." in page
    assert Feed.objects.get().never_with == ""
    assert not FeedEntry.objects.exists()


def test_a_trial_of_a_feed_without_entries_says_so(client, form, server):
    answer = client.post(
        "/newsroom/feeds/new/", form(server.says("/none", rss()), **{"try": "1"})
    )

    assert "It has no entries now, and nothing was posted." in answer.text


def test_nobody_tries_what_they_may_not_add(client, form, server, user, feed):
    client.force_login(user)
    asked = server.asked.total()

    for path in ("new", feed.pk):
        sent = form(feed.address, **{"try": "1"})
        assert client.post(f"/newsroom/feeds/{path}/", sent).status_code == 404

    assert server.asked.total() == asked


def test_a_trial_of_a_new_feed_leaves_out_what_the_feed_will(client, feed, server):
    server.says("/feed", rss(*(item(number) for number in range(7))))

    before = client.post(f"/newsroom/feeds/{feed.pk}/trial/").content.decode()
    poll_feed(feed)

    assert before.count("It was there before this feed was added.") == 2
    skipped = FeedEntry.objects.filter(state="skipped")
    assert sorted(row.told["headline"] for row in skipped) == [
        "Story number 5",
        "Story number 6",
    ]
    assert before.index("Story number 4") < before.index("It was there before")


def test_looking_says_what_was_found(client, owner, server):
    there = server.says("/feed", rss(item(1, "Gate shut late"), item(2)))

    page = client.post("/newsroom/feeds/new/", {"look": there}).content.decode()

    assert "This is a feed (RSS) with 2 entries." in page
    assert "Gate shut late" in page


@pytest.mark.parametrize(
    ("look", "words"),
    [
        ("http://127.0.0.1:1/", "Nothing answers at this address."),
        ("http://10.0.0.1/", "It was not asked. This host is not of the public"),
        ("folder:My Wire", "small letters, digits and hyphens only"),
    ],
)
def test_what_cannot_be_looked_at_is_told_in_plain_words(
    client, owner, server, look, words
):
    answer = client.post("/newsroom/feeds/new/", {"look": look})

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_page_that_was_looked_at_and_names_no_feed_says_where_to_look(
    client, owner, server
):
    page = server.says("/about", b"<!doctype html><title>About us</title>")

    answer = client.post("/newsroom/feeds/new/", {"look": page})

    assert answer.status_code == 422
    assert "it names no feed" in answer.text
    assert "may tell where" not in answer.text


def test_where_no_scheme_is_said_a_host_without_encryption_is_found(
    client, owner, server
):
    there = server.says("/feed", rss(item(1)))
    bare = there.removeprefix("http://")

    found = client.post("/newsroom/feeds/new/", {"look": bare})

    assert "This is a feed (RSS) with 1 entry." in found.text
    assert "It answers without encryption only" in found.text
    assert f'value="{there}"' in found.text
    asked = client.post("/newsroom/feeds/new/", {"look": f"https://{bare}"})
    assert asked.status_code == 422
    none = client.post("/newsroom/feeds/new/", {"look": "127.0.0.1:1/feed"})
    assert "Nothing answers at this address." in none.text


def test_addresses_of_programs_that_read_feeds_are_taken(client, form, server):
    there = server.says("/feed", rss(item(1)))
    for written in (f"feed:{there}", there.replace("http:", "feed:")):
        found = client.post("/newsroom/feeds/new/", {"look": written})
        assert "This is a feed (RSS)" in found.text
        client.post("/newsroom/feeds/new/", form(written))

    assert Feed.objects.get().address == there


def test_all_numbers_that_are_wrong_are_told_at_once(client, form):
    wrong = {"words": "0", "minutes": "0", "joins_from": "10", "quiet_from": "23:00"}

    page = client.post("/newsroom/feeds/new/", form("http://a.example/", **wrong)).text

    for words in (
        "Choose from 1 to 2,000 words.",
        "Choose from 1 to 1,440 minutes.",
        "Choose from 50 to 100 per cent.",
        "Give both times, or neither.",
    ):
        assert words in page
    assert "4 things need to be put right." in page


def test_a_list_offers_no_choice_that_is_not_followed(client, form):
    page = client.get("/newsroom/feeds/list/").text

    assert "Publish at once" not in page
    assert "Entries of the new ones wait until you have looked" in page


def test_a_list_says_how_many_feeds_were_new(client, form):
    outlines = "".join(
        f'<outline xmlUrl="http://{name}.example/f"/>' for name in ("one", "two")
    )
    opml = f"<opml><body>{outlines}</body></opml>".encode()
    Feed.objects.filter().delete()
    fields = form("") | {"file": SimpleUploadedFile("feeds.opml", opml)}
    client.post("/newsroom/feeds/list/", fields)
    Feed.objects.filter(address__contains="two").delete()
    fields["file"] = SimpleUploadedFile("feeds.opml", opml)

    page = client.post("/newsroom/feeds/list/", fields, follow=True).content.decode()

    assert "1 feed of this list is new. 1 was here already." in page
    assert "http://two.example/f" in page


def test_held_entries_are_published_and_dropped(client, feed):
    poll_feed(feed)
    page = client.get("/newsroom/feeds/held/").content.decode()
    first, second = FeedEntry.objects.order_by("pk")
    assert "Story number 1" in page
    assert "Story number 2" in page

    posted = client.post(f"/newsroom/feeds/held/{first.pk}/")
    told = client.get(posted["Location"]).text
    assert re.search(r"Published: <a [^>]+>Story number \d</a>", told)
    gone = client.post(f"/newsroom/feeds/held/{second.pk}/", {"_method": "delete"})
    assert "The entry was dropped." in client.get(gone["Location"]).text
    again = client.post(f"/newsroom/feeds/held/{second.pk}/")
    assert "Somebody had decided" in client.get(again["Location"]).text

    assert Story.objects.count() == 1
    assert "Nothing waits" in client.get("/newsroom/feeds/held/").content.decode()


def test_health_is_a_chart_and_words(client, feed, server):
    poll_feed(feed)
    server.says("/feed", b"", 500)
    poll_feed(Feed.objects.get())

    for path in ("/newsroom/feeds/", f"/newsroom/feeds/{feed.pk}/"):
        page = client.get(path).content.decode()
        assert "Asked 2 times lately; 1 failed" in page
        assert page.count("<rect ") == 2
        assert 'class="failed"' in page
        assert "The server answered with status 500." in page
        assert "Failed once" in page


def test_pausing_changing_and_removing(client, feed, form):
    page = f"/newsroom/feeds/{feed.pk}/"
    paused = client.post(f"{page}pause/")
    assert "The feed is paused" in client.get(paused["Location"]).text
    assert Feed.objects.get().paused_at
    client.post(f"{page}pause/", {"_method": "delete"})
    assert not Feed.objects.get().paused_at

    client.post(
        page,
        form(feed.address, title="Another name", quiet_from="23:00", quiet_to="06:00"),
    )
    shown = client.get(page).content.decode()
    assert 'value="Another name"' in shown
    assert 'value="23:00"' in shown

    asked = client.post(page, {"_method": "delete"})
    assert "Remove “Another name”?" in asked.text
    assert Feed.objects.exists()
    gone = client.post(page, {"_method": "delete", "sure": "on"})
    assert not Feed.objects.exists()
    assert "The feed was removed." in client.get(gone["Location"]).text
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("count", [1, 40])
def test_the_list_costs_the_same_however_many_there_are(
    client, form, feed, count, django_assert_max_num_queries
):
    one = Feed.objects.get()
    fields = {"house": one.house, "category": one.category, "made_at": one.made_at}
    Feed.objects.bulk_create(
        Feed(address=f"http://{n}.example/", title=str(n), **fields)
        for n in range(count)
    )
    client.get("/newsroom/feeds/")

    with django_assert_max_num_queries(9):
        client.get("/newsroom/feeds/")


def test_words_of_feeds_are_only_words(client, form, server):
    bad = "<script>alert(1)</script>"
    body = rss(
        item(1, f"<![CDATA[{bad} news today]]>", f"<p>{bad}Text</p>"),
        title=f"<![CDATA[{bad}]]>",
    )
    client.post("/newsroom/feeds/new/", form(server.says("/feed", body), title=bad))
    feed = Feed.objects.get()
    poll_feed(feed)

    for path in ("", "held/", f"{feed.pk}/"):
        assert b"<script>alert" not in client.get(f"/newsroom/feeds/{path}").content
    assert (
        b"<script>alert" not in client.post(f"/newsroom/feeds/{feed.pk}/trial/").content
    )


def test_only_an_embargo_that_lasts_is_told_of_what_waits(client, feed):
    poll_feed(feed)
    past, ahead = FeedEntry.objects.order_by("pk")
    for row, day in ((past, "2018-10-23"), (ahead, "2199-10-23")):
        row.told["embargoed_until"] = f"{day}T12:00:00+00:00"
        row.save()

    page = client.get("/newsroom/feeds/held/").content.decode()

    assert page.count("not before") == 1
    assert 'datetime="2199-10-23' in page
