"""Somebody comes over from the old forum with the password that they had there."""

import pytest
from playwright.sync_api import expect

from rostra.accounts.old_passwords import Scheme, old_password

pytestmark = [pytest.mark.server, pytest.mark.browser, pytest.mark.slow]

OLD = "$H$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0"
"""As phpBB 3.0 keeps "test12345"; the vector is of phpass's own test."""


def test_an_old_phpbb_password_claims_the_account_and_its_posts(person, rostra, topic):
    someone = person()
    name = f"Pilot {someone.name}"
    before = rostra.visitor().sign_up(name)
    number = topic.removeprefix("/topic/").split("-")[0]
    before.post(f"/topic/{number}/replies/", source="Written long ago.")
    rostra.make_placeholder(name, old_password(Scheme.PHPASS, OLD))
    page = someone.page

    page.goto(f"/sign-in/?next={topic}")
    page.get_by_label("Email address or member name").fill(name.upper())
    page.get_by_label("Password").fill("test12345")
    page.get_by_role("button", name="Sign in", exact=True).click()

    expect(page.locator("article.post", has_text="Written long ago.")).to_be_visible()
    expect(page.get_by_text(f"as {name}")).to_be_visible()
    page.goto("/account/")
    expect(page.get_by_text("Change the password")).to_be_visible()
