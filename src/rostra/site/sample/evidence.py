"""The claims of the sample's stories, the sources of its posts, and requests for some."""

from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from rostra.evidence.models import Claim, PostSource, Source, SourceRequest
from rostra.evidence.services import requesting
from rostra.evidence.services.claiming import (
    claim_from_post,
    record_claim,
    set_status,
)
from rostra.evidence.services.judging import judge
from rostra.evidence.services.placing import link_claim
from rostra.evidence.services.positioning import take_position
from rostra.evidence.services.predicting import set_due_day
from rostra.evidence.services.sourcing import Named, add_source
from rostra.forum.models import Post, Topic
from rostra.foundation import markup

if TYPE_CHECKING:
    from rostra.site.sample.telling import Teller


def tell_claims(teller: "Teller", topic: Topic, claims: list[dict[str, Any]]) -> None:
    """Record the claims of a file: words, status, and who says what about them."""
    for told in claims:
        curator = teller.moderator
        words = teller.filled(told["words"])
        if same := told.get("same_as"):
            _link(teller, told["post"], words, same)
            continue
        if key := told.get("post"):
            post_id = teller.post_id(key)
            claim = claim_from_post(
                curator=curator, post_id=post_id, words=words, at=topic.started_at
            )
        else:
            claim = record_claim(
                curator=curator, topic_id=topic.pk, words=words, at=topic.started_at
            )
        for position in told.get("positions", ()):
            filled: dict[str, Any]
            filled = {name: teller.filled(text) for name, text in position.items()}
            take_position(curator=curator, claim_id=claim.pk, **filled)
        for decision in told.get("decided", ()):
            set_status(
                curator=curator,
                claim_id=claim.pk,
                status=decision["status"],
                reason=decision["reason"],
                at=teller.when(decision["ago"]),
            )
        if days := told.get("due"):
            _date(teller, claim, days)
    # Nobody is asked: the pages of the sample are on hosts that do not exist.
    Source.objects.filter(uses=None).update(due_at=None, health=Source.Health.READ)


def _link(teller: "Teller", key: str, words: str, same: str) -> None:
    """A claim that was made before, in other words."""
    claim = Claim.objects.get(words=same)
    post_id = teller.post_id(key)
    link_claim(
        curator=teller.moderator, claim_id=claim.pk, post_id=post_id, words=words
    )


def _date(teller: "Teller", claim: Claim, days: int) -> None:
    """A prediction: in so many days, or due for as many."""
    # A day that may be given; tomorrow is not if midnight comes while the sample is made.
    ahead = days if days > 0 else 7
    day = (teller.now + timedelta(days=ahead)).date()
    set_due_day(curator=teller.moderator, claim_id=claim.pk, due_on=day)
    if days < 0:
        due_on, at = (teller.now + timedelta(days=days)).date(), teller.now
        rows = Claim.objects.filter(pk=claim.pk)
        rows.update(due_on=due_on, due_at=None, came_due_at=at)


def tell_sources(teller: "Teller", sources: list[dict[str, Any]]) -> None:
    """Name the sources of a file's posts, with what their pages say or said."""
    for told in sources:
        post = _post(teller, told["post"])
        use = add_source(
            author=post.author,
            post_id=post.pk,
            address=told["address"],
            named=Named(
                title=told.get("title", ""),
                publisher=told.get("publisher", ""),
                passage=teller.filled(told.get("passage", "")),
            ),
            at=post.created_at + timedelta(minutes=2),
        )
        _read(teller, use, told)


def tell_requests(teller: "Teller", requests: list[dict[str, Any]]) -> None:
    """Ask for sources as a file says, and do what came of it."""
    for told in requests:
        post = _post(teller, told["post"])
        at, words = teller.when(told["ago"]), told.get("words", "")
        for name in told["by"]:
            request = requesting.ask_for_source(
                asker=teller.people[name], post_id=post.pk, words=words, at=at
            )
        SourceRequest.objects.filter(pk=request.pk).update(told_at=at)
        _end(teller, request, told)


def _read(teller: "Teller", use: PostSource, told: dict[str, Any]) -> None:
    """Nobody is asked: the pages of the sample are on hosts that do not exist."""
    source, at = use.source, use.added_at + timedelta(minutes=1)
    source.due_at = None
    source.health = told.get("health", Source.Health.READ)
    if page := told.get("page"):
        source.text = markup.normalise(teller.filled(page))
        source.text_digest = sha256(source.text.encode()).hexdigest()
        source.read_at = at
    if told.get("changed"):
        source.changed_at = teller.when(told["changed"])
    if told.get("dead"):
        source.health = Source.Health.DEAD
        source.failing_since = teller.when(told["dead"])
    source.save()
    judge(use, source, at=at)
    use.save()


def _end(teller: "Teller", request: SourceRequest, told: dict[str, Any]) -> None:
    author, pk = request.post.author, request.pk
    if address := told.get("answer"):
        use = request.post.named_sources.get(source__address=address)
        at = teller.when(told["closed"])
        requesting.answer_request(author=author, request_id=pk, use_id=use.pk, at=at)
    if reason := told.get("reason"):
        at = teller.when(told["closed"])
        requesting.decline_request(author=author, request_id=pk, reason=reason, at=at)
    for name, is_answered in told.get("said", {}).items():
        requesting.say_whether_answered(
            asker=teller.people[name], request_id=pk, is_answered=is_answered
        )
    if told.get("withdrawn"):
        requesting.withdraw(asker=teller.people[told["by"][0]], request_id=pk)


def _post(teller: "Teller", key: str) -> Post:
    return Post.objects.select_related("author").get(pk=teller.post_id(key))
