"""Tell those who follow a topic by mail, once, that a prediction in it is due."""

from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rostra.accounts.languages import in_language_of
from rostra.accounts.letters import link_to
from rostra.accounts.mail_kinds import MailKind, add_mail_kind, wants
from rostra.accounts.models import User
from rostra.evidence.models import Claim
from rostra.forum.models import Follow
from rostra.web import mail
from rostra.web.dates import words_of_day
from rostra.web.mail import Letter

PREDICTIONS = MailKind(
    "predictions",
    gettext_lazy("When a prediction in a topic that you follow is due, once for each"),
)
AT_ONCE = 100
"""Members who are told at a time: more letters than a few hundred may not wait."""


def add_predictions_mail() -> None:
    """Let members say whether they want this mail."""
    add_mail_kind(PREDICTIONS)


def tell_followers() -> int:
    """Mail the next of those who follow a topic with a prediction that came due; how
    many were told. One query where nothing waits; safe in several processes.

    Nobody hears of one that was decided meanwhile, or twice of any.
    """
    if not Claim.objects.filter(told_up_to__isnull=False).exists():
        return 0
    with transaction.atomic():
        rows = Claim.objects.select_for_update(of=("self",), skip_locked=True)
        rows = rows.filter(told_up_to__isnull=False).order_by("pk")
        claim = rows.select_related("topic").first()
        if claim is None:
            return 0
        follows = Follow.objects.filter(topic=claim.topic_id, pk__gt=claim.told_up_to)
        some = list(follows.select_related("user").order_by("pk")[:AT_ONCE])
        claim.told_up_to = some[-1].pk if len(some) == AT_ONCE else None
        claim.save(update_fields=["told_up_to"])
        return sum(_tell(follow.user, claim) for follow in some)


def _tell(member: User, claim: Claim) -> bool:
    if not member.email or member.closed_at or member.is_suspended:
        return False
    if not mail.is_sent() or not wants(member, PREDICTIONS):
        return False
    # The topic may have been moved to where they may not read.
    if not Claim.objects.visible_to(member).filter(pk=claim.pk).exists():
        return False
    with in_language_of(member):
        letter = _letter(claim)
    transaction.on_commit(partial(mail.send, member.email, letter))
    return True


def _letter(claim: Claim) -> Letter:
    day = words_of_day(claim.due_on) if claim.due_on else ""
    return Letter(
        _("A prediction is due"),
        [
            _("This was said in “%(title)s”, which you follow:")
            % {"title": claim.topic.title},
            claim.words,
            _("It was to be looked at again on %(day)s.") % {"day": day},
            _(
                "If you know how it turned out, say so in the topic, with a source. You "
                "need not do anything."
            ),
            _("Your preferences say whether you get this mail."),
        ],
        link=link_to(claim.get_absolute_url()),
    )
