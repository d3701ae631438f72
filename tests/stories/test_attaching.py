"""Somebody puts a picture into what they write, and others see it who may."""

import base64
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

pytestmark = [
    pytest.mark.server,
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.once,
]

# As a browser does when somebody pastes or drops: there is no other way to carry a file.
CARRY = """([kind, name, type, words]) => {
  const bytes = Uint8Array.from(atob(words), c => c.charCodeAt(0));
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], name, {type}));
  const box = document.querySelector('#source');
  box.focus();
  const how = {bubbles: true, cancelable: true};
  const event = kind === 'paste'
    ? new ClipboardEvent('paste', {...how, clipboardData: carried})
    : new DragEvent('drop', {...how, dataTransfer: carried});
  box.dispatchEvent(event);
}"""


def a_picture(size=(1200, 800), colour="teal") -> bytes:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def carry(page, kind, name, data):
    type_ = "image/png" if name.endswith("png") else "application/octet-stream"
    page.evaluate(CARRY, [kind, name, type_, base64.b64encode(data).decode()])


def chosen(name, data):
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def is_drawn(image):
    """Whether a browser has the picture, and not only its place."""
    image.scroll_into_view_if_needed()
    expect(image).to_have_js_property("complete", True)
    return image.evaluate("image => image.naturalWidth") > 0


@pytest.mark.parametrize("has_script", [True], ids=["script"])
@pytest.mark.parametrize("kind", ["paste", "drop"])
def test_a_picture_that_is_pasted_or_dropped_is_in_the_post(person, topic, kind):
    member, guest = person().sign_up(), person()
    page = member.page
    page.goto(topic)
    member.write("Look at the gate.")

    carry(page, kind, "gate.png", a_picture())
    expect(page.locator("[data-attach-status]")).to_contain_text("is in your text")
    page.get_by_label("What does gate.png show?").fill("A teal gate")
    assert "![A teal gate](/file/" in member.text()
    member.press_post()

    for reader in (member, guest):
        reader.page.goto(topic)
        image = reader.own("Look at the gate.").get_by_role("img", name="A teal gate")
        assert is_drawn(image)
        assert image.evaluate("i => i.currentSrc").endswith(".avif")


@pytest.mark.parametrize("has_script", [True], ids=["script"])
def test_a_file_that_is_not_taken_says_why_and_leaves_the_text(person, topic):
    member = person().sign_up()
    page = member.page
    page.goto(topic)
    member.write("My words.")
    page.get_by_text("Attach pictures and files").click()

    page.locator("#file").set_input_files(chosen("page.html", b"<p>"))
    expect(page.locator("[data-attach-status]")).to_contain_text("not taken")
    large = chosen("large.txt", b"a" * 12_000_001)
    # Twelve megabytes take their way into the browser.
    page.locator("#file").set_input_files(large, timeout=30_000)
    expect(page.locator("[data-attach-status]")).to_contain_text("too large")

    assert member.text() == "My words."


@pytest.mark.parametrize("has_script", [True], ids=["script"])
def test_a_quote_of_all_of_a_post_with_a_picture_and_a_table_is_verified(person, topic):
    member, other = person().sign_up(), person().sign_up()
    page = member.page
    page.goto(topic)
    member.write("Before it.")
    carry(page, "paste", "gate.png", a_picture())
    page.get_by_label("What does gate.png show?").fill("A [teal] gate")
    carry(page, "paste", "rain.csv", b"a,b")
    expect(page.locator("[data-attach-status]")).to_contain_text("rain.csv is in")
    member.press_post()

    other.page.goto(topic)
    other.own("Before it.").get_by_role("link", name="Quote").click()
    assert "> ![A teal gate](/file/" in other.text()
    other.write(f"{other.text()}So it is.")
    other.press_post()

    reply = other.own("So it is.")
    expect(reply.get_by_text("Verified quote")).to_be_visible()
    expect(reply.locator("img")).to_have_count(0)


@pytest.mark.parametrize("has_script", [True], ids=["script"])
def test_words_that_are_pasted_are_words_even_with_a_picture_of_them(person, topic):
    member = person().sign_up()
    member.page.goto(topic)

    taken = member.page.evaluate(
        """() => {
          const carried = new DataTransfer();
          carried.items.add(new File(['x'], 'cells.png', {type: 'image/png'}));
          carried.setData('text/plain', 'cells');
          const how = {bubbles: true, cancelable: true, clipboardData: carried};
          return !document.querySelector('#source').dispatchEvent(
            new ClipboardEvent('paste', how));
        }"""
    )

    assert not taken


def test_a_picture_and_a_table_are_chosen(person, topic, has_script):
    member, guest = person().sign_up(), person()
    page = member.page
    page.goto(topic)
    member.write("All that I have.")
    page.get_by_text("Attach pictures and files").click()
    files = [chosen("gate.png", a_picture()), chosen("rain.csv", b"a,b\n1,2\n")]

    page.locator("#file").set_input_files(files)
    if has_script:
        status = page.locator("[data-attach-status]")
        expect(status).to_contain_text("rain.csv is in your text")
        page.get_by_label("What does gate.png show?").fill("A teal gate")
    else:
        page.get_by_label("What does the picture show?").fill("A teal gate")
        page.get_by_role("button", name="Attach", exact=True).click()
    assert "![A teal gate](/file/" in member.text()
    assert "[rain.csv](/file/" in member.text()
    member.press_post()

    guest.page.goto(topic)
    post = guest.own("All that I have.")
    assert is_drawn(post.get_by_role("img", name="A teal gate"))
    with guest.page.expect_download() as saved:
        post.get_by_role("link", name="rain.csv").click()
    assert saved.value.path().read_bytes() == b"a,b\n1,2\n"


def test_a_file_is_removed_by_whose_it_is(person, topic):
    member = person().sign_up()
    page = member.page
    page.goto(topic)
    member.write("Here it is.")
    page.get_by_text("Attach pictures and files").click()
    page.locator("#file").set_input_files(chosen("note.txt", b"a note"))
    if member.has_script:
        expect(page.locator("[data-attach-status]")).to_contain_text("in your text")
    else:
        page.get_by_role("button", name="Attach", exact=True).click()
    member.press_post()

    page.goto("/files/")
    page.get_by_role("button", name="Remove note.txt").click()

    expect(page.get_by_text("No files")).to_be_visible()
    page.goto(topic)
    expect(member.own("Here it is.").locator("a.file")).to_have_count(0)
