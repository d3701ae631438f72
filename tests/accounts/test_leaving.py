"""A member closes their account: at once for them, and for good."""

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from rostra.accounts.leaving import DOORS, FORGOTTEN, STAYING, add_step
from rostra.accounts.models import Closing, Session, User
from rostra.accounts.new_names import check_name
from rostra.accounts.services.leaving import finish_closings, leave_site
from rostra.accounts.steps import Step
from rostra.web.models import Site
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
SURE = {"sure": "on"}


def filled_in(member):
    """The member with something in every column of theirs."""
    User.objects.filter(pk=member.pk).update(
        title="Ferryman",
        location="By the river",
        about="I row.",
        signature="Row on.",
        time_zone="Asia/Tokyo",
        role="moderator",
        group_ids="3 4",
        last_seen_at=member.joined_at,
        last_login=member.joined_at,
        post_count=7,
    )


class TestThePage:
    def test_asks_for_the_password_first(self, signed_in, member):
        answer = signed_in.post("/account/close/", SURE)

        assert answer["Location"].startswith("/sign-in/confirm/")
        member.refresh_from_db()
        assert member.closed_at is None

    def test_asks_whether_it_is_meant(self, confirmed, member):
        answer = confirmed.post("/account/close/", {})

        assert answer.status_code == 422
        assert "Tick this if you mean it." in answer.text
        member.refresh_from_db()
        assert member.closed_at is None

    def test_closes_the_account_and_signs_out_everywhere(self, confirmed, member):
        other = Client()
        other.post("/sign-in/", {"login": member.name, "password": PASSWORD})

        answer = confirmed.post("/account/close/", SURE)

        assert answer["Location"] == "/account/closed/"
        assert "Your account is closed" in confirmed.get("/account/closed/").text
        for browser in (confirmed, other):
            assert browser.get("/unread/").status_code == 302
        again = Client().post(
            "/sign-in/", {"login": "old_ferryman", "password": PASSWORD}
        )
        assert again.status_code == 422

    def test_offers_to_erase_only_where_the_owner_allows_it(self, confirmed, member):
        page = confirmed.get("/account/close/").text
        refused = confirmed.post("/account/close/", SURE | {"posts": "erase"})

        assert 'value="erase"' not in page
        assert refused.status_code == 403
        assert "This site keeps what was written." in refused.text

        Site.objects.update(may_erase_words=True)
        from rostra.foundation.versions import raise_versions

        raise_versions("site")
        assert 'value="erase"' in confirmed.get("/account/close/").text
        done = confirmed.post("/account/close/", SURE | {"posts": "erase"})
        assert done.status_code == 303
        assert Closing.objects.get(user=member).erases_words


class TestTheRow:
    def test_says_nothing_of_them_any_more(self, site, member):
        filled_in(member)

        leave_site(member=member)

        row = User.objects.filter(pk=member.pk).values().get()
        told = str(row).casefold()
        for word in ("ferry", "river", "row on", "i row", "tokyo", "moderator"):
            assert word not in told
        assert row["name"] == f"Former member {member.pk}"
        assert row["email_key"] is None
        assert row["group_ids"] == ""
        assert row["last_seen_at"] is row["last_login"] is None
        assert row["post_count"] == 7

    def test_frees_the_address_and_ends_every_way_in(self, site, member, make_user):
        EmailAddress.objects.create(user=member, email="ferry@example.com")

        leave_site(member=member)

        assert not EmailAddress.objects.filter(user=member).exists()
        assert not Session.objects.filter(user=member).exists()
        assert make_user("Another", email="Ferry@example.com").email_key

    def test_is_given_a_name_that_is_free(self, site, member, make_user):
        make_user(f"Former member {member.pk}")

        leave_site(member=member)

        member.refresh_from_db()
        assert member.name == f"Former member {member.pk}-2"


class TestTheName:
    @pytest.mark.parametrize("name", ["old_ferryman", "OLD_FERRYMAN", "old-ferrуman"])
    def test_stays_theirs(self, site, member, name):
        leave_site(member=member)
        finish_closings()

        with pytest.raises(ValidationError):
            check_name(name)

    @pytest.mark.parametrize("name", ["Former member 77", "former-MEMBER 1"])
    def test_of_those_who_left_is_nobodys(self, site, db, name):
        with pytest.raises(ValidationError, match="speak for the site"):
            check_name(name)

    def test_is_written_down_nowhere_when_all_is_done(self, site, member):
        leave_site(member=member)
        finish_closings()

        found = []
        for model in apps.get_models():
            names = [field.attname for field in model._meta.concrete_fields]
            rows = model._default_manager.values(*names)
            found += [row for row in rows if "ferryman" in str(row).casefold()]
        assert found == []


class TestWhoMayNot:
    def test_the_last_owner(self, site, make_user):
        olga = make_user("Olga", role="owner")

        with pytest.raises(PermissionDenied, match="needs an owner"):
            leave_site(member=olga)

        make_user("Otto", role="owner")
        assert leave_site(member=olga).user.closed_at

    def test_the_house(self, site, make_user):
        with pytest.raises(PermissionDenied, match="It stays"):
            leave_site(member=make_user("Wire", is_house=True))


class TestTheRest:
    def test_is_done_once_however_often_it_is_asked_for(self, site, member):
        first = leave_site(member=member)
        assert finish_closings() == 1

        assert leave_site(member=member) == first
        assert finish_closings() == 0
        member.refresh_from_db()
        assert member.name == f"Former member {member.pk}"

    def test_goes_on_where_it_was_interrupted(self, site, member, monkeypatch):
        done = []

        def once_more(closing):
            if len(done) == 2 and "crash" not in done:
                done.append("crash")
                raise RuntimeError("killed")
            closing.position += 1
            done.append(closing.position)
            return closing.position == 4

        monkeypatch.setattr(
            "rostra.accounts.services.leaving.STEPS", [Step("one", once_more)]
        )
        leave_site(member=member)

        with pytest.raises(RuntimeError):
            finish_closings()
        closing = Closing.objects.get()
        assert (closing.position, closing.finished_at) == (2, None)
        assert finish_closings() == 1

        assert done == [1, 2, "crash", 3, 4]

    def test_stops_when_its_time_is_over(self, site, member, monkeypatch):
        endless = Step("endless", lambda closing: False)
        monkeypatch.setattr("rostra.accounts.services.leaving.STEPS", [endless])
        leave_site(member=member)

        assert finish_closings(seconds=0.01) == 0
        assert Closing.objects.get().step == "endless"


def test_every_model_that_points_at_a_member_is_forgotten_or_says_why_not():
    decided = set(DOORS) | set(FORGOTTEN) | set(STAYING)
    pointing = {
        model
        for model in apps.get_models()
        if any(field.related_model is User for field in model._meta.concrete_fields)
    }

    assert sorted(model._meta.label for model in pointing - decided) == []
    assert all(len(reason) > 20 for reason in STAYING.values())


def test_no_two_steps_have_one_key():
    with pytest.raises(ValueError, match="titles"):
        add_step(Step("titles", lambda closing: True))
