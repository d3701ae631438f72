"""Join what several outlets tell, see what was joined, and take it back."""

import re

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from rostra.accounts.forms import Filled, filled
from rostra.foundation.numbers import positive
from rostra.foundation.visibility import NotVisible
from rostra.news.selectors.held_entries import held_beside_story
from rostra.news.selectors.joined_page import joined_page, stories_alike
from rostra.news.selectors.joining import two_to_join
from rostra.news.services.heading import part_heading
from rostra.news.services.joining import join_stories, unjoin
from rostra.news.views.showing import done, newsroom_only, show

_PAGE = "/newsroom/feeds/joined/"
_TOPIC = re.compile(r"(?:.*/topic/)?(\d{1,18})(?:[-/?#].*)?", re.DOTALL)


@require_http_methods(["GET", "HEAD", "POST"])
@newsroom_only
def joined(request: HttpRequest) -> HttpResponse:
    """All that was joined, and a form to join two topics."""
    if request.method != "POST":
        return _page(request, filled(topic=request.GET.get("topic", "")[:500]))
    said = {name: request.POST.get(name, "")[:500] for name in ("topic", "other")}
    form = filled(**said)
    ids = {name: _topic_id(words) for name, words in said.items()}
    for name, topic_id in ids.items():
        if not topic_id:
            form.errors[name] = _("Give the address of a topic.")
    is_sure = request.POST.get("sure") == "on"
    if not form.errors and (answer := _join(request, form, is_sure, **ids)):
        return answer
    return _page(request, form, 422)


def _join(
    request: HttpRequest, form: Filled, is_sure: bool, *, topic: int, other: int
) -> HttpResponse | None:
    """Both headlines and how much is the same first, and the joining once that is meant."""
    how = {"editor": request.user, "topic_id": topic, "other_id": other}
    try:
        if is_sure:
            return done(_PAGE, "joined", story=join_stories(**how).pk)
        joining = two_to_join(**how)
        return show(request, "join_two", "joined", joining=joining)
    except NotVisible:
        form.errors["other"] = _("One of these topics is not there.")
    except PermissionDenied as error:
        form.errors["other"] = str(error)
    except ValidationError as error:
        form.errors["other"] = " ".join(error.messages)
    return None


@require_POST
@newsroom_only
def undo(request: HttpRequest, outlet_id: int) -> HttpResponse:
    """Take a joining back."""
    unjoin(editor=request.user, outlet_id=outlet_id)
    return done(_PAGE, "parted")


@require_POST
@newsroom_only
def part(request: HttpRequest, story_id: int) -> HttpResponse:
    """Take it back that a story heads a member's topic."""
    try:
        part_heading(editor=request.user, story_id=story_id)
    except ValidationError as error:
        form = filled()
        form.errors[""] = " ".join(error.messages)
        return _page(request, form, 422)
    return done(_PAGE, "parted")


@require_safe
@newsroom_only
def beside(request: HttpRequest, entry_id: int) -> HttpResponse:
    """An entry that waits, beside the story that it seems to tell."""
    compared = held_beside_story(editor=request.user, entry_id=entry_id)
    return show(request, "held_beside", "held", compared=compared)


def _page(request: HttpRequest, form: Filled, status: int = 200) -> HttpResponse:
    number = positive(request.GET.get("page")) or 1
    page = joined_page(editor=request.user, number=number)
    topic_id = _topic_id(form.values.get("topic", ""))
    like = stories_alike(editor=request.user, topic_id=topic_id) if topic_id else ()
    context = {"page": page, "form": form, "alike": like}
    return show(request, "joined", "joined", status, **context)


def _topic_id(words: str) -> int:
    found = _TOPIC.fullmatch(words.strip())
    return int(found[1]) if found else 0
