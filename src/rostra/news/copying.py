"""A word to whoever pastes a long block of a story instead of quoting it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from rostra.forum.services.judging import words_of
from rostra.forum.services.warning import Unsent
from rostra.foundation.shared_words import longest_shared_run
from rostra.news.models import Story

LONG = 60
"""Words in a row from which on a block is long."""


def pasted_story(unsent: Unsent) -> Iterable[str]:
    """A warning if a text repeats much of the story that it answers, with whose it is."""
    if not unsent.topic.is_story:
        return
    story = Story.objects.filter(topic=unsent.topic).first()
    if story is None:
        return
    count = longest_shared_run(words_of(unsent.html), words_of(story.body_html))
    if count < LONG:
        return
    whose = story.copyright or story.agency
    told = {"count": count, "whose": whose}
    if whose:
        words = _(
            "%(count)s words in a row stand in the story (%(whose)s). Quote the few that "
            "you mean: readers have the story above, and its owner may mind a copy."
        )
    else:
        words = _(
            "%(count)s words in a row stand in the story. Quote the few that you mean: "
            "readers have the story above."
        )
    yield words % told
