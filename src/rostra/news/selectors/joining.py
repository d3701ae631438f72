"""Two stories as they would be joined."""

from dataclasses import dataclass

from rostra.accounts.models import User
from rostra.forum.models import Topic
from rostra.foundation.visibility import NotVisible
from rostra.news.headlines import shown_headline
from rostra.news.models import Story
from rostra.news.resembling import likeness
from rostra.news.selectors.resembling import LEAST
from rostra.news.services.joining import SURE_NUMBERS, stories_to_join
from rostra.news.services.printing import words_of_story


@dataclass(frozen=True, slots=True)
class ToJoin:
    """One of the two."""

    topic_id: int
    headline: str
    url: str
    comments: int


@dataclass(frozen=True, slots=True)
class Joining:
    """What stays, what goes into it, and how much of both is the same in per cent."""

    stays: ToJoin
    goes: ToJoin
    title: int
    text: int
    has_other_numbers: bool

    @property
    def is_alike(self) -> bool:
        """Whether one would have been offered to join them."""
        return self.text >= LEAST


def two_to_join(*, editor: User, topic_id: int, other_id: int) -> Joining:
    """What joining these topics would make of them: five queries.

    Raises what joining itself would: NotVisible, PermissionDenied with a reason, and
    ValidationError.
    """
    seen = Topic.objects.visible_to(editor).filter(pk__in=(topic_id, other_id))
    topics = list(seen)
    if len(topics) < len({topic_id, other_id}):
        raise NotVisible("topic")
    stays, goes = stories_to_join(editor, topics)
    like = likeness(words_of_story(goes), words_of_story(stays))
    return Joining(
        stays=_to_join(stays),
        goes=_to_join(goes),
        title=like.title,
        text=like.text,
        has_other_numbers=like.numbers < SURE_NUMBERS,
    )


def _to_join(story: Story) -> ToJoin:
    topic = story.topic
    return ToJoin(
        topic_id=topic.pk,
        headline=shown_headline(topic.title, story.headline),
        url=topic.get_absolute_url(),
        comments=topic.last_number - 1,
    )
