"""The story with which an editor has just done something."""

from dataclasses import dataclass

from rostra.accounts.models import User
from rostra.forum.models import Topic
from rostra.news.headlines import shown_headline
from rostra.news.models import Story


@dataclass(frozen=True, slots=True)
class DoneStory:
    """Its headline as readers see it, and where it is."""

    headline: str
    url: str


def done_story(*, editor: User, story_id: int) -> DoneStory | None:
    """A story by its id, None where the editor may not read it: one query."""
    stories = Story.objects.select_related("topic").filter(pk=story_id)
    story = stories.filter(topic__in=Topic.objects.visible_to(editor)).first()
    if story is None:
        return None
    headline = shown_headline(story.topic.title, story.headline)
    return DoneStory(headline, story.topic.get_absolute_url())
