"""Ask for a source, join who asked, answer, decline, withdraw, and say whether it helps."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.evidence import limits
from rostra.evidence.models import Asking, PostSource, SourceRequest
from rostra.evidence.policies import RequestPolicy
from rostra.evidence.selectors.requests import sources_for
from rostra.evidence.services.sourcing import KEY, lock_post
from rostra.forum.models import Post
from rostra.forum.services.adding import note_addition
from rostra.forum.services.judging import words_of
from rostra.forum.services.numbering import raise_after_writing
from rostra.forum.word_filters import check_title_words
from rostra.foundation import markup
from rostra.foundation.visibility import NotVisible

State = SourceRequest.State


@transaction.atomic
def ask_for_source(
    *, asker: User, post_id: int, words: str = "", at: datetime | None = None
) -> SourceRequest:
    """Ask the author of a post for a source, for all of it or for words that stand in it.

    Where others have asked for the same, the member joins them. Raises NotVisible,
    PermissionDenied with a reason, and ValidationError for other words, for what was
    asked and answered, and for more than is fit to be asked.
    """
    post = lock_post(asker, post_id)
    RequestPolicy(asker, post, post.topic).ask().or_raise()
    words = _checked(post, words)
    key = markup.quote_key(words) if words else ""
    at = at or timezone.now()
    request = post.source_requests.filter(key=key, state=State.OPEN).first()
    if request is None:
        _check_again(post, key, at)
        _check_limits(asker, post, at)
        request = SourceRequest.objects.create(
            post=post, words=words, key=key, asked_at=at
        )
        note_addition(post.topic, KEY)

    Asking.objects.get_or_create(
        request=request, member=asker, defaults={"asked_at": at}
    )
    _raise(post)
    return request


@transaction.atomic
def withdraw(*, asker: User, request_id: int) -> SourceRequest:
    """No longer ask. A request that nobody asks any more is withdrawn.

    Raises NotVisible, also for who has not asked, and ValidationError once it is closed.
    """
    request = lock_request(asker, request_id)
    mine = request.askings.filter(member=asker)
    if not mine.exists():
        raise NotVisible("asking")
    _check_open(request)
    if request.askings.count() > 1:
        mine.delete()
    else:
        _close(request, State.WITHDRAWN)
    _raise(request.post)
    return request


@transaction.atomic
def answer_request(
    *, author: User, request_id: int, use_id: int, at: datetime | None = None
) -> SourceRequest:
    """Give one of the post's sources, or of a later post of its topic, as the answer to a
    request that is open, declined or expired, or another one in its place.

    Raises NotVisible, PermissionDenied with a reason, and ValidationError if it was
    withdrawn.
    """
    request = lock_request(author, request_id)
    RequestPolicy(author, request.post, request.post.topic).answer().or_raise()
    if request.state == State.WITHDRAWN:
        raise ValidationError(_("Nobody asks for this any more."))
    use = _answering(author, request, use_id)

    if request.answer_id != use.pk:
        request.askings.update(is_answered=None)
    request.answer, request.reason = use, ""
    _close(request, State.ANSWERED, at)
    _raise(request.post)
    return request


@transaction.atomic
def accept_source(
    *, asker: User, request_id: int, use_id: int, at: datetime | None = None
) -> SourceRequest:
    """Say, as one of those who ask, that a source of the post or of a later one answers
    an open request: one that whoever knew where to look named in a reply.

    Raises NotVisible, also for who has not asked, and ValidationError.
    """
    request = lock_request(asker, request_id)
    mine = request.askings.filter(member=asker)
    if not mine.exists():
        raise NotVisible("asking")
    _check_open(request)
    request.answer = _answering(asker, request, use_id)

    mine.update(is_answered=True)
    _close(request, State.ANSWERED, at)
    _raise(request.post)
    return request


@transaction.atomic
def decline_request(
    *, author: User, request_id: int, reason: str, at: datetime | None = None
) -> SourceRequest:
    """Say why there is no source to give.

    Raises NotVisible, PermissionDenied with a reason, and ValidationError without a
    reason, or if it is not open.
    """
    request = lock_request(author, request_id)
    RequestPolicy(author, request.post, request.post.topic).answer().or_raise()
    _check_open(request)
    reason = " ".join(reason.split())
    if not reason or len(reason) > 300:
        raise ValidationError({"reason": _("Say why, in at most 300 characters.")})
    check_title_words(author, reason)
    request.reason = reason
    _close(request, State.DECLINED, at)
    _raise(request.post)
    return request


@transaction.atomic
def say_whether_answered(
    *, asker: User, request_id: int, is_answered: bool
) -> SourceRequest:
    """Say, as one of those who asked, whether the source that was given answers it.

    Raises NotVisible, also for who has not asked, and ValidationError before an answer.
    """
    request = lock_request(asker, request_id)
    mine = request.askings.filter(member=asker)
    if not mine.exists():
        raise NotVisible("asking")
    if request.state != State.ANSWERED:
        raise ValidationError(_("No source has been given yet."))
    mine.update(is_answered=is_answered)
    _raise(request.post)
    return request


def expire_requests(most: int = 100) -> int:
    """Close what has waited long enough for its author; how many. One query where
    nothing has, safe in several processes at once."""
    before = timezone.now() - limits.EXPIRES
    late = SourceRequest.objects.filter(state=State.OPEN, asked_at__lt=before)
    count = 0
    for pk in list(late.order_by("asked_at").values_list("pk", flat=True)[:most]):
        with transaction.atomic():
            rows = SourceRequest.objects.select_for_update(of=("self",), no_key=True)
            rows = rows.select_related("post__topic")
            request = rows.filter(pk=pk, state=State.OPEN).first()
            if request is not None:
                _close(request, State.EXPIRED)
                _raise(request.post)
                count += 1
    return count


def lock_request(reader: User, request_id: int) -> SourceRequest:
    """A request that this reader sees, with its post and topic, the topic locked.

    Raises NotVisible.
    """
    found = SourceRequest.objects.filter(pk=request_id)
    post_id = found.values_list("post", flat=True).first()
    post = lock_post(reader, post_id or 0)
    request: SourceRequest | None = found.filter(post=post).first()
    if request is None:
        raise NotVisible("request")
    request.post = post
    return request


def _answering(reader: User, request: SourceRequest, use_id: int) -> PostSource:
    use = sources_for(reader, request).filter(pk=use_id).first()
    if use is None:
        wrong = _("Choose a source of the post, or of one that came after it.")
        raise ValidationError(wrong)
    return use


def _checked(post: Post, words: str) -> str:
    words = " ".join(words.split())
    if len(words) > limits.LONGEST_WORDS:
        raise ValidationError(
            {
                "words": _("Choose one sentence, of at most %(most)s characters.")
                % {"most": limits.LONGEST_WORDS}
            }
        )
    if words and not markup.stands_in(words, words_of(post.html)):
        raise ValidationError({"words": _("These words do not stand in the post.")})
    return words


def _check_again(post: Post, key: str, at: datetime) -> None:
    """The same is not asked again and again."""
    before = post.source_requests.filter(key=key).exclude(state=State.WITHDRAWN)
    last = before.order_by("-closed_at").first()
    if last is None or (last.closed_at and last.closed_at < at - limits.AGAIN):
        return
    if last.state == State.ANSWERED:
        raise ValidationError(_("A source has been given for this."))
    raise ValidationError(
        _("This was asked a short time ago. The author need not be asked again.")
    )


def _check_limits(asker: User, post: Post, at: datetime) -> None:
    mine = Asking.objects.filter(member=asker, asked_at__gt=at - timedelta(days=1))
    begun = mine.filter(asked_at=F("request__asked_at"))
    is_open = SourceRequest.objects.filter(state=State.OPEN)
    of_author = is_open.filter(post__author=post.author_id)
    for count, most, why in (
        (
            begun.count(),
            limits.ASKED_A_DAY,
            _("You have asked for several sources today. Please go on tomorrow."),
        ),
        (
            of_author.filter(askings__member=asker).count(),
            limits.OPEN_AT_ONE_AUTHOR,
            _("Wait until this author has answered what you asked before."),
        ),
        (
            of_author.count(),
            limits.OPEN_FOR_AUTHOR,
            _("This author has been asked for several sources. Please wait."),
        ),
        (
            is_open.filter(post=post).count(),
            limits.OPEN_ON_POST,
            _("Several sources are asked for here already. You can join who asked."),
        ),
        (
            is_open.filter(post__topic=post.topic_id).count(),
            limits.OPEN_IN_TOPIC,
            _("Several sources are asked for in this topic already. Please wait."),
        ),
    ):
        if count >= most:
            raise ValidationError(why)


def _check_open(request: SourceRequest) -> None:
    if request.state != State.OPEN:
        raise ValidationError(_("This request is closed."))


def _close(request: SourceRequest, state: str, at: datetime | None = None) -> None:
    request.state, request.closed_at = state, at or timezone.now()
    request.save(update_fields=["state", "closed_at", "reason", "answer"])


def _raise(post: Post) -> None:
    raise_after_writing(post.topic, post.author_id)
