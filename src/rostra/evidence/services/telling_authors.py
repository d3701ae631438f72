"""Tell the author of a post by mail, once, that a source is asked for."""

from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rostra.accounts.languages import in_language_of
from rostra.accounts.letters import link_to
from rostra.accounts.mail_kinds import MailKind, add_mail_kind, wants
from rostra.evidence.models import SourceRequest
from rostra.forum.models import Post
from rostra.web import mail
from rostra.web.mail import Letter

REQUESTS = MailKind(
    "source-requests",
    gettext_lazy("When somebody asks for a source for what you wrote, once for each"),
)
EVERY = timedelta(minutes=5)
"""So long a request may still be taken back before anybody hears of it."""
AT_ONCE = 100


def add_requests_mail() -> None:
    """Let members say whether they want this mail."""
    add_mail_kind(REQUESTS)


def tell_authors() -> int:
    """Mail the authors of whom something has been asked for some minutes; how many
    requests were told. One query where nothing waits; safe in several processes."""
    late = timezone.now() - EVERY
    untold = SourceRequest.objects.filter(told_at=None, asked_at__lt=late)
    if not untold.exists():
        return 0
    with transaction.atomic():
        rows = untold.select_for_update(of=("self",), skip_locked=True).order_by("pk")
        some = list(rows.select_related("post__author", "post__topic")[:AT_ONCE])
        keys = [request.pk for request in some]
        SourceRequest.objects.filter(pk__in=keys).update(told_at=timezone.now())
        return sum(_tell(request) for request in some)


def _tell(request: SourceRequest) -> bool:
    author = request.post.author
    is_open = request.state == SourceRequest.State.OPEN
    if not is_open or not author.email or not wants(author, REQUESTS):
        return False
    # What was hidden meanwhile, or moved to where they may not read, is not told.
    seen = Post.objects.visible_to(author).filter(pk=request.post_id, hidden_at=None)
    if not mail.is_sent() or not seen.exists():
        return False
    with in_language_of(author):
        letter = _letter(request)
    transaction.on_commit(partial(mail.send, author.email, letter))
    return True


def _letter(request: SourceRequest) -> Letter:
    about = request.words or _("The whole post.")
    return Letter(
        _("A source is asked for"),
        [
            _(
                "Somebody who read what you wrote in “%(title)s” would like to look "
                "it up:"
            )
            % {"title": request.post.topic.title},
            about,
            _(
                "If you know where it can be looked up, you can name the place. If you "
                "saw or heard it yourself, or do not want to say, say so there. "
                "You need not do anything."
            ),
            _("Your preferences say whether you get this mail."),
        ],
        link=link_to(request.get_absolute_url()),
    )
