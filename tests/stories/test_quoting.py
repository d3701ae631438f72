"""Quoting what was said, exactly: selected words, whole posts, several over pages."""

import re

import pytest

from tests.browser import DESK, PHONE
from tests.promises.test_in_a_browser import barriers
from tests.visiting import topic_id

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.once]

NASTY = [
    "2 * 3 * 4 is not 2*3*4, and _this_ or snake_case_name is **bold**, *thin*, ~~gone~~.",
    "# Heading #\n\nUnder it\n===\n\n1\\. not a list\n\n\\- nor this\n\n\\# nor that",
    "A [link](https://a.example/b_c_d?e=f&g=h) and https://a.example/x_y_z and !\n[b](/c)",
    "`code with *stars*` and ``a ` tick`` and ||hidden *words*|| and a \\|\\| b",
    "```python\nfor x in range(3):\n    print('``` > # *')\n```\n\nafterwards",
    "- one\n- two\n  - two *a*\n  - two b\n\n    more of b\n- three\n\n1. first\n2. second",
    "| a | b \\| c |\n|---|---|\n| 1 * 2 | `x` |\n| | <b> |",
    "Tom &amp; Jerry &amp;amp; &lt;b&gt; <b>loud</b> a < b > c <https://a.example/>",
    '\\:smile: :smile: at 10:30:00: \\@"Somebody Else" and @nobody, me@a.example',
    '**a**b *c*d**e**f *g* ***h*** *i **j** k* **l *m* n** *"o"*p',
    "> Plain words of others\n> > and deeper\n\nMine between.\n\n> more\n\nThe end.",
    "line one\nline two\n> quoted at once\n\n\\> not quoted\n\n+ plus\n\n\\+ no plus",
    "نص بالعربية مع **خط** و English *mixed*.\n\n日本語の*強調*と`コード`。\n\nEmoji 👩‍👩‍👧 ✔️ :heart:",
    "Trailing backslash\\\\\n\n\\`ticks\\` \\*stars\\* \\[brackets\\](no) !\\[x\\](y) \\~\\~no\\~\\~",
    "… dots… and ... and […] in “quotes” – dashes — 'single' …",
    "    indented code *here*\n\nText with  two  spaces and a\u00a0hard one; ![picture *x*](/y.png)",
    "- [x] done\n- [ ] open\n\n***\n\nA * lone star, a _ lone line, a ` lone tick, $x^2$ [^1]",
    "a<br>b &nbsp; c &copy; 50% \\&copy; &#35; #hash ##hash #1 100. 5) x\n3) y\n4. z",
]


@pytest.fixture
def has_script():
    return True


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def size(request):
    return request.param


@pytest.fixture
def make_reader(person, size):
    return lambda: person(viewport=size, has_touch=size == PHONE).sign_up()


@pytest.fixture
def nasty(rostra, topic):
    """A topic with all the texts that are hard to quote, one a post."""
    name = f"Na_st*y {topic_id(topic)}"
    writer = rostra.visitor().sign_up(name)
    rostra.make_moderator(name)
    for number, text in enumerate(NASTY):
        if number % 25 == 24:
            writer.move()
        assert writer.reply(topic, text).status == 303
    writer.close()
    return topic


def states(page, markdown):
    """What becomes of the quotes in a text when they are judged."""
    html = page.evaluate(
        """async (source) => (await fetch("/preview/", { method: "POST",
        body: new URLSearchParams({ source }) })).text()""",
        markdown,
    )
    return re.findall(r'data-quote-state="(\w+)"', html)


class TestExactly:
    def test_whole_posts_however_they_are_written(self, person, nasty):
        reader = person().sign_up()
        reader.page.goto(f"{nasty}?each=50")
        for post in reader.page.locator("article.post").all():
            post.get_by_role("button", name="Quote also").click()
        reader.page.get_by_role("button", name="Put into my reply").click()

        found = states(reader.page, reader.text())

        assert found == ["exact"] * (1 + len(NASTY)), reader.text()

    def test_any_part_of_them(self, person, nasty):
        reader = person().sign_up()
        reader.page.goto(f"{nasty}?each=50")

        quotes = reader.page.evaluate(
            """() => {
            const element = document.querySelector("quote-selection");
            let seed = 1978;
            const draw = (most) => (seed = (seed * 48271) % 2147483647) % most;
            const quotes = [];
            for (const post of document.querySelectorAll("article.post")) {
              const walk = document.createTreeWalker(post.querySelector(".prose"), NodeFilter.SHOW_TEXT);
              const texts = [];
              while (walk.nextNode()) if (walk.currentNode.data.trim()) texts.push(walk.currentNode);
              for (let turn = 0; turn < 12; turn++) {
                const first = draw(texts.length), last = first + draw(texts.length - first);
                const range = new Range();
                const from = draw(texts[first].length);
                range.setStart(texts[first], from);
                const least = first === last ? from + 1 : 1;
                range.setEnd(texts[last], Math.min(texts[last].length, least + draw(texts[last].length)));
                if (!range.toString().trim()) continue;
                element.selected.range = range;
                quotes.push(element.quote(post));
              }
            }
            return quotes; }"""
        )

        wrong = []
        for at in range(0, len(quotes), 10):
            some = quotes[at : at + 10]
            if set(states(reader.page, "\n\n".join(some))) != {"exact"}:
                wrong += [q for q in some if states(reader.page, q) != ["exact"]]
        print(*wrong, sep="\n=====\n")
        assert len(quotes) > 150
        assert wrong == []

    def test_marks_are_kept_where_they_can_be(self, person, topic, rostra):
        writer = rostra.visitor().sign_up(f"Marks {topic_id(topic)}")
        text = "It was **loud** and *quick*: [see](/a), `x = 1`.\n\n- one\n- two"
        assert writer.reply(topic, text).status == 303
        reader = person().sign_up()
        reader.page.goto(topic)

        reader.page.locator("article.post").nth(1).get_by_role(
            "link", name="Quote"
        ).click()

        words = re.sub("^> ?", "", reader.text(), flags=re.MULTILINE)
        assert text.replace("/a", "</a>") in words


@pytest.fixture
def reader(make_reader, topic):
    somebody = make_reader()
    somebody.page.goto(topic)
    return somebody


def select(page, first, last):
    """Select the first words of an opening post, letters first to last."""
    page.locator("article.post .prose p").first.evaluate(
        """(p, [first, last]) => { const range = new Range();
        range.setStart(p.firstChild, first); range.setEnd(p.firstChild, last);
        getSelection().removeAllRanges(); getSelection().addRange(range); }""",
        [first, last],
    )


class TestSelecting:
    def test_a_button_beside_the_words_quotes_whole_words_of_them(self, reader):
        # "The opening post.", from the middle of one word to that of another.
        select(reader.page, 6, 14)
        button = reader.page.get_by_role("button", name="Quote this")
        button.wait_for()
        spot, view = button.bounding_box(), reader.page.viewport_size
        assert spot["x"] >= 0
        assert spot["x"] + spot["width"] <= view["width"]
        assert barriers(reader.page) == []
        button.click()

        assert reader.text().strip().endswith("> opening post")
        assert not button.is_visible()
        assert reader.page.evaluate("document.activeElement.id") == "source"
        assert states(reader.page, reader.text()) == ["exact"]

    def test_the_keyboard_alone_is_enough(self, reader):
        words = reader.page.locator("article.post .prose p").first
        words.dblclick(position={"x": 4, "y": 8})
        reader.page.keyboard.press("Shift+Control+ArrowRight")
        button = reader.page.get_by_role("button", name="Quote this")
        button.wait_for()

        reader.page.keyboard.press("Tab")
        assert button.evaluate("e => e === document.activeElement")
        reader.page.keyboard.press("Enter")

        assert reader.text().strip().endswith("> The opening")

    def test_words_of_two_posts_are_those_of_the_one_whose_quote_is_pressed(
        self, reader, rostra, topic
    ):
        other = rostra.visitor().sign_up(f"Second {topic_id(topic)}")
        other.reply(topic, "Another one altogether.")
        reader.page.goto(topic)
        reader.page.evaluate(
            """() => { const [a, b] = document.querySelectorAll("article.post .prose p");
            const range = new Range(); range.setStart(a.firstChild, 4);
            range.setEnd(b.firstChild, 7);
            getSelection().removeAllRanges(); getSelection().addRange(range); }"""
        )
        button = reader.page.get_by_role("button", name="Quote this")
        button.wait_for()
        button.click()

        assert reader.text().strip().endswith("> Another")

    def test_it_goes_away_with_the_selection(self, reader):
        select(reader.page, 0, 11)
        button = reader.page.get_by_role("button", name="Quote this")
        button.wait_for()

        reader.page.evaluate("getSelection().removeAllRanges()")

        button.wait_for(state="detached")
        assert reader.text() == ""


class TestSeveral:
    def test_are_gathered_over_topics_and_put_where_the_caret_is(
        self, reader, rostra, visitor
    ):
        other = rostra.visitor().sign_up(f"Other of {reader.name}")
        elsewhere = other.start("Another topic to quote from", "Words from elsewhere.")
        here = reader.page.url
        also = reader.page.get_by_role("button", name="Quote also")
        also.first.click()
        bar = reader.page.locator(".gathered")
        assert bar.get_by_role("status").inner_text().split()[-1] == "1"
        assert also.first.get_attribute("aria-pressed") == "true"

        reader.page.goto(elsewhere)
        assert bar.get_by_role("status").inner_text().split()[-1] == "1"
        also.first.click()
        assert bar.get_by_role("status").inner_text().split()[-1] == "2"
        assert barriers(reader.page) == []
        width = reader.page.evaluate("document.documentElement.scrollWidth")
        assert width <= reader.page.viewport_size["width"]

        reader.page.goto(here)
        reader.write("Compare:\n\nDifferent.")
        reader.page.locator("#source").evaluate("box => box.setSelectionRange(8, 8)")
        bar.get_by_role("button", name="Put into my reply").click()

        assert not bar.is_visible()
        assert reader.text().startswith("Compare:\n\n> @")
        assert reader.text().endswith("> Words from elsewhere.\n\nDifferent.")
        assert states(reader.page, reader.text()) == ["exact", "exact"]

    def test_two_parts_of_one_post_stand_beside_each_other(self, reader):
        also = reader.page.get_by_role("button", name="Quote also").first
        button = reader.page.get_by_role("button", name="Quote this")
        bar = reader.page.locator(".gathered")
        for first, last in ((0, 3), (12, 16)):
            select(reader.page, first, last)
            button.wait_for()
            also.click()

        assert bar.get_by_role("status").inner_text().split()[-1] == "2"
        bar.get_by_role("button", name="Put into my reply").click()

        assert re.findall(r"> (\w+)$", reader.text(), re.MULTILINE) == ["The", "post"]
        assert states(reader.page, reader.text()) == ["exact", "exact"]

    def test_can_be_let_go_of_again(self, reader):
        also = reader.page.get_by_role("button", name="Quote also").first
        bar = reader.page.locator(".gathered")

        also.click()
        also.click()
        assert not bar.is_visible()
        also.click()
        bar.get_by_role("button", name="Forget them").click()

        assert not bar.is_visible()
        assert also.get_attribute("aria-pressed") == "false"
        reader.page.reload()
        assert not bar.is_visible()
