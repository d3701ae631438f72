"""An account that an import made is claimed: by invitation, or by mail to its address."""

import re
import time

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.test import Client

from rostra.accounts.models import User
from rostra.accounts.services.claiming import (
    claim,
    claim_by_password,
    invitation_to_claim,
)
from rostra.foundation.visibility import NotVisible
from rostra.web import mail
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
FORM = {"email": "ferry@example.com", "password": PASSWORD}


@pytest.fixture
def ferryman(make_user):
    return make_user("Old Ferryman", is_placeholder=True, post_count=7)


def test_the_link_makes_the_account_theirs_once(owner, ferryman):
    path = invitation_to_claim(owner=owner, member_id=ferryman.pk)
    browser = Client()
    assert "Welcome back, Old Ferryman" in browser.get(path).text

    assert browser.post(path, FORM).status_code == 302

    assert browser.get("/unread/").status_code == 200
    user = User.objects.get(pk=ferryman.pk)
    assert (user.is_placeholder, user.email_key) == (False, "ferry@example.com")
    assert (user.post_count, user.joined_at) == (7, ferryman.joined_at)
    assert Client().get(path).status_code == 404
    with pytest.raises(NotVisible):
        claim(token=path.split("/")[2], **FORM)


def test_what_is_wrong_stands_beside_the_field(owner, ferryman, make_user):
    make_user(email="taken@example.com")
    path = invitation_to_claim(owner=owner, member_id=ferryman.pk)

    answer = Client().post(path, {"email": "taken@example.com", "password": "short"})

    assert answer.status_code == 422
    assert 'id="email-error"' in answer.text
    assert 'id="password-error"' in answer.text
    assert User.objects.get(pk=ferryman.pk).is_placeholder


def test_it_runs_out_and_cannot_be_made_up(owner, ferryman):
    path = invitation_to_claim(owner=owner, member_id=ferryman.pk)

    assert Client().get(path[:-3] + "x/").status_code == 404
    with time_machine.travel(time.time() + 15 * 24 * 3600):
        assert Client().get(path).status_code == 404


def test_only_owners_invite_and_only_to_what_waits(owner, ferryman, moderator, user):
    with pytest.raises(PermissionDenied):
        invitation_to_claim(owner=moderator, member_id=ferryman.pk)
    with pytest.raises(NotVisible):
        invitation_to_claim(owner=owner, member_id=user.pk)


def test_the_owner_gets_the_link_on_the_member_s_page(owner, ferryman, client_of):
    browser = client_of(owner)
    assert "Not claimed yet" in browser.get(f"/control/members/{ferryman.pk}/").text

    page = browser.post(f"/control/members/{ferryman.pk}/invitation/").text

    assert 'value="http://testserver/claim/' in page


def test_an_invitation_used_in_between_wins_over_the_old_password(owner, ferryman):
    ferryman.set_password("the old one, long ago")
    ferryman.save()
    seen_before = User.objects.get(pk=ferryman.pk)
    path = invitation_to_claim(owner=owner, member_id=ferryman.pk)

    claim(token=path.split("/")[2], **FORM)

    assert claim_by_password(seen_before, "the old one, long ago") is None
    assert User.objects.get(pk=ferryman.pk).check_password(PASSWORD)


class TestByMail:
    @pytest.fixture
    def known(self, make_user):
        """An account whose address came with the import."""
        return make_user(
            "Old Ferryman", is_placeholder=True, email="Ferry@example.com", post_count=7
        )

    @pytest.fixture
    def path(self, known, letters, settings):
        """The path in the mail that came."""
        settings.ROSTRA_ADDRESS = "https://forum.example"
        Client().post("/sign-in/code/", {"email": "ferry@EXAMPLE.com"})
        text = letters.to("ferry@EXAMPLE.com").get_body(("plain",)).get_content()
        return re.search(r"https://forum\.example(/claim/\S+)", text)[1]

    def test_whoever_reads_mail_there_claims_it_and_is_in(self, path, known):
        browser = Client()
        page = browser.get(path).text
        assert "Welcome back, Old Ferryman" in page
        assert "Your email address: Ferry@example.com" in page
        assert 'name="email"' not in page
        assert browser.post(path, {"password": "short"}).status_code == 422

        # Whatever else is sent, the address is the one that was written to.
        sent = {"password": PASSWORD, "email": "thief@example.com"}
        assert browser.post(path, sent).status_code == 302

        assert browser.get("/unread/").status_code == 200
        user = User.objects.get(pk=known.pk)
        assert (user.is_placeholder, user.email) == (False, "Ferry@example.com")
        assert EmailAddress.objects.get(user=user).verified
        assert Client().get(path).status_code == 404

    @pytest.mark.parametrize(
        ("page", "more"),
        [
            ("/sign-in/code/", {}),
            ("/account/password/reset/", {}),
            ("/sign-up/", {"name": "Ferry Again", "password": PASSWORD}),
        ],
    )
    def test_every_way_in_sends_it_and_no_page_tells(
        self, known, letters, page, more, client
    ):
        stranger, theirs = Client(), client
        free = stranger.post(page, {"email": "new@example.com", **more})
        more = more and {**more, "name": "Ferry Boat"}
        ours = theirs.post(page, {"email": "ferry@example.com", **more})

        assert (free.status_code, free.url) == (ours.status_code, ours.url)
        told = letters.to("ferry@example.com")
        assert "from the old forum is here" in told["Subject"]
        mail.settle()
        others = [one["Subject"] for one in letters.taken if one["To"] != told["To"]]
        assert not any("old forum" in subject for subject in others)

    def test_it_is_worth_nothing_once_the_address_is_another(self, path, known):
        User.objects.filter(pk=known.pk).update(
            email="other@example.com", email_key="other@example.com"
        )
        assert Client().get(path).status_code == 404
        with pytest.raises(NotVisible):
            claim(token=path.split("/")[2], password=PASSWORD)

    def test_it_runs_out(self, path):
        with time_machine.travel(time.time() + 2 * 24 * 3600 + 60):
            assert Client().get(path).status_code == 404

    def test_a_site_without_an_address_tells_the_path(self, known, letters, settings):
        assert not settings.ROSTRA_ADDRESS
        Client().post("/sign-in/code/", {"email": "ferry@example.com"})
        text = letters.to("ferry@example.com").get_body(("plain",)).get_content()
        assert re.search(r"^/claim/\S+/\s*$", text, re.MULTILINE)

    def test_the_owners_invitation_asks_for_an_address(self, known, owner, letters):
        path = invitation_to_claim(owner=owner, member_id=known.pk)
        assert 'name="email"' in Client().get(path).text
