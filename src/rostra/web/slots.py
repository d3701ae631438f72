"""Room on every page for the packages above."""

from rostra.foundation.slots import Slot

SECTIONS = Slot("sections")
"""Items of the navigation under the site's name: `<li>` elements. Gets the Frame."""

MEMBER_MENU = Slot("member_menu")
"""Items of the signed-in member's menu: `<a class="item">`. Gets the Frame."""

PAGE_TOP = Slot("page_top")
"""A strip above everything, such as a notice for this reader. Gets the Frame."""

FOOTER_LINKS = Slot("footer_links")
"""Links at the foot of every page. Gets the Frame."""

CONTROL_ENTRIES = Slot("control_entries")
"""More entries of the control panel's side. Gets the key of the page that is open."""
