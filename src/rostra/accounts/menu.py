"""What the member's menu leads to: their profile, preferences, and how they sign in."""

from django.utils.translation import gettext as _
from markupsafe import Markup

from rostra.web.jinja import icon
from rostra.web.pages import Frame


def profile_item(_frame: Frame) -> Markup:
    """A link to the page about what the member shows of themselves."""
    return Markup('<a class="item" href="/account/profile/">{} {}</a>').format(
        icon("user"), _("Your profile")
    )


def preferences_item(_frame: Frame) -> Markup:
    """A link to the page about what the member prefers."""
    return Markup('<a class="item" href="/account/preferences/">{} {}</a>').format(
        icon("sliders"), _("Preferences")
    )


def safety_item(_frame: Frame) -> Markup:
    """A link to the page about passwords, second factors and sessions."""
    return Markup('<a class="item" href="/account/">{} {}</a>').format(
        icon("key"), _("Signing in and safety")
    )
