"""The passage of a text that words come closest to which do not stand in it."""

from difflib import SequenceMatcher

MOST = 2_000_000
"""Words of the one times words of the other: beyond it nothing is looked for."""

_REACH = 12
"""Words by which a passage may be longer to begin and end with a sentence."""


def closest(words: str, text: str) -> str:
    """What the text says in the place of these words; empty if nothing is like them.

    Both are normalised. The longest run of words that both have tells where to look.
    """
    said, whole = words.split(" "), text.split(" ")
    if len(said) * len(whole) > MOST:
        return ""
    matcher = SequenceMatcher(None, said, whole, autojunk=False)
    run = matcher.find_longest_match()
    if run.size * 4 < len(said) or run.size < min(2, len(said)):
        return ""
    start = max(run.b - run.a, 0)
    end = min(start + max(len(said), run.a + run.size), len(whole))
    return " ".join(whole[_sentence_start(whole, start) : _sentence_end(whole, end)])


def _sentence_start(words: list[str], place: int) -> int:
    for start in range(place, max(place - _REACH, 0), -1):
        if _ends_sentence(words[start - 1]):
            return start
    return 0 if place <= _REACH else place


def _sentence_end(words: list[str], place: int) -> int:
    for end in range(place, min(place + _REACH, len(words)) + 1):
        if end and _ends_sentence(words[end - 1]):
            return end
    return len(words) if len(words) - place <= _REACH else place


def _ends_sentence(word: str) -> bool:
    return word.rstrip("\"')]").endswith((".", "!", "?", "\u3002", "\u0964", "\u061f"))
