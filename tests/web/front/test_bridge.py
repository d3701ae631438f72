"""Everything else goes to Django, on few threads, and comes back whole."""

import socket
import threading
import time

import pytest

from tests.servers import wait_until

pytestmark = pytest.mark.server


class TestRequests:
    def test_the_application_sees_what_was_asked(self, served):
        told = served.ask("/echo?a=%20b", "POST", b"x" * 5000).json()

        assert told["REQUEST_METHOD"] == "POST"
        assert told["QUERY_STRING"] == "a=%20b"
        assert told["CONTENT_LENGTH"] == "5000"
        assert told["body"] == 5000
        assert told["REMOTE_ADDR"] == "127.0.0.1"
        assert told["HTTP_HOST"] == f"127.0.0.1:{served.port}"

    def test_a_path_arrives_as_its_bytes(self, served):
        kept = served.ask("/echo/%C3%A9%20x")

        assert kept.status == 404
        raw = served.send_raw(b"GET /echo?/%C3%A9 HTTP/1.0\r\n\r\n")
        assert b"200 OK" in raw

    def test_nobody_is_believed_about_where_they_are(self, served):
        headers = {"X-Forwarded-For": "6.6.6.6", "X-Forwarded-Proto": "https"}

        told = served.ask("/echo", headers=headers).json()

        assert told["REMOTE_ADDR"] == "127.0.0.1"
        assert told["wsgi.url_scheme"] == told["HTTP_X_FORWARDED_PROTO"] == "http"

    def test_except_as_many_proxies_as_were_named(self, serve):
        served = serve(trusted_proxies=2)
        headers = {
            "X-Forwarded-For": "6.6.6.6, 9.9.9.9, 10.0.0.2",
            "X-Forwarded-Proto": "https",
            "X_Forwarded_For": "7.7.7.7",
        }

        told = served.ask("/echo", headers=headers).json()

        assert told["REMOTE_ADDR"] == "9.9.9.9"
        assert told["wsgi.url_scheme"] == "https"

    def test_a_chunked_body_arrives_whole(self, served):
        parts = iter([b"a" * 1000, b"b" * 1000])

        told = served.ask("/echo", "POST", parts).json()

        assert (told["body"], told["CONTENT_LENGTH"]) == (2000, "2000")

    def test_half_a_body_is_not_taken_for_a_whole_one(self, served):
        raw = served.send_raw(
            b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf",
            is_cut_off=True,
        )

        assert b"200 OK" not in raw

    @pytest.mark.parametrize("chunked", [False, True])
    def test_too_much_is_refused_politely(self, serve, chunked):
        served = serve(max_body=1000)
        body = b"x" * 5000

        reply = served.ask("/echo", "POST", iter([body]) if chunked else body)

        assert reply.status == 413
        assert "0.001 MB" in reply.text

    def test_more_is_taken_where_files_are_sent_and_only_there(self, serve):
        served = serve(max_body=1000, max_upload=10_000, uploads=["/echo"])

        assert served.ask("/echo", "POST", b"x" * 5000).status == 200
        assert served.ask("/echo", "POST", b"x" * 15_000).status == 413
        assert served.ask("/file", "POST", b"x" * 5000).status == 413


class TestFailing:
    def test_an_exception_is_a_plain_500(self, served):
        reply = served.ask("/boom")

        assert reply.status == 500
        assert "Traceback" not in reply.text
        assert served.ask("/echo").status == 200

    def test_a_file_goes_out_from_where_it_lies(self, serve, tmp_path):
        served = serve()
        words = b"all that is known " * 500_000
        (served.folder / "sent").write_bytes(words)

        reply = served.ask("/file", "POST", b"")

        assert (reply.status, reply.body) == (200, words)
        assert reply.headers["content-type"] == "application/zip"
        assert "rostra-file" not in reply.headers

    @pytest.mark.parametrize("cookie", [{}, {"Cookie": "sessionid=x"}])
    def test_guests_and_members_get_it_by_asking_for_it(self, served, cookie):
        (served.folder / "sent").write_bytes(b"a picture")

        reply = served.ask("/file", headers=cookie)

        assert (reply.status, reply.body) == (200, b"a picture")
        assert reply.headers["content-length"] == "9"
        assert "rostra-file" not in reply.headers
        head = served.ask("/file", "HEAD", headers=cookie)
        assert (head.status, head.body) == (200, b"")
        assert head.headers["content-length"] == "9"
        known = {"If-None-Match": reply.headers["etag"], **cookie}
        again = served.ask("/file", headers=known)
        assert (again.status, again.body) == (304, b"")
        assert again.headers["cache-control"] == "private, max-age=60"

    def test_a_header_that_cannot_be_sent_is_left_out(self, served):
        reply = served.ask("/odd")

        assert reply.status == 200
        assert "x-odd" not in reply.headers

    @pytest.mark.parametrize(
        ("request_line", "status"),
        [
            (b"GET /%ff/%fe HTTP/1.1", b"404"),
            (b"GET /%zz%2 HTTP/1.1", b"404"),
            (b"GET /a%00b HTTP/1.1", b"400"),
            (b"GET /topic/1?a=%00 HTTP/1.1", b"400"),
            (b"GET /\xff HTTP/1.1", b"400"),
            (b"GET /" + b"a" * 9000 + b" HTTP/1.1", b"414"),
            (b"GET /" + b"a" * 70000 + b" HTTP/1.1", b"414"),
            (b"OPTIONS * HTTP/1.1", b"400"),
            (b"GET /topic/1?\xe2\x80\xa8 HTTP/1.1", b"200"),
            (b"POST /static/x HTTP/1.1\r\nContent-Length: 1", b"405"),
            (b"GET /topic/1 HTTP/1.1\r\nCookie: \xff\xfe;;;==\x80", b"200"),
            (b"GET /topic/1 HTTP/1.1\r\nAccept-Encoding: *;q=0,,;;q=x", b"200"),
            (b'GET /topic/1 HTTP/1.1\r\nIf-None-Match: "', b"200"),
            (b"POST /echo HTTP/1.1\r\nContent-Length: -5", b"400"),
            (b"GET /media/%00.png HTTP/1.1", b"404"),
            (b"GET /media/" + b"a" * 5000 + b".png HTTP/1.1", b"404"),
            (b"GET /topic/1 HTTP/1.1\r\nX: " + b"a" * 100_000, b"200"),
        ],
    )
    def test_malformed_requests_get_an_answer(self, served, request_line, status):
        known = served.log.count("Traceback") - served.log.count("boom\n")

        raw = served.send_raw(
            request_line + b"\r\nHost: x\r\nConnection: close\r\n\r\n"
        )

        assert raw.split(b" ", 2)[1] == status
        assert served.log.count("Traceback") - served.log.count("boom\n") == known


class TestWaiting:
    def test_pages_from_memory_go_on_while_django_hangs(self, serve):
        served = serve(threads=1)
        served.ask("/topic/1")
        asks = b"GET /echo?held=hanging HTTP/1.1\r\nHost: x\r\n\r\n"
        hanging = _left_open(served, asks)
        served.wait_for_made("hanging")

        host = {"Host": f"127.0.0.1:{served.port}"}
        assert served.ask("/topic/1", headers=host).status == 200

        served.let_go("hanging")
        hanging.close()

    def test_slow_senders_hold_no_thread(self, serve):
        served = serve(threads=1)
        slow = b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nslow"
        lines = [_left_open(served, slow) for _ in range(5)]

        assert served.ask("/echo").status == 200

        for line in lines:
            line.close()
        assert served.ask("/echo").status == 200

    def test_when_too_many_wait_the_next_is_told_to_come_back(self, serve):
        served, replies = serve(threads=1, most_waiting=2), []
        paths = [f"/echo?held=busy&{n}" for n in range(6)]
        asking = [
            threading.Thread(target=lambda p=p: replies.append(served.ask(p)))
            for p in paths
        ]
        for thread in asking:
            thread.start()
        assert wait_until(lambda: len(replies) == 3, 20)
        served.let_go("busy")
        for thread in asking:
            thread.join()

        statuses = [reply.status for reply in replies]
        assert statuses == [503, 503, 503, 200, 200, 200]
        busy = next(reply for reply in replies if reply.status == 503)
        assert busy.headers["retry-after"] == "5"


def _left_open(served, words):
    line = socket.create_connection(("127.0.0.1", served.port))
    line.sendall(words)
    time.sleep(0.1)
    return line
