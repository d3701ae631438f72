"""Asking other servers: only public ones, for a short time, and not for too much."""

import gzip
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from ipaddress import ip_address

import pytest

from rostra.foundation.outgoing import (
    PUBLIC,
    Reach,
    Refused,
    Unanswered,
    fetch,
    is_public,
)
from tests.corpus import corpus

ANYWHERE = Reach(None, lambda _address: True)


@contextmanager
def serving(*parts: bytes, pause: float = 0) -> Iterator[tuple[str, list[bytes]]]:
    """A server that answers everything with these bytes, waiting before each part; its
    address and what it was sent."""
    line = socket.create_server(("127.0.0.1", 0))
    asked: list[bytes] = []

    def answer() -> None:
        with suppress(OSError):
            while True:
                one, _who = line.accept()
                with one:
                    asked.append(_request(one))
                    for part in parts:
                        time.sleep(pause)
                        one.sendall(part)

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{line.getsockname()[1]}", asked
    finally:
        line.close()


def _request(line: socket.socket) -> bytes:
    said = b""
    while True:
        part = line.recv(65536)
        said += part
        head, end, body = said.partition(b"\r\n\r\n")
        length = re.search(rb"Content-Length: (\d+)", head)
        if not part or (end and len(body) >= int(length[1] if length else 0)):
            return said


def reply(body: bytes = b"hello", status="200 OK", **headers: str) -> bytes:
    told = {"Content-Length": str(len(body)), "Connection": "close", **headers}
    lines = "".join(
        f"{name.replace('_', '-')}: {said}\r\n" for name, said in told.items()
    )
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body


def test_gives_what_the_server_said():
    with serving(reply(Content_Type="text/plain")) as (base, asked):
        got = fetch(f"{base}/a/b?c=d", reach=ANYWHERE)

    assert (got.status, got.body) == (200, b"hello")
    assert got.headers["content-type"] == "text/plain"
    assert asked[0].startswith(b"GET /a/b?c=d HTTP/1.1\r\n")


def test_can_leave_the_rest_of_a_long_answer_where_it_is():
    with serving(reply(b"a" * 200_000)) as (base, _asked):
        got = fetch(base, most=1000, cuts=True, reach=ANYWHERE)

    assert got.body == b"a" * 1000


def test_sends_a_form_and_follows_it_nowhere():
    with serving(reply(status="302 Found", Location="/on")) as (base, asked):
        got = fetch(base, fields={"a": "b c"}, reach=ANYWHERE)

    assert got.status == 302
    assert asked[0].startswith(b"POST / HTTP/1.1\r\n")
    assert asked[0].endswith(b"a=b+c")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://0x7f.1/",
        "http://2130706433/",
        "http://017700000001/",
        "http://0/",
        "http://localhost/",
        "http://[::1]/",
        "http://[::]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[::127.0.0.1]/",
        "http://[::a00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[fe80::1]/",
        "http://[fc00::1]/",
        "http://10.0.0.1/",
        "http://172.16.0.1/",
        "http://192.168.1.1/",
        "http://100.64.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "http://1.1.1.1:22/",
        "http://1.1.1.1:6379/",
        "http://name:word@1.1.1.1/",
        "http://@1.1.1.1/",
        "ftp://1.1.1.1/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:70/",
        "http://1.1.1.1/ HTTP/1.1\r\nHost: x",
        "http://1.1.1.1/\r\nX: y",
        "http://1.1.1.1/\x00",
        "http://1.1.1.1:99999/",
        "http://[::1/",
        "http://a..ü/",
        "http://1.1.1.1/\ud800",
        "http:///",
        "//1.1.1.1/",
        "",
    ],
)
def test_asks_nothing_that_is_not_public(url):
    with pytest.raises(Refused):
        fetch(url, seconds=2)


@pytest.mark.parametrize("onward", ["/wiki/Zürich?a=ü", "/wiki/Z%C3%BCrich?a=%C3%BC"])
def test_asks_for_addresses_with_letters_of_any_language(onward):
    with serving(reply()) as (base, asked):
        got = fetch(base + onward, reach=ANYWHERE)

    assert got.status == 200
    assert asked[0].startswith(b"GET /wiki/Z%C3%BCrich?a=%C3%BC HTTP/1.1\r\n")


@pytest.mark.parametrize(
    ("said", "path"),
    [("Zürich".encode(), b"/Z%C3%BCrich"), ("Zürich".encode("latin-1"), b"/Z%FCrich")],
    ids=["utf-8", "latin-1"],
)
def test_follows_a_redirect_whose_letters_are_not_ascii(said, path):
    answer = reply(status="302 Found", Location="/HERE").replace(b"HERE", said)
    with serving(answer) as (base, asked), suppress(Unanswered):
        fetch(base, reach=ANYWHERE, redirects=1)

    assert asked[1].startswith(b"GET " + path + b" HTTP/1.1")


@pytest.mark.corpus
def test_connects_to_nothing_private_of_what_attackers_try(monkeypatch):
    numeric, tried = socket.getaddrinfo, []

    def resolve(host, port, **_more):
        where = "127.0.0.1" if host == "localhost" else host
        return numeric(
            where, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST
        )

    def connect(address, *_args, **_more):
        tried.append(address[0])
        raise OSError

    monkeypatch.setattr("socket.getaddrinfo", resolve)
    monkeypatch.setattr("urllib3.util.connection.create_connection", connect)
    urls = set()
    for file in sorted(corpus("hostile/ssrf_url/patt_ssrf").rglob("*.md")):
        urls |= set(re.findall(r"https?://[^\s`'\"<>)]+", file.read_text("utf-8")))
    assert len(urls) > 100
    for url in urls:
        with pytest.raises((Refused, Unanswered)):
            fetch(url, seconds=1)
    assert all(is_public(ip_address(address)) for address in tried)


def test_follows_a_redirect_only_to_what_may_be_asked(monkeypatch):
    # The first host is let through; where it leads is looked at like any other.
    first = Reach(None, lambda address: str(address) == "127.0.0.1")
    with serving(reply(status="302 Found", Location="http://[::1]:80/")) as (base, _a):
        with pytest.raises(Refused):
            fetch(base, reach=first)
    with serving(reply(status="302 Found", Location="/again")) as (base, asked):
        with pytest.raises(Unanswered, match="too often"):
            fetch(base, reach=first, redirects=3)
    assert len(asked) == 4


def test_goes_to_the_address_that_was_checked(monkeypatch):
    """A name that means something else the second time (DNS rebinding) gains nothing."""
    asked = []

    def resolve(host, port, **_more):
        asked.append(host)
        where = "93.184.216.34" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (where, port))]

    tried = []

    def connect(address, *_args, **_more):
        tried.append(address[0])
        raise OSError

    monkeypatch.setattr("socket.getaddrinfo", resolve)
    monkeypatch.setattr("urllib3.util.connection.create_connection", connect)
    with pytest.raises(Unanswered):
        fetch("http://rebinding.example/", seconds=2)
    assert tried == ["93.184.216.34"]
    assert len(asked) == 1


def test_a_host_with_one_private_address_is_refused(monkeypatch):
    rows = [(0, 0, 0, "", (one, 80)) for one in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_a, **_m: rows)
    with pytest.raises(Refused):
        fetch("http://both.example/", seconds=2)


def test_what_says_a_byte_now_and_then_is_left():
    head = b"HTTP/1.1 200 OK\r\n\r\n"
    for parts in ([bytes([byte]) for byte in head] * 9, [head, *[b"x"] * 99]):
        with serving(*parts, pause=0.1) as (base, _asked):
            began = time.monotonic()
            with pytest.raises(Unanswered):
                fetch(base, seconds=0.5, reach=ANYWHERE)
            assert time.monotonic() - began < 5


def test_a_bomb_and_what_is_too_long_are_left():
    bomb = gzip.compress(bytes(50_000_000))
    for answer in (reply(bomb, Content_Encoding="gzip"), reply(bytes(20_000))):
        with serving(answer) as (base, _asked):
            with pytest.raises(Unanswered, match="too much"):
                fetch(base, most=10_000, reach=ANYWHERE)


@pytest.mark.parametrize("said", [b"", b"nonsense\r\n\r\n", b"HTTP/9 x\r\n", b"\0"])
def test_nonsense_is_no_answer(said):
    with serving(said) as (base, _asked):
        with pytest.raises(Unanswered):
            fetch(base, seconds=2, reach=ANYWHERE)


def test_a_name_that_takes_long_to_find_is_left(monkeypatch):
    monkeypatch.setattr("socket.getaddrinfo", lambda *_a, **_m: time.sleep(3) or [])
    with pytest.raises(Unanswered, match="no such host"):
        fetch("http://slow.example/", seconds=1)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:4700::1111"])
def test_what_is_public_may_be_asked(address):
    assert is_public(ip_address(address))
    assert PUBLIC.ports == {80, 443}


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (b"", "It broke off"),
        (b"SSH-2.0-OpenSSH_9\r\n", "It broke off"),
        (b"HTTP/1.0 200 OK\r\nContent-Length: 9\r\n\r\nno", "It broke off"),
    ],
)
def test_a_line_that_breaks_is_told_in_plain_words(said, words):
    with _line(said) as port, pytest.raises(Unanswered, match=words):
        fetch(f"http://127.0.0.1:{port}/", reach=Reach(None, lambda _address: True))


def test_encryption_that_is_none_is_told_in_plain_words():
    with _line(b"hello") as port, pytest.raises(Unanswered, match="encryption"):
        fetch(f"https://127.0.0.1:{port}/", reach=Reach(None, lambda _address: True))


@contextmanager
def _line(said):
    """A port that says this to whoever calls, and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer():
            with suppress(OSError):
                line, _where = server.accept()
                with line:
                    line.recv(4096)
                    line.sendall(said)

        threading.Thread(target=answer, daemon=True).start()
        yield server.getsockname()[1]
