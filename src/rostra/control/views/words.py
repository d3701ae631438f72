"""Words that are masked or refused."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from rostra.accounts.forms import Filled, filled
from rostra.control.forms import WordFilterForm
from rostra.control.guarding import owners_only
from rostra.control.views.showing import saved, show
from rostra.forum.models import WordFilter
from rostra.forum.services.filtering import add_filter, remove_filter

_PAGE = "/control/words/"


@require_http_methods(["GET", "HEAD", "POST"])
@owners_only
def words(request: HttpRequest) -> HttpResponse:
    """All of them, and a form for one more."""
    form = filled(act=WordFilter.Act.MASK.value)
    if request.method == "POST":
        sent = WordFilterForm(request.POST)
        if sent.is_valid():
            try:
                add_filter(owner=request.user, **sent.cleaned_data)
            except ValidationError as error:
                sent.add_error("words", error)
            else:
                return saved(_PAGE)
        form = Filled(sent)
    status = 422 if form.errors else 200
    held = list(WordFilter.objects.filter(removed_at=None))
    return show(request, "words", "site", status, filters=held, form=form)


@require_POST
@owners_only
def word(request: HttpRequest, filter_id: int) -> HttpResponse:
    """Take one away again."""
    remove_filter(owner=request.user, filter_id=filter_id)
    return saved(_PAGE)
