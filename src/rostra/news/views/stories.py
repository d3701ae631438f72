"""Stories that editors write: a new one, another text, taking one back."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rostra.accounts.forms import Filled, filled
from rostra.forum.composer import new_token
from rostra.forum.services.editing import ChangedMeanwhile
from rostra.foundation.limits import TooSoon
from rostra.news.feed_forms import houses, places
from rostra.news.selectors.own_story import OwnStory, own_story
from rostra.news.selectors.withdrawals import withdrawals
from rostra.news.services.arranging import arrange_story
from rostra.news.services.heads import OriginalIsHere
from rostra.news.services.writing import rewrite_story, take_story_back, write_story
from rostra.news.story_forms import (
    ChangedStoryForm,
    NewStoryForm,
    StoryForm,
    StoryPlaceForm,
    further_pictures,
    part_choices,
    story_places,
)
from rostra.news.views.showing import newsroom_only, show

_REFUSALS = (PermissionDenied, ValidationError, TooSoon)


@require_http_methods(["GET", "HEAD", "POST"])
@newsroom_only
def new(request: HttpRequest) -> HttpResponse:
    """Write a story and publish it."""
    if request.method != "POST":
        return _new_form(request, filled(client_token=new_token()))
    sent = NewStoryForm(request.POST, request.FILES, editor=request.user)
    if sent.is_valid():
        said = sent.cleaned_data
        where = {"house_id": int(said["house"]), "category_id": int(said["category"])}
        how = {"tags": said["tags"], "client_token": said["client_token"]}
        words = {"written": sent.written(), "picture": sent.picture_sent()}
        words["further"] = sent.further()
        how["there"] = said["there"]
        try:
            story = write_story(editor=request.user, **where, **how, **words)
        except OriginalIsHere as error:
            _tell(sent, error)
            return _new_form(request, _given_back(sent), 409, original=error)
        except _REFUSALS as error:
            _tell(sent, error)
        else:
            return HttpResponseRedirect(story.topic.get_absolute_url(), status=303)
    return _new_form(request, _given_back(sent), 422)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Give a story another text, which readers see as a version."""
    story = own_story(editor=request.user, topic_id=topic_id)
    if request.method != "POST":
        form = filled(seen=story.version, kind="updated")
        return _change_form(request, story, form)
    sent, status = ChangedStoryForm(request.POST, request.FILES), 422
    if sent.is_valid():
        words = {"written": sent.written(), "told": sent.told()}
        picture = {"picture": sent.picture_sent()}
        picture["has_no_picture"] = sent.cleaned_data["has_no_picture"]
        picture["further"] = sent.further()
        try:
            rewrite_story(editor=request.user, topic_id=topic_id, **words, **picture)
        except ChangedMeanwhile as error:
            _tell(sent, error)
            status = 409
        except _REFUSALS as error:
            _tell(sent, error)
        else:
            return HttpResponseRedirect(story.url, status=303)
    form = _given_back(sent)
    if status == 409:
        # Whoever saves again has seen the text that came meanwhile.
        story = own_story(editor=request.user, topic_id=topic_id)
        form.values["seen"] = str(story.version)
    return _change_form(request, story, form, status, is_newer=status == 409)


@require_POST
def arrange(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Another title, other tags, another category; the text is not touched."""
    story = own_story(editor=request.user, topic_id=topic_id)
    sent = StoryPlaceForm(request.POST)
    if sent.is_valid():
        said = {name.removeprefix("place_"): v for name, v in sent.cleaned_data.items()}
        said["category_id"] = said.pop("category")
        try:
            topic = arrange_story(editor=request.user, topic_id=topic_id, **said)
        except _REFUSALS as error:
            _tell(sent, error, "place_")
        else:
            return HttpResponseRedirect(topic.get_absolute_url(), status=303)
    form = Filled(sent)
    form.values |= {"seen": str(story.version), "kind": "updated"}
    return _change_form(request, story, form, 422)


@require_POST
def withdraw(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Take a story's words away everywhere, once that is meant (`sure`)."""
    story = own_story(editor=request.user, topic_id=topic_id)
    reason = request.POST.get("reason", "")[:600]
    if reason.strip() and request.POST.get("sure") != "on":
        asked = {"story": story, "reason": reason}
        return show(request, "story_withdrawal", "", **asked)
    try:
        take_story_back(editor=request.user, topic_id=topic_id, reason=reason)
    except ValidationError as error:
        form = filled(seen=story.version, kind="updated", reason=reason)
        form.errors = {k: " ".join(v) for k, v in error.message_dict.items()}
        return _change_form(request, story, form, 422)
    return HttpResponseRedirect(story.url, status=303)


def _new_form(
    request: HttpRequest,
    form: Filled,
    status: int = 200,
    original: OriginalIsHere | None = None,
) -> HttpResponse:
    more = {"houses": houses(), "places": places(request.user), "further": ()}
    more["original"] = original
    more["offered"] = part_choices(form.values)
    return show(request, "story_new", "write", status, form=form, **more)


def _change_form(
    request: HttpRequest,
    story: OwnStory,
    form: Filled,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    # The page has three forms; of those that were not sent it shows what there is.
    form.values = story.values | form.values
    context = {"story": story, "form": form, "is_newer": False} | more
    context |= {"log": withdrawals(editor=request.user, topic_id=story.topic_id)}
    context |= {"offered": part_choices(form.values)}
    context |= {"further": further_pictures(story, form.values)}
    context |= {"elsewhere": story_places(request.user, story)}
    return show(request, "story_change", "", status, **context)


def _given_back(sent: StoryForm) -> Filled:
    form = Filled(sent)
    for name in ("picture", "next_picture"):
        if form.values.pop(name, None) or sent.files.get(name):
            words = _("Browsers do not send a picture twice: choose it again.")
            form.errors.setdefault(name, words)
    return form


def _tell(sent: Form, error: Exception, prefix: str = "") -> None:
    if not isinstance(error, ValidationError):
        sent.add_error(None, str(error))
        return
    told = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for name, words in told.items():
        own = f"{prefix}{name}"
        sent.add_error(own if own in sent.fields else None, words)
