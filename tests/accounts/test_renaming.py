"""Members get other names: who may, when, and what still leads to them."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from rostra.accounts.models import FormerName, Guest, User
from rostra.accounts.new_names import check_name
from rostra.accounts.selectors.former_names import former_names
from rostra.accounts.services.leaving import finish_closings, leave_site
from rostra.accounts.services.merging import finish_mergings, merge_members
from rostra.accounts.services.renaming import change_own_name, rename_member
from rostra.control.services.naming import change_site
from rostra.forum.models import Post
from rostra.forum.services.replying import post_reply
from rostra.foundation.versions import current_versions
from rostra.foundation.visibility import NotVisible
from rostra.web import mail
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(site, make_user):
    user = make_user("Ada Quill", email="ada@example.com")
    user.set_password(PASSWORD)
    user.save()
    return user


def names(member, reader):
    return [one.name for one in former_names(reader=reader, member_id=member.pk)]


class TestOnesOwn:
    def test_name_changes_with_everything_that_is_made_of_it(
        self, ada, django_capture_on_commit_callbacks
    ):
        places = ("people", "members", "lists", f"member:{ada.pk}")
        before = current_versions(places)

        with django_capture_on_commit_callbacks(execute=True):
            change_own_name(member=ada, name="Noor Haddadi")

        ada.refresh_from_db()
        assert (ada.name, ada.name_key) == ("Noor Haddadi", "noor haddadi")
        assert ada.slug == "noor-haddadi"
        assert ada.renamed_at
        after = current_versions(places)
        assert all(new != old for old, new in zip(before[1:], after[1:], strict=True))

    def test_can_be_changed_again_after_as_many_days_as_the_owner_says(
        self, ada, owner
    ):
        change_own_name(member=ada, name="Noor Haddadi")
        change_site(owner=owner, rename_days=7)

        with pytest.raises(PermissionDenied, match="a short time ago"):
            change_own_name(member=ada, name="Noor")
        with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
            change_own_name(member=ada, name="Noor")

    def test_stays_where_only_owners_change_names(self, ada, owner):
        change_site(owner=owner, rename_days=0)
        with pytest.raises(PermissionDenied, match="Ask an owner"):
            change_own_name(member=ada, name="Noor")

    def test_can_be_had_again(self, ada, owner):
        rename_member(owner=owner, member_id=ada.pk, name="Noor Haddadi")
        assert check_name("ada quill", member_id=ada.pk)
        rename_member(owner=owner, member_id=ada.pk, name="Ada Quill")

        assert names(ada, ada) == ["Noor Haddadi"]

    def test_can_be_written_otherwise_and_is_no_former_name_then(self, ada):
        change_own_name(member=ada, name="ADA Quill")

        ada.refresh_from_db()
        assert ada.name == "ADA Quill"
        assert names(ada, ada) == []

    def test_that_was_taken_at_the_same_moment_is_refused(self, ada, make_user):
        make_user("Noor")
        with pytest.raises(ValidationError, match="just taken"):
            change_own_name(member=ada, name="Noor")
        ada.refresh_from_db()
        assert ada.name == "Ada Quill"
        assert not FormerName.objects.exists()


class TestTheOwner:
    def test_may_at_any_time_and_the_member_is_told(
        self, ada, owner, letters, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            rename_member(owner=owner, member_id=ada.pk, name="Noor")
        mail.settle()

        told = letters.to("ada@example.com").get_body(("plain",)).get_content()
        assert "It is now: Noor" in told

    def test_and_nobody_else(self, ada, moderator, make_user):
        for somebody in (moderator, make_user("Bo"), Guest()):
            with pytest.raises(PermissionDenied):
                rename_member(owner=somebody, member_id=ada.pk, name="Noor")

    def test_not_somebody_who_left(self, ada, owner):
        leave_site(member=ada)
        with pytest.raises(NotVisible):
            rename_member(owner=owner, member_id=ada.pk, name="Noor")

    def test_does_it_on_the_members_page(self, ada, owner, client_of, make_user):
        make_user("Taken Already")
        browser, path = client_of(owner), f"/control/members/{ada.pk}/name/"

        wrong = browser.post(path, {"name": "taken already"})
        assert wrong.status_code == 422
        assert 'id="name-error"' in wrong.text
        assert browser.post(path, {"name": "Noor"}).status_code == 303

        page = browser.get(f"/control/members/{ada.pk}/").text
        assert "Names before:" in page
        assert "Ada Quill" in page


class TestTheOldName:
    def test_is_nobody_elses(self, ada, owner):
        rename_member(owner=owner, member_id=ada.pk, name="Noor")
        for alike in ("ada quill", "Ada  Quill", "AdaQuill"):
            with pytest.raises(ValidationError, match="taken"):
                check_name(alike)

    def test_still_means_them_where_it_is_mentioned(self, ada, owner, make_user, topic):
        rename_member(owner=owner, member_id=ada.pk, name="Noor")
        bo = make_user("Bo")
        post = post_reply(
            author=bo, topic_id=topic.pk, source='Ask @"Ada Quill" of it.'
        )

        assert f'href="/member/{ada.pk}-noor/"' in post.html

    def test_means_whoever_is_called_so_now_before_anybody_else(
        self, ada, owner, make_user, topic
    ):
        rename_member(owner=owner, member_id=ada.pk, name="Noor")
        # An import brings names that were given up.
        other = make_user("Ada Quill")
        post = post_reply(author=other, topic_id=topic.pk, source='@"Ada Quill" am I.')

        assert f"/member/{other.pk}-" in post.html
        rename_member(owner=owner, member_id=other.pk, name="Third")
        assert FormerName.objects.get(name_key="ada quill").member == ada

    def test_still_signs_in(self, ada, owner):
        rename_member(owner=owner, member_id=ada.pk, name="Noor")
        sent = {"login": "Ada Quill", "password": PASSWORD}
        assert Client().post("/sign-in/", sent).status_code == 302

    def test_leads_to_their_page(self, ada, owner, client):
        old = ada.get_absolute_url()
        rename_member(owner=owner, member_id=ada.pk, name="Noor")
        assert client.get(old)["Location"] == f"/member/{ada.pk}-noor/"

    def test_that_an_owner_took_is_not_told_to_members(
        self, ada, owner, moderator, make_user
    ):
        rename_member(owner=owner, member_id=ada.pk, name="Noor")
        assert names(ada, make_user("Bo")) == []
        assert names(ada, moderator) == ["Ada Quill"]

    def test_is_told_to_members_for_some_time(
        self, ada, moderator, make_user, client, client_of
    ):
        change_own_name(member=ada, name="Noor")
        bo, path = make_user("Bo"), f"/member/{ada.pk}-noor/"
        assert "Formerly <bdi>Ada Quill</bdi>" in client_of(bo).get(path).text
        assert "Ada Quill" not in client.get(path).text

        with time_machine.travel(timezone.now() + timedelta(days=91)):
            assert names(ada, bo) == []
            assert names(ada, moderator) == names(ada, ada) == ["Ada Quill"]

    def test_goes_with_a_member_who_leaves_and_stays_nobodys(
        self, ada, owner, make_user, topic
    ):
        bo = make_user("Bo")
        post_reply(author=bo, topic_id=topic.pk, source='Ask @"Ada Quill" of it.')
        rename_member(owner=owner, member_id=ada.pk, name="Noor")
        leave_site(member=ada)
        finish_closings()

        assert not FormerName.objects.exists()
        for name in ("Ada Quill", "Noor"):
            with pytest.raises(ValidationError, match="taken"):
                check_name(name)
        text = Post.objects.get(author=bo)
        assert "Quill" not in text.source + text.html

    def test_of_a_merged_account_becomes_one_of_the_other(
        self, ada, owner, make_user, topic
    ):
        rename_member(owner=owner, member_id=ada.pk, name="Noor")
        kept = make_user("Real Ada")
        merge_members(owner=owner, gone_id=ada.pk, kept_id=kept.pk)
        finish_mergings()

        assert sorted(names(kept, kept)) == ["Ada Quill", "Noor"]
        assert check_name("Noor", member_id=kept.pk)
        post = post_reply(author=owner, topic_id=topic.pk, source="@Noor is back.")
        assert f"/member/{kept.pk}-" in post.html


class TestThePage:
    def test_changes_it_and_says_when_that_goes_again(self, ada, client_of):
        browser = client_of(ada)
        assert browser.get("/account/name/").status_code == 200
        wrong = browser.post("/account/name/", {"name": "x"})
        assert wrong.status_code == 422
        assert 'id="name-error"' in wrong.text

        assert browser.post("/account/name/", {"name": "Noor"}).status_code == 303
        page = browser.get("/account/name/").text
        assert "This is your name from now on." in page
        assert "You can change it again" in page
        assert "Ada Quill" in page
        assert "<form class" not in page.partition("<main")[2].partition("</main")[0]

        early = browser.post("/account/name/", {"name": "Third"})
        assert early.status_code == 422
        assert "a short time ago" in early.text
        assert User.objects.get(pk=ada.pk).name == "Noor"
