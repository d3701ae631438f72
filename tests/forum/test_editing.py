import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from rostra.forum.services.drafting import save_draft
from rostra.forum.services.editing import ChangedMeanwhile, edit_post
from rostra.forum.services.replying import post_reply


@pytest.fixture
def post(user, topic, now):
    return post_reply(
        author=user,
        topic_id=topic.pk,
        source="The gate is tied to the signal.",
        at=now - timedelta(hours=1),
    )


class TestEditPost:
    def test_keeps_the_earlier_text_with_who_and_when(self, user, post):
        edit_post(editor=user, post_id=post.pk, source="Wired.", reason="not tied")

        post.refresh_from_db()
        earlier = post.revisions.get()
        assert (post.source, post.revision) == ("Wired.", 2)
        assert (post.edited_by, post.edit_reason) == (user, "not tied")
        assert earlier.source == "The gate is tied to the signal."
        assert (earlier.number, earlier.written_by) == (1, user)
        assert earlier.written_at == post.created_at

    def test_typing_fixed_at_once_leaves_no_mark_but_is_kept(self, user, topic):
        post = post_reply(author=user, topic_id=topic.pk, source="The gaet")

        edit_post(editor=user, post_id=post.pk, source="The gate")

        post.refresh_from_db()
        assert post.edited_at is None
        assert post.revisions.get().source == "The gaet"

    def test_is_marked_at_once_when_somebody_has_answered(self, user, make_user, topic):
        post = post_reply(author=user, topic_id=topic.pk, source="The gaet")
        post_reply(author=make_user(), topic_id=topic.pk, source="Gaet?")

        edit_post(editor=user, post_id=post.pk, source="The gate")

        post.refresh_from_db()
        assert post.edited_at is not None

    def test_refuses_when_the_post_was_changed_meanwhile(self, user, moderator, post):
        edit_post(editor=moderator, post_id=post.pk, source="Changed by a moderator.")

        with pytest.raises(ChangedMeanwhile, match="while you were writing"):
            edit_post(editor=user, post_id=post.pk, source="Mine.", seen_revision=1)

        post.refresh_from_db()
        assert post.source == "Changed by a moderator."

    def test_whoever_is_refused_is_shown_the_other_text_and_can_save_again(
        self, site, user, moderator, post, client_of
    ):
        browser, path = client_of(user), f"/post/{post.pk}/edit/"
        edit_post(editor=moderator, post_id=post.pk, source="Changed by a moderator.")

        first = browser.post(path, {"source": "Mine.", "seen_revision": "1"})
        seen = re.search(r'name="seen_revision" value="(\d+)"', first.text)[1]
        again = browser.post(path, {"source": "Mine.", "seen_revision": seen})

        assert first.status_code == 422
        assert "Changed by a moderator." in first.text
        assert "Mine.</textarea>" in first.text
        assert again.status_code == 303
        post.refresh_from_db()
        assert post.source == "Mine."
        assert post.revisions.get(number=2).source == "Changed by a moderator."

    def test_a_draft_from_before_somebody_elses_change_is_shown_beside_it(
        self, site, user, moderator, post, client_of
    ):
        save_draft(owner=user, place=f"edit:{post.pk}", source="My draft.")
        edit_post(editor=moderator, post_id=post.pk, source="Changed by a moderator.")

        page = client_of(user).get(f"/post/{post.pk}/edit/").text

        assert "This post was changed since you began." in page
        assert "Changed by a moderator." in page
        assert "My draft.</textarea>" in page

    def test_is_only_for_the_author_and_moderators(self, make_user, post):
        with pytest.raises(PermissionDenied, match="your own posts"):
            edit_post(editor=make_user(), post_id=post.pk, source="Mine now.")

    def test_the_same_text_is_no_edit(self, user, post):
        edit_post(editor=user, post_id=post.pk, source=post.source)

        assert not post.revisions.exists()
