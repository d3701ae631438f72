"""What other packages say of topics in lists, beside their titles."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from markupsafe import Markup

Marker = Callable[[tuple[int, ...]], Mapping[int, Markup]]
"""Takes the ids of topics, and gives for some of them what is said there: flags."""

_MARKERS: dict[str, Marker] = {}


class HasAdditions(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def additions(self) -> str: ...


def add_marker(addition: str, marker: Marker) -> None:
    """Have topics marked that `note_addition` was called for with this key; called in
    `ready`."""
    _MARKERS[addition] = marker


def marks_of(topics: Iterable[HasAdditions]) -> dict[int, Markup]:
    """What is said of topics that somebody may see, by their ids. Nothing is asked of a
    package that none of them has anything of."""
    having: defaultdict[str, list[int]] = defaultdict(list)
    for topic in topics:
        for key in topic.additions.split():
            having[key].append(topic.id)
    marks: dict[int, Markup] = {}
    for key, marker in _MARKERS.items():
        if key in having:
            for topic_id, mark in marker(tuple(sorted({*having[key]}))).items():
                said = marks.get(topic_id)
                marks[topic_id] = said + " " + mark if said else mark
    return marks
