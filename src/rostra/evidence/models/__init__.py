"""The tables of evidence."""

from rostra.evidence.models.claims import (
    Claim,
    ClaimBand,
    ClaimDecision,
    ClaimLink,
    Position,
)
from rostra.evidence.models.requests import Asking, SourceRequest
from rostra.evidence.models.sources import ErasedWords, PostSource, Source

__all__ = [
    "Asking",
    "Claim",
    "ClaimBand",
    "ClaimDecision",
    "ClaimLink",
    "ErasedWords",
    "Position",
    "PostSource",
    "Source",
    "SourceRequest",
]
