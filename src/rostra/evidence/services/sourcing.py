"""Name the sources of one's post, and take them away again."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.evidence.addresses import check_address, digest_of
from rostra.evidence.limits import LONGEST_PASSAGE, MOST_SOURCES
from rostra.evidence.models import PostSource, Source, SourceRequest
from rostra.evidence.policies import SourcePolicy
from rostra.evidence.services.checking import is_out_of_reach
from rostra.evidence.services.judging import judge
from rostra.forum.models import Post
from rostra.forum.publishers import asks_to_hold_link, domains_to_look_at, refusal_of
from rostra.forum.services.adding import drop_addition, note_addition
from rostra.forum.services.holding import hold_post
from rostra.forum.services.linking import is_here
from rostra.forum.services.numbering import lock_topic_row, raise_after_writing
from rostra.forum.word_filters import check_title_words, check_words
from rostra.foundation.domains import key_at
from rostra.foundation.visibility import NotVisible

KEY = "evidence"
"""By which topics know that there is something of ours on their pages."""
FRESH = timedelta(days=1)
"""A page that was read within this time is not asked again for another post."""


class NamedAlready(ValidationError):
    """The post names this source already, as `use_id`."""

    def __init__(self, use_id: int) -> None:
        self.use_id = use_id
        super().__init__({"address": _("This post names this source already.")})


class WouldWait(ValidationError):
    """The post would wait for a moderator because of this source: `domain`."""

    def __init__(self, domain: str) -> None:
        self.domain = domain
        super().__init__(
            _(
                "What leads to %(domain)s is looked at first here: with this source, "
                "your post waits until a moderator has looked at it."
            )
            % {"domain": domain}
        )


@dataclass(frozen=True, slots=True)
class Named:
    """A source as the author of a post describes it."""

    title: str = ""
    publisher: str = ""
    published_on: date | None = None
    passage: str = ""


@transaction.atomic
def add_source(
    *,
    author: User,
    post_id: int,
    address: str,
    named: Named = Named(),
    may_wait: bool = False,
    at: datetime | None = None,
) -> PostSource:
    """Name one more source of a post; its page is asked some seconds later.

    Raises NotVisible, PermissionDenied with a reason, and ValidationError for what is
    no address or a private one, is named already (NamedAlready), is one too many, or of a publisher that the owner
    refuses. Where the owner wants to look first, the post waits for a moderator then;
    raises WouldWait unless its author says that it `may_wait`.
    """
    post = lock_post(author, post_id)
    SourcePolicy(author, post, post.topic).name().or_raise()
    address = _checked_address(address)
    if refused := refusal_of(address):
        raise ValidationError({"address": refused})
    check_named(author, named)
    waits = asks_to_hold_link(author, address) and not post.hidden_at
    if waits and not may_wait:
        raise WouldWait(domains_to_look_at([address])[0])
    if post.named_sources.count() >= MOST_SOURCES:
        raise ValidationError(
            _("A post names at most %(most)s sources.") % {"most": MOST_SOURCES}
        )
    at = at or timezone.now()
    source = source_at(address, at)
    if there := post.named_sources.filter(source=source).first():
        raise NamedAlready(there.pk)

    last = post.named_sources.order_by("-place").first()
    use = PostSource(
        post=post, source=source, place=last.place + 1 if last else 0, added_at=at
    )
    _describe(use, named)
    note_addition(post.topic, KEY)
    raise_after_writing(post.topic, post.author_id)
    if waits:
        hold_post(post)
    return use


@transaction.atomic
def change_source(
    *, author: User, post_id: int, use_id: int, named: Named
) -> PostSource:
    """Describe a source otherwise. Another address is another source.

    Raises NotVisible, PermissionDenied with a reason, and ValidationError.
    """
    post = lock_post(author, post_id)
    use = _use_of(post, use_id)
    SourcePolicy(author, post, post.topic).name().or_raise()
    check_named(author, named)

    _describe(use, named)
    raise_after_writing(post.topic, post.author_id)
    return use


@transaction.atomic
def remove_source(*, member: User, post_id: int, use_id: int) -> None:
    """Take a source away from a post; a request that it answered is open again.

    Raises NotVisible, and PermissionDenied with a reason.
    """
    post = lock_post(member, post_id)
    use = _use_of(post, use_id)
    SourcePolicy(member, post, post.topic).remove().or_raise()

    for request in SourceRequest.objects.filter(answer=use):
        _open_again(request)
    use.delete()
    drop_if_nothing_is_left(post)
    raise_after_writing(post.topic, post.author_id)


def lock_post(reader: User, post_id: int) -> Post:
    """A post that this reader sees, with its topic, which is locked; raises NotVisible.

    The topic is the lock, as for everything that its page shows.
    """
    topic_id = Post.objects.filter(pk=post_id).values_list("topic", flat=True).first()
    topic = lock_topic_row(reader, topic_id or 0)
    readable = Post.objects.words_visible_to(reader).select_related("author")
    post = readable.filter(pk=post_id, topic=topic).first()
    if post is None:
        raise NotVisible("post")
    post.topic = topic
    return post


def drop_if_nothing_is_left(post: Post) -> None:
    """Spare a locked topic's pages our query where there is nothing any more."""
    topic = post.topic
    if PostSource.objects.filter(post__topic=topic).exists():
        return
    if not SourceRequest.objects.filter(post__topic=topic).exists():
        drop_addition(topic, KEY)


def source_at(address: str, at: datetime) -> Source:
    """The source of this address, due to be asked unless it was a short time ago."""
    due_at = None if is_here(address) else at
    source, is_new = Source.objects.get_or_create(
        digest=digest_of(address),
        defaults={
            "address": address,
            "domain_key": key_at(address),
            "made_at": at,
            "due_at": due_at,
        },
    )
    was_read = source.read_at and at - source.read_at < FRESH
    if not is_new and not was_read:
        Source.objects.filter(pk=source.pk).update(due_at=due_at)
    return source


def _checked_address(typed: str) -> str:
    try:
        address = check_address(typed)
    except ValidationError as error:
        raise ValidationError({"address": error.messages}) from None
    check_reach(address, "address")
    return address


def check_reach(address: str, field: str) -> None:
    """Raises ValidationError for an address that is, in numbers, one of a private network,
    unless it is this site's own."""
    if is_out_of_reach(address) and not is_here(address):
        wrong = _(
            "This address leads into a private network, where others cannot look it up. "
            "Please give one that everybody can open."
        )
        raise ValidationError({field: wrong})


def check_named(author: User, named: Named) -> None:
    """Raises ValidationError for each part that is too long, and for words that this
    community does without; those of a passage are another's."""
    wrong = {}
    for name, most in (
        ("title", 200),
        ("publisher", 100),
        ("passage", LONGEST_PASSAGE),
    ):
        if len(getattr(named, name)) > most:
            wrong[name] = _("Use at most %(most)s characters.") % {"most": most}
    if wrong:
        raise ValidationError(wrong)
    check_title_words(author, f"{named.title}\n{named.publisher}")
    check_words(author, named.passage)


def _describe(use: PostSource, named: Named) -> None:
    use.title = " ".join(named.title.split())
    use.publisher = " ".join(named.publisher.split())
    use.published_on = named.published_on
    use.passage = named.passage.strip()
    judge(use, use.source, at=use.source.read_at or timezone.now())
    use.save()


def _open_again(request: SourceRequest) -> None:
    state = SourceRequest.State
    same = SourceRequest.objects.filter(post=request.post_id, key=request.key)
    changed = ["state", "answer"]
    request.answer = None
    if same.filter(state=state.OPEN).exists():
        request.state = state.EXPIRED
    else:
        # It waits from now on, however old it is, and its author is told once more.
        request.state, request.closed_at = state.OPEN, None
        request.asked_at, request.told_at = timezone.now(), None
        changed += ["closed_at", "asked_at", "told_at"]
    request.save(update_fields=changed)
    request.askings.update(is_answered=None)


def _use_of(post: Post, use_id: int) -> PostSource:
    use = post.named_sources.select_related("source").filter(pk=use_id).first()
    if use is None:
        raise NotVisible("source")
    return use
