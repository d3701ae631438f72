"""Feeds for tests: who may look after them, and how they are read."""

import pytest

from rostra.foundation.outgoing import Reach
from rostra.news.services import asking_links, polling
from rostra.news.services.feeding import Handling, add_feed
from tests.news.feed_server import serving


@pytest.fixture
def server(monkeypatch, settings, tmp_path):
    """A server of feeds; of this machine's addresses only its own may be asked."""
    only = Reach(None, lambda address: str(address) == "127.0.0.1")
    monkeypatch.setattr(polling, "REACH", only)
    monkeypatch.setattr(asking_links, "REACH", only)
    settings.ROSTRA_DATA = tmp_path
    with serving() as told:
        yield told


@pytest.fixture
def house(make_user):
    return make_user("Halvern Wire", is_house=True)


@pytest.fixture
def editor(make_user, category):
    return make_user("Edda", role="editor")


@pytest.fixture
def make_feed(editor, house, category):
    def make(address="http://wire.example/feed", **how):
        how = {"arrival": "publish", "shows": "all", "joins": "never"} | how
        handling = Handling(house_id=house.pk, category_id=category.pk, **how)
        return add_feed(editor=editor, address=address, handling=handling)

    return make
