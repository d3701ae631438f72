"""The numbered links under a long list, and what is before and after."""

from dataclasses import dataclass

from rostra.forum.page_numbers import address_of


@dataclass(frozen=True, slots=True)
class Pages:
    """Where the reader is among the pages of a topic."""

    number: int
    last: int
    url: str
    """The address of the topic itself."""
    size: int
    """How many posts there are on a page."""

    def url_of(self, page: int) -> str:
        return address_of(self.url, page, self.size)

    @property
    def before(self) -> str | None:
        return self.url_of(self.number - 1) if self.number > 1 else None

    @property
    def after(self) -> str | None:
        return self.url_of(self.number + 1) if self.number < self.last else None

    @property
    def shown(self) -> list[int | None]:
        """First, last and the neighbours; None stands for the ones left out."""
        near = range(self.number - 2, self.number + 3)
        kept = sorted({1, self.last, *(n for n in near if 1 <= n <= self.last)})
        shown: list[int | None] = []
        for page in kept:
            if shown and shown[-1] is not None and page - shown[-1] > 1:
                shown.append(None)
            shown.append(page)
        return shown
