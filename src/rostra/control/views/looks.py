"""Which private things of members the staff looked at."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from rostra.accounts.selectors.looks import SHOWN, looks
from rostra.control.guarding import owners_only
from rostra.control.views.showing import show
from rostra.foundation.numbers import positive


@require_safe
@owners_only
def staff_looks(request: HttpRequest) -> HttpResponse:
    """The latest looks, or those at one member."""
    member_id = positive(request.GET.get("member"))
    before = positive(request.GET.get("before"))
    rows = looks(owner=request.user, member_id=member_id, before=before)
    context = {
        "rows": rows,
        "member_id": member_id,
        "before": rows[-1].id if len(rows) == SHOWN else 0,
    }
    return show(request, "looks", "members", **context)
