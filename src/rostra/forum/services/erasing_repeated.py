"""Take away what repeats the words of an erased post elsewhere in the forum."""

from functools import partial

from django.db import transaction
from django.db.models import Q, QuerySet

from rostra.attachments.folder import remove_file
from rostra.forum.erasures import Erasure
from rostra.forum.models import LinkCard, Post, PostLink, Quote, Revision
from rostra.forum.services.composing import rendered_again, show_again
from rostra.forum.services.erasing_unsent import erase_quotes_of
from rostra.forum.services.linking import digest_of
from rostra.forum.services.quoted_source import without_pasted, without_quote
from rostra.foundation.versions import raise_versions

MOST_READ = 5_000
"""So many of the newest posts of a topic are read for words that nobody marked."""
MOST_NAMED = 20


def erase_repeated(erasure: Erasure, quoting: set[int]) -> list[Quote]:
    """Words that were pasted into posts of the topic as a quote of nobody go, so do notes
    that recommend them and cards of the pages they came from. Gives the quotes of those
    posts (`quoting`) which repeat what these quoted: they are still to be erased."""
    near = Post.objects.filter(topic=erasure.post.topic_id)
    _erase_pasted(erasure, near)
    _erase_notes(erasure, near)
    _erase_cards(erasure, near, quoting)
    return _quotes_of_quotes(erasure, quoting)


def _quotes_of_quotes(erasure: Erasure, quoting: set[int]) -> list[Quote]:
    found: dict[int, Quote] = {}
    seen, now = {erasure.post.pk}, quoting
    while now := now - seen:
        seen |= now
        rows = Quote.objects.filter(quoted_post__in=now).select_related("post")
        lost = [one for one in rows if erasure.is_repeated_in(one.words)]
        erase_quotes_of(now, erasure)
        found |= {quote.pk: quote for quote in lost if quote.pk not in found}
        now = {quote.post_id for quote in lost}
    return sorted(found.values(), key=lambda quote: (quote.post_id, quote.place))


def _erase_pasted(erasure: Erasure, near: QuerySet[Post]) -> None:
    rows = near.exclude(pk=erasure.post.pk).order_by("-pk")
    for post in rows[:MOST_READ]:
        if _without_pasted(erasure, post.source) != post.source:
            locked = Post.objects.select_for_update(of=("self",), no_key=True)
            post = locked.get(pk=post.pk)
            post.source = _without_pasted(erasure, post.source)
            post.html = rendered_again(post.source, post).html
            post.save(update_fields=["source", "html"])
            erasure.taken["pasted"] += 1
        if post.revision > 1:
            _erase_in_texts(erasure, post.revisions.all())
        if len(erasure.still) < MOST_NAMED and _says_itself(erasure, post):
            erasure.still.append(post.pk)
    # Those who quoted it in a text that they have changed since, wherever that is.
    address = f"](/post/{erasure.post.pk}/"
    earlier = Revision.objects.filter(source__contains=address)
    _erase_in_texts(erasure, earlier.exclude(post=erasure.post))


def _without_pasted(erasure: Erasure, source: str) -> str:
    return without_pasted(source, erasure.is_repeated_in, erasure.notice)


def _erase_in_texts(erasure: Erasure, earlier: QuerySet[Revision]) -> None:
    for text in earlier.select_related("post").order_by("pk"):
        source = without_quote(text.source, erasure.post.pk, erasure.notice)
        source = without_pasted(
            source, erasure.is_repeated_in, erasure.notice, also_named=True
        )
        if source != text.source:
            drawn = rendered_again(source, files_of=text.post_id)
            text.source, text.html = source, drawn.html
            text.save(update_fields=["source", "html"])
            raise_versions(f"topic:{text.post.topic_id}")


def _says_itself(erasure: Erasure, post: Post) -> bool:
    """Whether a member says them in a text of their own, which stays theirs. Quotes are
    not looked at: they go."""
    lines = (line for line in post.source.split("\n") if not line.startswith(">"))
    return any(map(erasure.is_repeated_in, lines))


def _erase_notes(erasure: Erasure, near: QuerySet[Post]) -> None:
    for post in near.exclude(recommended_note=""):
        if erasure.is_repeated_in(post.recommended_note):
            Post.objects.filter(pk=post.pk).update(recommended_note="")
            erasure.taken["notes"] += 1


def _erase_cards(erasure: Erasure, near: QuerySet[Post], quoting: set[int]) -> None:
    """What the publisher's own page says of itself, and what other pages that are linked
    beside it say in the same words."""
    beside = PostLink.objects.filter(Q(post__in=near) | Q(post__in=quoting))
    origins = {digest_of(address) for address in erasure.origins}
    cards = LinkCard.objects.filter(Q(digest__in=origins) | Q(links__in=beside))
    for card in cards.distinct().order_by("pk"):
        said = (card.title, card.description)
        if card.digest not in origins and not any(map(erasure.is_repeated_in, said)):
            continue
        picture = card.picture
        card.title = card.description = card.picture = ""
        card.due_at = None
        card.save()
        if picture:
            transaction.on_commit(partial(remove_file, picture))
        for post_id in list(card.links.values_list("post", flat=True)):
            show_again(post_id)
        erasure.taken["cards"] += 1
