"""Links on every page: to the directory, of the member's menu, and to the terms of use at its foot."""

from django.utils.translation import gettext as _
from markupsafe import Markup

from rostra.web.jinja import icon
from rostra.web.pages import Frame


def directory_section(frame: Frame) -> Markup:
    """A link to the directory of members, for members."""
    if not frame.reader.is_authenticated:
        return Markup()
    path = "/members/"
    current = Markup(' aria-current="page"') if frame.path == path else ""
    return Markup('<li><a href="{}"{}>{}</a></li>').format(path, current, _("Members"))


def people_item(_frame: Frame) -> Markup:
    """A link to whom the member follows and ignores."""
    return Markup('<a class="item" href="/account/people/">{} {}</a>').format(
        icon("eye"), _("Following and ignoring")
    )


def profile_item(_frame: Frame) -> Markup:
    """A link to the page about what the member shows of themselves."""
    return Markup('<a class="item" href="/account/profile/">{} {}</a>').format(
        icon("pencil"), _("Edit your profile")
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


def terms_link(frame: Frame) -> Markup:
    """A link to the terms of use, where there are any."""
    if not frame.site.terms_version:
        return Markup()
    return Markup(' <a href="/terms/">{}</a>').format(_("Terms of use"))
