"""The matrix: groups and rights, of the site and of each category."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_http_methods

from rostra.accounts.ranks import Rank
from rostra.control.guarding import owners_only
from rostra.control.selectors.rights_page import RightsPage, rights_page
from rostra.control.views.showing import saved, show
from rostra.forum.services.granting import Given, give_rights
from rostra.foundation.numbers import positive


@require_http_methods(["GET", "HEAD", "POST"])
@owners_only
def of_site(request: HttpRequest) -> HttpResponse:
    return _rights(request, None, "/control/rights/")


@require_http_methods(["GET", "HEAD", "POST"])
@owners_only
def of_category(request: HttpRequest, category_id: int) -> HttpResponse:
    return _rights(request, category_id, f"/control/categories/{category_id}/rights/")


def _rights(request: HttpRequest, category_id: int | None, path: str) -> HttpResponse:
    page = rights_page(category_id=category_id)
    errors: list[str] = []
    if request.method == "POST":
        follows = category_id is not None and request.POST.get("own") == "no"
        given = None if follows else _given(request.POST, page)
        try:
            give_rights(owner=request.user, category_id=category_id, given=given)
        except ValidationError as error:
            errors = error.messages
        else:
            return saved(path)
    context = {"page": page, "path": path, "errors": errors, "all_ranks": list(Rank)}
    here = "rights" if category_id is None else "categories"
    return show(request, "rights", here, 422 if errors else 200, **context)


def _given(sent: QueryDict, page: RightsPage) -> dict[str, Given]:
    """What the form says: a rank for each right, and ticked groups beside."""
    given = {}
    for column in page.columns:
        key = column.meaning.key
        rank = sent.get(f"rank-{key}", "")
        ticked = sent.getlist(f"groups-{key}")[:1000]
        if sent.get(f"more-{key}"):
            ticked.append(sent.get("group", ""))
        groups = frozenset(map(positive, ticked)) - {0}
        given[key] = Given(Rank(rank) if rank in Rank else None, groups)
    return given
