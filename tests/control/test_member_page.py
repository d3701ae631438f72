"""What an owner decides on a member's page."""

import pytest
from django.core.exceptions import PermissionDenied

from rostra.accounts.services.profiling import change_profile
from rostra.control.services.clearing import clear_profile
from rostra.forum.services.replying import post_reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(make_user, site, client):
    owner = make_user("Olga", role="owner")
    client.force_login(owner)
    return owner


@pytest.fixture
def loud(make_user):
    member = make_user("Loud")
    change_profile(
        member=member, location="Buytown", about="Cheap watches.", signature="Buy!"
    )
    member.refresh_from_db()
    return member


def test_an_owner_takes_away_what_is_ticked_and_nothing_else(
    client, client_of, owner, loud, topic
):
    post_reply(author=loud, topic_id=topic.pk, source="Hello.")
    path = f"/control/members/{loud.pk}/"
    assert "Cheap watches." in client.get(path).text
    assert "Buytown" in client_of(owner).get(topic.get_absolute_url()).text

    answer = client.post(f"{path}profile/", {"part": ["location", "about", "role"]})

    loud.refresh_from_db()
    assert answer.status_code == 303
    assert (loud.location, loud.about, loud.signature) == ("", "", "Buy!")
    assert loud.role == "member"
    assert "Buytown" not in client.get(topic.get_absolute_url()).text


def test_nobody_else_does(loud, moderator):
    with pytest.raises(PermissionDenied):
        clear_profile(owner=moderator, member_id=loud.pk, parts={"about"})
