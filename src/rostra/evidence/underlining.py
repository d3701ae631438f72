"""The words of claims in posts: underlined where they stand, and leading to the claim."""

from django.utils.translation import gettext as _
from markupsafe import Markup

from rostra.evidence.selectors.claims import ClaimRow, claims_on
from rostra.forum.selectors.topic_page import PostPlace
from rostra.foundation import markup
from rostra.web.fragments import keep

# The title is what screen readers say of the link; hidden words would be quoted.
_LINK = Markup('<a class="claimed" href="{}" data-claim-status="{}" title="{}">')
_IN_LINK = Markup('<span class="claimed" data-claim-status="{}" title="{}">')


def underlined(words_and_place: tuple[str, PostPlace]) -> str | None:
    """The words of a post with those of claims underlined, or None if there are none.

    It is found anew in the text as it is now: what an edit took away has no line.
    """
    html, (page, post) = words_and_place
    claims = [
        (claim, words)
        for claim in claims_on(page)
        for post_id, words in claim.places
        if post_id == post.id
    ]
    if not claims or post.hidden_at:
        return None
    passages = [_passage(claim, words) for claim, words in claims]
    return keep(
        ("claimed", post.id),
        page.versions,
        lambda: Markup(markup.with_wrapped(html, passages)),
    )


def _passage(claim: ClaimRow, words: str) -> markup.Passage:
    says = _said_of(claim.status)
    return markup.Passage(
        words=markup.normalise(words),
        opening=_LINK.format(f"/claim/{claim.id}/", claim.status, says),
        closing="</a>",
        opening_in_link=_IN_LINK.format(claim.status, says),
        closing_in_link="</span>",
    )


def _said_of(status: str) -> str:
    return {
        "supported": _("A claim: supported"),
        "disputed": _("A claim: disputed"),
        "refuted": _("A claim: refuted"),
        "withdrawn": _("A claim: withdrawn"),
    }.get(status, _("A claim: not yet sourced"))
