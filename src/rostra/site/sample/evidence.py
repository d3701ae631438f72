"""The claims of the sample's stories."""

from typing import TYPE_CHECKING, Any

from rostra.evidence.services.claiming import record_claim, set_status, take_position
from rostra.forum.models import Topic

if TYPE_CHECKING:
    from rostra.site.sample.telling import Teller


def tell_claims(teller: "Teller", topic: Topic, claims: list[dict[str, Any]]) -> None:
    """Record the claims of a file: words, status, and who says what about them."""
    for told in claims:
        curator = teller.moderator
        words = teller.filled(told["words"])
        claim = record_claim(curator=curator, topic_id=topic.pk, words=words)
        for position in told.get("positions", ()):
            filled = {name: teller.filled(text) for name, text in position.items()}
            take_position(curator=curator, claim_id=claim.pk, **filled)
        set_status(curator=curator, claim_id=claim.pk, status=told["status"])
