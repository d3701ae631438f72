"""A post that something is asked of, and people to ask."""

import pytest

from rostra.forum.services.replying import post_reply

SAID = "The gates were tested twice in January. Everybody at the Slip knew."


@pytest.fixture
def author(make_user):
    return make_user("old ferryman", email="ferry@example.org")


@pytest.fixture
def post(author, topic):
    return post_reply(author=author, topic_id=topic.pk, source=SAID)
