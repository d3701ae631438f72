"""Links that stand alone, and the cards they get."""

import pytest

from rostra.foundation.markup import PageCard, render
from rostra.foundation.markup.videos import player_of, told_at, video_site
from tests.foundation.markup.reading import elements, shown

PAGE = "https://www.example.com/a"
PICTURE = "cards/0/7-0123456789abcdef.webp"


def cards(html):
    found = [e for e in elements(html) if e.attributes.get("class") == "link-card"]
    return [" ".join(card.text(separator=" ").split()) for card in found]


@pytest.mark.parametrize(
    ("source", "links"),
    [
        (PAGE, (PAGE,)),
        (f"before\n\n{PAGE}\n\nafter", (PAGE,)),
        (f"<{PAGE}>", (PAGE,)),
        ("www.example.com", ("http://www.example.com",)),
        (f"see {PAGE}", ()),
        (f"[words]({PAGE})", ()),
        (f"[{PAGE}](https://other.example)", ()),
        (f"{PAGE}\n{PAGE}", ()),
        (f"> {PAGE}", ()),
        (f"- {PAGE}", ()),
        (f"||{PAGE}||", ()),
        (f"||\n\n{PAGE}\n\n||", ()),
        (f"# {PAGE}", ()),
        (f"`{PAGE}`", ()),
        ("me@example.com", ()),
        ("/topic/7/", ()),
        ("<https://[bad>", ()),
        (f"{PAGE}?{'x' * 1000}", ()),
        ("\n\n".join(f"{PAGE}/{n}" for n in range(9)), tuple(f"{PAGE}/{n}" for n in range(5))),
    ],
)  # fmt: skip
def test_stand_alone_in_a_paragraph(source, links):
    assert render(source).links == links


def test_say_what_the_page_says_and_where_it_is():
    known = {PAGE: PageCard("A <b> & c", "What it says", PICTURE)}

    html = render(f"{PAGE}\n\nwords", cards=known).html

    assert cards(html) == [f"A <b> & c What it says example.com {PAGE}"]
    (picture,) = (e for e in elements(html) if e.tag == "img")
    assert picture.attributes["src"] == f"/media/{PICTURE}"
    assert picture.attributes["alt"] == ""
    leading = {e.attributes["href"] for e in elements(html) if e.tag == "a"}
    assert leading == {PAGE}


def test_without_anything_known_are_links():
    assert (
        render(PAGE).html
        == render(PAGE, cards={"https://other.example": PageCard("x")}).html
    )
    assert cards(render(PAGE).html) == []


@pytest.mark.parametrize(
    "picture", ["https://evil.example/a.png", "faces/1/a.webp", "../x", '"><script>']
)
def test_show_no_picture_of_anywhere_else(picture):
    html = render(PAGE, cards={PAGE: PageCard("x", "", picture)}).html

    assert "src=" not in html
    assert "<script" not in html


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://www.youtube.com/watch?v=a", "YouTube"),
        ("https://m.youtube.com/shorts/abc", "YouTube"),
        ("https://youtu.be/abc?t=9", "YouTube"),
        ("https://vimeo.com/123", "Vimeo"),
        ("https://player.vimeo.com/video/123", "Vimeo"),
        ("https://www.dailymotion.com/video/x1", "Dailymotion"),
        ("https://www.twitch.tv/videos/1", "Twitch"),
        ("https://www.tiktok.com/@a.b/video/1", "TikTok"),
        ("https://www.bilibili.com/video/BV1", "Bilibili"),
        ("https://tube.example/w/9c9de5e8d1ab4ffb8f6a11", "tube.example"),
        ("https://tube.example/videos/watch/9c9de5e8-d1ab-4ffb-8f6a-110123456789", "tube.example"),
        ("https://www.youtube.com/", ""),
        ("https://youtube.com.evil.example/watch?v=a", ""),
        ("https://evil.example/youtube.com/watch?v=a", ""),
        ("https://notyoutube.com/watch?v=a", ""),
        ("https://vimeo.com/about", ""),
    ],
)  # fmt: skip
def test_of_videos_are_known_by_their_address(address, site):
    assert video_site(address) == site


@pytest.mark.parametrize(
    ("address", "player"),
    [
        ("https://www.youtube.com/watch?v=a-_1&list=x", "https://www.youtube-nocookie.com/embed/a-_1"),
        ("https://youtu.be/abc?t=90s", "https://www.youtube-nocookie.com/embed/abc?start=90"),
        ("https://m.youtube.com/shorts/abc/", "https://www.youtube-nocookie.com/embed/abc"),
        ("https://youtu.be/abc?t=1h", "https://www.youtube-nocookie.com/embed/abc"),
        ("https://vimeo.com/channels/one/123", "https://player.vimeo.com/video/123?dnt=1"),
        ("https://dai.ly/x12", "https://geo.dailymotion.com/player.html?video=x12"),
        ("https://www.youtube.com/watch?v=a%22%3E", ""),
        ("https://www.youtube.com/watch?x=1", ""),
        ("https://youtube.com.evil.example/watch?v=abc", ""),
        ("https://www.tiktok.com/@a.b/video/1", ""),
    ],
)  # fmt: skip
def test_of_some_videos_have_a_player(address, player):
    html = render(address).html

    assert player_of(address) == player
    assert (f'<play-video data-player="{player}"' in html) == bool(player)


def test_of_a_video_say_so_at_once_and_load_nothing():
    html = render("https://youtu.be/abc").html

    assert cards(html) == ["Video on YouTube youtu.be https://youtu.be/abc"]
    assert not [e for e in elements(html) if e.tag in ("img", "iframe")]
    assert shown(render("see https://youtu.be/abc").html) == "see https://youtu.be/abc"


def test_of_a_video_on_a_site_without_a_name_say_its_host_once():
    address = "https://tube.example/w/9c9de5e8d1ab4ffb8f6a11"

    assert cards(render(address).html) == [f"Video on tube.example {address}"]


def test_of_a_video_whose_title_is_known_name_both():
    known = {"https://youtu.be/abc": PageCard("Gate three")}

    html = render("https://youtu.be/abc", cards=known).html

    assert cards(html) == [
        "Gate three Video on YouTube · youtu.be https://youtu.be/abc"
    ]
    assert told_at("https://youtu.be/abc").startswith("https://www.youtube.com/oembed?")
    assert told_at(PAGE) == ""
