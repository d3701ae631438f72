"""An owner invites somebody to the account that an import made for them."""

import time

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client

from rostra.accounts.models import User
from rostra.accounts.services.claiming import (
    claim,
    claim_by_password,
    invitation_to_claim,
)
from rostra.foundation.visibility import NotVisible
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
