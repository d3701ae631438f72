"""What members prefer; each page reads it with their session."""

from collections.abc import Collection

from rostra.accounts.models import User
from rostra.web.look import Look


def change_preferences(
    *,
    member: User,
    time_zone: str,
    posts_per_page: int,
    after_reply: str,
    signatures: str,
    hides_presence: bool,
    mentions_from: str,
    look: Look,
    unwanted_mail: Collection[str],
) -> None:
    """Keep what a member prefers; it holds from their next page on.

    `unwanted_mail` are keys of mail_kinds.
    """
    User.objects.filter(pk=member.pk).update(
        time_zone=time_zone,
        posts_per_page=posts_per_page,
        after_reply=after_reply,
        signatures=signatures,
        hides_presence=hides_presence,
        mentions_from=mentions_from,
        look=str(look),
        unwanted_mail=" ".join(sorted(unwanted_mail)),
    )


def keep_look(*, member: User, look: Look) -> None:
    """Let a member's pages look like this in every browser."""
    User.objects.filter(pk=member.pk).update(look=str(look))
