"""What the forum's forms send, checked for shape; services check the rest."""

import re
from datetime import UTC, datetime

from django import forms
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext_lazy as _

from rostra.web.dates import ZONE

_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?")
_NO_TEXT = {"required": _("Write something first.")}


class ReplyForm(forms.Form):
    source = forms.CharField(strip=False, error_messages=_NO_TEXT)
    client_token = forms.CharField(max_length=64, required=False)

    def clean_source(self) -> str:
        return tidy_text(self.cleaned_data["source"])


class StartForm(ReplyForm):
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


def tidy_text(source: str) -> str:
    """The text with the line ends of its author's system made one kind."""
    text = source.replace("\r\n", "\n").replace("\r", "\n").rstrip()
    if not text.strip():
        raise forms.ValidationError(_NO_TEXT["required"])
    return text


class EraseForm(forms.Form):
    """Why an earlier text is erased."""

    reason = forms.CharField(max_length=200, error_messages={"required": _("Say why.")})
