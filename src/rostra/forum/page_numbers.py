"""Which posts are on which page of a topic: arithmetic, because numbers are dense.

An address tells how many posts its page has where that is not the site's number, so
that it means the same posts to whoever is given it. Only the bare address of a topic
begins with as many posts as its reader prefers.
"""

from django.conf import settings

from rostra.accounts.preferences import page_sizes


def page_of(number: int, size: int) -> int:
    """The page, from 1, that a post is on by its number."""
    return max(number - 1, 0) // size + 1


def numbers_on(page: int, size: int) -> tuple[int, int]:
    """The first and last number that a page has room for."""
    return (page - 1) * size + 1, page * size


def address_of(url: str, page: int, size: int) -> str:
    """The address of a page of the topic whose first page is at `url`."""
    parts = [f"page={page}"] if page > 1 else []
    if size != settings.POSTS_PER_PAGE:
        parts.append(f"each={size}")
    return f"{url}?{'&'.join(parts)}" if parts else url


def size_asked(each: int) -> int:
    """How many posts an address asks for; the site's number if it asks for none."""
    return each if each in page_sizes() else page_sizes()[0]
