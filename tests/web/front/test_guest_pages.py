"""Guests get pages from memory, and never an old one."""

import itertools
import threading

import pytest

pytestmark = pytest.mark.server

COUNTER = itertools.count()


@pytest.fixture
def path():
    """The address of a page that nobody has asked for yet."""
    return f"/topic/{next(COUNTER)}-hello/"


class TestKeeping:
    def test_a_page_is_made_once_for_all_guests(self, served, path):
        first = served.ask(path)

        second = served.ask(path, headers={"User-Agent": "Another/1.0"})

        assert first.status == second.status == 200
        assert first.text == second.text

    def test_a_write_to_what_it_depends_on_makes_it_old(self, served, path):
        before = served.ask(path)

        served.ask("/write/topic:7", "POST")

        assert served.ask(path).text != before.text

    def test_other_writes_leave_it_alone(self, served, path):
        before = served.ask(path)

        served.ask("/write/topic:8", "POST")

        assert served.ask(path).text == before.text

    def test_sixteen_who_ask_at_once_wait_for_one_page(self, served, path):
        replies = served.ask_together([path + "?slow=0.3"] * 16)

        assert len({reply.text for reply in replies}) == 1

    def test_a_page_begun_before_a_write_is_not_for_those_who_come_after(
        self, served, path
    ):
        name, replies = path.strip("/").replace("/", "-"), {}
        slow = f"{path}?held={name}"

        def begin(which):
            asking = threading.Thread(
                target=lambda: replies.update({which: served.ask(slow)})
            )
            asking.start()
            return asking

        early = begin("early")
        served.wait_for_made(name)
        served.ask("/write/topic:7", "POST")
        late = begin("late")
        served.wait_for_made(name, 2)
        served.let_go(name)
        early.join()
        late.join()

        assert replies["late"].text != replies["early"].text
        assert served.ask(slow).text == replies["late"].text

    @pytest.mark.parametrize("path", ["/cookie", "/undeclared", "/away", "/nowhere"])
    def test_what_is_not_for_everybody_is_never_kept(self, served, path):
        first, second = served.ask(path), served.ask(path)

        assert first.status == second.status
        assert first.text != second.text or first.status == 302

    def test_queries_are_pages_of_their_own(self, served, path):
        assert served.ask(path + "?page=1").text != served.ask(path + "?page=2").text

    def test_without_an_address_each_host_has_its_own(self, served, path):
        one = served.ask(path, headers={"Host": "one.example"})
        two = served.ask(path, headers={"Host": "two.example"})

        assert "host one.example" in one.text
        assert "host two.example" in two.text

    def test_an_address_makes_hosts_alike(self, serve):
        served = serve(address="https://forum.example")

        one = served.ask("/topic/1", headers={"Host": "one.example"})
        two = served.ask("/topic/1", headers={"Host": "two.example"})

        assert one.text == two.text

    def test_memory_is_bounded(self, serve):
        served = serve(cache_bytes=200_000)

        pages = {n: served.ask(f"/topic/{n}").text for n in range(60)}
        again = {n: served.ask(f"/topic/{n}").text for n in (0, 59)}

        assert again[0] != pages[0]
        assert again[59] == pages[59]


class TestCookies:
    @pytest.mark.parametrize("cookie", ["sessionid=x", "a=1; sessionid=x", "guest=abc"])
    def test_a_page_for_somebody_goes_past_the_memory(self, served, path, cookie):
        kept = served.ask(path)

        first = served.ask(path, headers={"Cookie": cookie})
        second = served.ask(path, headers={"Cookie": cookie})

        assert f"cookies [{cookie}]" in first.text
        assert first.headers["cache-control"] == "private, no-cache"
        assert len({kept.text, first.text, second.text}) == 3
        assert served.ask(path).text == kept.text

    def test_a_look_has_its_own_page(self, served, path):
        dark = {"Cookie": "look=dark.large.compact"}

        plain, first = served.ask(path), served.ask(path, headers=dark)

        assert "cookies [look=dark.large.compact]" in first.text
        assert "cookies []" in plain.text
        assert served.ask(path, headers=dark).text == first.text

    @pytest.mark.parametrize(
        "cookie", ['look="dark.large.compact"', "look=<script>", "tracker=1", "look"]
    )
    def test_what_is_not_in_the_key_does_not_reach_the_page(self, served, path, cookie):
        reply = served.ask(path, headers={"Cookie": cookie})

        assert "cookies []" in reply.text
        assert served.ask(path).text == reply.text

    def test_several_cookie_headers_are_read_as_one(self, served, path):
        kept = served.ask(path)

        raw = served.send_raw(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\nCookie: look=a\r\n"
            f"Cookie: sessionid=x\r\nConnection: close\r\n\r\n".encode()
        )

        assert b"cookies [look=a; sessionid=x]" in raw
        assert served.ask(path).text == kept.text


class TestTransfer:
    @pytest.mark.parametrize(
        ("accepted", "coding"),
        [
            ("gzip, deflate, br", "br"),
            ("gzip", "gzip"),
            ("br;q=0.5, gzip;q=0.8", "gzip"),
            ("br;q=0, gzip", "gzip"),
            ("identity;q=1, br;q=0.2", None),
            ("*", "br"),
            ("*;q=0", None),
            ("identity;q=0", None),
            ("br;q=nonsense", None),
            ("", None),
        ],
    )
    def test_the_coding_is_negotiated(self, served, accepted, coding):
        kept = served.ask("/large/1", headers={"Accept-Encoding": accepted})
        once = served.ask("/echo?x=" + "y" * 900, headers={"Accept-Encoding": accepted})

        assert kept.headers["content-encoding"] == coding
        assert once.headers["content-encoding"] == coding
        assert kept.headers["vary"] == "Cookie, Accept-Encoding"
        assert once.headers["vary"] == "Accept-Encoding"
        assert kept.text == served.ask("/large/1").text

    def test_a_browser_that_has_the_page_is_told_so(self, served, path):
        etag = served.ask(path, headers={"Accept-Encoding": "br"}).headers["etag"]

        asked = {"Accept-Encoding": "br", "If-None-Match": f'"other", W/{etag}'}
        again = served.ask(path, headers=asked)
        packed_otherwise = served.ask(
            path, headers={**asked, "Accept-Encoding": "gzip"}
        )

        assert (again.status, again.packed) == (304, b"")
        assert again.headers["etag"] == etag
        assert packed_otherwise.status == 200
        assert packed_otherwise.headers["etag"] != etag

    def test_so_is_a_member(self, served):
        asked = {"Cookie": "sessionid=x", "Accept-Encoding": "br"}
        first = served.ask("/write/nothing", headers=asked)

        again = served.ask(
            "/write/nothing", headers={**asked, "If-None-Match": first.headers["etag"]}
        )

        assert again.status == 304

    def test_head_is_the_same_without_a_body(self, served, path):
        head, get = served.ask(path, "HEAD"), served.ask(path)

        assert head.packed == b""
        assert head.headers["content-length"] == str(len(get.packed))
        assert head.headers["etag"] == get.headers["etag"]

    def test_what_django_tells_the_front_stays_there(self, served, path):
        replies = [served.ask(path), served.ask(path), served.ask("/odd")]

        names = [name.lower() for reply in replies for name in reply.headers]
        assert not [name for name in names if name.startswith("rostra-")]

    def test_pages_are_asked_for_again_each_time(self, served, path):
        assert served.ask(path).headers["cache-control"] == "no-cache"
