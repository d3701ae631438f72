"""Answer with a page: what every template gets, and what the front is told about it."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import loader
from markupsafe import Markup

from rostra.foundation.versions import current_versions
from rostra.web.look import COOKIE, Look, look_of
from rostra.web.models import Site
from rostra.web.parts import KeptBytes, chained, part_place
from rostra.web.presence import MemberHere, presence
from rostra.web.site_choices import site


@dataclass(frozen=True, slots=True)
class Frame:
    """What the page around every page's own content knows."""

    site: Site
    reader: Any
    look: Look
    path: str
    """The path asked for, without the query."""
    base: str
    """Scheme and host, for the few addresses that must be absolute."""
    versions: tuple[int, ...]
    """Of the site and how members are shown, from before anything else was read."""
    parts: list[KeptBytes] = field(default_factory=list)
    """The kept parts of the page so far."""

    @property
    def masthead_same_for(self) -> Hashable:
        """Pages for which this is equal have the same head; None for guests' pages."""
        if not self.reader.is_authenticated:
            return None
        is_listed = not self.path.startswith(("/topic/", "/post/", "/member/"))
        reader = self.reader
        who = (reader.pk, reader.name, reader.face, reader.role, reader.groups)
        return ("masthead", who, self.look, self.path if is_listed else "")

    def part(
        self,
        key: Hashable,
        versions: tuple[int, ...],
        caller: Callable[[], Markup],
    ) -> Markup:
        """A part of the page that is kept while its versions last (parts.part_place)."""
        return part_place(self.parts, key, versions, caller)


def frame_of(request: HttpRequest) -> Frame:
    """The frame for one request."""
    return Frame(
        versions=current_versions(("site", "people")),
        site=site() or Site(name="Rostra"),
        reader=request.user,
        look=look_of(request.user.look or request.COOKIES.get(COOKIE)),
        path=request.path,
        base=base_address(request),
    )


def base_address(request: HttpRequest) -> str:
    """Scheme and host of the site: the configured ones, else those of the request."""
    return settings.ROSTRA_ADDRESS or f"{request.scheme}://{request.get_host()}"


def render(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    status: int = 200,
    depends: Sequence[str] = (),
    place: str = "",
    content_type: str = "text/html; charset=utf-8",
) -> HttpResponse:
    """A page made of a Jinja2 template and the frame.

    `depends` names the versions a guest's copy depends on: with them the front may
    keep it. `place` is where the reader is, for presence and views.
    """
    if place and request.user.is_authenticated:
        presence().seen_member(place, _as_seen(request.user))
    frame = frame_of(request)
    html = loader.get_template(template, using="jinja").render(
        {"frame": frame, **(context or {})}
    )
    parts = chained(html, frame.parts)
    response = PageResponse(parts, status=status, content_type=content_type)
    if depends and status == 200 and not request.user.is_authenticated:
        response["Rostra-Depends"] = " ".join(("site", "people", *depends))
    if place and status == 200:
        response["Rostra-Place"] = place
    return response


class PageResponse(HttpResponse):
    """A response whose parts reach the front one by one, the kept ones as such."""

    def __init__(self, parts: list[bytes], **about: Any) -> None:
        super().__init__(**about)
        self._container = parts


def _as_seen(member: Any) -> MemberHere:
    return MemberHere(member.pk, member.name, member.url, member.hides_presence)
