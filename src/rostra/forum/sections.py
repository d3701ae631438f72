"""The first categories, in the navigation of every page."""

from markupsafe import Markup, escape

from rostra.forum.selectors.categories import visible_categories
from rostra.web.pages import Frame

SHOWN = 4


def category_items(frame: Frame) -> Markup:
    """List items for the first categories that the reader may open."""
    items = []
    for place in visible_categories(frame.reader)[:SHOWN]:
        here = ' aria-current="page"' if frame.path == place.url else ""
        items.append(
            f'<li class="only-wide"><a href="{escape(place.url)}"{here}>'
            f"{escape(place.name)}</a></li>"
        )
    return Markup("".join(items))
