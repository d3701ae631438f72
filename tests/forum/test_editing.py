from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

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

    def test_is_only_for_the_author_and_moderators(self, make_user, post):
        with pytest.raises(PermissionDenied, match="your own posts"):
            edit_post(editor=make_user(), post_id=post.pk, source="Mine now.")

    def test_the_same_text_is_no_edit(self, user, post):
        edit_post(editor=user, post_id=post.pk, source=post.source)

        assert not post.revisions.exists()
