"""What the forum's forms send, checked for shape; services check the rest."""

import re
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext_lazy as _

from rostra.forum.models import Poll, TemplateField
from rostra.forum.poll_fields import asks_poll, closing_time
from rostra.forum.poll_limits import check_options, check_question
from rostra.forum.services.polling import NewPoll, check_closing
from rostra.forum.tag_words import LONGEST_FIELD, split_tags
from rostra.forum.topic_template import opening_text, wrong_answers
from rostra.web.dates import ZONE

_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?")
_NO_TEXT = {"required": _("Write something first.")}


class ReplyForm(forms.Form):
    source = forms.CharField(strip=False, error_messages=_NO_TEXT)
    client_token = forms.CharField(max_length=64, required=False)

    def clean_source(self) -> str:
        return tidy_text(self.cleaned_data["source"])


class StartForm(ReplyForm):
    def __init__(
        self, *args: Any, template: tuple[TemplateField, ...] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.template = template
        if template:
            self.fields["source"].required = False

    title = forms.CharField(
        max_length=2000, error_messages={"required": _("Give your topic a title.")}
    )
    category = forms.IntegerField(
        min_value=1,
        max_value=2**62,
        error_messages={
            "required": _("Choose a category."),
            "invalid": _("Choose a category."),
        },
    )

    tags = forms.CharField(max_length=LONGEST_FIELD, required=False)

    def clean_tags(self) -> tuple[str, ...]:
        return split_tags(self.cleaned_data["tags"])

    def clean_source(self) -> str:
        """The text, with what the fields of a template make of it."""
        if not self.template:
            return super().clean_source()
        text = opening_text(self.template, self.data, self.cleaned_data["source"])
        # Whoever left a field empty is told so there, and need not be told twice.
        has_gaps = bool(wrong_answers(self.template, self.data))
        return text if has_gaps else tidy_text(text)

    def clean(self) -> dict[str, Any]:
        """With `poll`: what the fields of a poll ask for, or None."""
        sent = super().clean() or {}
        for name, words in wrong_answers(self.template, self.data).items():
            self._errors[name] = self.error_class([words])
        sent["poll"] = None
        if asks_poll(self.data):
            form = PollForm(self.data)
            if form.is_valid():
                sent["poll"] = form.poll
            for name, errors in form.errors.items():
                self._errors[name] = errors
        return sent


class PollForm(forms.Form):
    """The fields of a poll; each says itself what is wrong with it."""

    poll_question = forms.CharField(required=False)
    poll_options = forms.CharField(required=False)
    poll_kind = forms.ChoiceField(choices=Poll.Kind, required=False)
    poll_shown = forms.ChoiceField(choices=Poll.Shown, required=False)
    poll_public = forms.BooleanField(required=False)
    poll_closes = forms.CharField(required=False)

    def clean_poll_question(self) -> str:
        return check_question(self.cleaned_data["poll_question"])

    def clean_poll_options(self) -> tuple[str, ...]:
        return check_options(self.cleaned_data["poll_options"].splitlines())

    def clean_poll_closes(self) -> Any:
        typed = self.cleaned_data["poll_closes"]
        try:
            closes_at = closing_time(typed) if typed else None
        except ValueError:
            raise ValidationError(_("Give date and time, or leave it empty.")) from None
        return check_closing(closes_at, timezone.now())

    @property
    def poll(self) -> NewPoll:
        """The poll that a valid form asks for."""
        sent = self.cleaned_data
        return NewPoll(
            question=sent["poll_question"],
            options=sent["poll_options"],
            kind=sent["poll_kind"] or Poll.Kind.SINGLE,
            shown=sent["poll_shown"] or Poll.Shown.ALWAYS,
            is_public=sent["poll_public"],
            closes_at=sent["poll_closes"],
        )


def due_time(words: str) -> datetime:
    """When something is to happen, as a field for date and time says it, in the zone of
    whoever typed it; raises ValidationError."""
    try:
        at = datetime.fromisoformat(words if _TIME.fullmatch(words) else "")
        return at.replace(tzinfo=ZONE.get() or get_default_timezone()).astimezone(UTC)
    except (ValueError, OverflowError):
        wrong = {"due_at": _("Choose a day and a time.")}
        raise forms.ValidationError(wrong) from None


class EditForm(ReplyForm):
    reason = forms.CharField(max_length=200, required=False)
    seen_revision = forms.IntegerField(min_value=1, required=False)
    tags = forms.CharField(max_length=LONGEST_FIELD, required=False)

    def clean_tags(self) -> tuple[str, ...] | None:
        """The tags, or None where the form has no field for them."""
        return split_tags(self.cleaned_data["tags"]) if "tags" in self.data else None


def tidy_text(source: str) -> str:
    """The text with the line ends of its author's system made one kind."""
    text = source.replace("\r\n", "\n").replace("\r", "\n").rstrip()
    if not text.strip():
        raise forms.ValidationError(_NO_TEXT["required"])
    return text


class EraseForm(forms.Form):
    """Why an earlier text is erased."""

    reason = forms.CharField(max_length=200, error_messages={"required": _("Say why.")})
