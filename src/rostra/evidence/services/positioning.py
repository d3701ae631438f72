"""Note who says, disputes, confirms or withdraws a claim, and where to look; take it out."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rostra.accounts.leaving import STAYING, add_step
from rostra.accounts.merging import add_move
from rostra.accounts.models import Closing, User
from rostra.accounts.names import name_key
from rostra.accounts.steps import AT_ONCE, Step
from rostra.evidence.addresses import check_address
from rostra.evidence.models import Claim, Position, Source
from rostra.evidence.selectors.claims import sources_in
from rostra.evidence.services.claiming import lock_claim, raise_claim
from rostra.evidence.services.sourcing import check_reach, source_at
from rostra.forum.publishers import refusal_of
from rostra.forum.services.linking import is_here
from rostra.foundation.domains import key_at

Kind = Position.Kind


@dataclass(frozen=True, slots=True)
class _Place:
    """Where to look."""

    url: str = ""
    title: str = ""
    source: Source | None = None


@transaction.atomic
def take_position(
    *,
    curator: User,
    claim_id: int,
    stance: str,
    who: str,
    kind: str = "",
    source_title: str = "",
    source_url: str = "",
    use_id: int | None = None,
) -> Position:
    """Note that somebody says, disputes, confirms or withdraws a claim.

    For a member, `who` is their name. Where to look is a source of a post in the topic
    (`use_id`), a path of this site or a web address, which becomes a source that is
    asked as others are. Raises NotVisible, PermissionDenied with a reason, and
    ValidationError.
    """
    claim = lock_claim(curator, claim_id)
    if stance not in Position.Stance.values:
        raise ValidationError({"stance": _("There is no such stance.")})
    if kind not in Kind.values:
        raise ValidationError({"kind": _("There is no such kind.")})
    who = " ".join(who.split())
    if not who or len(who) > 200:
        raise ValidationError({"who": _("Say whose position this is.")})
    member = _member_named(who) if kind == Kind.MEMBER else None
    place = _place(curator, claim, source_url.strip(), use_id)

    title = source_title.strip()[:200] or place.title
    position = Position.objects.create(
        claim=claim,
        stance=stance,
        kind=kind,
        who="" if member else who,
        member=member,
        source=place.source,
        source_title=title,
        source_url=place.url,
        domain_key=key_at(place.url),
    )
    raise_claim(claim)
    return position


@transaction.atomic
def drop_position(*, curator: User, claim_id: int, position_id: int) -> None:
    """Take out a position that was noted by mistake; who changed their mind takes another
    one. One that is gone already stays so.

    Raises NotVisible, and PermissionDenied with a reason.
    """
    claim = lock_claim(curator, claim_id)
    gone, _rows = claim.positions.filter(pk=position_id).delete()
    if gone:
        raise_claim(claim)


def add_steps() -> None:
    """What becomes of positions when a member leaves or is merged. Called once, when the
    app is ready."""
    add_step(Step("positions", _forget_stances))
    STAYING[Position] = (
        "who holds what, under the neutral name; with their words it goes"
    )
    add_move(Position, "member")


def _forget_stances(closing: Closing) -> bool:
    """Remove what is said of some positions of theirs, if they had their words erased."""
    if not closing.erases_words:
        return True
    theirs = Position.objects.filter(member=closing.user_id).order_by("pk")
    some = list(theirs.select_related("claim")[:AT_ONCE])
    Position.objects.filter(pk__in=[one.pk for one in some]).delete()
    for claim in {one.claim for one in some}:
        raise_claim(claim)
    return not some


def _member_named(name: str) -> User:
    members = User.objects.filter(name_key=name_key(name.removeprefix("@")))
    member: User | None = members.filter(closed_at=None).first()
    if member is None:
        raise ValidationError({"who": _("There is no member of this name.")})
    return member


def _place(curator: User, claim: Claim, url: str, use_id: int | None) -> _Place:
    if use_id:
        use = sources_in(curator, claim).select_related("source").filter(pk=use_id)
        if not (found := use.first()):
            wrong = _("Choose one of the sources named in this topic.")
            raise ValidationError({"use_id": wrong})
        title = found.title or found.source.title
        return _checked(_Place(found.source.address, title, found.source))
    if not url or (url.startswith("/") and not url.startswith("//")):
        return _Place(url)
    address = _address(url)
    check_reach(address, "source_url")
    place = _checked(_Place(address))
    if is_here(address):
        return place
    return _Place(address, source=source_at(address, timezone.now()))


def _address(url: str) -> str:
    wrong = _("A source is a web address or a page of this site.")
    if "://" not in url:
        raise ValidationError({"source_url": wrong})
    try:
        return check_address(url)
    except ValidationError:
        raise ValidationError({"source_url": wrong}) from None


def _checked(place: _Place) -> _Place:
    """Raises ValidationError, with the owner's note, for what is not taken here."""
    if refused := refusal_of(place.url):
        raise ValidationError({"source_url": refused})
    return place
