"""Start a topic from a link: ask its page, confirm what it says, post."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from rostra.accounts.forms import Filled, filled
from rostra.forum.composer import new_token
from rostra.foundation.limits import TooSoon
from rostra.foundation.numbers import positive
from rostra.news.kept_entries import addresses_as_digests, names_as_keys
from rostra.news.link_forms import LinkChangeForm, LinkForm, places
from rostra.news.policies import LinkPolicy
from rostra.news.selectors.own_link import OwnLink, own_link
from rostra.news.services.asking_links import (
    Asked,
    ask_link,
    checked_address,
    drawn_for,
)
from rostra.news.services.changing_links import change_link
from rostra.news.services.link_addresses import signed_addresses
from rostra.news.services.starting_links import IsHere, start_link_topic, topic_about
from rostra.web.pages import render

_REFUSALS = (PermissionDenied, ValidationError, TooSoon)


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """The address first (`look`), then what its page says, to put right and to post."""
    LinkPolicy(request.user).enter().or_raise()
    category = str(positive(request.GET.get("category")) or "")
    if request.method != "POST":
        return _show(request, "link_look", filled(category=category))
    asked = request.POST.get("look")
    if asked is not None:
        return _look(request, asked[:2000])
    sent = LinkForm(request.POST, author=request.user)
    if sent.is_valid():
        said = sent.cleaned_data
        how = {n: said[n] for n in ("source", "tags", "client_token")}
        how |= {"category_id": int(said["category"]), "linked": sent.linked()}
        try:
            topic = start_link_topic(author=request.user, **how)
        except _REFUSALS as error:
            return _refused(request, "link_start", Filled(sent), error)
        return HttpResponseRedirect(topic.get_absolute_url(), status=303)
    return _show(request, "link_start", Filled(sent), 422)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Put right what is shown of a topic's page, or ask the page again (`again`)."""
    link = own_link(editor=request.user, topic_id=topic_id)
    if request.method != "POST":
        as_is = filled(**link.values, has_picture="on" if link.image else "")
        return _change_form(request, link, as_is)
    if "again" in request.POST:
        return _ask_again(request, link)
    sent = LinkChangeForm(request.POST)
    if sent.is_valid():
        how = {"topic_id": topic_id, "linked": sent.linked(link.address)}
        how["has_picture"] = sent.cleaned_data["has_picture"]
        try:
            change_link(editor=request.user, **how)
        except (ValidationError, TooSoon) as error:
            return _change_refused(request, link, Filled(sent), error)
        return HttpResponseRedirect(link.url, status=303)
    return _change_form(request, link, Filled(sent), 422)


def _ask_again(request: HttpRequest, link: OwnLink) -> HttpResponse:
    form = filled(**link.values, has_picture="on" if link.image else "")
    try:
        told = ask_link(author=request.user, address=link.address)
    except _REFUSALS as error:
        return _change_refused(request, link, form, error)
    form.values |= {key: words for key, words in _said(told).items() if words}
    form.values |= {"was_asked": "1"} | ({"has_picture": "on"} if told.picture else {})
    return _change_form(request, link, form)


def _change_refused(
    request: HttpRequest, link: OwnLink, form: Filled, error: Exception
) -> HttpResponse:
    here = error.topic if isinstance(error, IsHere) else None
    said = getattr(error, "messages", None) or [str(error)]
    if here:  # Without them, what else is put right can be saved.
        form.values["others"] = ""
    else:
        form.errors = {"": " ".join(said)}
    return _late(_change_form(request, link, form, 409 if here else 422, here), error)


def _late(response: HttpResponse, error: Exception) -> HttpResponse:
    """The response, saying when to come again if that was too soon."""
    if isinstance(error, TooSoon):
        response.status_code = 429
        response["Retry-After"] = str(error.wait)
    return response


def _change_form(
    request: HttpRequest,
    link: OwnLink,
    form: Filled,
    status: int = 200,
    here: object = None,
) -> HttpResponse:
    picture = form.values.get("picture", "")
    if picture and drawn_for(request.user, picture) is None:
        form.values["picture"] = ""
    context = {"link": link, "form": form, "here": here}
    return render(request, "news/link_change.html", context, status=status)


def _said(told: Asked) -> dict[str, str]:
    """What a page says of itself, as the fields of the form."""
    page = told.page
    on = page.published_on.isoformat() if page.published_on else ""
    return {
        "title": page.title,
        "outlet": page.outlet,
        "published_on": on,
        "picture": told.picture,
        "others": signed_addresses(told.address, page.addresses),
    }


def _look(request: HttpRequest, address: str) -> HttpResponse:
    category = request.POST.get("category", "")
    form = filled(look=address, address=address, category=category)
    form.values |= {"client_token": new_token(), "has_picture": "on"}
    try:
        here = addresses_as_digests((checked_address(address),))
        if there := topic_about(reader=request.user, digests=here):
            raise IsHere(there)
        if "by_hand" in request.POST:
            return _show(request, "link_start", form)
        told = ask_link(author=request.user, address=address)
        page = told.page
        digests = addresses_as_digests((told.address, *page.addresses))
        names = names_as_keys(page.names)
        if there := topic_about(reader=request.user, digests=digests, names=names):
            raise IsHere(there)
    except _REFUSALS as error:
        return _refused(request, "link_look", form, error)
    form.values |= {"address": told.address} | _said(told)
    return _show(request, "link_start", form)


def _refused(
    request: HttpRequest, page: str, form: Filled, error: Exception
) -> HttpResponse:
    if isinstance(error, ValidationError) and hasattr(error, "error_dict"):
        form.errors = {k: " ".join(v) for k, v in error.message_dict.items()}
    else:
        words = error.messages if isinstance(error, ValidationError) else [str(error)]
        form.errors = {"": " ".join(words)}
    if page == "link_look" and "address" in form.errors:
        form.errors = {"look": form.errors["address"]}
    here = error.topic if isinstance(error, IsHere) else None
    return _late(_show(request, page, form, 409 if here else 422, here), error)


def _show(
    request: HttpRequest,
    page: str,
    form: Filled,
    status: int = 200,
    here: object = None,
) -> HttpResponse:
    picture = form.values.get("picture", "")
    if picture and drawn_for(request.user, picture) is None:
        form.values["picture"] = ""
    context = {"form": form, "here": here, "places": places(request.user)}
    return render(request, f"news/{page}.html", context, status=status)
