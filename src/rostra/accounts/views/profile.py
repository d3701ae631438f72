"""A member's own profile: a picture, some words, and the owner's fields, a form each."""

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rostra.accounts.borrowed import NOTE
from rostra.accounts.forms import Filled
from rostra.accounts.models import User
from rostra.accounts.profile import PICTURE_FORMS, ProfileForm, SignedProfileForm
from rostra.accounts.profile_fields import AnswersForm
from rostra.accounts.selectors.fields import fields_with_answers
from rostra.accounts.services.fielding import answer_fields
from rostra.accounts.services.profiling import (
    PICTURES,
    change_picture,
    change_profile,
    remove_picture,
)
from rostra.accounts.signatures import has_signature
from rostra.web.pages import render

_PAGE = "/account/profile/"


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Where they live and what they are about."""
    if request.method != "POST":
        return _page(request)
    form = _form_for(request.user)(request.POST)
    if not form.is_valid():
        return _page(request, form=form)
    change_profile(member=request.user, **form.cleaned_data)
    return _done(request, _("Your profile is saved."))


@require_POST
def answers(request: HttpRequest) -> HttpResponse:
    """What they say in the owner's fields."""
    fields = [field for field, _said in fields_with_answers(member_id=request.user.pk)]
    form = AnswersForm(fields, request.POST)
    if not form.is_valid():
        return _page(request, answers=form)
    answer_fields(member=request.user, answers=form.answers())
    return _done(request, _("Your profile is saved."))


@require_POST
def picture(request: HttpRequest, kind: str) -> HttpResponse:
    """Take a picture of a kind, or (with `_method` delete) remove it."""
    shown = PICTURES[kind]
    if request.POST.get("_method") == "delete":
        remove_picture(member=request.user, picture=shown)
        return _done(request, _("Your picture is removed."))
    form = PICTURE_FORMS[kind](request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, sent=form)
    data = form.cleaned_data[kind].read()
    try:
        change_picture(member=request.user, picture=shown, data=data)
    except ValidationError as error:
        form.add_error(kind, error)
        return _page(request, sent=form)
    return _done(request, _("Your picture is saved."))


def _form_for(member: User) -> type[ProfileForm]:
    return SignedProfileForm if has_signature(member) else ProfileForm


def _done(request: HttpRequest, note: str) -> HttpResponse:
    request.session[NOTE] = note
    return HttpResponseRedirect(_PAGE, status=303)


def _page(
    request: HttpRequest,
    *,
    form: ProfileForm | None = None,
    sent: Form | None = None,
    answers: AnswersForm | None = None,
) -> HttpResponse:
    user = request.user
    kept = ("location", "about", "signature")
    now = {name: getattr(user, name) for name in kept}
    asked = fields_with_answers(member_id=user.pk)
    said = {f"field-{field.pk}": text for field, text in asked}
    fields = [field for field, _said in asked]
    context = {
        "fields": fields,
        "answers": Filled(answers or AnswersForm(fields, initial=said)),
        "form": Filled(form or _form_for(user)(initial=now)),
        "signs": has_signature(user),
        "sent": Filled(sent),
        "note": request.session.pop(NOTE, ""),
    }
    status = 422 if form or sent or answers else 200
    return render(request, "accounts/profile.html", context, status=status)
