"""Tags: find, rename, merge and remove them, and make other words for them."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from rostra.accounts.forms import Filled, filled
from rostra.control.forms import TagForm
from rostra.control.guarding import owners_only
from rostra.control.views.showing import saved, show
from rostra.forum.models import Tag
from rostra.forum.selectors.tags import find_tags
from rostra.forum.services.arranging_tags import (
    add_synonym,
    merge_tags,
    remove_synonym,
    remove_tag,
    rename_tag,
)
from rostra.foundation.visibility import NotVisible

_PAGE = "/control/tags/"


@require_safe
@owners_only
def tags(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "")[:60]
    page = find_tags(words=words, after=request.GET.get("after", "")[:60])
    return show(request, "tags", "categories", page=page, words=words)


@require_http_methods(["GET", "HEAD", "POST"])
@owners_only
def tag(request: HttpRequest, tag_id: int) -> HttpResponse:
    """Rename one or, with `_method` delete, take it off all topics."""
    if request.method != "POST":
        return _tag_page(request, tag_id)
    if request.POST.get("_method") == "delete":
        remove_tag(owner=request.user, tag_id=tag_id)
        return saved(_PAGE)
    return _do(request, tag_id, "form", rename_tag, "name")


@require_POST
@owners_only
def merge(request: HttpRequest, tag_id: int) -> HttpResponse:
    """Put its topics under another tag."""
    return _do(request, tag_id, "merging", merge_tags, "into")


@require_POST
@owners_only
def synonyms(request: HttpRequest, tag_id: int) -> HttpResponse:
    """Make another word for it."""
    return _do(request, tag_id, "naming", add_synonym, "name")


@require_POST
@owners_only
def synonym(request: HttpRequest, tag_id: int, synonym_id: int) -> HttpResponse:
    """Let a word stand for it no longer."""
    remove_synonym(owner=request.user, synonym_id=synonym_id)
    return saved(f"{_PAGE}{tag_id}/")


def _do(
    request: HttpRequest, tag_id: int, form: str, act: Callable[..., Any], word: str
) -> HttpResponse:
    sent = TagForm(request.POST, word={"naming": "synonym"}.get(form, word))
    if sent.is_valid():
        (given,) = sent.cleaned_data.values()
        try:
            changed = act(owner=request.user, tag_id=tag_id, **{word: given})
        except ValidationError as error:
            sent.add_error(next(iter(sent.fields)), error)
        else:
            return saved(f"{_PAGE}{changed.meant.pk}/")
    return _tag_page(request, tag_id, **{form: Filled(sent)})


def _tag_page(request: HttpRequest, tag_id: int, **forms: Filled) -> HttpResponse:
    found = Tag.objects.filter(pk=tag_id, stands_for=None).first()
    if found is None:
        raise NotVisible("tag")
    context: dict[str, Any] = {
        "form": filled(name=found.name),
        "merging": filled(),
        "naming": filled(),
        "tag": found,
        "synonyms": list(found.synonyms.order_by("slug")[:200]),
        "count": found.tagged.count(),
        **forms,
    }
    return show(request, "tag", "categories", 422 if forms else 200, **context)
