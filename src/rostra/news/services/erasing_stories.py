"""What becomes of a story whose opening post is erased by somebody else than its editors."""

from django.db.models import Q
from django.utils import timezone

from rostra.forum.erasures import Erasure
from rostra.news.models import Story, Withdrawal
from rostra.news.services.auditing import note_withdrawal
from rostra.news.services.emptying import empty_story
from rostra.news.services.story_text import plain_text


def erase_story(erasure: Erasure) -> None:
    """When all words of its opening post are erased, a story is withdrawn: what is kept
    beside the post goes too, the files of its pictures among it."""
    post = erasure.post
    if erasure.left:
        return
    own = Q(post=post)
    if post.number == 1:
        own |= Q(post=None, topic=post.topic_id)
    stories = Story.objects.select_for_update(of=("self",), no_key=True).filter(own)
    story = stories.exclude(status=Story.Status.WITHDRAWN).first()
    if story is None:
        return
    at, why = post.edited_at or timezone.now(), plain_text(post.html)
    empty_story(story, post.topic, why, at, post.edited_by)
    kind = Withdrawal.Kind.BY_HAND
    note_withdrawal(story, kind, why, at, editor=post.edited_by, erasure=erasure)
