"""What of NewsML-G2 is no news, and how an editor is told."""

from django.utils.translation import gettext_lazy as _

from rostra.news.reading.entries import FeedProblem
from rostra.news.reading.trees import Element, name_of

_TOLD = (
    (
        {"event", "eventDetails"},
        _(
            "This is NewsML-G2 about events, not news: there is nothing to post. "
            "Ask its agency for the news."
        ),
    ),
    (
        {"planningItem"},
        _(
            "This is NewsML-G2 about what its agency plans: there is no news yet. "
            "Ask it for the news."
        ),
    ),
    (
        {"newsItem"},
        _(
            "This NewsML-G2 has neither a headline nor a text: there is nothing to "
            "post. Tell its agency."
        ),
    ),
    (
        {"packageItem", "groupSet"},
        _(
            "This is a package of NewsML-G2: it only names news items that lie "
            "elsewhere. Ask its agency to send the items themselves."
        ),
    ),
    (
        {"conceptItem", "knowledgeItem"},
        _(
            "This is NewsML-G2 that explains names and codes: there is no news in "
            "it. Ask its agency for the news."
        ),
    ),
    (
        {"catalogItem"},
        _(
            "This is a catalogue of codes for NewsML-G2: there is no news in it. "
            "Ask its agency for the news."
        ),
    ),
)


def problem_of(root: Element) -> FeedProblem:
    """Why there is nothing to post in a document of NewsML-G2 without a story."""
    kinds = {name_of(root), *(name_of(part) for part in root.iter())}
    for names, told in _TOLD:
        if kinds & names:
            return FeedProblem(str(told))
    told = _(
        "This is a piece of NewsML-G2 (“%(name)s”), not a whole news item. Ask its "
        "agency for the whole."
    )
    return FeedProblem(told % {"name": name_of(root)[:40]})
