"""The owner's word filters, as they hold for a text that is written."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rostra.accounts.models import Reader
from rostra.forum.models import WordFilter
from rostra.foundation.versions import current_versions
from rostra.foundation.word_filters import masked, words_in

VERSION = "word-filters"

_Filters = dict[str, tuple[str, ...]]
_kept: tuple[tuple[int, ...], _Filters] | None = None


def filters() -> _Filters:
    """Words by what happens with them: no query while they have not changed."""
    global _kept
    versions = current_versions((VERSION,))
    if _kept is None or _kept[0] != versions:
        found: dict[str, list[str]] = {act: [] for act in WordFilter.Act.values}
        rows = WordFilter.objects.filter(removed_at=None)
        for words, act in rows.values_list("words", "act"):
            found[act].append(words)
        _kept = (versions, {act: tuple(words) for act, words in found.items()})
    return _kept[1]


def has_filters() -> bool:
    """Whether there are any."""
    return any(filters().values())


def forget_kept() -> None:
    """Read them anew the next time."""
    global _kept
    _kept = None


def with_masks(html: str, plain: str) -> str:
    """HTML with the owner's masks; `plain` is what it says."""
    wanted = filters()[WordFilter.Act.MASK]
    return masked(html, words_in(plain, wanted)) if wanted else html


def check_words(author: Reader, plain: str) -> None:
    """Raise ValidationError, naming the words, if a text has some that are refused."""
    refused = filters()[WordFilter.Act.REFUSE]
    _refuse(author, plain, refused)


def asks_to_hold(author: Reader, plain: str) -> bool:
    """Whether a moderator has to look at a text first: it has words that say so.

    Moderators have looked at their own, and a correction of the news must get through.
    """
    held = filters()[WordFilter.Act.HOLD]
    if not held or not author.is_authenticated:
        return False
    is_trusted = author.is_moderator or author.is_house
    return not is_trusted and bool(words_in(plain, held))


def check_title_words(author: Reader, title: str) -> None:
    """The same for a title, in which words that would be masked are refused too."""
    known = filters()
    _refuse(author, title, [words for some in known.values() for words in some])


def _refuse(author: Reader, plain: str, words: Iterable[str]) -> None:
    # A correction of the news must get through.
    if not words or (author.is_authenticated and author.is_house):
        return
    if found := words_in(plain, words):
        named = ", ".join(_("“%(name)s”") % {"name": word} for word in found[:5])
        raise ValidationError(
            _("This community does without %(words)s. Please put it another way.")
            % {"words": named}
        )
