"""What members may say of themselves, in the owner's own fields."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from rostra.accounts.forms import Filled, filled
from rostra.accounts.models import ProfileField
from rostra.accounts.profile_fields import KINDS, READERS, FieldForm
from rostra.accounts.ranks import Rank
from rostra.accounts.services.fielding import (
    change_field,
    make_field,
    move_field,
    remove_field,
)
from rostra.control.guarding import owners_only
from rostra.control.views.showing import saved, show
from rostra.foundation.visibility import NotVisible

_PAGE = "/control/fields/"


@require_http_methods(["GET", "HEAD", "POST"])
@owners_only
def fields(request: HttpRequest) -> HttpResponse:
    """All of them, and a form for one more."""
    form = filled(kind="line", readers=Rank.GUEST.value)
    if request.method == "POST":
        sent = FieldForm(request.POST)
        if sent.is_valid():
            try:
                make_field(owner=request.user, **sent.cleaned_data)
            except ValidationError as error:
                sent.add_error(None, error)
            else:
                return saved(_PAGE)
        form = Filled(sent)
    status = 422 if form.errors else 200
    context = {"fields": list(ProfileField.objects.all()), "form": form}
    return show(request, "fields", "members", status, **context, **_offered())


@require_http_methods(["GET", "HEAD", "POST"])
@owners_only
def field(request: HttpRequest, field_id: int) -> HttpResponse:
    """Change one, move it (`to` up or down) or, with `_method` delete, remove it."""
    if request.method != "POST":
        return _field_page(request, field_id)
    to = request.POST.get("to", "")
    if request.POST.get("_method") == "delete":
        remove_field(owner=request.user, field_id=field_id)
        return saved(_PAGE)
    if to:
        move_field(owner=request.user, field_id=field_id, up=to == "up")
        return saved(_PAGE)
    sent = FieldForm(request.POST)
    if not sent.is_valid():
        return _field_page(request, field_id, Filled(sent))
    change_field(owner=request.user, field_id=field_id, **sent.cleaned_data)
    return saved(_PAGE)


def _offered() -> dict[str, object]:
    return {"kinds": dict(KINDS), "readers": dict(READERS)}


def _field_page(
    request: HttpRequest, field_id: int, form: Filled | None = None
) -> HttpResponse:
    found = ProfileField.objects.filter(pk=field_id).first()
    if found is None:
        raise NotVisible("profile field")
    names = ("label", "hint", "kind", "options", "readers")
    now = filled(**{name: getattr(found, name) for name in names})
    status = 422 if form else 200
    context = {"one": found, "form": form or now, **_offered()}
    return show(request, "field", "members", status, **context)
