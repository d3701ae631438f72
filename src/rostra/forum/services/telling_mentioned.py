"""Tell members by mail that they were mentioned."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rostra.accounts.languages import in_language_of
from rostra.accounts.letters import link_to
from rostra.accounts.mail_kinds import MailKind, add_mail_kind, wants
from rostra.accounts.models import User
from rostra.accounts.selectors.mentionable import open_to
from rostra.forum.models import Post, UntoldMention
from rostra.web import mail
from rostra.web.mail import Letter

MENTIONS = MailKind(
    "mentions",
    gettext_lazy("When somebody mentions you, at most every ten minutes"),
)
EVERY = timedelta(minutes=10)
"""So long a mention may still be taken out before anybody hears of it."""
HELD_FOR = timedelta(days=3)
"""So long a mention in a post that is hidden or held may wait to be seen."""
MOST_WAITING = 30
"""So many mentions of one author may wait to be told; of those beyond nobody hears."""
AT_ONCE = 500
MOST_NAMED = 20
_LINKED = re.compile(r'href="/member/(\d+)-')


def add_mentions_mail() -> None:
    """Let members say whether they want this mail."""
    add_mail_kind(MENTIONS)


def note_mentions(post: Post, member_ids: Collection[int], earlier: str = "") -> None:
    """Remember to tell the members that a post just written mentions; at most two queries,
    none where it mentions nobody.

    Of posts that are back-dated nobody hears. `earlier` is the HTML it had before: whoever is mentioned there has been told.
    """
    if not member_ids:
        return
    author = post.author
    told = {post.author_id, *map(int, _LINKED.findall(earlier))}
    fresh = [key for key in member_ids if key not in told]
    is_old = not earlier and post.created_at < timezone.now() - timedelta(minutes=1)
    if not fresh or author.is_house or is_old:
        return
    waiting = UntoldMention.objects.filter(post__author=author).count()
    rows = [UntoldMention(post=post, member_id=key) for key in fresh]
    some = rows[: max(0, MOST_WAITING - waiting)]
    UntoldMention.objects.bulk_create(some, ignore_conflicts=True)


def tell_mentioned() -> int:
    """Mail every member of whom the first mention has waited ten minutes; how many were
    told. Two queries where nothing waits; safe in several processes at once.
    """
    now = timezone.now()
    UntoldMention.objects.filter(mentioned_at__lt=now - HELD_FOR).delete()
    due = UntoldMention.objects.filter(mentioned_at__lt=now - EVERY)
    due = due.filter(post__hidden_at=None, post__topic__hidden_at=None)
    if not due.exists():
        return 0
    told = 0
    with transaction.atomic():
        rows = due.select_for_update(of=("self",), skip_locked=True).order_by("pk")
        waiting = list(rows.select_related("member", "post__author")[:AT_ONCE])
        for member, posts in _by_member(waiting).items():
            told += _tell(member, posts)
        UntoldMention.objects.filter(pk__in=[row.pk for row in waiting]).delete()
    return told


def _by_member(rows: Iterable[UntoldMention]) -> dict[User, list[Post]]:
    found: dict[User, list[Post]] = defaultdict(list)
    for row in rows:
        found[row.member].append(row.post)
    return found


def _tell(member: User, posts: list[Post]) -> bool:
    # What was taken out of the text meanwhile, or is where they may not read, is not told.
    still = [p for p in posts if str(member.pk) in _LINKED.findall(p.html)]
    meant = [p.pk for p in still if open_to(p.author_id, [member])]
    seen = Post.objects.visible_to(member).filter(pk__in=meant, hidden_at=None)
    named = list(seen.select_related("topic").order_by("pk"))
    if not named or member.closed_at or member.is_suspended or not member.email:
        return False
    if not wants(member, MENTIONS) or not mail.is_sent():
        return False
    with in_language_of(member):
        letter = _letter(named)
    transaction.on_commit(partial(mail.send, member.email, letter))
    return True


def _letter(posts: list[Post]) -> Letter:
    return Letter(
        ngettext(
            "You were mentioned in a post",
            "You were mentioned in %(count)s posts",
            len(posts),
        )
        % {"count": len(posts)},
        [
            _("Somebody mentioned you here:"),
            *dict.fromkeys(post.topic.title for post in posts[:MOST_NAMED]),
            _(
                "Your preferences say whether you get this mail, and for whose mentions."
            ),
        ],
        link=link_to(posts[0].get_absolute_url()),
    )
