"""A guest reads, writes, signs up, and finds the text waiting."""

import re
from urllib.parse import urlencode

import pytest

from tests.visiting import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.server]


def make_account(guest, let_in):
    """Without script an owner has to let somebody in, who then comes back here."""
    path = guest.page.locator("form[action='/sign-up/'] [name=next]").input_value()
    guest.fill_in_sign_up()
    if not guest.has_script:
        guest.page.wait_for_url(re.compile("/sign-up/waiting/"))
        let_in(guest.name)
        guest.page.goto(f"/sign-in/?{urlencode({'next': path})}")
        guest.page.get_by_label("Email address or member name").fill(guest.name)
        guest.page.get_by_label("Password").fill(PASSWORD)
        main = guest.page.locator("main")
        main.get_by_role("button", name="Sign in", exact=True).click()


def test_a_guest_writes_first_and_makes_an_account_second(person, topic, let_in):
    guest = person()
    guest.page.goto(topic)

    guest.post("I was there that night.")
    guest.page.wait_for_url(re.compile("/sign-up/"))
    assert guest.page.get_by_text("Your text is kept.").is_visible()
    make_account(guest, let_in)

    guest.page.wait_for_url(re.compile(re.escape(topic)))
    assert guest.text() == "I was there that night."
    guest.press_post()
    guest.page.wait_for_url(re.compile("#post-"))
    assert guest.own("I was there that night.").count() == 1
    assert guest.text() == ""


def test_a_guests_text_waits_while_they_look_around(person, topic):
    guest = person()
    guest.page.goto(topic)
    guest.post("Not sure yet whether to say this.")

    guest.page.goto("/latest/")
    guest.page.goto(topic)

    assert guest.text() == "Not sure yet whether to say this."


def test_a_guest_who_starts_a_topic_finds_title_and_text_again(person, let_in):
    guest = person()
    guest.page.goto("/start/")
    guest.page.get_by_label("Category").select_option(index=1)
    guest.page.get_by_label("Title").fill("Lights on the river")
    guest.write("Three of them, all night.")
    guest.page.get_by_role("button", name="Post topic").click()
    guest.page.wait_for_url(re.compile("/sign-up/"))
    make_account(guest, let_in)
    guest.page.wait_for_url(re.compile("/start/"))

    assert guest.page.get_by_label("Title").input_value() == "Lights on the river"
    assert guest.text() == "Three of them, all night."
    guest.page.get_by_role("button", name="Post topic").click()

    guest.page.wait_for_url(re.compile("/topic/"))
    assert (
        guest.page.get_by_role("heading", level=1).inner_text() == "Lights on the river"
    )


def test_what_is_wrong_with_a_form_is_said_and_what_was_typed_stays(person):
    guest = person()
    guest.page.goto("/sign-up/")
    guest.page.get_by_label("Member name").fill("x" * 40)
    guest.page.get_by_label("Email address").fill(guest.email)
    guest.page.get_by_label("Password").fill("short")
    guest.page.get_by_role("button", name="Create account").click()

    alert = guest.page.get_by_role("alert")
    assert "put right" in alert.inner_text()
    assert guest.page.get_by_label("Member name").input_value() == "x" * 40
    assert guest.page.get_by_label("Password").input_value() == ""
