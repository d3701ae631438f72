"""What news puts between and beside the replies to a story that has changed."""

from django.utils.translation import gettext as _
from markupsafe import Markup

from rostra.forum.selectors.topic_page import PostPlace, TopicPage
from rostra.news.cards import drawn
from rostra.news.models.joining import KEY as JOINED
from rostra.news.selectors.stream import Turn, stream_of


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
    words = _("answers version %(number)s") % {"number": turn.number}
    return Markup(' <a href="/topic/{}/versions/#v{}" rel="nofollow">{}</a>').format(
        turn.topic_id, turn.number, words
    )


def _lines(turns: tuple[Turn, ...]) -> Markup | None:
    return drawn("news/_turns.html", turns=turns) if turns else None
