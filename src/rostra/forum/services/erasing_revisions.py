"""Take one earlier text of a post away for good, and leave its fingerprint."""

from datetime import datetime
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.forum.erasures import ALSO_ERASED, Erasure
from rostra.forum.models import Post, Quote, Revision
from rostra.forum.policies import PostPolicy
from rostra.forum.services.attaching import untie_what_no_text_shows
from rostra.forum.services.editing import lock_post_row
from rostra.forum.services.erasing import erase_quote
from rostra.forum.services.erasing_unsent import erase_in_unsent
from rostra.forum.services.judging import words_of
from rostra.forum.services.numbering import raise_after_writing
from rostra.forum.signals import post_edited
from rostra.foundation import markup
from rostra.foundation.announce import announce
from rostra.foundation.kept_words import in_site_language
from rostra.foundation.visibility import NotVisible


@transaction.atomic
def erase_revision(
    *,
    moderator: User,
    post_id: int,
    number: int,
    reason: str,
    at: datetime | None = None,
) -> Revision:
    """Erase an earlier text of a post, and every quote of words that stood only there.

    Raises NotVisible, PermissionDenied, and ValidationError without a reason or for
    the current text, which is edited first.
    """
    post = lock_post_row(moderator, post_id)
    PostPolicy(moderator, post, post.topic).erase().or_raise()
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    if number == post.revision:
        raise ValidationError(
            _(
                "This is the current text. Edit the post, then erase what it said before."
            )
        )
    revision = post.revisions.filter(number=number).first()
    if revision is None:
        raise NotVisible("revision")
    if revision.erased_at:
        return revision

    words = words_of(revision.html)
    revision.digest = sha256(revision.source.encode("utf-8", "replace")).hexdigest()
    revision.source = revision.html = ""
    revision.erased_at, revision.erased_by = at or timezone.now(), moderator
    revision.erased_reason = reason.strip()[:200]
    revision.save()
    _erase_quotes(post, number, words)
    untie_what_no_text_shows(post)
    left = tuple(words_of(html) for html in _texts_left(post))
    with in_site_language():
        notice = f"*{_('These words were erased.')}*"
    erasure = Erasure(post=post, gone=(words,), left=left, notice=notice)
    erase_in_unsent(erasure)
    for erase in ALSO_ERASED:
        erase(erasure)
    announce(post_edited, post)
    raise_after_writing(post.topic, post.author_id)
    return revision


def _erase_quotes(post: Post, number: int, erased: str) -> None:
    """Those whose words stood in the erased text, and stand in none that is left."""
    left = [words_of(html) for html in _texts_left(post)]
    quotes = list(post.quoted_by.select_related("post").order_by("post_id", "place"))

    def is_gone(quote: Quote) -> bool:
        was_there = quote.revision == number or markup.stands_in(quote.words, erased)
        return was_there and not any(markup.stands_in(quote.words, w) for w in left)

    # All quotes of one post in another go together: its text tells them not apart.
    gone = {quote.post_id for quote in quotes if is_gone(quote)}
    with in_site_language():
        notice = _("These words were erased.")
    for quote in quotes:
        if quote.post_id in gone:
            erase_quote(quote, f"*{notice}*")


def _texts_left(post: Post) -> list[str]:
    earlier = post.revisions.filter(erased_at=None)
    return [post.html, *earlier.values_list("html", flat=True)]
