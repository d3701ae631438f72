"""What news puts between and beside the replies to a story that has changed."""

from django.utils.translation import gettext as _
from markupsafe import Markup

from rostra.forum.selectors.topic_page import PostPlace, TopicPage
from rostra.news.cards import drawn
from rostra.news.models.joining import KEY as JOINED
from rostra.news.selectors.stream import Turn, stream_of

_WORDS = Markup(
    '<span class="long">{words}</span><span class="terse" title="{words}">{terse}</span>'
)
_ANSWERED_WITHDRAWN = Markup(' <span class="answered">') + _WORDS + Markup("</span>")
_ANSWERED = (
    Markup(
        ' <a class="answered" href="/topic/{topic}/versions/#v{number}" rel="nofollow">'
    )
    + _WORDS
    + Markup("</a>")
)


def turns_above(place: PostPlace) -> Markup | None:
    """Where the story changed, before the first reply after it."""
    return _lines(stream_of(place.page).before.get(place.post.id, ()))


def turns_at_end(page: TopicPage) -> Markup | None:
    """Where the story changed after the last reply."""
    return _lines(stream_of(page).after)


def joined_above(place: PostPlace) -> Markup | None:
    """That a post among the comments is another story's own text: house accounts post
    nothing else, so that nobody needs to be asked."""
    if JOINED not in (place.page.topic.additions or "").split():
        return None
    post = place.post
    if post.number == 1 or post.hidden_at or not post.author.is_house:
        return None
    return drawn("news/_joined_here.html", name=post.author.name)


def answered_attribute(place: PostPlace) -> Markup | None:
    """The number of the version that a post answered, for scripts and whoever looks."""
    turn = stream_of(place.page).answered.get(place.post.id)
    return Markup(' data-story-version="{}"').format(turn.number) if turn else None


def answered_words(place: PostPlace) -> Markup | None:
    """The same for readers, quietly."""
    turn = stream_of(place.page).answered.get(place.post.id)
    if not turn or place.post.number == 1:
        return None
    numbered = {"number": turn.number}
    words = _("answers version %(number)s") % numbered
    # Translators: the same where there is room for two or three letters.
    terse = _("v%(number)s") % numbered
    said = _ANSWERED if turn.has_words else _ANSWERED_WITHDRAWN
    return said.format(
        topic=turn.topic_id, number=turn.number, words=words, terse=terse
    )


def _lines(turns: tuple[Turn, ...]) -> Markup | None:
    return drawn("news/_turns.html", turns=turns) if turns else None
