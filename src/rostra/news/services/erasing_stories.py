"""What becomes of a story whose opening post is erased by somebody else than its editors."""

from django.db.models import Q
from django.utils import timezone

from rostra.forum.models import Post
from rostra.forum.services.adding import note_addition
from rostra.news.models import Story
from rostra.news.models.story import KEY
from rostra.news.services.picture_files import drop_pictures
from rostra.news.services.printing import forget_prints
from rostra.news.services.story_text import plain_text
from rostra.news.services.versions import Kind, add_version, forget_versions
from rostra.news.story_pictures import hang_pictures, paths_of


def erase_story(post: Post, left: list[str]) -> None:
    """When all words of its opening post are erased, a story is withdrawn: what is kept
    beside the post goes too, the files of its pictures among it."""
    if left:
        return
    own = Q(post=post)
    if post.number == 1:
        own |= Q(post=None, topic=post.topic_id)
    story = Story.objects.filter(own).exclude(status=Story.Status.WITHDRAWN).first()
    if story is None:
        return
    at, removed = post.edited_at or timezone.now(), paths_of(story)
    hang_pictures(story, ())
    story.standfirst = story.body_html = story.byline = story.dateline = ""
    story.terms = ""
    story.status = Story.Status.WITHDRAWN
    story.correction = plain_text(post.html)
    story.corrected_at = story.updated_at = at
    story.save()
    add_version(story, Kind.WITHDRAWN, story.correction, at)
    note_addition(post.topic, KEY)
    forget_versions(story)
    forget_prints(story)
    story.entries.update(told={})
    drop_pictures(removed)
