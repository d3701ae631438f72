"""A site that sends mail, to a real mail server on loopback."""

from collections.abc import Iterator

import pytest
from django.test import Client

from rostra.site.config import Config
from rostra.site.mail_server import mail_settings
from rostra.site.signing import signing_settings
from rostra.web import mail
from tests.conftest import PASSWORD
from tests.servers import Letters, start_smtp


@pytest.fixture(scope="module")
def smtp() -> Iterator[tuple[str, Letters]]:
    with start_smtp() as server:
        yield server


@pytest.fixture
def letters(smtp, settings, site) -> Letters:
    """The mail that the site sends, from now on."""
    address, letters = smtp
    # What the test before this one sent may still be on its way.
    mail.settle()
    letters.taken.clear()
    letters.refusal = ""
    config = Config(smtp=address, address="https://forum.example")
    for name, value in {**mail_settings(config), **signing_settings(config)}.items():
        setattr(settings, name, value)
    return letters


@pytest.fixture
def member(make_user):
    user = make_user("old_ferryman", email="Ferry@example.com")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def owner(site, make_user):
    return make_user("Olga", role="owner")


@pytest.fixture
def signed_in(site, member):
    browser = Client()
    sent = {"login": member.name, "password": PASSWORD}
    assert browser.post("/sign-in/", sent).status_code == 302
    return browser


@pytest.fixture
def confirmed(signed_in):
    """A browser in which the password was just given once more."""
    sent = {"password": PASSWORD, "next": "/account/"}
    assert signed_in.post("/sign-in/confirm/", sent).status_code == 302
    return signed_in
