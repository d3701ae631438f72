"""The topic page, and ways to get to a post in it."""

from dataclasses import replace

from django.contrib.auth.decorators import login_not_required
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rostra.accounts.guests import guest_secret
from rostra.forum.composer import Composer, with_draft
from rostra.forum.old_addresses import find
from rostra.forum.page_numbers import size_asked
from rostra.forum.policies import SchedulingPolicy
from rostra.forum.reading import note_reading
from rostra.forum.selectors.categories import path_of
from rostra.forum.selectors.drafts import guest_draft_at
from rostra.forum.selectors.post_place import numbered_url, post_url
from rostra.forum.selectors.quoting import quote_of
from rostra.forum.selectors.topic_page import TopicPage, topic_page
from rostra.forum.services.polling import version_of
from rostra.forum.slots import (
    TOPIC_AFTER_OPENING,
    TOPIC_BELOW_TITLE,
    TOPIC_HEAD,
    TOPIC_RAIL,
)
from rostra.foundation.numbers import positive
from rostra.web.pages import render
from rostra.web.presence import presence


@require_safe
@login_not_required
def topic(request: HttpRequest, topic_id: int, slug: str) -> HttpResponse:
    number = positive(request.GET.get("page")) or 1
    page = topic_page(
        reader=request.user, topic_id=topic_id, number=number, size=_size(request)
    )
    if page.topic.merged_into_id:
        return HttpResponsePermanentRedirect(f"/topic/{page.topic.merged_into_id}-/")
    if slug != page.topic.slug:
        # Another forum's address may look just like one of ours.
        address = find(request.get_full_path()) or page.pages.url_of(page.pages.number)
        return HttpResponsePermanentRedirect(address)
    if number != page.pages.number:
        return HttpResponseRedirect(page.pages.url_of(page.pages.number))
    quote = positive(request.GET.get("quote"))
    composer = _composer(request, page, quote)
    note_reading(page)
    return topic_response(request, page, composer, keep=is_plain(request, page))


def topic_response(
    request: HttpRequest,
    page: TopicPage,
    composer: Composer,
    *,
    status: int = 200,
    keep: bool = False,
) -> HttpResponse:
    """The topic page as an answer; `keep` lets the front serve it to other guests."""
    place = f"topic:{page.topic.id}"
    has_more = page.is_first and page.topic.additions
    context = {
        "page": page,
        "composer": composer,
        "here": presence().at(place),
        "above": path_of(page.topic.category),
        "opening": TOPIC_HEAD.render(page) if page.is_first else "",
        "below_title": TOPIC_BELOW_TITLE.render(page) if has_more else "",
        "rail": TOPIC_RAIL.render(page) if page.topic.additions else "",
        "after_opening": TOPIC_AFTER_OPENING.render(page) if page.is_first else "",
    }
    depends = (place, *map(version_of, page.polls)) if keep else ()
    return render(
        request,
        "forum/topic.html",
        context,
        status=status,
        depends=depends,
        place=place,
    )


def is_plain(request: HttpRequest, page: TopicPage) -> bool:
    """Whether the address is the one that this page itself links to."""
    return request.get_full_path() == page.pages.url_of(page.pages.number)


def reply_composer(page: TopicPage) -> Composer:
    """An empty box for a reply to this topic."""
    return Composer(
        action=f"/topic/{page.topic.id}/replies/",
        label=_("Your reply"),
        submit_label=_("Post reply"),
        place=f"topic:{page.topic.id}",
        may_schedule=bool(SchedulingPolicy(page.reader).schedule()),
    )


def _size(request: HttpRequest) -> int:
    """How many posts the address asks for; 0 if it leaves that to its reader."""
    if "each" in request.GET or "page" in request.GET:
        return size_asked(positive(request.GET.get("each")))
    return 0


def _composer(request: HttpRequest, page: TopicPage, quoted_id: int) -> Composer:
    composer = reply_composer(page)
    if request.user.is_authenticated:
        composer = with_draft(composer, page.draft)
    elif secret := guest_secret(request):
        draft = guest_draft_at(guest=secret, place=composer.place)
        composer = with_draft(composer, draft)
    if quoted_id:
        quote = quote_of(reader=request.user, post_id=quoted_id)
        if quote and quote not in composer.source:
            source = f"{composer.source.rstrip()}\n\n{quote}".lstrip()
            composer = replace(composer, source=source)
    return composer


@require_safe
@login_not_required
def post(request: HttpRequest, post_id: int) -> HttpResponse:
    """The permanent address of a post."""
    return HttpResponseRedirect(post_url(reader=request.user, post_id=post_id))


@require_safe
@login_not_required
def go(request: HttpRequest, topic_id: int) -> HttpResponse:
    """To a post by its number, to the last one, or to the first unread one."""
    wanted = request.GET.get("post", "")
    if wanted == "unread":
        page = topic_page(reader=request.user, topic_id=topic_id)
        wanted = str(page.first_unread or page.topic.last_number)
    number = 2**31 if wanted == "last" else min(positive(wanted), 2**31)
    address = numbered_url(reader=request.user, topic_id=topic_id, number=number)
    return HttpResponseRedirect(address)
