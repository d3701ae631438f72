"""Room on a page that other packages may fill, without the page knowing them."""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

Filler = Callable[[Any], str | None]


class Slot:
    """An ordered, keyed list of fillers; each gets the page and returns HTML or None."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._fillers: list[tuple[str, Filler]] = []

    def add(self, key: str, filler: Filler) -> None:
        """Put a filler last."""
        self._insert(len(self._fillers), key, filler)

    def before(self, other: str, key: str, filler: Filler) -> None:
        """Put a filler before the one with key `other`."""
        self._insert(self._index(other), key, filler)

    def after(self, other: str, key: str, filler: Filler) -> None:
        """Put a filler after the one with key `other`."""
        self._insert(self._index(other) + 1, key, filler)

    def replace(self, key: str, filler: Filler) -> None:
        """Put another filler in the place of the one with this key."""
        self._fillers[self._index(key)] = (key, filler)

    def remove(self, key: str) -> None:
        """Take a filler out; raises KeyError if there is none with this key."""
        del self._fillers[self._index(key)]

    def render(self, page: Any) -> Markup:
        """What all the fillers have to say about this page, in order."""
        parts = (filler(page) for _, filler in self._fillers)
        return Markup("").join(Markup(part) for part in parts if part)

    def pass_through(self, words: str, page: Any) -> str:
        """HTML as the fillers leave it: each is called with what the one before it made
        of it, and the page, and answers with other HTML, or with None."""
        for _, filler in self._fillers:
            words = filler((words, page)) or words
        return words

    def _insert(self, place: int, key: str, filler: Filler) -> None:
        if any(key == taken for taken, _ in self._fillers):
            raise ValueError(f"slot {self.name} has a filler called {key} already")
        self._fillers.insert(place, (key, filler))

    def _index(self, key: str) -> int:
        for index, (taken, _) in enumerate(self._fillers):
            if taken == key:
                return index
        raise KeyError(f"slot {self.name} has no filler called {key}")
