"""What helps to write is fetched once, by an address that changes with it."""

import re

import pytest

pytestmark = pytest.mark.usefixtures("site")


class TestHelp:
    def test_a_page_names_the_address_of_todays_which_browsers_keep(
        self, client, topic
    ):
        page = client.get(f"/topic/{topic.pk}-{topic.slug}/").text

        address = re.search(r'<writing-help data-from="([^"]+)">', page)[1]
        helping = client.get(address)

        assert "immutable" in helping["Cache-Control"]
        for name in ("live-preview", "compose-tools", "emoji-picker", "newer-draft"):
            assert f'<template data-for="{name}"' in helping.text
            assert f"<{name}" in page

    def test_an_older_page_gets_todays_but_it_is_not_kept(self, client):
        helping = client.get("/writing-help/0123456789ab/")

        assert helping.status_code == 200
        assert helping["Cache-Control"] == "no-cache"
        assert 'data-for="compose-tools"' in helping.text

    def test_it_is_nobodys_own(self, client):
        helping = client.get("/writing-help/x/")

        assert not helping.cookies
        assert client.post("/writing-help/x/").status_code == 405
