"""Fill in how names look, for accounts from before that was kept."""

from rostra.accounts.models import User
from rostra.accounts.names import name_look

AT_ONCE = 5000


def fill_name_looks() -> int:
    """Fill in some of those that are missing; gives how many. Safe to do twice."""
    users = list(User.objects.filter(name_look="").only("pk", "name")[:AT_ONCE])
    for user in users:
        user.name_look = name_look(user.name)
    User.objects.bulk_update(users, ["name_look"], batch_size=500)
    return len(users)
