"""A member chooses a picture, and everybody sees it beside what they wrote."""

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


def a_picture() -> bytes:
    """A photograph of several megabytes, as a telephone takes it."""
    out = BytesIO()
    noise = Image.effect_noise((1000, 1000), 60).convert("RGB").resize((8000, 6000))
    noise.save(out, "JPEG", quality=70)
    assert len(out.getvalue()) > 5_000_000
    return out.getvalue()


def choose(page, name, data):
    file = {"name": name, "mimeType": "image/jpeg", "buffer": data}
    page.get_by_label("Choose a picture").set_input_files(file)
    page.get_by_role("button", name="Use this picture").click()


def test_a_picture_is_chosen_seen_by_others_and_removed(person, rostra, topic):
    member = person().sign_up()
    page = member.page
    page.goto(topic)
    member.post("Here I am.")

    page.goto("/account/profile/")
    choose(page, "words.jpg", b"no picture at all")
    expect(page.locator("#face-error")).to_contain_text("not a picture we can read")
    choose(page, "me.jpg", a_picture())
    expect(page.get_by_text("Your picture is saved.")).to_be_visible()

    other = person()
    other.page.goto(topic)
    face = other.own("Here I am.").locator("img.avatar")
    expect(face).to_be_visible()
    assert face.evaluate("image => image.naturalWidth") == 192

    page.get_by_role("button", name="Remove the picture").click()
    expect(page.get_by_text("Your picture is removed.")).to_be_visible()
    other.page.reload()
    expect(other.own("Here I am.").locator("span.avatar")).to_be_visible()
    expect(other.own("Here I am.").locator("img.avatar")).to_have_count(0)


def test_a_signature_shows_where_there_is_room_or_where_it_is_wanted(person, topic):
    member, reader = person().sign_up(), person().sign_up()
    member.page.goto(topic)
    member.post("Signed.")
    member.page.goto("/account/profile/")
    member.page.get_by_label("Signature").fill("> no quotes")
    member.page.get_by_role("button", name="Save").last.click()
    expect(member.page.locator("#signature-error")).to_contain_text("only words")
    member.page.get_by_label("Signature").fill("*It was a good ferry.*")
    member.page.get_by_role("button", name="Save").last.click()
    expect(member.page.get_by_text("Your profile is saved.")).to_be_visible()

    page = reader.page
    page.goto(topic)
    words = page.get_by_text("It was a good ferry.")
    expect(words).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 800})
    expect(words).to_be_hidden()

    page.goto("/account/preferences/")
    page.get_by_role("group", name="Signatures").get_by_label("Always").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Save").click()
    page.goto(topic)
    expect(words).to_be_visible()
