"""Two accounts of one person: an owner makes them one."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rostra.accounts.models import User
from rostra.accounts.services.merging import merge_members, why_not_to_merge
from rostra.control.guarding import owners_only
from rostra.control.selectors.people import member_named, member_sheet
from rostra.control.views.showing import saved, show


@require_http_methods(["GET", "HEAD", "POST"])
@owners_only
def merging(request: HttpRequest, member_id: int) -> HttpResponse:
    """Ask into which account (`into`, by its name), show both, and ask whether that is
    meant (`sure`); then do it."""
    gone = member_sheet(member_id=member_id).member
    given = request.POST if request.method == "POST" else request.GET
    name = given.get("into", "").strip()[:120]
    kept = member_named(name) if name else None
    is_sent = request.method == "POST"
    wrong = _wrong(gone, kept, name) if name or is_sent else {}
    if is_sent and not wrong and not given.get("sure"):
        wrong = {"sure": _("Tick this if you mean it.")}
    if is_sent and kept and not wrong:
        try:
            merge_members(owner=request.user, gone_id=gone.pk, kept_id=kept.pk)
        except PermissionDenied as error:
            wrong = {"into": str(error)}
        else:
            return saved(f"/control/members/{kept.pk}/")
    context = {"gone": gone, "kept": kept, "name": name, "wrong": wrong}
    return show(request, "merging", "members", 422 if wrong else 200, **context)


def _wrong(gone: User, kept: User | None, name: str) -> dict[str, str]:
    if not name:
        return {"into": _("Give the name of the account that is kept.")}
    if kept is None:
        return {"into": _("Nobody is called “%(name)s”.") % {"name": name}}
    reason = why_not_to_merge(gone, kept)
    return {"into": reason} if reason else {}
