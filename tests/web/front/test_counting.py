"""Views and guests are counted where pages come from memory too, and none is lost."""

import json
import signal
import threading
import time

import pytest

from tests.servers import wait_until

pytestmark = pytest.mark.server


def test_readers_are_counted_and_programs_are_not(served):
    for agent in ("Mozilla/5.0 A", "Mozilla/5.0 A", "Mozilla/5.0 B", "Googlebot/2.1"):
        served.ask("/topic/7", headers={"User-Agent": agent})
    served.ask("/topic/7", headers={"User-Agent": ""})
    served.ask("/topic/7", headers={"Cookie": "sessionid=x"})
    served.ask("/topic/7", "HEAD")

    expected = {"views": 4, "guests": 2}
    assert wait_until(lambda: served.ask("/counts").json() == expected)


def test_the_end_waits_for_those_who_wait_and_writes_what_was_counted(serve):
    served, replies = serve(), []
    served.ask("/topic/7")
    slow = threading.Thread(
        target=lambda: replies.append(served.ask("/topic/7?held=slow"))
    )
    slow.start()
    served.wait_for_made("slow")

    served.process.send_signal(signal.SIGTERM)
    time.sleep(1)
    is_waiting = served.process.poll() is None
    began = time.monotonic()
    served.let_go("slow")
    code = served.process.wait(60)
    took = time.monotonic() - began
    slow.join()

    assert is_waiting
    assert code == 0
    assert took < 10
    assert replies[0].status == 200
    assert json.loads((served.folder / "views").read_text()) == {"topic:7": 2}
    assert "Traceback" not in served.log
