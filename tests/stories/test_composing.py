"""Writing with what the browser adds: toolbar, preview, offers, quotes; phone and desk."""

import re

import pytest

from tests.browser import DESK, PHONE
from tests.promises.test_in_a_browser import barriers

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.once]


@pytest.fixture
def has_script():
    return True


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def size(request):
    return request.param


@pytest.fixture
def is_phone(size):
    return size == PHONE


@pytest.fixture
def writer(person, topic, size, is_phone):
    """A member with a topic open, at a phone or a desk."""
    somebody = person(viewport=size, has_touch=is_phone).sign_up()
    somebody.page.goto(topic)
    somebody.page.get_by_role("toolbar").wait_for()
    return somebody


def select(page, words):
    """Select words in the box."""
    page.locator("#source").evaluate(
        """(box, words) => { const at = box.value.indexOf(words);
        box.focus(); box.setSelectionRange(at, at + words.length); }""",
        words,
    )


def tool(page, name):
    return page.get_by_role("toolbar").get_by_role("button", name=name, exact=True)


class TestToolbar:
    @pytest.mark.parametrize(
        ("name", "words", "made"),
        [
            ("Bold", "two", "one **two** three"),
            ("Italic", "two ", "one *two* three"),
            ("Spoiler", "two", "one ||two|| three"),
            ("Code", "two", "one `two` three"),
            ("Link", "two", "one [two](https://) three"),
            ("Quote", "two", "> one two three"),
            ("List", "two", "- one two three"),
            ("Numbered list", "two", "1. one two three"),
            ("Heading", "two", "# one two three"),
        ],
    )
    def test_each_tool_writes_its_mark_and_can_be_undone(
        self, writer, name, words, made
    ):
        writer.write("one two three")
        select(writer.page, words)

        tool(writer.page, name).click()
        assert writer.text() == made

        writer.page.locator("#source").press("Control+z")
        assert writer.text() == "one two three"

    @pytest.mark.parametrize("name", ["Bold", "Italic", "Spoiler", "List", "Heading"])
    def test_a_tool_used_twice_leaves_the_text_as_it_was(self, writer, name):
        writer.write("one two three")
        select(writer.page, "two")

        tool(writer.page, name).click()
        tool(writer.page, name).click()

        assert writer.text() == "one two three"

    def test_bold_and_italic_go_together_and_apart(self, writer):
        writer.write("one two three")
        select(writer.page, "two")

        for keys in ("b", "i"):
            writer.page.locator("#source").press(f"Control+{keys}")
        assert writer.text() == "one ***two*** three"

        writer.page.locator("#source").press("Control+b")
        assert writer.text() == "one *two* three"

    def test_lines_and_several_become_a_list_a_block_of_code_and_a_table(self, writer):
        writer.write("gate one\ngate two")
        writer.page.locator("#source").press("Control+a")

        writer.page.locator("#source").press("Control+Shift+Digit7")
        assert writer.text() == "1. gate one\n2. gate two"
        writer.page.locator("#source").press("Control+Shift+Digit7")
        tool(writer.page, "Code").click()
        assert writer.text().strip() == "```\ngate one\ngate two\n```"

        writer.write("As follows:")
        tool(writer.page, "Table").click()
        assert writer.text().startswith("As follows:\n\n| One | Two |\n|-----|-----|\n")

    def test_keys_walk_along_it_and_tab_leads_in_once(self, writer):
        bar = writer.page.get_by_role("toolbar")
        tool(writer.page, "Bold").focus()

        writer.page.keyboard.press("ArrowRight")
        assert tool(writer.page, "Italic").evaluate("e => e === document.activeElement")
        writer.page.keyboard.press("End")
        last = bar.get_by_role("button").last
        assert last.evaluate("e => e === document.activeElement")
        writer.page.keyboard.press("ArrowRight")
        assert tool(writer.page, "Bold").evaluate("e => e === document.activeElement")
        writer.page.keyboard.press("Tab")
        assert writer.page.evaluate("document.activeElement.id") == "source"
        assert bar.locator('[tabindex="0"]').count() == 1

    def test_tooltips_tell_the_keys(self, writer):
        assert tool(writer.page, "Bold").get_attribute("title") == "Bold (Ctrl+B)"
        assert (
            tool(writer.page, "Bold").get_attribute("aria-keyshortcuts") == "Control+B"
        )

    def test_fits_the_screen_and_the_finger(self, writer, is_phone):
        tool(writer.page, "Bold").wait_for()
        boxes = writer.page.evaluate(
            """[...document.querySelectorAll("[role=toolbar] button")]
            .map((e) => e.getBoundingClientRect())
            .map((b) => Math.min(b.width, b.height))"""
        )
        width = writer.page.evaluate("document.documentElement.scrollWidth")

        assert min(boxes) >= (44 if is_phone else 36)
        assert width <= writer.page.viewport_size["width"]

    def test_the_dock_goes_while_one_writes(self, writer, is_phone):
        if not is_phone:
            pytest.skip("a desk has no dock")
        dock = writer.page.locator(".dock")
        assert dock.is_visible()

        writer.page.locator("#source").focus()
        assert not dock.is_visible()
        writer.page.get_by_role("button", name="Save draft").focus()
        assert not dock.is_visible()

        writer.page.locator("#content").focus()
        assert dock.is_visible()

    def test_nothing_covers_the_box_while_the_keyboard_is_open(self, writer, is_phone):
        if not is_phone:
            pytest.skip("a desk has its keyboard beside the screen")
        # What the page gets of the screen when the keyboard takes the rest.
        writer.page.set_viewport_size({"width": 390, "height": 420})
        writer.write("\n".join(f"line {n}" for n in range(60)))
        writer.page.locator("#source").tap()

        seen = writer.page.locator("#source").evaluate(
            """(box) => { const b = box.getBoundingClientRect();
            const low = Math.min(b.bottom, innerHeight) - 8;
            return [b.height <= innerHeight,
              document.elementFromPoint(b.left + b.width / 2, low) === box]; }"""
        )

        assert seen == [True, True]


class TestPreview:
    def show(self, writer):
        writer.page.get_by_role("button", name="Preview").click()
        return writer.page.get_by_role("region", name="Preview")

    def test_shows_what_the_renderer_makes_of_it(self, writer, is_phone):
        writer.write("It was **loud**, and <b>not</b> ||quiet||.")
        shown = self.show(writer)

        shown.locator("strong", has_text="loud").wait_for()
        assert shown.locator(".spoiler").is_visible()
        assert "<b>not</b>" in shown.inner_text()
        assert writer.page.locator("#source").is_visible() is not is_phone
        writer.page.get_by_role("button", name="Write").click()
        assert writer.text().startswith("It was **loud**")

    def test_follows_what_is_typed_where_there_is_room(self, writer, is_phone):
        if is_phone:
            pytest.skip("on a phone it takes the place of the box")
        writer.write("It was **loud**.")
        writer.page.locator(".preview strong", has_text="loud").wait_for()

        writer.write("It was *quiet*.")

        writer.page.locator(".preview em", has_text="quiet").wait_for()
        assert writer.page.locator(".preview strong").count() == 0

    def test_shows_whether_quotes_are_true(self, writer):
        post = writer.page.locator("article.post").first.get_attribute("data-post-id")
        writer.write(
            f"> @x [said](/post/{post}/):\n>\n> The opening post.\n\nYes.\n\n"
            f"> @x [said](/post/{post}/):\n>\n> The closing post."
        )
        shown = self.show(writer)

        shown.get_by_text("Verified quote").wait_for()
        assert shown.get_by_text("Altered: compare").is_visible()

    def test_waits_politely_while_the_site_is_out_of_reach(self, writer):
        self.show(writer)
        writer.page.get_by_role("button", name="Write").click()
        writer.page.context.set_offline(True)
        writer.write("Under *the* bridge.")
        shown = self.show(writer)
        shown.get_by_text("The preview waits").wait_for()

        writer.page.context.set_offline(False)

        shown.locator("em", has_text="the").wait_for()
        assert not shown.get_by_text("The preview waits").is_visible()

    def test_a_text_over_the_limit_is_not_sent(self, writer):
        asked = []
        writer.page.on("request", lambda one: asked.append(one.url))
        writer.write("All of it. " * 7000)
        shown = self.show(writer)

        shown.get_by_text("longer than one post can be").wait_for()
        assert not [url for url in asked if url.endswith("/preview/")]

    def test_nor_does_its_post_button_send_it_away(self, writer):
        page = writer.page
        page.locator("#source").evaluate(
            """box => { box.value = "word ".repeat(40_000);
            box.dispatchEvent(new Event("input", { bubbles: true })); }"""
        )
        page.get_by_role("button", name="Post reply").click()

        box = page.locator("#source")
        assert (
            box.evaluate("box => box.validity.customError && box.value.length")
            == 200_000
        )
        box.fill("Much shorter.")
        page.get_by_role("button", name="Post reply").click()
        page.get_by_text("Much shorter.").wait_for()

    def test_has_no_barrier(self, writer):
        pytest.importorskip("axe_playwright_python", reason="needs axe")
        writer.write("# It was\n\n- **loud**")
        self.show(writer).locator("strong").wait_for()

        assert barriers(writer.page) == []
        assert not re.search(
            "aria-live", writer.page.locator("live-preview").inner_html()
        )


def test_what_is_far_too_long_stays_on_the_clipboard(person, topic):
    somebody = person().sign_up()
    somebody.page.goto(topic)
    somebody.write("Mine.")
    paste = """(box, length) => { const data = new DataTransfer();
        data.setData("text/plain", "a line of words\\n".repeat(length / 16));
        return box.dispatchEvent(new ClipboardEvent("paste",
        { clipboardData: data, bubbles: true, cancelable: true })); }"""
    box, told = somebody.page.locator("#source"), somebody.page.locator("long-paste p")

    assert box.evaluate(paste, 1600) is True
    assert not told.is_visible()
    assert box.evaluate(paste, 5_000_000) is False

    assert told.is_visible()
    assert "still on your clipboard" in told.inner_text()
    assert somebody.text() == "Mine."
