"""The tree of categories."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from rostra.accounts.forms import Filled, filled
from rostra.control.forms import ICONS, CategoryForm, NewCategoryForm
from rostra.control.guarding import owners_only
from rostra.control.views.showing import saved, show
from rostra.forum.selectors.categories import all_categories
from rostra.forum.selectors.rows import CategoryRow
from rostra.forum.services.arranging import (
    change_category,
    make_category,
    order_categories,
    remove_category,
)
from rostra.forum.tag_rules import TagRule
from rostra.foundation.numbers import positive
from rostra.foundation.visibility import NotVisible


@require_safe
@owners_only
def categories(request: HttpRequest) -> HttpResponse:
    tree = list(all_categories().values())
    return show(request, "categories", "categories", tree=tree)


@require_POST
@owners_only
def order(request: HttpRequest) -> HttpResponse:
    """Move a category up or down among those it stands beside."""
    rows = all_categories()
    moved = rows.get(positive(request.POST.get("category")))
    if moved is not None:
        beside = [pk for pk, row in rows.items() if row.parent_id == moved.parent_id]
        at = beside.index(moved.id)
        to = at - 1 if request.POST.get("way") == "up" else at + 1
        if 0 <= to < len(beside):
            beside[at], beside[to] = beside[to], beside[at]
            order_categories(owner=request.user, category_ids=beside)
    return saved("/control/categories/")


@require_http_methods(["GET", "HEAD", "POST"])
@owners_only
def new(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        form = filled(
            tag_rule="any", audience="everyone", parent=request.GET.get("in", "")
        )
        return _form_page(request, form, None)
    sent = NewCategoryForm(request.POST)
    if sent.is_valid():
        words = _words(sent) | {"audience": sent.cleaned_data["audience"]}
        inside = words["parent_id"]
        beside = [c for c in all_categories().values() if c.parent_id == inside]
        try:
            make_category(position=len(beside), **words)
        except ValidationError as error:
            sent.add_error("parent", error)
        else:
            return saved("/control/categories/")
    return _form_page(request, Filled(sent), None, 422)


@require_http_methods(["GET", "HEAD", "POST"])
@owners_only
def category(request: HttpRequest, category_id: int) -> HttpResponse:
    row = all_categories().get(category_id)
    if row is None:
        raise NotVisible("category")
    if request.method != "POST":
        form = filled(
            name=row.name,
            description=row.description,
            icon=row.icon,
            posting_note=row.posting_note,
            parent=row.parent_id,
            tag_rule=row.tag_rule,
            tag_choices=", ".join(row.tag_choices),
        )
        return _form_page(request, form, row)
    sent = CategoryForm(request.POST)
    is_removal = request.POST.get("_method") == "delete"
    if is_removal or sent.is_valid():
        try:
            if is_removal:
                remove_category(owner=request.user, category_id=category_id)
            else:
                change_category(
                    owner=request.user, category_id=category_id, **_words(sent)
                )
        except ValidationError as error:
            sent.add_error(None if is_removal else "parent", error)
        else:
            return saved("/control/categories/")
    return _form_page(request, Filled(sent), row, 422)


def _words(sent: forms.Form) -> dict[str, Any]:
    words = dict(sent.cleaned_data)
    words.pop("audience", None)
    return words | {"parent_id": words.pop("parent")}


def _form_page(
    request: HttpRequest, form: Filled, row: CategoryRow | None, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "category": row,
        "icons": ICONS,
        "tag_rules": dict(TagRule.choices),
        "tree": list(all_categories().values()),
    }
    return show(request, "category", "categories", status, **context)
