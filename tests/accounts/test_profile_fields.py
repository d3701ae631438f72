"""The owner's profile fields: who makes them, who answers, who reads the answers."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from rostra.accounts.models import Guest, ProfileAnswer, ProfileField
from rostra.accounts.own_parts import answers as own_answers
from rostra.accounts.selectors.fields import answers_of
from rostra.accounts.services import fielding
from rostra.accounts.services.fielding import (
    answer_fields,
    make_field,
    move_field,
    remove_field,
)
from rostra.accounts.services.leaving import finish_closings, leave_site
from rostra.foundation.versions import current_versions
from rostra.foundation.visibility import NotVisible

pytestmark = pytest.mark.django_db


@pytest.fixture
def make(owner):
    def made(label="Home station", kind="line", readers="guest", options="", hint=""):
        return make_field(
            owner=owner,
            label=label,
            kind=kind,
            readers=readers,
            options=options,
            hint=hint,
        )

    return made


def read(reader, member):
    return [one.text for one in answers_of(reader=reader, member_id=member.pk)]


class TestTheFields:
    def test_only_owners_choose_them(self, site, user, moderator):
        for one in (user, moderator):
            with pytest.raises(PermissionDenied):
                make_field(owner=one, label="x", kind="line", readers="guest")
            with pytest.raises(PermissionDenied):
                remove_field(owner=one, field_id=1)
            with pytest.raises(PermissionDenied):
                move_field(owner=one, field_id=1, up=True)

    def test_stand_in_the_owners_order(self, owner, make):
        a, b, c = make("A"), make("B"), make("C")

        move_field(owner=owner, field_id=c.pk, up=True)
        move_field(owner=owner, field_id=a.pk, up=True)
        move_field(owner=owner, field_id=b.pk, up=False)

        assert [field.label for field in ProfileField.objects.all()] == ["A", "C", "B"]
        with pytest.raises(NotVisible):
            move_field(owner=owner, field_id=b.pk + 99, up=True)

    def test_there_is_a_most(self, make, monkeypatch):
        monkeypatch.setattr(fielding, "MOST_FIELDS", 1)
        make()
        with pytest.raises(ValidationError, match="1 fields"):
            make()

    def test_one_that_is_removed_takes_the_answers_with_it(self, owner, user, make):
        field, other = make(), make()
        answer_fields(member=user, answers={field.pk: "North", other.pk: "South"})

        remove_field(owner=owner, field_id=field.pk)

        assert [answer.text for answer in ProfileAnswer.objects.all()] == ["South"]


class TestAnswers:
    def test_are_read_by_whom_the_owner_chose(
        self, user, make_user, moderator, make, django_assert_num_queries
    ):
        for who in ("guest", "new", "moderator"):
            field = make(who, readers=who)
            answer_fields(member=user, answers={field.pk: f"For {who}"})

        assert read(Guest(), user) == ["For guest"]
        assert read(make_user(role="new"), user) == ["For guest", "For new"]
        for reader in (moderator, user):
            with django_assert_num_queries(1):
                assert len(read(reader, user)) == 3

    def test_are_on_the_page_and_nowhere_else_for_others(
        self, user, client, client_of, moderator, make
    ):
        shown, secret = make("Town"), make("Phone", readers="moderator")
        answers = {shown.pk: "<b>Ede", secret.pk: "0123456"}
        answer_fields(member=user, answers=answers)

        page = client.get(user.url).text
        assert "&lt;b&gt;Ede" in page
        assert "Phone" not in page
        assert "0123456" not in page
        assert "0123456" in client_of(moderator).get(user.url).text

    def test_a_kept_page_is_made_anew(self, user, client, make, owner):
        field = make()
        before = client.get(user.url)["Rostra-Depends"]
        names = tuple(before.split())
        versions = current_versions(names)
        answer_fields(member=user, answers={field.pk: "North"})
        assert current_versions(names) != versions

    def test_come_along_and_go_with_the_member(self, owner, make_user, make):
        member, field = make_user(), make()
        answer_fields(member=member, answers={field.pk: "North"})
        assert list(own_answers(member)) == [{"field": "Home station", "text": "North"}]

        leave_site(member=member)
        finish_closings()

        assert not ProfileAnswer.objects.exists()

    def test_an_empty_one_takes_it_back(self, user, make):
        field = make()
        answer_fields(member=user, answers={field.pk: "North"})
        answer_fields(member=user, answers={field.pk: "", field.pk + 99: "x"})

        assert not ProfileAnswer.objects.exists()


class TestTheForms:
    PAGE = "/account/profile/answers/"

    @pytest.fixture
    def fields(self, make):
        return {
            "line": make("Line"),
            "link": make("Link", kind="link"),
            "choice": make("Choice", kind="choice", options="Tea\nCoffee"),
            "text": make("Text", kind="text"),
        }

    def test_keep_what_is_good(self, fields, user, client_of, client):
        answers = {
            "line": "North",
            "link": "https://example.com/a?b",
            "choice": "Tea",
            "text": "One\nTwo",
        }
        sent = {f"field-{fields[kind].pk}": text for kind, text in answers.items()}
        assert client_of(user).post(self.PAGE, sent).status_code == 303
        assert read(user, user) == [
            "North",
            "https://example.com/a?b",
            "Tea",
            "One\nTwo",
        ]
        link = '<a href="https://example.com/a?b" rel="nofollow ugc noopener">'
        assert link in client.get(user.url).text

    @pytest.mark.parametrize(
        ("kind", "text", "words"),
        [
            ("line", "x" * 121, "At most 120 characters."),
            ("link", "javascript:alert(1)", "Give the whole address"),
            ("link", "example", "Give the whole address"),
            ("choice", "Water", "Choose one of those that are offered."),
            ("text", "x" * 1001, "At most 1000 characters."),
        ],
    )
    def test_say_what_is_wrong_and_give_it_back(
        self, fields, user, client_of, kind, text, words
    ):
        name = f"field-{fields[kind].pk}"
        other = f"field-{fields['line' if kind != 'line' else 'text'].pk}"
        answer = client_of(user).post(self.PAGE, {name: text, other: "Still here"})

        assert answer.status_code == 422
        assert words in answer.text
        assert "Still here" in answer.text
        assert not ProfileAnswer.objects.exists()

    def test_an_owner_makes_changes_and_removes_one(self, owner, client_of):
        browser = client_of(owner)
        sent = {"label": "Drink", "kind": "choice", "readers": "new", "options": "Tea"}
        wrong = browser.post("/control/fields/", sent)
        assert wrong.status_code == 422
        assert "two answers or more" in wrong.text
        sent["options"] = " Tea \n\nCoffee\nTea"
        assert browser.post("/control/fields/", sent).status_code == 303
        field = ProfileField.objects.get()
        assert field.options == "Tea\nCoffee"

        path = f"/control/fields/{field.pk}/"
        assert 'value="Drink"' in browser.get(path).text
        assert browser.post(path, sent | {"label": ""}).status_code == 422
        browser.post(path, sent | {"label": "Cup"})
        assert "Cup" in browser.get("/control/fields/").text
        browser.post(path, {"to": "up"})
        browser.post(path, {"_method": "delete"})
        assert not ProfileField.objects.exists()
        assert browser.get(path).status_code == 404


def test_a_session_that_outlived_its_account_answers_nothing(make, make_user):
    field, ada = make(), make_user("Ada")
    leave_site(member=ada)
    with pytest.raises(PermissionDenied, match="closed"):
        answer_fields(member=ada, answers={field.pk: "Portmarrow"})
    assert not ProfileAnswer.objects.filter(user=ada).exists()
