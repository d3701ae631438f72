"""On every page: the first categories in the navigation, and in the menu
one's files and, for moderators, what waits for them."""

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from rostra.forum.permissions import rights_of
from rostra.forum.selectors.categories import visible_categories
from rostra.web.jinja import icon
from rostra.web.pages import Frame

SHOWN = 4


def files_item(_frame: Frame) -> Markup:
    """A link to the list of the member's files."""
    return Markup('<a class="item" href="/files/">{} {}</a>').format(
        icon("image"), _("Your files")
    )


def held_item(frame: Frame) -> Markup:
    """A link to the posts that wait for a moderator, for those who moderate somewhere."""
    if not rights_of(frame.reader).moderated:
        return Markup()
    return Markup('<a class="item" href="/held/">{} {}</a>').format(
        icon("inbox"), _("Posts that wait")
    )


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
