"""Tell by mail whoever quoted words that no longer stand in the post."""

from collections import defaultdict
from collections.abc import Iterable
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
from rostra.forum.models import Post, Quote, UntoldQuote
from rostra.web import mail
from rostra.web.mail import Letter

QUOTES = MailKind(
    "quotes",
    gettext_lazy("When words that you quoted are changed, at most once an hour"),
)
EVERY = timedelta(hours=1)
AT_ONCE = 500
MOST_NAMED = 20


def add_quotes_mail() -> None:
    """Let members say whether they want this mail."""
    add_mail_kind(QUOTES)


def note_changed(quotes: Iterable[Quote]) -> None:
    """Remember to tell the quoters, each of a quote once in its life.

    The quoting posts are locked: a quote that is gone from one by now is left out.
    """
    if keys := [quote.pk for quote in quotes]:
        still = Quote.objects.filter(pk__in=keys, is_told=False)
        rows = [UntoldQuote(quote_id=key) for key in still.values_list("pk", flat=True)]
        UntoldQuote.objects.bulk_create(rows, ignore_conflicts=True)


def note_erased(quotes: Iterable[Quote]) -> None:
    """Remember to tell the quoters that the words are gone, also those who were told of an
    earlier change. The quotes are erased within the same transaction."""
    keys = [quote.pk for quote in quotes]
    Quote.objects.filter(pk__in=keys).update(is_told=False)
    note_changed(quotes)


def tell_quoters() -> int:
    """Mail every quoter of whom the first quote has waited an hour; how many were told.

    By then an edit may be undone: what is exact again is not told. One query where
    nothing waits; safe in several processes at once.
    """
    late = timezone.now() - EVERY
    if not UntoldQuote.objects.filter(changed_at__lt=late).exists():
        return 0
    told = 0
    with transaction.atomic():
        rows = UntoldQuote.objects.select_for_update(of=("self",)).order_by("pk")
        waiting = list(rows.select_related("quote__post__author")[:AT_ONCE])
        for member, theirs in _by_member(waiting).items():
            if theirs[0].changed_at < late:
                told += _tell(member, [row.quote for row in theirs])
                UntoldQuote.objects.filter(pk__in=[row.pk for row in theirs]).delete()
    return told


def _by_member(rows: Iterable[UntoldQuote]) -> dict[User, list[UntoldQuote]]:
    found: dict[User, list[UntoldQuote]] = defaultdict(list)
    for row in rows:
        found[row.quote.post.author].append(row)
    return found


def _tell(member: User, quotes: list[Quote]) -> bool:
    told = (Quote.State.EDITED, Quote.State.GONE)
    changed = [quote for quote in quotes if quote.state in told]
    # Words of a hidden post are gone, too, and may come back: that is not told.
    seen = (
        Post.objects.visible_to(member).filter(hidden_at=None).select_related("topic")
    )
    posts = seen.in_bulk({quote.quoted_post_id for quote in changed})
    named = [quote for quote in changed if quote.quoted_post_id in posts]
    if not named or not member.email or not wants(member, QUOTES) or not mail.is_sent():
        return False
    Quote.objects.filter(pk__in=[quote.pk for quote in named]).update(is_told=True)
    gone = [quote for quote in named if quote.state == Quote.State.GONE]
    edited = [quote for quote in named if quote.state == Quote.State.EDITED]
    with in_language_of(member):
        letters = [_letter_of_gone(posts, gone)] if gone else []
        letters += [_letter(posts, edited)] if edited else []
    for letter in letters:
        transaction.on_commit(partial(mail.send, member.email, letter))
    return True


def _letter(posts: dict[int, Post], quotes: list[Quote]) -> Letter:
    count = len(quotes)
    return Letter(
        ngettext(
            "A post that you quoted was changed",
            "%(count)s posts that you quoted were changed",
            count,
        )
        % {"count": count},
        [
            _("The words that you quoted no longer stand there. It happened here:"),
            *_topics(posts, quotes),
            _(
                "Your quotes are marked, and lead to the text as it was. You need not do "
                "anything."
            ),
            _("Your preferences say whether you get this mail."),
        ],
        link=link_to(f"/post/{quotes[0].quoted_post_id}/quoted/{quotes[0].key}/"),
    )


def _letter_of_gone(posts: dict[int, Post], quotes: list[Quote]) -> Letter:
    """Without the words: they are not to be sent around."""
    return Letter(
        _("Words that you quoted were taken back"),
        [
            _("What you quoted may not be shown any more. It happened here:"),
            *_topics(posts, quotes),
            _(
                "In your post a notice stands in the place of the quote. What you wrote "
                "yourself is as it was. You did nothing wrong, and need not do anything."
            ),
            _("Your preferences say whether you get this mail."),
        ],
        link=link_to(f"/post/{quotes[0].post_id}/"),
    )


def _topics(posts: dict[int, Post], quotes: list[Quote]) -> list[str]:
    titles = (posts[quote.quoted_post_id].topic.title for quote in quotes)
    return list(dict.fromkeys(titles))[:MOST_NAMED]
