"""Assets come from memory, images from the media folder, and nothing else does."""

import pytest

from rostra.web.assets import Assets

pytestmark = pytest.mark.server


class TestAssets:
    def test_are_packed_and_kept_for_ever(self, served):
        address = Assets(served.folder / "packages").address("app.css")

        reply = served.ask(address, headers={"Accept-Encoding": "br"})

        assert reply.text.startswith("p {\ncolor: red;\n}\n")
        assert reply.headers["content-type"] == "text/css; charset=utf-8"
        assert reply.headers["content-encoding"] == "br"
        assert "immutable" in reply.headers["cache-control"]

    def test_an_old_address_finds_todays_file_but_keeps_nothing(self, served):
        reply = served.ask("/static/0123456789ab/app.css")

        assert reply.status == 200
        assert reply.headers["cache-control"] == "no-cache"

    def test_drawings_are_at_the_root_too(self, served):
        reply = served.ask("/icons.svg")

        assert reply.text == "<svg></svg>"
        assert reply.headers["cache-control"] == "no-cache"
        known = {"If-None-Match": reply.headers["etag"]}
        assert served.ask("/icons.svg", headers=known).status == 304

    @pytest.mark.parametrize(
        "path", ["/static/", "/static/x", "/static/x/../y", "/favicon.ico", "/static//"]
    )
    def test_there_is_nothing_else(self, served, path):
        assert served.ask(path).status == 404


class TestMedia:
    def test_an_image_is_shown_alone(self, served):
        reply = served.ask("/media/cat.png", headers={"Accept-Encoding": "br"})

        assert reply.body == b"\x89PNG cat"
        assert reply.headers["content-type"] == "image/png"
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in reply.headers["content-security-policy"]
        assert "max-age" in reply.headers["cache-control"]
        known = {"If-None-Match": reply.headers["etag"]}
        assert served.ask("/media/cat.png", headers=known).status == 304
        assert served.ask("/media/cat.png", "HEAD").headers["content-length"] == "8"

    @pytest.mark.parametrize(
        "path",
        [
            "/media/page.html",
            "/media/way-out.png",
            "/media/../secret.png",
            "/media/%2e%2e/secret.png",
            "/media//etc/hostname.png",
            "/media/",
            "/media/none.png",
        ],
    )
    def test_nothing_else_is_shown(self, served, path):
        reply = served.ask(path)

        assert reply.status == 404
        assert "secret" not in reply.text
