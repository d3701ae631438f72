"""Which stories of a list were corrected or withdrawn."""

from collections.abc import Mapping

from rostra.foundation.keeping import Keeper
from rostra.foundation.raw import fetch, spread
from rostra.foundation.versions import current_versions
from rostra.news.models import Story

_KEPT: Keeper[Mapping[int, str]] = Keeper(most=500)

# The story that opens a topic now, wherever it began; in old rows it knows no post.
_STATES = """
SELECT o.topic_id, s.status, s.correction
FROM forum_post o JOIN news_story s ON s.post_id = o.id
WHERE o.topic_id IN ({topics}) AND o.number = 1 AND o.hidden_at IS NULL
UNION ALL
SELECT o.topic_id, s.status, s.correction
FROM news_story s JOIN forum_post o ON o.topic_id = s.topic_id
WHERE s.topic_id IN ({topics}) AND s.post_id IS NULL
  AND o.number = 1 AND o.hidden_at IS NULL
"""


def states_in(topics: tuple[int, ...]) -> Mapping[int, str]:
    """Which of these topics open with a story that was corrected or withdrawn, as one of
    Story.Status: one query, or none while nothing was written. Ask only for what the
    reader may see; a story whose post is hidden has none."""

    def read() -> Mapping[int, str]:
        rows = fetch(_STATES.format(topics=spread(len(topics))), (*topics, *topics))
        said = ((topic_id, _state(*told)) for topic_id, *told in rows)
        return {topic_id: state for topic_id, state in said if state}

    return _KEPT.keep(topics, current_versions(("site", "lists")), read)


def forget_kept() -> None:
    """For tests, whose changes no version tells of."""
    _KEPT.clear()


def _state(status: str, correction: str) -> str:
    if status == Story.Status.WITHDRAWN:
        return status
    is_corrected = status == Story.Status.CORRECTED or correction
    return Story.Status.CORRECTED if is_corrected else ""
