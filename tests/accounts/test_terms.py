"""Whoever signs up agrees to the owner's terms and age; new terms are asked for again."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rostra.accounts.models import TermsVersion, User
from rostra.accounts.services.terms import accept_terms, change_terms
from rostra.control.services.naming import change_site
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db

NEW = {"name": "Noor Haddadi", "email": "noor@example.com", "password": PASSWORD}


@pytest.fixture
def reader(make_user):
    return make_user("Ada")


@pytest.fixture
def browser(reader):
    browser = Client()
    browser.force_login(reader, "django.contrib.auth.backends.ModelBackend")
    return browser


def write(owner, source="# Rules\n\nBe *kind*.", asks_again=True):
    change_terms(owner=owner, source=source, asks_again=asks_again)


class TestSigningUp:
    def test_asks_for_nothing_where_nothing_is_asked(self, owner):
        page = Client().get("/sign-up/").content

        assert b'name="terms"' not in page
        assert b'name="age"' not in page
        assert b"/terms/" not in page
        assert Client().get("/terms/").status_code == 404

    def test_needs_the_terms_accepted(self, owner):
        write(owner)

        without = Client().post("/sign-up/", NEW)
        older = Client().post("/sign-up/", {**NEW, "terms": "0"})

        assert without.status_code == older.status_code == 422
        assert b'id="terms-error"' in without.content
        assert b"Noor Haddadi" in without.content
        assert not User.objects.filter(name="Noor Haddadi").exists()

    def test_keeps_what_was_accepted_and_when(self, owner):
        write(owner)

        answer = Client().post("/sign-up/", {**NEW, "terms": "1"})

        noor = User.objects.get(name="Noor Haddadi")
        assert answer.status_code in (302, 303)
        assert noor.terms_accepted == 1
        assert noor.terms_accepted_at is not None

    def test_needs_the_age_said(self, owner):
        change_site(owner=owner, minimum_age=16)

        without = Client().post("/sign-up/", NEW)
        answer = Client().post("/sign-up/", {**NEW, "age": "16"})

        assert without.status_code == 422
        assert b'id="age-error"' in without.content
        assert b"at least 16 years" in without.content
        assert answer.status_code in (302, 303)

    def test_for_approval_keeps_it_too(self, owner):
        change_site(owner=owner, sign_up="approval")
        write(owner)

        Client().post("/sign-up/", {**NEW, "terms": "1"})

        noor = User.objects.get(name="Noor Haddadi")
        assert (noor.awaits_approval, noor.terms_accepted) == (True, 1)


class TestTermsPage:
    def test_shows_them_to_everybody(self, owner):
        write(owner)

        page = Client().get("/terms/")

        assert page.status_code == 200
        assert b"<em>kind</em>" in page.content
        assert b'href="/terms/"' in Client().get("/").content


class TestNewTerms:
    def test_lead_a_member_until_they_accept(self, owner, browser, reader):
        write(owner)

        led = browser.get("/latest/?page=1")
        asked = browser.get(led.url)
        answer = browser.post(
            "/account/terms/", {"number": "1", "next": "/latest/?page=1"}
        )

        assert led.url == "/account/terms/?next=%2Flatest%2F%3Fpage%3D1"
        assert b'value="/latest/?page=1"' in asked.content
        assert (answer.status_code, answer.url) == (303, "/latest/?page=1")
        assert browser.get("/latest/").status_code == 200
        reader.refresh_from_db()
        assert reader.terms_accepted_at is not None

    def test_leave_open_what_is_the_members_own(self, owner, browser):
        write(owner)

        for path in ("/account/data/", "/account/close/", "/terms/", "/account/"):
            answer = browser.get(path)
            assert "/account/terms/" not in answer.headers.get("Location", "")

    def test_do_not_lose_what_is_sent_nor_break_pieces_of_a_page(self, owner, browser):
        write(owner)

        assert browser.post("/preview/", {"source": "Hello."}).status_code == 200
        piece = browser.get("/latest/", headers={"Sec-Fetch-Dest": "empty"})
        assert piece.status_code == 200

    def test_cost_pages_no_query(self, owner, browser, reader):
        def queries():
            browser.get("/latest/")
            with CaptureQueriesContext(connection) as seen:
                assert browser.get("/latest/").status_code == 200
            return len(seen)

        before = queries()
        write(owner)
        accept_terms(member=reader, number=1)

        assert queries() == before

    def test_are_not_accepted_by_an_older_page(self, owner, browser, reader):
        write(owner)
        write(owner, "Be kinder.")

        answer = browser.post("/account/terms/", {"number": "1"})

        assert answer.status_code == 409
        assert b"Be kinder." in answer.content
        reader.refresh_from_db()
        assert reader.terms_accepted == 0

    @pytest.mark.parametrize("number", ["", "x", "²", "9" * 99, "-1"])
    def test_are_not_accepted_by_nonsense(self, owner, browser, number):
        write(owner)

        assert browser.post("/account/terms/", {"number": number}).status_code == 409

    def test_do_not_lead_guests_or_whoever_wrote_them(self, owner):
        write(owner)
        olga = Client()
        olga.force_login(owner, "django.contrib.auth.backends.ModelBackend")

        assert Client().get("/latest/").status_code == 200
        assert olga.get("/latest/").status_code == 200


class TestChangingTerms:
    def test_puts_slips_right_without_asking(self, owner, browser, reader):
        write(owner)
        accept_terms(member=reader, number=1)

        write(owner, "Be *very* kind.", asks_again=False)

        assert browser.get("/latest/").status_code == 200
        assert b"<em>very</em>" in Client().get("/terms/").content
        assert TermsVersion.objects.count() == 1

    def test_asks_again_only_when_they_changed(self, owner, browser, reader):
        write(owner)
        accept_terms(member=reader, number=1)

        write(owner)
        assert browser.get("/latest/").status_code == 200
        write(owner, "Be kinder.")
        assert browser.get("/latest/").status_code == 302

    def test_to_nothing_takes_them_away(self, owner, browser):
        write(owner)
        write(owner, " \n")

        assert browser.get("/latest/").status_code == 200
        assert Client().get("/terms/").status_code == 404
        write(owner, "Again.")
        assert TermsVersion.objects.latest("number").number == 2

    def test_is_for_owners(self, owner, reader):
        with pytest.raises(PermissionDenied):
            write(reader)


class TestControlPage:
    @pytest.fixture
    def panel(self, owner):
        panel = Client()
        panel.force_login(owner, "django.contrib.auth.backends.ModelBackend")
        return panel

    SENT = {
        "terms": "Be kind.",
        "minimum_age": "14",
        "refused_mail": " Trash.Example\n",
    }

    def test_keeps_what_is_sent(self, panel, site):
        answer = panel.post("/control/terms/", {**self.SENT, "asks_again": "on"})
        page = panel.get(answer.url).content

        site.refresh_from_db()
        assert answer.status_code == 303
        assert (site.minimum_age, site.refused_mail) == (14, "trash.example")
        assert (site.terms_version, site.terms_asked) == (1, 1)
        assert b"Be kind." in page
        assert b"trash.example" in page

    @pytest.mark.parametrize(
        ("wrong", "value"),
        [
            ("minimum_age", "-1"),
            ("minimum_age", "old"),
            ("refused_mail", "one two"),
            ("refused_mail", "localhost"),
            ("terms", "x" * 300_000),
        ],
    )
    def test_says_what_is_wrong(self, panel, site, wrong, value):
        answer = panel.post("/control/terms/", {**self.SENT, wrong: value})

        site.refresh_from_db()
        assert answer.status_code == 422
        assert f"{wrong}-error".encode() in answer.content
        assert (site.terms_version, site.minimum_age) == (0, 0)


class TestRefusedMail:
    @pytest.mark.parametrize(
        ("email", "status"),
        [
            ("noor@trash.example", 422),
            ("noor@A.B.Trash.Example", 422),
            ("noor@xtrash.example", 302),
            ("noor@bücher.example", 422),
        ],
    )
    def test_makes_no_account(self, owner, email, status):
        change_site(owner=owner, refused_mail="trash.example\nxn--bcher-kva.example")

        answer = Client().post("/sign-up/", {**NEW, "email": email})

        assert answer.status_code == status
        assert (b"of this provider" in answer.content) == (status == 422)
