"""Reply, start, edit: what was typed is never lost, whatever becomes of it."""

from collections.abc import Callable
from dataclasses import replace

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rostra.accounts.guests import give_secret, guest_secret, new_secret
from rostra.accounts.models.user import AfterReply
from rostra.accounts.preferences import page_size
from rostra.forum import composer as composing
from rostra.forum.composer import Composer
from rostra.forum.forms import EditForm, ReplyForm, StartForm, due_time
from rostra.forum.models import Post
from rostra.forum.policies import PostPolicy, SchedulingPolicy
from rostra.forum.selectors.categories import all_categories, categories_to_start_in
from rostra.forum.selectors.drafts import draft_at, guest_draft_at
from rostra.forum.selectors.history import source_of_text
from rostra.forum.selectors.templates import template_of
from rostra.forum.selectors.topic_page import topic_page
from rostra.forum.services.attaching import attach_file, markdown_of
from rostra.forum.services.composing import compose
from rostra.forum.services.drafting import NewerDraft, save_draft
from rostra.forum.services.editing import edit_post
from rostra.forum.services.exact_words import altered_quotes, with_exact_words
from rostra.forum.services.replying import post_reply
from rostra.forum.services.scheduling import schedule_reply, schedule_topic
from rostra.forum.services.starting import start_topic
from rostra.forum.services.warning import warnings_about
from rostra.forum.slots import START_TOP, StartPlace
from rostra.forum.views.topics import reply_composer, topic_response
from rostra.foundation.limits import Limit, TooSoon
from rostra.foundation.numbers import positive
from rostra.web.addresses import page_before
from rostra.web.pages import render

GUEST_TEXTS = Limit("guest-text", count=20, seconds=600)
POSTS_BY_ADDRESS = Limit("post", count=30, seconds=60)
MOST_FILES_AT_ONCE = 10

REFUSALS = (PermissionDenied, ValidationError, TooSoon)


@require_POST
@login_not_required
def reply(request: HttpRequest, topic_id: int) -> HttpResponse:
    page = topic_page(reader=request.user, topic_id=topic_id, number=2**31)
    composer = composing.with_sent(reply_composer(page), request.POST)
    back = f"{page.pages.url_of(page.pages.last)}#reply"

    def show(composer: Composer, status: int) -> HttpResponse:
        return topic_response(request, page, composer, status=status)

    def send() -> str:
        form = ReplyForm(request.POST)
        _check(form)
        sent = form.cleaned_data
        if composer.due_at or "later" in request.POST:
            sent["due_at"] = due_time(composer.due_at)
            schedule_reply(author=request.user, topic_id=topic_id, **sent)
            return "/drafts/#later"
        post = post_reply(author=request.user, topic_id=topic_id, **sent)
        return _after_reply(request, post)

    return _write(request, composer, show, send, back)


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def start(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("category") or request.GET.get("category")
    category_id = positive(chosen)
    template = template_of(reader=request.user, category_id=category_id)
    composer = Composer(
        action="/start/",
        label=_("Anything else") if template else _("Your post"),
        submit_label=_("Post topic"),
        place=f"new:{category_id}" if category_id else "new",
        title="",
        poll={},
        answers={},
        template=template,
        may_schedule=bool(SchedulingPolicy(request.user).schedule()),
    )

    def show(composer: Composer, status: int) -> HttpResponse:
        categories = categories_to_start_in(request.user)
        context = {
            "composer": composer,
            "categories": categories,
            "category_id": category_id or None,
            "chosen": next((c for c in categories if c.id == category_id), None),
            "ways": START_TOP.render(StartPlace(request.user, category_id or None)),
        }
        return render(request, "forum/start_topic.html", context, status=status)

    def send() -> str:
        form = StartForm(request.POST, template=template)
        _check(form)
        sent = form.cleaned_data
        sent["category_id"] = sent.pop("category")
        if composer.due_at or "later" in request.POST:
            sent["due_at"] = due_time(composer.due_at)
            if sent.pop("poll"):
                wrong = _(
                    "A topic with a poll cannot be posted later: its poll can't wait."
                )
                raise ValidationError({"poll_question": wrong})
            sent["answers"] = composer.typed_apart
            schedule_topic(author=request.user, **sent)
            return "/drafts/#later"
        return start_topic(author=request.user, **sent).get_absolute_url()

    if request.method != "POST":
        return show(_unsent(request, composer), 200)
    composer = composing.with_sent(composer, request.POST)
    back = f"/start/?category={category_id}" if category_id else "/start/"
    return _write(request, composer, show, send, back)


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def edit(request: HttpRequest, post_id: int) -> HttpResponse:
    posts = Post.objects.select_related("topic__category", "author")
    post = posts.get_visible(request.user, pk=post_id)
    composer = Composer(
        action=f"/post/{post_id}/edit/",
        label=_("Your post"),
        submit_label=_("Save changes"),
        place=f"edit:{post_id}",
        reason="",
        seen_revision=post.revision,
        answers=composing.tags_typed(post.topic) if post.number == 1 else None,
    )

    def show(composer: Composer, status: int) -> HttpResponse:
        category = all_categories()[post.topic.category_id]
        context = {
            "composer": composer,
            "post_url": post.get_absolute_url(),
            "chosen": category,
        }
        return render(request, "forum/edit_post.html", context, status=status)

    def send() -> str:
        form = EditForm(request.POST)
        _check(form)
        sent = form.cleaned_data
        sent.pop("client_token")
        edit_post(editor=request.user, post_id=post_id, **sent)
        return post.get_absolute_url()

    if request.method != "POST":
        PostPolicy(request.user, post, post.topic).edit().or_raise()
        return show(_before_editing(request, composer, post), 200)
    composer = composing.with_sent(composer, request.POST)
    return _write(request, composer, show, send, composer.action)


def _before_editing(request: HttpRequest, composer: Composer, post: Post) -> Composer:
    """The composer with the draft of an edit, the post, or an earlier text of it."""
    if number := positive(request.GET.get("text")):
        source = source_of_text(editor=request.user, post_id=post.pk, number=number)
        reason = _("Back to text %(number)s") % {"number": number}
        token = composing.new_token()
        return replace(composer, source=source, reason=reason, client_token=token)
    unsent = _unsent(request, replace(composer, source=post.source))
    since, changed_at = unsent.draft_saved_at, post.edited_at
    is_old = since is not None and changed_at is not None and since < changed_at
    return replace(unsent, changed=post.source) if is_old else unsent


def _after_reply(request: HttpRequest, post: Post) -> str:
    """Where a member goes on, as they prefer it."""
    topic, user = post.topic, request.user
    if user.after_reply == AfterReply.LIST:
        return topic.category.get_absolute_url()
    before = page_before(request)
    if user.after_reply == AfterReply.STAY and before.startswith(f"/topic/{topic.pk}-"):
        return f"{before}#reply"
    return topic.url_of(post.number, post.pk, page_size(user))


class _Invalid(Exception):
    """The form was not filled in as it must be."""

    def __init__(self, form: ReplyForm) -> None:
        self.form = form


def _check(form: ReplyForm) -> None:
    if not form.is_valid():
        raise _Invalid(form)


def _unsent(request: HttpRequest, composer: Composer) -> Composer:
    """The composer with the reader's draft for this place, if they have one."""
    if request.user.is_authenticated:
        draft = draft_at(owner=request.user, place=composer.place)
    else:
        draft = guest_draft_at(guest=guest_secret(request), place=composer.place)
    if draft is None:
        return replace(composer, client_token=composing.new_token())
    return composing.with_draft(composer, draft)


def _write(
    request: HttpRequest,
    composer: Composer,
    show: Callable[[Composer, int], HttpResponse],
    send: Callable[[], str],
    back: str,
) -> HttpResponse:
    """Send what was written, or keep it, or show it: whichever button was pressed."""
    try:
        if "discard" in request.POST:
            return _discard(request, composer, back)
        if "draft" in request.POST and request.user.is_authenticated:
            _save(request, composer)
            return HttpResponseRedirect(back)
    except NewerDraft as newer:
        return show(composing.with_newer(composer, newer.draft), 409)
    if "choose" in request.POST:
        return show(composer, 200)
    if composing.asks_preview(request):
        return _preview(request, composer, show)
    if not request.user.is_authenticated:
        return _keep_for_guest(request, composer, back)
    if "attach" in request.POST:
        return _attach(request, composer, show)
    return _send(request, composer, show, send)


def _send(
    request: HttpRequest,
    composer: Composer,
    show: Callable[[Composer, int], HttpResponse],
    send: Callable[[], str],
) -> HttpResponse:
    try:
        if asked := _asked_first(request, composer):
            _save_quietly(request, asked)
            return show(asked, 422)
        POSTS_BY_ADDRESS.spend(request.META["REMOTE_ADDR"])
        return HttpResponseRedirect(send(), status=303)
    except _Invalid as invalid:
        return show(composing.with_errors(composer, invalid.form), 422)
    except REFUSALS as error:
        _save_quietly(request, composer)
        refused, status = composing.with_refusal(composer, error)
        response = show(refused, status)
        if isinstance(error, TooSoon):
            response["Retry-After"] = str(error.wait)
        return response


def _asked_first(request: HttpRequest, composer: Composer) -> Composer | None:
    """The composer with what its writer should know before this is posted, if anything.

    Nothing is forbidden: they can post it as it is, or take the exact words.
    """
    if "anyway" in request.POST or "ask_first" not in request.POST:
        return None
    key = request.POST.get("exact", "")
    if key:
        source = with_exact_words(request.user, composer.source, key)
        composer = replace(composer, source=source)
    altered = tuple(altered_quotes(request.user, composer.source))
    warnings = _warnings(request, composer)
    if not (altered or warnings or key):
        return None
    return replace(composer, altered=altered, warnings=warnings)


def _warnings(request: HttpRequest, composer: Composer) -> tuple[str, ...]:
    kind, _colon, topic_id = composer.place.partition(":")
    source = composer.source
    # Most replies are too short to be copied, and lead nowhere: they cost no query.
    if kind != "topic" or not (
        "://" in source or "www." in source or len(source) > 300
    ):
        return ()
    asked = {"author": request.user, "topic_id": int(topic_id), "source": source}
    return tuple(warnings_about(**asked))


def _preview(
    request: HttpRequest,
    composer: Composer,
    show: Callable[[Composer, int], HttpResponse],
) -> HttpResponse:
    try:
        edited = positive(composer.place.removeprefix("edit:")) or None
        html = compose(request.user, composer.whole_source, post_id=edited).html
    except ValidationError as error:
        refused, status = composing.with_refusal(composer, error)
        return show(refused, status)
    return show(replace(composer, preview_html=html), 200)


def _attach(
    request: HttpRequest,
    composer: Composer,
    show: Callable[[Composer, int], HttpResponse],
) -> HttpResponse:
    """Without script: keep the chosen files, and put them at the end of the text."""
    source, words = composer.source.rstrip(), request.POST.get("alt", "")
    try:
        sent = request.FILES.getlist("file")[:MOST_FILES_AT_ONCE]
        if not sent:
            raise ValidationError(_("Choose a file first."))
        for file in sent:
            kept = attach_file(owner=request.user, name=file.name, data=file.read())
            source = f"{source}\n\n{markdown_of(kept, words)}".lstrip()
            words = ""  # They are about one picture.
    except REFUSALS as error:
        _save_quietly(request, replace(composer, source=source))
        return show(*composing.without_file(replace(composer, source=source), error))
    composer = replace(composer, source=source)
    _save_quietly(request, composer)
    return show(composer, 200)


def _keep_for_guest(
    request: HttpRequest, composer: Composer, back: str
) -> HttpResponse:
    """A guest's text waits on the server while they make an account or sign in."""
    GUEST_TEXTS.spend(request.META["REMOTE_ADDR"])
    secret = guest_secret(request) or new_secret()
    _save(request, replace(composer, draft_seen=None), secret)
    response = HttpResponseRedirect(
        f"/sign-up/?{urlencode({'next': back})}", status=303
    )
    give_secret(request, response, secret)
    return response


def _save(request: HttpRequest, composer: Composer, secret: str = "") -> None:
    save_draft(
        owner=request.user if request.user.is_authenticated else None,
        place=composer.place,
        title=composer.title or "",
        source=composer.source,
        client_token=composer.client_token,
        guest=secret,
        poll=composer.poll,
        answers=composer.answers,
        page=composer.draft_page,
        seen=composer.draft_seen,
    )


def _save_quietly(request: HttpRequest, composer: Composer) -> None:
    # The page gives the text back anyway; a draft on top must not hide the reason.
    try:
        _save(request, composer)
    except (ValidationError, NewerDraft):
        return


def _discard(request: HttpRequest, composer: Composer, back: str) -> HttpResponse:
    if request.user.is_authenticated or guest_secret(request):
        empty = replace(composer, source="", title="", poll={}, answers={})
        _save(request, empty, guest_secret(request))
    return HttpResponseRedirect(back, status=303)
