"""What a publisher says of who may show a picture, as a yes or a no.

The rule is written down in docs/decisions/0016-feeds.md. It errs to no: a picture too
few is a story without one, a picture too many is a letter from a lawyer.
"""

import re

_SENTENCE = re.compile(r"[.;!\n]+|\s[-–—/|*]+\s")
_SHOWN = r"publi|us(?:e|ed|age|ing)\b|show|display|reproduc|(?:re)?distribut|transmi"
_PLACES = r"web|online|internet|digital|electronic|mobile|wireless"
_NOT = re.compile(
    rf"\bnot (?:cleared |licensed |available |authori[sz]ed )?for (?:{_SHOWN}|{_PLACES})"
    rf"|\bno (?:third[- ]party )?(?:{_SHOWN}|{_PLACES}|archiv)"
    rf"|\b(?:do not|don.t|must not|may not|shall not|can ?not|not to) (?:be )?(?:{_SHOWN})"
    r"|\b(?:print|internal|private|personal|in-house|preview|planning)"
    r"(?: use| purposes)? only\b"
    r"|\b(?:rights|worldwide|world) except\b"
    r"|\bnicht (?:zur|für|für die) (?:veröffentl|verbreit|nutzung|verwend|abdruck"
    r"|online|internet|web)"
    r"|\bkeine? (?:veröffentl|verbreit|nutzung|verwend|online|internet|web|archiv)"
    r"|\bdarf nicht (?:veröffentl|verbreit|gezeigt|verwend|genutzt)"
    r"|\bnur (?:für )?(?:den )?print",
    re.IGNORECASE,
)
_ABROAD = re.compile(r"\b[A-Z][A-Za-z.]+,? OUT\b|\bOUT:|\b[Oo]nly (?:in|within) [A-Z]")
_RESERVED = re.compile(
    r"\bwithout\b|\bohne\b|\brewritten\b"
    r"|\b(?:us(?:e|ed|age|ing)|show|display)\w* (?:for|in|as) (?:\w+ )?"
    r"(?:commerc|adverti|market|promo|merchandi)",
    re.IGNORECASE,
)
"""What every publisher writes under everything, and what keeps nobody from showing it:
“without permission” is what the owner has, who has said so at the feed."""


def may_be_shown(*said: str) -> bool:
    """Whether nothing of this says that a picture may not be shown to all the world, on
    the web, and for good."""
    return not any(_refuses(words[:4_000]) for words in said)


def _refuses(words: str) -> bool:
    if _ABROAD.search(words):
        return True
    sentences = _SENTENCE.split(words)
    return any(_NOT.search(one) and not _RESERVED.search(one) for one in sentences)
