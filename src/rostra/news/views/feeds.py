"""Feeds: their health, adding and changing them, and what they would post."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.timezone import get_default_timezone_name
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from rostra.accounts.forms import Filled, filled
from rostra.foundation.limits import TooSoon
from rostra.foundation.numbers import positive
from rostra.news.feed_forms import (
    ARRIVALS,
    JOINS,
    SHOWS,
    FeedForm,
    ListForm,
    houses,
    places,
)
from rostra.news.models import Feed
from rostra.news.reading import FeedProblem
from rostra.news.selectors.feed_entries import feed_entries
from rostra.news.selectors.feeds_page import feed_row, feeds_page
from rostra.news.services.feeding import (
    FeedIsHere,
    add_feed,
    add_outlines,
    ask_feed,
    change_feed,
    pause_feed,
    planned_feed,
)
from rostra.news.services.removing_feeds import remove_feed
from rostra.news.services.trying import find_feed, try_feed, try_planned
from rostra.news.views.showing import done, newsroom_only, show

_PAGE = "/newsroom/feeds/"
_FIELDS = (
    *("address", "title", "tags", "shows", "words", "arrival", "minutes"),
    *("joins", "joins_from", "only_with", "never_with"),
)
_NEW = {
    "shows": "link",
    "words": 60,
    "arrival": "hold",
    "minutes": 15,
    "joins": "offer",
    "joins_from": 90,
}


@require_http_methods(["GET", "HEAD"])
@newsroom_only
def feeds(request: HttpRequest) -> HttpResponse:
    """All of them with their health, and a field for the address of one more."""
    page = feeds_page(
        editor=request.user, number=positive(request.GET.get("page")) or 1
    )
    added = {name: positive(request.GET.get(name)) or 0 for name in ("new", "named")}
    return show(request, "feeds", "feeds", page=page, form=Filled(), added=added)


@require_http_methods(["GET", "HEAD", "POST"])
@newsroom_only
def new(request: HttpRequest) -> HttpResponse:
    """Look what is at an address (`look`), choose among a site's feeds, add one."""
    asked = request.POST.get("look")
    if request.method != "POST" or asked is not None:
        return _look(request, (asked or "")[:1000])
    sent = FeedForm(request.POST, editor=request.user)
    if sent.is_valid():
        try:
            if "try" in request.POST:
                tried = try_planned(
                    editor=request.user, feed=planned_feed(**_told(request, sent))
                )
                return _form(request, "feed_new", Filled(sent), tried=tried)
            made = add_feed(**_told(request, sent))
        except FeedIsHere as error:
            _tell(sent, error)
            return _form(request, "feed_new", Filled(sent), 409, there=error.feed_id)
        except ValidationError as error:
            _tell(sent, error)
        else:
            return done(f"{_PAGE}{made.pk}/", "added")
    return _form(request, "feed_new", Filled(sent), 422)


def _told(request: HttpRequest, sent: FeedForm) -> dict[str, Any]:
    """What a valid form says, as the services take it."""
    said = sent.cleaned_data
    words = {"address": said["address"], "title": said["title"]}
    return {"editor": request.user, "handling": sent.handling(), **words}


def _look(request: HttpRequest, asked: str) -> HttpResponse:
    if not asked:
        return _form(request, "feed_new", filled(**_NEW))
    found = find_feed(editor=request.user, address=asked)
    form = filled(**_NEW, address=found.address or asked, title=found.title, look=asked)
    if found.error:
        form.errors["address"] = found.error
    status = 422 if found.error else 200
    return _form(request, "feed_new", form, status, offered=found.offered, found=found)


@require_http_methods(["GET", "HEAD", "POST"])
@newsroom_only
def listed(request: HttpRequest) -> HttpResponse:
    """Add the feeds of an OPML file."""
    if request.method != "POST":
        return _form(request, "feed_list", filled(**_NEW), arrivals=())
    sent = ListForm(request.POST, request.FILES, editor=request.user)
    if sent.is_valid():
        data = sent.cleaned_data["file"].read()
        try:
            how = {"data": data, "handling": sent.handling()}
            added = add_outlines(editor=request.user, **how)
        except FeedProblem as problem:
            sent.add_error("file", str(problem))
        except ValidationError as error:
            _tell(sent, error)
        else:
            told = f"{_PAGE}?new={added.new}&named={added.named}"
            return HttpResponseRedirect(told, status=303)
    return _form(request, "feed_list", Filled(sent), 422, arrivals=())


@require_http_methods(["GET", "HEAD", "POST"])
@newsroom_only
def feed(request: HttpRequest, feed_id: int) -> HttpResponse:
    """Change one or, with `_method` delete, remove it, once that is meant (`sure`)."""
    one, row = feed_row(editor=request.user, feed_id=feed_id)
    if request.method != "POST":
        return _form(request, "feed", _as_it_is(one), row=row)
    if request.POST.get("_method") == "delete":
        if request.POST.get("sure") != "on":
            return show(request, "feed_removal", "feeds", row=row)
        remove_feed(editor=request.user, feed_id=feed_id)
        return done(_PAGE, "removed")
    sent = FeedForm(request.POST, editor=request.user)
    if sent.is_valid():
        told = {"feed_id": feed_id, **_told(request, sent)}
        try:
            if "try" in request.POST:
                tried = try_planned(editor=request.user, feed=planned_feed(**told))
                return _form(request, "feed", Filled(sent), row=row, tried=tried)
            change_feed(**told)
        except ValidationError as error:
            _tell(sent, error)
        else:
            return done(f"{_PAGE}{feed_id}/", "changed")
    return _form(request, "feed", Filled(sent), 422, row=row)


@require_POST
@newsroom_only
def pause(request: HttpRequest, feed_id: int) -> HttpResponse:
    """Ask it no more or, with `_method` delete, ask it again at once."""
    is_paused = request.POST.get("_method") != "delete"
    pause_feed(editor=request.user, feed_id=feed_id, is_paused=is_paused)
    return done(f"{_PAGE}{feed_id}/", "paused" if is_paused else "resumed")


@require_POST
@newsroom_only
def ask(request: HttpRequest, feed_id: int) -> HttpResponse:
    """Have it asked before its time comes."""
    try:
        ask_feed(editor=request.user, feed_id=feed_id)
    except TooSoon:
        what = "asked-lately"
    except ValidationError:
        what = "asked-paused"
    else:
        what = "asked"
    return done(f"{_PAGE}{feed_id}/", what)


@require_safe
@newsroom_only
def entries(request: HttpRequest, feed_id: int) -> HttpResponse:
    """What it brought, and what became of it."""
    before = positive(request.GET.get("before")) or 0
    past = feed_entries(editor=request.user, feed_id=feed_id, before=before)
    return show(request, "feed_entries", "feeds", past=past)


@require_http_methods(["GET", "HEAD", "POST"])
@newsroom_only
def trial(request: HttpRequest, feed_id: int) -> HttpResponse:
    """Ask it now and show what would be posted; nothing is."""
    _one, row = feed_row(editor=request.user, feed_id=feed_id)
    if request.method != "POST":
        return HttpResponseRedirect(f"{_PAGE}{feed_id}/")
    tried = try_feed(editor=request.user, feed_id=feed_id)
    return show(request, "feed_trial", "feeds", tried=tried, row=row)


def _form(
    request: HttpRequest, page: str, form: Filled, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"houses": houses(), "places": places(request.user), "form": form}
    context |= {"shows": SHOWS, "arrivals": ARRIVALS, "joins": JOINS}
    zone = get_default_timezone_name()
    context |= {"offered": (), "found": None, "tried": None, "zone": zone}
    context |= {"there": None} | more
    return show(request, page, "feeds", status, **context)


def _as_it_is(one: Feed) -> Filled:
    times = {
        name: time.strftime("%H:%M") if (time := getattr(one, name)) else ""
        for name in ("quiet_from", "quiet_to")
    }
    keys = {"house": one.house_id, "category": one.category_id}
    pictures = {"has_pictures": "on" if one.has_pictures else ""}
    words = {name: getattr(one, name) for name in _FIELDS}
    return filled(**words, **keys, **times, **pictures)


def _tell(sent: FeedForm | ListForm, error: ValidationError) -> None:
    told = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for name, words in told.items():
        sent.add_error(name if name in sent.fields else None, words)
