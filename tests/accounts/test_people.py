"""Whom members follow and ignore, and the directory of all."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from rostra.accounts.models import Tie, TieKind, User
from rostra.accounts.selectors.directory import SHOWN, DirectoryOrder, directory
from rostra.accounts.selectors.people import people_of
from rostra.accounts.services import tying
from rostra.accounts.services.leaving import finish_closings, leave_site
from rostra.accounts.services.tying import tie, untie
from rostra.foundation.visibility import NotVisible

pytestmark = pytest.mark.django_db
FOLLOW, IGNORE = TieKind.FOLLOW, TieKind.IGNORE


def ignored(user):
    return User.objects.get(pk=user.pk).ignored


class TestTies:
    def test_there_is_one_to_a_member_at_most(self, user, make_user):
        other = make_user()

        tie(owner=user, member_id=other.pk, kind=FOLLOW)
        tie(owner=user, member_id=other.pk, kind=FOLLOW)
        assert Tie.objects.get().kind == FOLLOW
        assert ignored(user) == frozenset()

        tie(owner=user, member_id=other.pk, kind=IGNORE)
        assert Tie.objects.get().kind == IGNORE
        assert ignored(user) == {other.pk}

        untie(owner=user, member_id=other.pk)
        untie(owner=user, member_id=other.pk)
        assert not Tie.objects.exists()
        assert ignored(user) == frozenset()

    @pytest.mark.parametrize("kind", TieKind)
    def test_not_to_oneself_nor_to_nobody_nor_to_who_waits(self, user, make_user, kind):
        waiting = make_user(awaits_approval=True)

        with pytest.raises(PermissionDenied):
            tie(owner=user, member_id=user.pk, kind=kind)
        for nobody in (waiting.pk, waiting.pk + 999, 0):
            with pytest.raises(NotVisible):
                tie(owner=user, member_id=nobody, kind=kind)

    def test_the_house_account_can_be_followed_but_not_ignored(self, user, make_user):
        house = make_user(is_house=True)

        tie(owner=user, member_id=house.pk, kind=FOLLOW)
        with pytest.raises(PermissionDenied):
            tie(owner=user, member_id=house.pk, kind=IGNORE)

    def test_who_has_left_can_be_ignored_but_not_followed(self, user, make_user, now):
        gone = make_user(closed_at=now)

        tie(owner=user, member_id=gone.pk, kind=IGNORE)
        with pytest.raises(PermissionDenied):
            tie(owner=user, member_id=gone.pk, kind=FOLLOW)

    def test_there_is_a_most_of_each_kind(self, user, make_user, monkeypatch):
        monkeypatch.setitem(tying.MOST, IGNORE, 2)
        a, b, c = (make_user() for _ in range(3))
        for one in (a, b, b):
            tie(owner=user, member_id=one.pk, kind=IGNORE)

        with pytest.raises(PermissionDenied, match="You ignore 2 members"):
            tie(owner=user, member_id=c.pk, kind=IGNORE)
        tie(owner=user, member_id=c.pk, kind=FOLLOW)
        assert ignored(user) == {a.pk, b.pk}

    def test_of_who_leaves_go_and_those_to_them_stay(self, site, user, make_user):
        leaver = make_user()
        make_user(role="owner")
        tie(owner=leaver, member_id=user.pk, kind=IGNORE)
        tie(owner=user, member_id=leaver.pk, kind=IGNORE)

        leave_site(member=leaver)
        finish_closings()

        assert ignored(leaver) == frozenset()
        assert [t.owner_id for t in Tie.objects.all()] == [user.pk]

    def test_are_listed_by_name_in_one_query(
        self, user, make_user, django_assert_num_queries
    ):
        for name, kind in (("Zoe", FOLLOW), ("ben", FOLLOW), ("Carl", IGNORE)):
            tie(owner=user, member_id=make_user(name).pk, kind=kind)

        with django_assert_num_queries(1):
            people = people_of(owner=user)

        assert [one.person.name for one in people.followed] == ["ben", "Zoe"]
        assert [one.person.name for one in people.ignored] == ["Carl"]


class TestTheButtons:
    def test_lead_back_to_where_one_was(self, site, user, make_user, client_of):
        other = make_user()
        browser = client_of(user)
        sent = {"member": other.pk, "kind": "ignore"}

        there = browser.post("/account/people/", sent | {"next": other.url})
        assert (there.status_code, there["Location"]) == (303, other.url)
        away = browser.post("/account/people/", sent | {"next": "//elsewhere.example/"})
        assert away["Location"] == "/account/people/"
        assert ignored(user) == {other.pk}
        browser.post("/account/people/", sent | {"kind": ""})
        assert ignored(user) == frozenset()

    @pytest.mark.parametrize("member", ["", "x", "-1", "9" * 30, "1'"])
    def test_nobody_is_found_by_an_id_that_is_none(self, site, user, client_of, member):
        sent = {"member": member, "kind": "follow"}

        assert client_of(user).post("/account/people/", sent).status_code == 404

    def test_on_ones_own_page_there_are_none(self, site, user, client_of):
        page = client_of(user).get(user.url).text

        assert 'action="/account/people/"' not in page
        assert 'href="/account/profile/"' in page

    def test_guests_get_none_either(self, site, user, client):
        assert "/account/people/" not in client.get(user.url).text


class TestTheDirectory:
    def test_leaves_out_who_is_not_to_be_seen(self, user, make_user, now):
        make_user("Wim Waits", awaits_approval=True)
        make_user("Gone", closed_at=now)
        make_user("Old Hand", is_placeholder=True)

        for order in DirectoryOrder:
            names = {person.name for person in directory(order=order).people}
            assert names == {"Ada", "Old Hand"}

    @pytest.mark.parametrize("order", DirectoryOrder)
    def test_names_everybody_once_page_after_page(self, make_user, now, order):
        made = {
            make_user(f"Same {n}", joined_at=now - timedelta(days=n % 3)).pk
            for n in range(2 * SHOWN + 7)
        }
        seen: list[int] = []
        page = directory(order=order)
        seen += [person.pk for person in page.people]
        while page.after:
            page = directory(order=order, after=page.after)
            seen += [person.pk for person in page.people]

        assert len(seen) == len(made)
        assert set(seen) == made

    def test_finds_by_the_beginning_of_a_name_however_it_is_written(
        self, make_user, django_assert_max_num_queries
    ):
        for name in ("Ёлка", "Маша", "Élan vital", "elan", "Ben 10", "Benoît"):
            make_user(name)

        with django_assert_max_num_queries(1):
            found = directory(words="BEN", order=DirectoryOrder.NEWEST)
        assert [person.name for person in found.people] == ["Ben 10", "Benoît"]
        assert [p.name for p in directory(words="ма").people] == ["Маша"]
        assert directory(words="en").people == ()

    def test_is_for_members_alone(self, site, client, user, client_of):
        assert client.get("/members/")["Location"].startswith("/sign-in/")
        assert '<a href="/members/"' not in client.get(user.url).text
        page = client_of(user).get("/members/?q=a%25b&order=newest&after=x")
        assert page.status_code == 200
        assert "Nobody found" in page.text
        assert client_of(user).get("/members/?order=none").status_code == 404
