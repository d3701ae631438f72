"""What the log says of stories that were taken back."""

import pytest

from rostra.news.models import Story, Withdrawal
from rostra.news.selectors.withdrawals import withdrawals
from rostra.news.services.writing import take_story_back
from tests.news.taking_back.surge import NOON, entry, take

pytestmark = pytest.mark.django_db


class TestTheLog:
    def test_says_which_editor(self, make_feed, editor):
        take(make_feed(), entry())
        story = Story.objects.get()

        take_story_back(editor=editor, topic_id=story.topic_id, reason="Libel.")

        (row,) = withdrawals(editor=editor)
        assert (row.kind, row.editor, row.reason) == ("by_hand", "Edda", "Libel.")

    def test_is_read_by_editors_of_the_category_and_owners(
        self, make_feed, editor, user, make_user, client_of, site
    ):
        take(make_feed(), entry())
        take_story_back(
            editor=editor, topic_id=Story.objects.get().topic_id, reason="Libel."
        )

        owner = make_user(role="owner")
        for reader in (editor, owner, make_user(role="moderator")):
            assert "Libel." in client_of(reader).get("/newsroom/withdrawals/").text
        assert client_of(user).get("/newsroom/withdrawals/").status_code == 404
        assert "/newsroom/withdrawals/" in client_of(owner).get("/control/").text

    def test_is_paged(self, editor, category):
        Withdrawal.objects.bulk_create(
            Withdrawal(kind="canceled", category=category, headline=f"n{n}", at=NOON)
            for n in range(60)
        )

        first = withdrawals(editor=editor)
        rest = withdrawals(editor=editor, before=first[-1].id)

        assert (len(first), len(rest)) == (50, 10)

    def test_is_one_query(self, editor, category, django_assert_num_queries):
        Withdrawal.objects.create(
            kind="canceled", category=category, headline="n", at=NOON
        )
        withdrawals(editor=editor)

        with django_assert_num_queries(1):
            withdrawals(editor=editor)
