"""The template of a category: what whoever starts a topic there is asked for."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from rostra.accounts.forms import Filled, filled
from rostra.control.forms import TemplateFieldForm
from rostra.control.guarding import owners_only
from rostra.control.views.showing import saved, show
from rostra.forum.models.template_field import TemplateKind
from rostra.forum.selectors.categories import all_categories
from rostra.forum.selectors.templates import template_of
from rostra.forum.services.arranging_templates import (
    change_template_field,
    make_template_field,
    move_template_field,
    remove_template_field,
)
from rostra.foundation.visibility import NotVisible


@require_http_methods(["GET", "HEAD", "POST"])
@owners_only
def template(request: HttpRequest, category_id: int) -> HttpResponse:
    """All of its fields, and a form for one more."""
    form = filled(kind=TemplateKind.LINE.value, is_required="on")
    if request.method == "POST":
        sent = TemplateFieldForm(request.POST)
        if sent.is_valid():
            made = {"category_id": category_id, **sent.cleaned_data}
            try:
                make_template_field(owner=request.user, **made)
            except ValidationError as error:
                sent.add_error(None, error)
            else:
                return saved(_page(category_id))
        form = Filled(sent)
    fields = template_of(reader=request.user, category_id=category_id)
    return _show(request, "template", category_id, form, fields=fields)


@require_http_methods(["GET", "HEAD", "POST"])
@owners_only
def template_field(
    request: HttpRequest, category_id: int, field_id: int
) -> HttpResponse:
    """Change one, move it (`to` up or down) or, with `_method` delete, remove it."""
    asked = {"category_id": category_id, "field_id": field_id, "owner": request.user}
    to = request.POST.get("to", "")
    if request.POST.get("_method") == "delete":
        remove_template_field(**asked)
    elif to:
        move_template_field(up=to == "up", **asked)
    elif request.method != "POST":
        return _field_page(request, category_id, field_id)
    else:
        sent = TemplateFieldForm(request.POST)
        if not sent.is_valid():
            return _field_page(request, category_id, field_id, Filled(sent))
        change_template_field(**asked, **sent.cleaned_data)
    return saved(_page(category_id))


def _page(category_id: int) -> str:
    return f"/control/categories/{category_id}/template/"


def _field_page(
    request: HttpRequest, category_id: int, field_id: int, form: Filled | None = None
) -> HttpResponse:
    fields = template_of(reader=request.user, category_id=category_id)
    one = next((field for field in fields if field.pk == field_id), None)
    if one is None:
        raise NotVisible("template field")
    names = ("label", "hint", "kind", "options")
    now = filled(
        **{name: getattr(one, name) for name in names},
        is_required="on" if one.is_required else "",
    )
    return _show(request, "template_field", category_id, form or now, one=one)


def _show(
    request: HttpRequest, page: str, category_id: int, form: Filled, **more: Any
) -> HttpResponse:
    category = all_categories().get(category_id)
    if category is None:
        raise NotVisible("category")
    kinds = dict(TemplateKind.choices)
    context = {"category": category, "form": form, "kinds": kinds, **more}
    status = 422 if form.errors else 200
    return show(request, page, "categories", status, **context)
