"""A site with a page, and members who start topics from it."""

import pytest

from rostra.news.services.starting_links import Linked, start_link_topic
from tests.news.links.river import PAGE, png


@pytest.fixture
def site_of(server):
    """A site with a page and a picture; the page's address."""
    server.says("/gate.png", png(), Content_Type="image/png")
    return server.says("/gate", PAGE.encode(), Content_Type="text/html; charset=utf-8")


@pytest.fixture
def member(client, user, site, category):
    client.force_login(user)
    return client


@pytest.fixture
def start(user, category):
    def start(
        address="https://river.example/gate",
        by=user,
        where=category,
        source="I was there.",
        **more,
    ):
        linked = Linked(address, "Gate shut two hours late", **more)
        how = {"category_id": where.pk, "source": source}
        return start_link_topic(author=by, linked=linked, **how)

    return start
