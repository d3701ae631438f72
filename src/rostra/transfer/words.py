"""What the reactions of other forums are called here."""

from rostra.forum.models import Reaction

_KINDS = {
    Reaction.Kind.AGREE: (
        "agree like love heart plus1 plus +1 upvote up yes winner awesome 👍 ❤ nice "
        "recommend like-transparent agree-transparent"
    ),
    Reaction.Kind.THANKS: "thanks thank thankyou thx grateful",
    Reaction.Kind.INFORMATIVE: "informative helpful useful interesting insightful idea",
    Reaction.Kind.DISAGREE: "disagree dislike downvote minus1 -1 down no dumb 👎",
}
_BY_WORD = {
    word: kind.value for kind, words in _KINDS.items() for word in words.split()
}


def kind_of(word: str) -> str:
    """The Reaction.Kind that a reaction called so is, or empty if there is none."""
    return _BY_WORD.get(word.strip().strip(":").lower().replace(" ", ""), "")
