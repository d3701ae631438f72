"""A server of feeds on this machine, which behaves as badly as it is told."""

import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[["BaseHTTPRequestHandler"], None]


def rss(*items: str, title: str = "Example Wire") -> bytes:
    """A feed of these items."""
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>'
        f"<link>http://wire.example/</link>{''.join(items)}</channel></rss>"
    ).encode()


def item(number: int, headline: str = "", text: str = "", more: str = "") -> str:
    """An item of RSS with an id and an address of its own."""
    headline = headline or f"Story number {number}"
    return (
        f"<item><guid isPermaLink='false'>id-{number}</guid><title>{headline}</title>"
        f"<link>http://wire.example/{number}</link>"
        f"<description><![CDATA[{text or '<p>What happened.</p>'}]]></description>{more}</item>"
    )


@dataclass
class FeedServer:
    """What each path answers, and how often and with what it was asked."""

    url: str = ""
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    headers: dict[str, list] = field(default_factory=lambda: defaultdict(list))
    released: threading.Event = field(default_factory=threading.Event)

    def says(self, path: str, body: bytes, status: int = 200, **headers: str) -> str:
        """Let a path answer with this; its address."""

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            for name, value in headers.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.send_header("Content-Length", str(len(body)))
            handler.end_headers()
            handler.wfile.write(body)

        self.answers[path] = answer
        return self.url + path

    def hangs(self, path: str) -> str:
        """Let a path say nothing until the test is over."""
        self.answers[path] = lambda handler: self.released.wait(900) and None
        return self.url + path

    def drips(self, path: str) -> str:
        """Let a path say a byte from time to time, and never the last."""

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(200)
            handler.send_header("Content-Length", "1000000")
            handler.end_headers()
            while not self.released.wait(0.05):
                handler.wfile.write(b" ")
                handler.wfile.flush()

        self.answers[path] = answer
        return self.url + path


@contextmanager
def serving() -> Iterator[FeedServer]:
    """A server for the time of a test."""
    told = FeedServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            told.asked[self.path] += 1
            told.headers[self.path].append(dict(self.headers))
            with suppress(OSError):
                answer = told.answers.get(self.path)
                if answer:
                    answer(self)
                else:
                    self.send_error(404)

        def log_message(self, *_args):
            pass

    class Server(ThreadingHTTPServer):
        request_queue_size = 256
        daemon_threads = True

    server = Server(("127.0.0.1", 0), Handler)
    told.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield told
    finally:
        told.released.set()
        server.shutdown()
        server.server_close()
