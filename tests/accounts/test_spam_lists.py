"""Other services are asked about newcomers where the owner wants it, and hold nobody up."""

import json
import threading
from contextlib import contextmanager
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest
from django.test import Client

from rostra.accounts import spam_lists
from rostra.accounts.models import User
from rostra.accounts.spam_lists import Newcomer, suspicions
from rostra.control.services.naming import change_site
from rostra.foundation.outgoing import Reach
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db

NOOR = Newcomer("Noor Haddadi", "Noor@example.com", "192.0.2.7", "Browser/1")


def listed(confidence, of="ip"):
    return {"success": 1, of: {"appears": 1, "confidence": confidence}}


@contextmanager
def answering(status, body):
    """A service that says this; its address, and the forms it was sent."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            length = int(self.headers["Content-Length"])
            form = parse_qs(self.rfile.read(length).decode())
            asked.append({name: values[0] for name, values in form.items()})
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_about):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", asked
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def service(monkeypatch):
    """Have both services answer in this way from now on; what they are asked."""
    monkeypatch.setattr(spam_lists, "REACH", Reach(None, lambda _address: True))
    monkeypatch.setattr(spam_lists, "_failed_at", {})

    @contextmanager
    def serve(body, status=200):
        said = body if isinstance(body, bytes) else json.dumps(body).encode()
        with answering(status, said) as (base, asked):
            monkeypatch.setattr(spam_lists, "STOP_FORUM_SPAM_AT", base)
            monkeypatch.setattr(spam_lists, "AKISMET_AT", base)
            yield asked

    return serve


class TestStopForumSpam:
    @pytest.fixture(autouse=True)
    def _chosen(self, owner):
        change_site(owner=owner, asks_stop_forum_spam=True)

    def test_is_told_an_address_and_a_hash(self, service):
        with service({"success": 1}) as asked:
            assert suspicions(NOOR) == []
        hashed = md5(b"noor@example.com", usedforsecurity=False).hexdigest()
        assert (asked[0]["ip"], asked[0]["emailhash"]) == ("192.0.2.7", hashed)
        assert "noor" not in str(asked).lower()

    @pytest.mark.parametrize(
        ("said", "found"),
        [
            (listed(92.5), ["stopforumspam"]),
            (listed(92.5, "emailhash"), ["stopforumspam"]),
            (listed(3.1), []),
            ({"success": 1, "ip": {"appears": 0, "confidence": 99}}, []),
        ],
    )
    def test_holds_up_whom_it_is_sure_of(self, service, said, found):
        with service(said):
            assert suspicions(NOOR) == found

    @pytest.mark.parametrize(
        ("said", "status"),
        [
            ({"success": 0, "error": "limit"}, 200),
            ([1], 200),
            (b"<html>", 200),
            (listed("much"), 200),
            (listed(None), 200),
            (listed(99), 503),
            (b"x" * 30_000, 200),
        ],
    )
    def test_that_fails_holds_nobody_up_and_is_left_alone_for_a_while(
        self, service, said, status, caplog
    ):
        with service(said, status) as asked:
            assert suspicions(NOOR) == suspicions(NOOR) == []
        assert len(asked) == 1
        assert "in vain" in caplog.text

    def test_that_nobody_can_reach_holds_nobody_up(self, service, monkeypatch):
        with service(listed(99)):
            pass
        assert suspicions(NOOR) == []

    def test_lets_a_known_spammer_wait(self, service, owner, client_of):
        new = {"name": "Spam", "email": "spam@example.com", "password": PASSWORD}
        with service(listed(99)):
            assert Client().post("/sign-up/", new).url == "/sign-up/waiting/"

        assert User.objects.get(name="Spam").waiting_reasons == "stopforumspam"
        page = client_of(owner).get("/control/waiting/").text
        assert "StopForumSpam knows them as a spammer" in page

    def test_and_asks_nobody_about_a_form_that_is_not_right(self, service):
        with service(listed(99)) as asked:
            Client().post("/sign-up/", {"name": "Spam", "email": "x"})
        assert asked == []


class TestAkismet:
    @pytest.fixture(autouse=True)
    def _chosen(self, owner):
        change_site(owner=owner, akismet_key="abc123")

    @pytest.mark.parametrize(
        ("said", "found"), [(b"true", ["akismet"]), (b"false", [])]
    )
    def test_holds_up_whom_it_takes_for_a_spammer(self, service, said, found):
        with service(said) as asked:
            assert suspicions(NOOR) == found
        assert asked[0]["api_key"] == "abc123"
        assert asked[0]["comment_type"] == "signup"
        assert asked[0]["user_ip"] == "192.0.2.7"

    def test_with_a_wrong_key_holds_nobody_up(self, service, caplog):
        with service(b"invalid"):
            assert suspicions(NOOR) == []
        assert "invalid" in caplog.text


def test_nobody_is_asked_unless_the_owner_wants_it(site, service):
    with service(listed(99)) as asked:
        assert suspicions(NOOR) == []
    assert asked == []


def test_the_owner_chooses_on_the_page_about_the_site(owner, client_of):
    browser = client_of(owner)
    sent = {"name": "Here", "sign_up": "open", "machine_check": "off"}
    sent |= {"rename_days": "30", "asks_stop_forum_spam": "on"}
    wrong = browser.post("/control/site/", sent | {"akismet_key": "no key!"})
    assert 'id="akismet_key-error"' in wrong.text
    browser.post("/control/site/", sent | {"akismet_key": "abc"})
    page = browser.get("/control/site/").text
    assert 'name="asks_stop_forum_spam" value="on" checked' in page
    assert 'value="abc"' in page
