"""What the box to write in shows: text, errors, preview, draft."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.forms import Form
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from rostra.forum.answer_fields import answer_fields
from rostra.forum.models import Draft, TemplateField, Topic
from rostra.forum.poll_fields import poll_fields
from rostra.forum.selectors.rows import DraftRow
from rostra.forum.services.editing import ChangedMeanwhile
from rostra.forum.services.exact_words import AlteredQuote
from rostra.forum.topic_template import opening_text
from rostra.forum.writing_help import writing_help
from rostra.foundation.limits import TooSoon
from rostra.foundation.markup import LONGEST
from rostra.foundation.numbers import positive

FILES = "/files/"
"""The path that files for posts are sent to, with the form or without."""


def new_token() -> str:
    """What makes a second sending of one form the same post."""
    return secrets.token_urlsafe(12)


@dataclass(frozen=True, slots=True)
class Composer:
    """A form to write in, as its template shows it."""

    action: str
    label: str
    submit_label: str
    place: str
    """The place of its draft: `topic:7`, `new`, `edit:55`."""
    source: str = ""
    title: str | None = None
    client_token: str = ""
    draft_saved_at: datetime | None = None
    errors: dict[str, str] = field(default_factory=dict)
    quoting: str = ""
    preview_html: str = ""
    reason: str | None = None
    seen_revision: int | None = None
    may_draft: bool = True
    altered: tuple[AlteredQuote, ...] = ()
    """Quotes that their writer is asked about before this is posted."""
    warnings: tuple[str, ...] = ()
    """What else they should know before."""
    poll: Mapping[str, str] | None = None
    """What was typed into the fields of a poll; None where none can be asked for."""
    answers: Mapping[str, str] | None = None
    """What was typed into the fields for tags and of a template; None where none are."""
    template: tuple[TemplateField, ...] = ()
    longest: int = LONGEST
    draft_seen: str | None = None
    """The mark of the draft that this text goes on from; None where nobody says."""
    draft_page: str = field(default_factory=new_token)
    due_at: str = ""
    """When it is to be posted, as typed."""
    may_schedule: bool = False
    changed: str | None = None
    """The post's own text, if somebody changed it since its editor began."""
    newer: DraftRow | None = None
    """What another page saved meanwhile."""

    @property
    def whole_source(self) -> str:
        """The text with what its template's fields make of it."""
        return opening_text(self.template, self.answers or {}, self.source)

    @property
    def typed_apart(self) -> dict[str, str]:
        """What was typed into the fields of the template, and beside them."""
        answers = {k: v for k, v in (self.answers or {}).items() if k != "tags"}
        return {**answers, "source": self.source} if self.template else {}

    @property
    def help_address(self) -> str:
        """Where what helps to write is fetched."""
        return writing_help().address


def with_draft(composer: Composer, draft: DraftRow | None) -> Composer:
    """The composer with an unsent text taken up again."""
    if draft is None:
        return replace(composer, client_token=new_token())
    return replace(
        composer,
        source=draft.source,
        title=draft.title if composer.title is not None else None,
        poll=draft.poll if composer.poll is not None else None,
        answers=None
        if composer.answers is None
        else {**composer.answers, **draft.answers},
        client_token=draft.client_token or new_token(),
        draft_saved_at=draft.saved_at,
        draft_seen=draft.mark,
    )


def tags_typed(topic: Topic) -> dict[str, str]:
    """The tags of a topic, as if they had been typed."""
    return {"tags": ", ".join(topic.tag_names)}


def with_newer(composer: Composer, draft: Draft) -> Composer:
    """The composer beside a newer text, which saving once more then replaces."""
    row = DraftRow(draft.source, draft.title, draft.saved_at, draft.client_token)
    return replace(composer, newer=row, draft_seen=draft.mark)


def with_sent(composer: Composer, sent: QueryDict) -> Composer:
    """The composer with what the reader had typed, as they typed it."""
    return replace(
        composer,
        source=sent.get("source", ""),
        title=sent.get("title", "") if composer.title is not None else None,
        reason=sent.get("reason", "") if composer.reason is not None else None,
        poll=poll_fields(sent) if composer.poll is not None else None,
        answers=answer_fields(sent) if composer.answers is not None else None,
        client_token=sent.get("client_token", "")[:64] or new_token(),
        due_at=sent.get("due_at", "")[:40],
        draft_seen=sent.get("draft_seen"),
        draft_page=sent.get("draft_page", "")[:32] or composer.draft_page,
        seen_revision=positive(sent.get("seen_revision")) or composer.seen_revision,
    )


def with_errors(composer: Composer, form: Form) -> Composer:
    """The composer saying what is wrong with each field."""
    found = {k: " ".join(v) for k, v in form.errors.items()}
    if general := found.pop(NON_FIELD_ERRORS, ""):
        found["source"] = f"{general} {found.get('source', '')}".strip()
    return replace(composer, errors=found)


def with_refusal(
    composer: Composer, error: PermissionDenied | ValidationError | TooSoon
) -> tuple[Composer, int]:
    """The composer saying why a service refused, and the status to answer with."""
    if isinstance(error, ValidationError) and hasattr(error, "error_dict"):
        found = {k: " ".join(v) for k, v in error.message_dict.items()}
        return replace(composer, errors=found), 422
    words, status = refusal_of(error)
    if isinstance(error, ChangedMeanwhile):
        # They see it now, so saving once more is meant.
        seen = error.revision or composer.seen_revision
        composer = replace(composer, changed=error.source, seen_revision=seen)
    if isinstance(error, TooSoon):
        words = _("%(wait)s Your text is kept below.") % {"wait": words}
    return replace(composer, errors={"source": words}), status


def without_file(
    composer: Composer, error: PermissionDenied | ValidationError | TooSoon
) -> tuple[Composer, int]:
    """The composer saying beside the file why it was not taken, and the status."""
    words, status = refusal_of(error)
    return replace(composer, errors={"file": words}), status


def refusal_of(
    error: PermissionDenied | ValidationError | TooSoon,
) -> tuple[str, int]:
    """Why a service refused, and the status to answer with."""
    if isinstance(error, ValidationError):
        return " ".join(error.messages), 422
    return str(error), 429 if isinstance(error, TooSoon) else 403


def asks_preview(request: HttpRequest) -> bool:
    """Whether the reader pressed Preview rather than Post."""
    return request.POST.get("view") == "preview"
