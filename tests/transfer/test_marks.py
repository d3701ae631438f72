import pytest

from rostra.foundation import markup
from rostra.transfer.converters import bbcode
from rostra.transfer.converters import html as foreign_html


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<b>Note:</b>text", "**Note**:text"),
        ("<b> spaced </b>out", "**spaced** out"),
        ("a<b><i>b</i></b>c", "a***b***c"),
        ("<b>a</b><b>b</b>", "**ab**"),
        (
            '<b>x <a href="http://y.example">y</a></b>',
            "**x** [**y**](http://y.example)",
        ),
        ("<b>one<br><br>two</b>", "**one**\n\n**two**"),
        ("<code>a`b</code>", "``a`b``"),
        ("wow!<a href='http://y.example'>y</a>", "wow\\![y](http://y.example)"),
    ],
)
def test_marks_are_written_so_that_they_are_read_as_marks(source, expected):
    assert foreign_html.convert(source).source == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[b]a[i]b[/b]c[/i]", "**a*b****c*"),
        ("[b]never closed", "**never closed**"),
        ("closed only[/b] here", "closed only here"),
        ("[SOLVED] [1] [not a tag]", "\\[SOLVED\\] \\[1\\] \\[not a tag\\]"),
        ("[code][b]kept[/b][/code]", "```\n[b]kept[/b]\n```"),
        ("[url]http://x.example/a[/url]", "<http://x.example/a>"),
        ("[url=http://x.example]x[/url]", "[x](http://x.example)"),
        ("[url=javascript:x]x[/url]", "x"),
        ("[img]http://x.example/a.png[/img]", "![a.png](http://x.example/a.png)"),
        ("[list][*]a[*]b[/list]", "- a\n- b"),
        ("[list=1][*]a[*]b[/list]", "1. a\n2. b"),
        ("[*]a[*]b", "• a\\\n• b"),
        ("[color=red]x[/color]", "x"),
        ("[url=http://x.example/a_b~c]x[/url]", "[x](http://x.example/a_b~c)"),
        ("[url=ftp://x.example/a]file[/url]", "file (ftp://x.example/a)"),
        ("[spoiler]x[/spoiler]", "||x||"),
        ("[spoiler=The end]x[/spoiler]", "**The end**\n\n||x||"),
        ("[vimeo]67207222[/vimeo]", "<https://vimeo.com/67207222>"),
        ("[noparse][b]x[/b][/noparse]", "\\[b\\]x\\[/b\\]"),
        ("[email]a@b.example[/email]", "[a@b.example](mailto:a@b.example)"),
        ("one\ntwo\n\nthree", "one\\\ntwo\n\nthree"),
    ],
)
def test_bbcode_becomes_markdown(source, expected):
    assert bbcode.convert(source).source == expected


@pytest.mark.parametrize(
    ("tag", "author", "post"),
    [
        ("[quote=scott]", "scott", ""),
        ('[quote="scott"]', "scott", ""),
        ("[QUOTE=scott;123]", "scott", "123"),
        ('[quote="scott, post: 123, member: 4"]', "scott", "123"),
        ('[quote="scott" post_id=123 time=5 user_id=4]', "scott", "123"),
        (
            "[quote author=two words link=topic=1.msg123#msg123 date=5]",
            "two words",
            "123",
        ),
        ('[quote name="scott" post="123"]', "scott", "123"),
        ("[quote]", "", ""),
    ],
)
def test_a_quote_tells_whom_it_quotes(tag, author, post):
    quotes = bbcode.convert(f"{tag}said[/quote]").quotes

    assert [(quote.author, quote.post) for quote in quotes] == (
        [(author, post)] if author or post else []
    )


@pytest.mark.parametrize("name", ["b", "quote", "list", "url", "spoiler", "table"])
def test_five_thousand_nested_tags_are_no_trouble(name):
    source = f"[{name}]" * 5000 + "deep" + f"[/{name}]" * 5000

    assert "deep" in bbcode.convert(source).source


@pytest.mark.parametrize("name", ["b", "blockquote", "ul", "div", "table", "details"])
def test_five_thousand_nested_elements_are_no_trouble(name):
    source = f"<{name}>" * 5000 + "deep" + f"</{name}>" * 5000

    assert "deep" in foreign_html.convert(source).source


def test_a_picture_in_a_link_is_the_link():
    source = '<a href="http://x.example/"><img src="http://x.example/small.png"></a>'

    assert foreign_html.convert(source).source == "[small.png](http://x.example/)"


def test_smileys_become_what_they_stand_for():
    source = '<img class="smilie" src="s.png" alt=":)"> <img class="smiley" alt="Wink">'

    assert foreign_html.convert(source).source == ":) 😉"


def test_pictures_that_load_late_have_their_real_address():
    source = '<img src="spacer.png" data-src="http://x.example/real.png" alt="boat">'

    assert foreign_html.convert(source).source == "![boat](http://x.example/real.png)"


def test_embedded_films_become_links():
    source = '<iframe src="https://www.youtube.com/embed/abc123?start=7"></iframe>'

    assert foreign_html.convert(source).source == (
        "<https://www.youtube.com/watch?v=abc123&t=7>"
    )


def test_hidden_addresses_are_shown():
    source = '<a class="__cf_email__" data-cfemail="42232002216c2627">[email]</a>'

    assert foreign_html.convert(source).source == "ab@c.de"


def test_tables_are_kept_as_tables():
    source = "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>"

    assert foreign_html.convert(source).source == "| a | b |\n| --- | --- |\n| 1 | 2 |"


def test_bbcode_that_an_engine_left_over_is_read():
    source = "<p>[QUOTE=scott;7]said</p><p>more[/quote]</p>[b]x[/b]"
    written = foreign_html.convert(source)

    assert written.quotes[0].post == "7"
    assert "[" not in markup.render(written.source).html.replace("\ue000", "")


def test_words_in_code_are_left_alone():
    source = "<pre><code>[b]x[/b] &lt;div&gt;\n  **y**</code></pre>"

    assert foreign_html.convert(source).source == "```\n[b]x[/b] <div>\n  **y**\n```"
