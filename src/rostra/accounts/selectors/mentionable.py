"""Who lets themselves be mentioned by whom."""

from collections.abc import Iterable

from rostra.accounts.models import Tie, User
from rostra.accounts.models.tie import TieKind
from rostra.accounts.models.user import MentionsFrom


def open_to(author_id: int, members: Iterable[User]) -> list[User]:
    """Those of these members who let the author mention them, in their order.

    Nobody is open to those whom they ignore. One query if somebody among them wants only
    those whom they follow, else none.
    """
    wanted = [m for m in members if author_id not in m.ignored]
    choosy = [m.pk for m in wanted if m.mentions_from == MentionsFrom.FOLLOWED]
    following: set[int] = set()
    if choosy:
        ties = Tie.objects.filter(owner__in=choosy, member=author_id)
        rows = ties.filter(kind=TieKind.FOLLOW).values_list("owner", flat=True)
        following = set(rows)
    all_may = MentionsFrom.ALL
    return [m for m in wanted if m.mentions_from == all_may or m.pk in following]
