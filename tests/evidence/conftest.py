"""A post that something is asked of, and people to ask."""

import pytest

from rostra.evidence.services.requesting import ask_for_source
from rostra.forum.services.replying import post_reply

SENTENCE = "The gates were tested twice in January"
SAID = f"{SENTENCE}. Everybody at the Slip knew."


@pytest.fixture
def author(make_user):
    return make_user("old ferryman", email="ferry@example.org")


@pytest.fixture
def post(author, topic):
    return post_reply(author=author, topic_id=topic.pk, source=SAID)


@pytest.fixture
def ask(user, post):
    def ask(words=SENTENCE, by=None, of=post):
        return ask_for_source(asker=by or user, post_id=of.pk, words=words)

    return ask
