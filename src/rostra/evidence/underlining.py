"""Words in posts that are underlined where they stand: those of claims, which lead to the
claim, and those that a source is asked for."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from markupsafe import Markup

from rostra.evidence.selectors.beside_posts import evidence_on
from rostra.evidence.selectors.claims import ClaimRow, claims_on
from rostra.evidence.services.sourcing import KEY
from rostra.forum.selectors.topic_page import PostPlace
from rostra.foundation import markup
from rostra.web.fragments import keep

# The title is what screen readers say of the link; hidden words would be quoted.
_LINK = Markup('<a class="claimed" href="{}" data-claim-status="{}" title="{}">')
_ASKED = Markup('<span class="asked" title="{}">')
_IN_LINK = Markup('<span class="claimed" data-claim-status="{}" title="{}">')


def underlined(words_and_place: tuple[str, PostPlace]) -> str | None:
    """The words of a post with those of claims, and those that a source is asked for,
    underlined, or None if there are none.

    It is found anew in the text as it is now: what an edit took away has no line.
    """
    html, place = words_and_place
    if place.post.hidden_at:
        return None
    # Where both are the same words, they lead to the claim.
    passages = [*_claimed(place), *_asked(place)]
    if not passages:
        return None
    return keep(
        ("claimed", place.post.id),
        place.page.versions,
        lambda: Markup(markup.with_wrapped(html, passages)),
    )


def _claimed(place: PostPlace) -> Iterator[markup.Passage]:
    for claim in claims_on(place.page):
        for post_id, words in claim.places:
            if post_id == place.post.id:
                yield _passage(claim, words)


def _asked(place: PostPlace) -> Iterator[markup.Passage]:
    page, post = place
    if KEY not in page.topic.additions.split():
        return
    below = evidence_on(page).posts.get(post.id)
    for line in below.requests if below else ():
        if line.words and line.state == "open":
            words = markup.normalise(line.words)
            says = _ASKED.format(_("A source is asked for this"))
            yield markup.Passage(words, opening=says, closing="</span>")


def _passage(claim: ClaimRow, words: str) -> markup.Passage:
    says = _said_of(claim.status, bool(claim.sources))
    return markup.Passage(
        words=markup.normalise(words),
        opening=_LINK.format(f"/claim/{claim.id}/", claim.status, says),
        closing="</a>",
        opening_in_link=_IN_LINK.format(claim.status, says),
        closing_in_link="</span>",
    )


def _said_of(status: str, is_sourced: bool) -> str:
    open_yet = _("A claim: not yet sourced")
    if is_sourced:
        open_yet = _("A claim: not decided yet")
    return {
        "supported": _("A claim: supported"),
        "disputed": _("A claim: disputed"),
        "refuted": _("A claim: refuted"),
        "withdrawn": _("A claim: withdrawn"),
    }.get(status, open_yet)
