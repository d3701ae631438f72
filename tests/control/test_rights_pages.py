"""The owner's pages: what they say is what holds, from the next request on."""

import pytest
from django.test import Client

from rostra.accounts.models import Group, Promotion, User
from rostra.accounts.ranks import Rank
from rostra.accounts.services.grouping import (
    add_to_group,
    make_group,
    remove_group,
    take_from_group,
)
from rostra.accounts.services.ranking import (
    first_rank,
    promote_members,
    set_promotions,
    set_rank,
)
from rostra.forum.models import Category, Grant
from rostra.forum.selectors.categories import all_categories
from rostra.web.models import Site

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(make_user, site, client):
    owner = make_user("Olga", role="owner")
    client.force_login(owner)
    return owner


def matrix(**changed):
    """A form of the rights page: a category's defaults, but for what is given."""
    ranks = {"see": "guest", "read": "guest", "reply": "new", "start": "new"}
    ranks |= {"react": "new", "moderate": "moderator"}
    form = {f"rank-{key}": rank for key, rank in ranks.items()}
    return form | {"own": "yes"} | changed


class TestRights:
    def test_what_an_owner_gives_holds_at_the_next_request(
        self, owner, topic, client, client_of, user
    ):
        path = f"/control/categories/{topic.category_id}/rights/"
        member = client_of(user)
        assert member.get(topic.get_absolute_url()).status_code == 200

        answer = client.post(path, matrix(**{"rank-read": "trusted"}))

        assert answer.status_code == 303
        assert member.get(topic.get_absolute_url()).status_code == 404
        assert b"Trusted members" in client.get(path).content

        client.post(path, {"own": "no"})

        assert member.get(topic.get_absolute_url()).status_code == 200
        assert not Grant.objects.exists()

    def test_a_group_is_added_on_the_same_page(
        self, owner, topic, client, client_of, make_user
    ):
        sailor = make_user()
        group = make_group(owner=owner, name="Sailors")
        add_to_group(owner=owner, group_id=group.pk, member_ids=[sailor.pk])
        closed = {"rank-read": "moderator", "rank-see": "moderator"}
        more = {"group": group.pk, "more-read": "1", "more-reply": "1"}

        path = f"/control/categories/{topic.category_id}/rights/"
        client.post(path, matrix(**closed, **more))

        at = topic.get_absolute_url()
        assert client_of(sailor).get(at).status_code == 200
        assert client_of(make_user()).get(at).status_code == 404
        assert (
            b'name="groups-read" value="%d" checked' % group.pk
            in client.get(path).content
        )

    @pytest.mark.parametrize(
        "wrong", [{"rank-reply": "guest"}, {"groups-read": "999999"}]
    )
    def test_what_cannot_be_is_refused_with_a_reason(self, owner, topic, client, wrong):
        path = f"/control/categories/{topic.category_id}/rights/"

        answer = client.post(path, matrix(**wrong))

        assert answer.status_code == 422
        assert b'role="alert"' in answer.content
        assert not Grant.objects.exists()

    def test_a_guest_s_kept_page_ends_with_the_right_to_read_it(
        self, owner, topic, client, client_of
    ):
        from rostra.foundation.versions import current_versions

        before = current_versions(("site",))

        client.post(
            f"/control/categories/{topic.category_id}/rights/",
            matrix(**{"rank-read": "new", "rank-see": "new"}),
        )

        assert current_versions(("site",)) != before


class TestGroups:
    def test_membership_holds_at_the_next_request_and_ends_with_the_group(
        self, owner, user
    ):
        group = make_group(owner=owner, name="Sailors")
        add_to_group(owner=owner, group_id=group.pk, member_ids=[user.pk, owner.pk])
        assert User.objects.get(pk=user.pk).groups == {group.pk}

        take_from_group(owner=owner, group_id=group.pk, member_id=owner.pk)
        assert User.objects.get(pk=owner.pk).groups == frozenset()

        remove_group(owner=owner, group_id=group.pk)
        assert User.objects.get(pk=user.pk).groups == frozenset()

    def test_names_that_nobody_has_come_back(self, owner, user, client):
        group = make_group(owner=owner, name="Sailors")

        answer = client.post(
            f"/control/groups/{group.pk}/members/", {"names": f"{user.name}\nNobody"}
        )

        assert answer.status_code == 422
        assert "Nobody is called: Nobody." in answer.content.decode()
        assert User.objects.get(pk=user.pk).groups == {group.pk}

    def test_two_groups_never_share_a_name(self, owner, client):
        client.post("/control/groups/", {"name": "Sailors"})

        answer = client.post("/control/groups/", {"name": " SAILORS "})

        assert answer.status_code == 422
        assert "There is a group of this name already." in answer.content.decode()
        assert Group.objects.count() == 1


class TestRanks:
    def test_an_owner_gives_ranks_but_the_last_one_stays(self, owner, user, client):
        path = f"/control/members/{user.pk}/"
        client.post(path, {"rank": "trusted", "title": "Harbour master"})
        assert User.objects.get(pk=user.pk).role == "trusted"

        refused = client.post(f"/control/members/{owner.pk}/", {"rank": "member"})

        assert refused.status_code == 422
        assert "A site needs an owner." in refused.content.decode()

    def test_members_rise_by_what_they_did_and_never_past_what_is_earned(
        self, owner, make_user, now
    ):
        from datetime import timedelta

        old = now - timedelta(days=40)
        done = make_user(role="new", joined_at=old, post_count=12)
        fresh = make_user(role="new", post_count=12)
        silent = make_user(role="new", joined_at=old)
        wanted = {Rank.MEMBER: (7, 3), Rank.TRUSTED: (30, 10)}
        assert first_rank() == Rank.MEMBER
        set_promotions(owner=owner, needed=wanted)
        assert first_rank() == Rank.NEW

        promote_members()
        promote_members()

        ranks = [User.objects.get(pk=u.pk).role for u in (done, fresh, silent)]
        assert ranks == ["trusted", "new", "new"]

    def test_a_member_reads_what_is_missing_for_the_next_rank(
        self, owner, make_user, client_of
    ):
        set_promotions(owner=owner, needed={Rank.MEMBER: (7, 3)})
        newcomer = client_of(make_user(role="new", post_count=1))
        trusted = client_of(make_user(role="trusted"))

        page = newcomer.get("/account/").text
        assert "The next one is “Members”." in page
        assert "2 more posts that everybody may read" in page
        assert "not before" in page
        assert "The next one" not in trusted.get("/account/").text

    def test_the_form_of_promotions_says_what_is_wrong_beside_the_field(
        self, owner, client
    ):
        good = {"member_on": "1", "member_days": "7", "member_posts": "3"}
        assert client.post("/control/promotions/", good).status_code == 303
        assert list(Promotion.objects.values_list("rank", "days", "posts")) == [
            ("member", 7, 3)
        ]

        answer = client.post("/control/promotions/", {"member_days": "some"})

        assert answer.status_code == 422
        assert 'id="member_days-error"' in answer.content.decode()

    def test_nobody_but_an_owner_gives_ranks(self, make_user, user):
        from django.core.exceptions import PermissionDenied

        with pytest.raises(PermissionDenied):
            set_rank(owner=make_user(role="moderator"), member_id=user.pk, rank="owner")


class TestSeeingAs:
    def test_an_owner_sees_what_the_group_sees_and_changes_nothing(
        self, owner, make_topic, client
    ):
        staff = make_topic("For the staff", audience="staff").get_absolute_url()
        public = make_topic("For everybody")

        client.post("/control/seen-as/", {"group": "member"})

        assert client.get(staff).status_code == 404
        page = client.get(public.get_absolute_url()).content.decode()
        assert "You see the forum as “Members” see it" in page
        reply = client.post(f"/topic/{public.pk}/replies/", {"source": "Hello"})
        assert reply.status_code == 403
        assert "Stop that first." in reply.content.decode()
        assert client.get("/control/").status_code == 404
        assert User.objects.get(pk=owner.pk).role == "owner"

        client.post("/control/seen-as/", {"_method": "delete"})

        assert client.get(staff).status_code == 200
        assert client.get("/control/").status_code == 200

    def test_as_guests_they_are_nobody(self, owner, make_topic, client):
        members = make_topic("For members only", audience="members").get_absolute_url()

        client.post("/control/seen-as/", {"group": "guest"})

        assert client.get(members).status_code == 404
        assert "Create an account" in client.get("/").content.decode()

    def test_as_a_group_they_have_its_rights_beside_a_member_s(
        self, owner, make_topic, client
    ):
        group = make_group(owner=owner, name="Sailors")
        topic = make_topic("At sea tonight", audience="staff")
        closed = {"rank-read": "moderator", "rank-see": "moderator"}
        path = f"/control/categories/{topic.category_id}/rights/"
        client.post(path, matrix(**closed, **{"group": group.pk, "more-read": "1"}))

        client.post("/control/seen-as/", {"group": str(group.pk)})

        assert client.get(topic.get_absolute_url()).status_code == 200


class TestCategories:
    @pytest.fixture
    def sea(self, owner, client):
        client.post("/control/categories/new/", {"name": "Sea", "audience": "everyone"})
        return Category.objects.get(name="Sea").pk

    def test_a_tree_is_made_ordered_changed_and_emptied(self, owner, client, sea):
        for name, parent in (("Land", ""), ("Tides", sea)):
            form = {"name": name, "parent": parent, "audience": "everyone"}
            assert client.post("/control/categories/new/", form).status_code == 303
        land, tides = (Category.objects.get(name=n).pk for n in ("Land", "Tides"))
        assert [(c.name, c.depth) for c in all_categories().values()] == [
            ("Sea", 0),
            ("Tides", 1),
            ("Land", 0),
        ]

        client.post("/control/categories/order/", {"category": land, "way": "up"})
        assert next(c.name for c in all_categories().values()) == "Land"

        form = {"name": "Sea and sky", "parent": tides}
        refused = client.post(f"/control/categories/{sea}/", form)
        assert refused.status_code == 422
        assert "A category cannot lie in itself." in refused.content.decode()

        refused = client.post(f"/control/categories/{sea}/", {"_method": "delete"})
        assert refused.status_code == 422
        assert "Only an empty category can be removed." in refused.content.decode()

        client.post(f"/control/categories/{tides}/", {"_method": "delete"})
        assert set(Category.objects.values_list("name", flat=True)) == {"Land", "Sea"}

    def test_the_front_page_counts_a_tree_as_one(self, owner, client, make_topic, sea):
        inner = {"name": "Tides", "parent": sea, "audience": "everyone"}
        client.post("/control/categories/new/", inner)
        tides = Category.objects.get(name="Tides")
        make_topic("High water mark", category=tides)

        front = client.get("/").content.decode()
        page = client.get(f"/category/{sea}-sea/").content.decode()

        assert "1 topic" in front
        assert front.count('<li class="category">') == 1
        assert f'href="/category/{tides.pk}-tides/"' in page


class TestTheSite:
    FORM = {"name": "The Round Table", "description": "", "sign_up": "open"}
    FORM |= {"machine_check": "off", "rename_days": "30"}
    NEW = {"name": "Noor", "email": "noor@example.com"}
    NEW |= {"password": "four sturdy wooden spoons"}

    def test_gets_a_name(self, owner, client):
        assert client.post("/control/site/", {"name": ""}).status_code == 422

        client.post("/control/site/", self.FORM)

        assert Site.objects.get().name == "The Round Table"
        assert "The Round Table" in client.get("/").content.decode()

    def test_closes_its_door(self, owner, client):
        client.post("/control/site/", self.FORM | {"sign_up": "closed"})

        refused = Client().get("/sign-up/")
        assert refused.status_code == 403
        assert "No new accounts are made here at present." in refused.text
        assert Client().post("/sign-up/", self.NEW).status_code == 403
        assert not User.objects.filter(name="Noor").exists()

    def test_asks_newcomers_a_question(self, owner, client):
        asked = {"sign_up_question": "Which river?", "sign_up_answers": "the Ede, Ede"}
        client.post("/control/site/", self.FORM | asked | {"sign_up": "question"})
        assert "Which river?" in Client().get("/sign-up/").text

        wrong = Client().post("/sign-up/", self.NEW | {"answer": "Thames"})
        assert wrong.status_code == 422
        assert 'id="answer-error"' in wrong.text
        assert 'value="Thames"' in wrong.text
        assert not User.objects.filter(name="Noor").exists()

        right = Client().post("/sign-up/", self.NEW | {"answer": " EDE! "})
        assert right.status_code == 302
        assert User.objects.filter(name="Noor").exists()

    def test_a_question_needs_its_words_and_an_answer(self, owner, client):
        form = self.FORM | {"sign_up": "question", "sign_up_answers": " , "}

        answer = client.post("/control/site/", form)

        assert answer.status_code == 422
        assert 'id="sign_up_question-error"' in answer.text
        assert 'id="sign_up_answers-error"' in answer.text
