"""The claims of a topic, with who says what."""

from dataclasses import dataclass

from rostra.foundation.raw import fetch


@dataclass(frozen=True, slots=True)
class PositionRow:
    """What somebody says about a claim."""

    stance: str
    who: str
    source_title: str
    source_url: str


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One checkable sentence, and the positions on it in the order they were taken."""

    id: int
    words: str
    status: str
    positions: tuple[PositionRow, ...]

    def who(self, *stances: str) -> str:
        """Those who take one of these stances, named in one line."""
        return "; ".join(p.who for p in self.positions if p.stance in stances)

    @property
    def sources(self) -> tuple[PositionRow, ...]:
        return tuple(p for p in self.positions if p.source_url)


_CLAIMS = """
SELECT c.id, c.words, c.status, p.stance, p.who, p.source_title, p.source_url
FROM evidence_claim c LEFT JOIN evidence_position p ON p.claim_id = c.id
WHERE c.topic_id = %s
ORDER BY c.place, c.id, p.id
"""


def claims_of(*, topic_id: int) -> tuple[ClaimRow, ...]:
    """The claims of a topic in the curators' order: one query.

    The topic itself is not looked at: ask only for one that the reader may see.
    """
    found: dict[int, tuple[str, str, list[PositionRow]]] = {}
    for claim_id, words, status, stance, *position in fetch(_CLAIMS, (topic_id,)):
        _words, _status, positions = found.setdefault(claim_id, (words, status, []))
        if stance is not None:
            positions.append(PositionRow(stance, *position))
    return tuple(
        ClaimRow(claim_id, words, status, tuple(positions))
        for claim_id, (words, status, positions) in found.items()
    )
