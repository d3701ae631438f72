"""The log of stories that were taken back."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from rostra.foundation.numbers import positive
from rostra.news.selectors.withdrawals import SHOWN, withdrawals
from rostra.news.views.showing import newsroom_only, show


@require_safe
@newsroom_only
def log(request: HttpRequest) -> HttpResponse:
    """The latest of them."""
    before = positive(request.GET.get("before"))
    rows = withdrawals(editor=request.user, before=before)
    more = rows[-1].id if len(rows) == SHOWN else 0
    return show(request, "withdrawals", "withdrawals", rows=rows, before=more)
