"""What is found in running words: addresses, members, emoji, spoilers."""

import string

import pytest

from rostra.foundation.markup import Mention, render
from tests.foundation.markup.reading import elements, shown

SCOTT = Mention(7, "scott")
NOOR = Mention(8, "noor-haddadi")
NAMES = {"scott": SCOTT, "Noor Haddadi": NOOR, "สมชาย": Mention(9, "x")}


def links(source: str, **given) -> list[tuple[str, str]]:
    """Where each link of a text leads, and its words."""
    found = elements(render(source, **given).html)
    return [(a.attributes["href"], a.text()) for a in found if a.tag == "a"]


class TestAddresses:
    @pytest.mark.parametrize(
        ("typed", "leads_to"),
        [
            ("https://example.com/a?b=c&d", "https://example.com/a?b=c&d"),
            ("www.example.com", "http://www.example.com"),
            ("bbc.co.uk", "http://bbc.co.uk"),
            ("example.com", "http://example.com"),
            ("me@example.com", "mailto:me@example.com"),
            ("https://example.com/a_b_c", "https://example.com/a_b_c"),
            ("https://example.com/\\~me", "https://example.com/~me"),
        ],
    )
    def test_are_links_without_any_marks(self, typed, leads_to):
        assert links(f"See {typed}, please.") == [(leads_to, typed.replace("\\", ""))]

    @pytest.mark.parametrize(
        "words",
        [
            "I am done.It was late",
            "https\\://example.com",
            "ftp://example.com",
            "//example.com",
            "a.b",
            "version 1.2.3",
            "`https://example.com`",
            "    https://example.com",
            "https://example.com/" + "a" * 2000,
        ],
    )
    def test_are_not_seen_in_other_things(self, words):
        assert links(words) == []

    def test_that_lead_away_say_so_to_machines(self):
        (outside,) = elements(render("<https://example.com>").html)[1:]
        (inside,) = elements(render("[a](/post/1/)").html)[1:]

        assert outside.attributes["rel"] == "nofollow ugc noopener"
        assert "rel" not in inside.attributes

    @pytest.mark.parametrize(
        "address",
        [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "javascript&colon;alert(1)",
            "java\tscript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "//evil.example",
            "elsewhere",
            "../post/1/",
            "\x00javascript:alert(1)",
        ],
    )
    def test_of_other_kinds_leave_only_their_words(self, address):
        for source in (f"[words]({address})", f"[words](<{address}>)"):
            assert links(source) == []
            assert "words" in shown(render(source).html)

    def test_cannot_leave_the_site_by_a_backslash(self):
        assert links("[a](</\\evil.example>)") == [("/%5Cevil.example", "a")]

    def test_without_a_scheme_are_meant_for_the_web(self):
        assert links("[a](www.example.com)") == [("http://www.example.com", "a")]


class TestMentions:
    def test_lead_to_members(self):
        source = 'Ask @scott, or @"Noor Haddadi". @สมชาย knows.'

        assert links(source, names=NAMES) == [
            ("/member/7-scott/", "@scott"),
            ("/member/8-noor-haddadi/", "@Noor Haddadi"),
            ("/member/9-x/", "@สมชาย"),
        ]

    @pytest.mark.parametrize(
        "source",
        [
            "@scott's boat",
            "@scott.",
            "(@scott)",
            "**@scott**",
            "_@scott_",
            "__ask @scott__",
            "@scott\\'s",
            "<b>@scott</b>",
            "@scott-and-me",
            '"@scott"',
        ],
    )
    def test_end_where_the_name_ends(self, source):
        assert links(source, names=NAMES) == [("/member/7-scott/", "@scott")]

    @pytest.mark.parametrize(
        "source",
        [
            "`@scott`",
            "    @scott",
            "me@scott",
            "\\@scott",
            "&commat;scott",
            "@@scott",
            "@scotty",
            "https://example.com/@scott",
        ],
    )
    def test_are_not_seen_in_other_things(self, source):
        assert ("/member/7-scott/", "@scott") not in links(source, names=NAMES)

    def test_in_a_link_are_words(self):
        assert links("[@scott](/a)", names=NAMES) == [("/a", "@scott")]

    def test_of_nobody_stay_as_typed(self):
        assert shown(render('@nobody and @"no body"').html) == '@nobody and @"no body"'

    def test_are_told_once_each_as_they_were_written(self):
        rendered = render("@scott @Scott @scott @nobody", names=NAMES)

        assert rendered.mentions == ("scott", "Scott", "nobody")

    def test_are_told_with_every_name_that_they_can_mean(self):
        source = '@scott\'s @"Noor Haddadi" @my\\_name a@b.example'

        told = render(source).mentions

        assert told == ("scott's", "scott", "Noor Haddadi", "my_name")

    @pytest.mark.parametrize(
        "source",
        [
            "@my\\_name",
            "@my&#95;name",
            "@my&#x202e;_name",
            "_(@my\\_name)_",
            "@my_name",
        ],
    )
    def test_may_have_letters_that_were_escaped(self, source):
        names = {"my": SCOTT, "my_name": NOOR}

        assert links(source, names=names) == [("/member/8-noor-haddadi/", "@my_name")]

    def test_keep_what_was_escaped_after_them(self):
        assert shown(render("@scott\\-\\*x", names=NAMES).html) == "@scott-*x"

    def test_do_not_make_a_page_of_links(self):
        assert len(links("@scott " * 500, names=NAMES)) == 100


class TestEmoji:
    def test_have_names(self):
        assert shown(render(":smile: :+1: :Heart:").html) == "😄 👍 ❤️"

    @pytest.mark.parametrize(
        "words", ["`:smile:`", "12:30:45", ":no_such_thing:", "\\:smile:", "a:smile:"]
    )
    def test_are_not_seen_in_other_things(self, words):
        assert shown(render(words).html) == words.strip("`").replace("\\", "")


class TestSpoilers:
    def test_hide_words_and_marks(self):
        html = render("The keel was ||rotten, *all* of it||.").html

        assert html == (
            '<p dir="auto">The keel was <span class="spoiler" tabindex="0">'
            "rotten, <em>all</em> of it</span>.</p>\n"
        )

    @pytest.mark.parametrize(
        "words",
        [
            "a || b || c",
            "||never closed",
            "\\|\\|no\\|\\|",
            "\\||no||",
            "`||no||`",
            "|||no|||",
        ],
    )
    def test_are_not_seen_in_other_things(self, words):
        rendered = render(words)

        assert "spoiler" not in rendered.html
        assert shown(rendered.html) == words.strip("`").replace("\\", "")

    def test_hide_blocks_between_lines_of_bars(self):
        for source in (
            "||\n\none\n\n- two\n\n***\n\n||",
            "||\none\n\n- two\n\n***\n\n||",
        ):
            html = render(f"{source}\n\nthree").html

            assert [e.tag for e in elements(html)] == (
                ["details", "summary", "p", "ul", "li", "hr", "p"]
            )
            assert shown(html) == "Spoiler one two three"

    def test_of_blocks_need_their_end(self):
        assert shown(render("||\n\none\n\ntwo").html) == "|| one two"

    def test_are_left_out_where_text_is_shown_alone(self):
        assert render("It was ||rotten||.").text == "It was …."


def test_a_backslash_makes_any_sign_a_sign():
    signs = "".join(f"\\{sign}" for sign in string.punctuation)
    for around in ("{}", "a {} b", "{}scott", "{}smile{}", "x{}x{}x"):
        source = around.replace("{}", signs)

        rendered = render(source, names=NAMES)

        assert shown(rendered.html) == around.replace("{}", string.punctuation)
        assert [e.tag for e in elements(rendered.html)] == ["p"]
