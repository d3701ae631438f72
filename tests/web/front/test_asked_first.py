"""Pages in memory are sent from the server's own thread, without the event loop."""

import threading

import pytest

from rostra.web.front.answers import Answer
from rostra.web.front.page_cache import Page, PageCache
from tests.servers import wait_until

pytestmark = pytest.mark.server

MISSING = "take the longer way"


@pytest.fixture
def stop_the_loop(request):
    """Keep a front's event loop busy until it is told to go on."""

    def stop(served):
        go_on = served.folder / "go-on"
        asking = threading.Thread(target=served.ask, args=("/stop-the-loop",))
        asking.start()
        request.addfinalizer(asking.join)
        request.addfinalizer(go_on.touch)
        assert wait_until((served.folder / "stopped").exists)
        return go_on

    return stop


def test_a_page_in_memory_does_not_wait_for_the_loop(serve, stop_the_loop):
    served = serve()
    kept = served.ask("/topic/1")

    stop_the_loop(served)
    again = served.ask("/topic/1")
    known = served.ask("/topic/1", headers={"If-None-Match": kept.headers["etag"]})

    assert again.text == kept.text
    assert known.status == 304
    assert MISSING not in served.log


def test_everything_else_does(serve, stop_the_loop):
    served = serve()
    served.ask("/topic/1")
    go_on = stop_the_loop(served)
    headers = [{"Accept-Encoding": "gzip"}, {"Cookie": "sessionid=x"}]
    replies = []
    asking = [
        threading.Thread(
            target=lambda h=h: replies.append(served.ask("/topic/1", headers=h))
        )
        for h in headers
    ]
    for thread in asking:
        thread.start()

    assert served.ask("/topic/1").status == 200
    assert replies == []
    go_on.touch()
    for thread in asking:
        thread.join()
    assert [reply.status for reply in replies] == [200, 200]


def test_a_write_makes_a_page_old_for_the_servers_thread_too(serve):
    served = serve()
    before = [served.ask("/topic/1").text for _again in range(2)]

    served.ask("/write/topic:7", "POST")

    assert len({*before, served.ask("/topic/1").text}) == 2


def test_an_error_on_that_thread_costs_nobody_an_answer(serve):
    served = serve()
    kept = served.ask("/topic/1")

    reply = served.ask("/topic/1", headers={"X-Meet": "an error"})

    assert reply.text == kept.text
    assert "met an error" in served.log
    assert served.ask("/topic/1").text == kept.text


def test_a_server_that_cannot_be_asked_first_is_told_of_and_serves(serve):
    served = serve(is_unknown_server=True)

    first, second = served.ask("/topic/1"), served.ask("/topic/1")

    assert first.text == second.text
    assert MISSING in served.log


def test_threads_that_keep_forget_and_ask_leave_the_count_right():
    cache, wrong = PageCache(100_000), []

    def go_on(seed):
        try:
            for n in range(4_000):
                key = ("/topic", str(n * seed % 37), "", "")
                page = cache.get(key)
                if page is None:
                    cache.keep(key, _page(n % 5), (1,), 0.0)
                else:
                    cache.touch(key)
                    page.variants[1] or page.add(1)
                    cache.weigh(key, page)
        except Exception as error:
            wrong.append(error)

    threads = [threading.Thread(target=go_on, args=(seed,)) for seed in (1, 3, 5, 11)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []
    kept = [(key, cache.get(key)) for key in list(cache._pages)]
    assert 0 < cache._bytes <= 100_000
    assert cache._bytes == sum(p.size + sum(map(len, key)) for key, p in kept)


def _page(thousands):
    headers = [("content-type", "text/html"), ("rostra-depends", "site")]
    return Page(Answer(200, headers, b"word " * 200 * (thousands + 1)), 0)
