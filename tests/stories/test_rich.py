"""Writing as it will look: the same text, by keyboard, on a phone and at a desk."""

import base64

import pytest

from tests.browser import DESK, PHONE
from tests.promises.test_in_a_browser import barriers

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.once]

MIXED = """\
The *gates* shut at **02:21**, by the `log`.

* one
* two
  1. deep

| Gate | Shut |
|------|------|
| 3    | no   |

> @scott [said](/post/1/):
>
> most of it

Setext
======

[^1]: A note.

```python
x = 1
```
Last\\*  line, ||quiet||.

"""


@pytest.fixture
def has_script():
    return True


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def size(request):
    return request.param


@pytest.fixture
def writer(person, topic, size):
    somebody = person(viewport=size, has_touch=size == PHONE).sign_up()
    somebody.page.goto(topic)
    return somebody


def rich(writer, text=""):
    """The rich mode, over this text."""
    if text:
        writer.write(text)
    writer.page.get_by_role("button", name="Rich text").click()
    box = writer.page.locator(".rich")
    box.wait_for()
    return box


def back(writer):
    writer.page.get_by_role("button", name="Write", exact=True).click()
    writer.page.locator(".rich").wait_for(state="detached")


def select(box, start, end):
    """Select in the first paragraph, and wait until the browser has told of it."""
    box.evaluate(
        """async (box, [from, to]) => { const words = box.querySelector("p").firstChild;
        const frame = () => new Promise((done) => setTimeout(() => requestAnimationFrame(done), 50));
        box.focus(); await frame(); getSelection().setBaseAndExtent(words, from, words, to);
        await frame(); }""",
        [start, end],
    )


def tool(writer, name):
    writer.page.get_by_role("toolbar").get_by_role(
        "button", name=name, exact=True
    ).click()


class TestTheText:
    def test_is_the_same_byte_for_byte_there_and_back(self, writer):
        box = rich(writer, MIXED)

        assert box.locator("strong").inner_text() == "02:21"
        assert box.locator("ul > li > ol > li").inner_text() == "deep"
        assert box.locator("[data-island]").count() == 2
        back(writer)
        assert writer.text() == MIXED

    def test_changes_only_where_it_was_changed(self, writer):
        box = rich(writer, MIXED)
        box.locator("h3").click()
        writer.page.keyboard.press("End")
        writer.page.keyboard.type(" Or 1 * 2?")

        changed = MIXED.replace("Setext\n", "Setext Or 1 * 2?\n")
        assert writer.text() == changed
        box.locator("ul > li > p").first.click()
        writer.page.keyboard.press("End")
        writer.page.keyboard.type("!")
        assert writer.text() == changed.replace("* one", "* one!")

    def test_of_a_table_is_edited_as_it_is_typed(self, writer):
        box = rich(writer, MIXED)
        box.locator('[data-island="table"]').get_by_text("| 3").click()
        writer.page.keyboard.press("End")
        writer.page.keyboard.press("Enter")
        writer.page.keyboard.type("| 4 | yes |")

        assert writer.text().replace("\n| 4 | yes |", "") == MIXED
        assert "| 4 | yes |" in writer.text()

    def test_can_be_undone_and_done_again(self, writer):
        box = rich(writer, MIXED)
        box.locator("h3").click()
        writer.page.keyboard.type("x")
        assert writer.text() != MIXED

        writer.page.keyboard.press("Control+z")
        assert writer.text() == MIXED
        writer.page.keyboard.press("Control+Shift+z")
        assert writer.text() != MIXED

    def test_is_sent_as_it_is_written(self, writer):
        rich(writer).click()
        writer.page.keyboard.type("It was **loud** and 3 * 4 = 12")
        writer.page.keyboard.press("Enter")
        writer.page.keyboard.type("- gate one")
        assert writer.text() == "It was **loud** and 3 * 4 = 12\n\n- gate one"

        writer.press_post()

        post = writer.own("It was loud")
        post.wait_for()
        assert post.locator("strong").inner_text() == "loud"
        assert post.locator("li").inner_text() == "gate one"


class TestTools:
    @pytest.mark.parametrize(
        ("name", "made"),
        [
            ("Bold", "one **two** three"),
            ("Italic", "one *two* three"),
            ("Code", "one `two` three"),
            ("Spoiler", "one ||two|| three"),
            ("Quote", "> one two three"),
            ("List", "- one two three"),
            ("Numbered list", "1. one two three"),
            ("Heading", "# one two three"),
        ],
    )
    def test_each_does_here_what_it_does_in_the_box(self, writer, name, made):
        select(rich(writer, "one two three"), 4, 7)

        tool(writer, name)
        assert writer.text() == made
        tool(writer, name)
        assert writer.text() == "one two three"

    def test_keys_work_and_buttons_tell_what_is_on(self, writer):
        rich(writer, "one").click()
        writer.page.keyboard.press("Control+a")
        writer.page.keyboard.press("Control+b")

        assert writer.text() == "**one**"
        bold = writer.page.get_by_role("button", name="Bold", exact=True)
        assert bold.get_attribute("aria-pressed") == "true"
        back(writer)
        assert bold.get_attribute("aria-pressed") is None

    def test_a_link_is_asked_for_its_address(self, writer):
        rich(writer, "see there").click()
        writer.page.keyboard.press("Control+a")
        tool(writer, "Link")
        writer.page.get_by_label("Address, or nothing").fill("example.com/a_b")
        writer.page.keyboard.press("Enter")
        assert writer.text() == "[see there](https://example.com/a_b)"

        tool(writer, "Link")
        field = writer.page.get_by_label("Address, or nothing")
        assert field.input_value() == "https://example.com/a_b"
        field.fill("")
        writer.page.get_by_role("button", name="Set link").click()
        assert writer.text() == "see there"

    def test_emoji_and_tables_are_put_in(self, writer):
        rich(writer, "one").click()
        writer.page.keyboard.press("End")
        tool(writer, "Emoji")
        writer.page.locator(".faces button").first.click()
        assert writer.text().startswith("one")
        assert not writer.text().isascii()

        tool(writer, "Table")
        assert "\n\n| One | Two |\n|-----|-----|\n" in writer.text()


class TestWhatElseWrites:
    def test_members_are_offered_and_taken(self, writer):
        box = rich(writer)
        box.click()
        writer.page.keyboard.type("Well, @sta")
        writer.page.get_by_role("option", name="@Starter").first.wait_for()
        assert box.get_attribute("aria-activedescendant")
        writer.page.keyboard.press("Enter")

        assert writer.text().startswith('Well, @"Starter ')
        assert "\n" not in writer.text().strip()

    def test_a_quote_is_put_in_where_the_caret_is(self, writer):
        box = rich(writer, "First.\n\nLast.")
        box.get_by_text("First.").click()
        writer.page.locator('[data-key="quote"]').first.click()

        assert box.locator("blockquote").count() == 1
        before, after = writer.text().split("> @")
        assert before == "First.\n\n"
        assert after.endswith("\n\nLast.")

    def test_a_picture_is_sent_and_named(self, writer):
        box = rich(writer, "Look:")
        box.click()
        drawn = base64.b64decode(
            "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR4nGP4z8CAFWEX"
            "HbQSACj/P8Fu7N9hAAAAAElFTkSuQmCC"
        )
        chosen = {"name": "gate.png", "mimeType": "image/png", "buffer": drawn}
        writer.page.locator("attach-files [type=file]").set_input_files(chosen)
        box.locator("img[data-typed]").wait_for()
        writer.page.locator("[data-attached] input").fill("the gate")

        assert "![the gate](/file/" in writer.text()
        assert box.locator('img[alt="the gate"]').count() == 1

    def test_a_draft_is_kept_and_comes_back(self, writer, topic):
        rich(writer).click()
        writer.page.keyboard.type("Half a thought")
        writer.page.get_by_text("Draft saved at").wait_for()
        writer.page.goto(topic)

        box = writer.page.locator(".rich")
        writer.page.locator("writing-box").scroll_into_view_if_needed()
        box.get_by_text("Half a thought").wait_for()

    def test_words_are_composed_as_in_japanese(self, writer):
        rich(writer, "**So:**").click()
        writer.page.wait_for_timeout(100)
        writer.page.keyboard.press("End")
        keyboard = writer.page.context.new_cdp_session(writer.page)
        for words in ("に", "にほ", "にほん"):
            at = {"selectionStart": len(words), "selectionEnd": len(words)}
            keyboard.send("Input.imeSetComposition", {"text": words, **at})
        keyboard.send("Input.insertText", {"text": "日本"})
        writer.page.keyboard.type(" it is")

        assert writer.text() in ("**So:日本 it is**", "**So:** 日本 it is")

    def test_what_is_pasted_is_markdown_or_what_it_means(self, writer):
        box = rich(writer)
        box.click()
        paste = """(box, [kind, words]) => { const data = new DataTransfer();
            data.setData(kind, words); box.dispatchEvent(new ClipboardEvent("paste",
            { clipboardData: data, bubbles: true, cancelable: true })); }"""
        box.evaluate(paste, ["text/plain", "a **b**"])
        assert box.locator("strong").inner_text() == "b"
        html = '<p style="color:red">c <i onclick="x()">d</i> <script>e</script></p>'
        box.evaluate(paste, ["text/html", html])

        assert writer.text().startswith("a **b**")
        assert writer.text().rstrip().endswith("c *d*")


class TestTheMode:
    def test_is_fetched_when_chosen_and_not_before(self, writer):
        asked = []
        writer.page.on("request", lambda one: asked.append(one.url))
        writer.page.reload()
        writer.page.get_by_role("button", name="Rich text").wait_for()
        assert not [url for url in asked if "rich.js" in url]

        rich(writer)
        assert [url for url in asked if url.endswith("/rich.js")]

    def test_leaves_the_box_where_it_cannot_be_fetched(self, writer):
        writer.write("one")
        writer.page.route("**/rich.js", lambda route: route.abort())
        writer.page.get_by_role("button", name="Rich text").click()

        writer.page.get_by_text("can't be fetched just now").wait_for()
        assert writer.page.locator("#source").is_visible()
        assert writer.text() == "one"

    def test_has_a_label_and_no_barrier(self, writer):
        box = rich(writer, MIXED)

        named = writer.page.get_by_role("textbox", name="Your reply")
        assert named.evaluate("e => e.className").startswith("ProseMirror")
        assert box.get_attribute("aria-multiline") == "true"
        assert barriers(writer.page) == []
        width = writer.page.evaluate("document.documentElement.scrollWidth")
        assert width <= writer.page.viewport_size["width"]

    def test_tab_leads_in_from_the_toolbar_and_on(self, writer):
        box = rich(writer, "- one")
        tool(writer, "Bold")
        writer.page.get_by_role("button", name="Bold", exact=True).focus()
        writer.page.keyboard.press("Tab")
        assert box.evaluate("e => e === document.activeElement")

        writer.page.keyboard.press("Tab")
        assert not box.evaluate("e => e.contains(document.activeElement)")
        assert writer.text() == "- one"

    def test_each_block_has_its_own_direction(self, writer):
        box = rich(writer, "one\n\nשלום עולם")

        shown = box.locator("p").evaluate_all(
            "all => all.map((e) => getComputedStyle(e).direction)"
        )
        assert shown == ["ltr", "rtl"]

    def test_nothing_covers_the_caret_while_the_keyboard_is_open(self, writer, size):
        if size != PHONE:
            pytest.skip("a desk has its keyboard beside the screen")
        writer.page.set_viewport_size({"width": 390, "height": 420})
        box = rich(writer, "\n\n".join(f"line {n}" for n in range(60)))
        box.tap()
        writer.page.keyboard.press("Control+End")
        writer.page.keyboard.type("here")

        seen = box.evaluate(
            """(box) => { const at = getSelection().getRangeAt(0).getBoundingClientRect();
            const spot = document.elementFromPoint(at.left, at.top + at.height / 2);
            return [box.offsetHeight <= innerHeight, box.contains(spot)]; }"""
        )
        assert seen == [True, True]
