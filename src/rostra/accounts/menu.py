"""The member's menu leads to how they sign in."""

from django.utils.translation import gettext as _
from markupsafe import Markup

from rostra.web.jinja import icon
from rostra.web.pages import Frame


def safety_item(_frame: Frame) -> Markup:
    """A link to the page about passwords, second factors and sessions."""
    return Markup('<a class="item" href="/account/">{} {}</a>').format(
        icon("key"), _("Signing in and safety")
    )
