"""A newcomer's browser works; an account that comes without that work waits."""

import json
from base64 import b64decode

import altcha
import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from rostra.accounts.machines import LIFE, ROUNDS, TRIES, new_challenge
from rostra.accounts.models import User
from rostra.accounts.services.approving import approve_member
from rostra.control.services.naming import change_site
from rostra.web import mail
from rostra.web.models import MachineCheck
from tests.conftest import PASSWORD
from tests.visiting import solved

pytestmark = pytest.mark.django_db

NEW = {"name": "Noor Haddadi", "email": "noor@example.com", "password": PASSWORD}


@pytest.fixture
def owner(owner):
    change_site(owner=owner, machine_check="light")
    return owner


def send(**more):
    return Client().post("/sign-up/", NEW | more)


def is_refused(answer) -> bool:
    assert answer.status_code == 422
    assert NEW["name"] in answer.text
    assert not User.objects.filter(name=NEW["name"]).exists()
    return "too old or used already" in answer.text


class TestTheProof:
    def test_opens_an_account_at_once(self, owner):
        answer = send(proof=solved(new_challenge()))

        assert answer.url == "/"
        noor = User.objects.get(name=NEW["name"])
        assert (noor.awaits_approval, noor.waiting_reasons) == (False, "")

    def test_counts_once(self, owner):
        proof = solved(new_challenge())
        send(name="Somebody Else", email="else@example.com", proof=proof)

        assert is_refused(send(proof=proof))

    def test_is_not_spent_on_a_form_with_something_wrong(self, owner):
        proof = solved(new_challenge())
        assert send(name="", proof=proof).status_code == 422

        assert send(proof=proof).url == "/"

    def test_grows_old(self, owner):
        with time_machine.travel(0) as clock:
            proof = solved(new_challenge())
            clock.shift(LIFE + 2)
            cache.clear()
            assert is_refused(send(proof=proof))

    @pytest.mark.parametrize(
        "proof", ["x", "e30=", "bnVsbA==", "[" * 3000, "é", "W10="]
    )
    def test_of_any_other_kind_is_refused(self, owner, proof):
        assert is_refused(send(proof=proof))

    def test_for_easier_work_than_was_asked_is_refused(self, owner):
        challenge = json.loads(new_challenge())
        challenge["parameters"]["keyPrefix"] = "00"
        assert is_refused(send(proof=solved(json.dumps(challenge))))

    def test_of_work_that_was_not_done_is_refused(self, owner):
        challenge = altcha.Challenge.from_dict(json.loads(new_challenge()))
        guess = altcha.Solution(7, challenge.parameters.key_prefix * 2)
        assert is_refused(send(proof=altcha.Payload(challenge, guess).to_base64()))


class TestWithoutIt:
    def test_a_new_account_waits_and_the_owner_reads_why(self, owner, client_of):
        assert send().url == "/sign-up/waiting/"

        noor = User.objects.get(name=NEW["name"])
        assert noor.awaits_approval
        page = client_of(owner).get("/control/waiting/").text
        assert "No work of a browser" in page

        approve_member(owner=owner, member_id=noor.pk)
        noor.refresh_from_db()
        assert (noor.awaits_approval, noor.waiting_reasons) == (False, "")

    def test_an_address_that_is_taken_is_told_by_mail_only(
        self, owner, letters, make_user
    ):
        make_user("Old Ferryman", email="ferry@example.com")
        free = send()
        taken = send(name="Bo", email="ferry@example.com")

        assert (free.status_code, free.url) == (taken.status_code, taken.url)
        assert not User.objects.filter(name="Bo").exists()
        mail.settle()
        assert len(letters.taken) == 1
        assert letters.taken[0]["To"] == "ferry@example.com"

    @pytest.mark.parametrize(
        "choices", [{"machine_check": "off"}, {"sign_up": "invitation"}]
    )
    def test_nothing_is_missing_where_none_is_asked_for(self, owner, choices):
        change_site(owner=owner, **choices)

        assert new_challenge() == ""
        assert "proof-of-work" not in Client().get("/sign-up/").text


def test_the_work_is_as_much_as_was_chosen(owner):
    tries = []
    for _each in range(3):
        proof = json.loads(b64decode(solved(new_challenge())))
        assert proof["challenge"]["parameters"]["cost"] == ROUNDS
        tries.append(proof["solution"]["counter"])

    most = TRIES[MachineCheck.LIGHT]
    assert most // 2 <= min(tries) <= max(tries) < most


def test_every_choice_but_none_is_work():
    assert {MachineCheck.OFF, *TRIES} == set(MachineCheck)
