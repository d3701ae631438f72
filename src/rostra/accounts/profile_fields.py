"""The forms of the owner's profile fields: what members answer, and what is asked."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rostra.accounts.models import ProfileField
from rostra.accounts.models.profile_field import FieldKind
from rostra.accounts.ranks import Rank

LONGEST = {FieldKind.LINE: 120, FieldKind.LINK: 300, FieldKind.TEXT: 1000}
"""Characters of an answer."""
MOST_OPTIONS = 50
READERS = (
    (Rank.GUEST, gettext_lazy("Everybody")),
    (Rank.NEW, gettext_lazy("Members")),
    (Rank.MODERATOR, gettext_lazy("Moderators and owners")),
)
KINDS = (
    (FieldKind.LINE, gettext_lazy("One line")),
    (FieldKind.TEXT, gettext_lazy("Some lines")),
    (FieldKind.LINK, gettext_lazy("A link")),
    (FieldKind.CHOICE, gettext_lazy("One of several answers")),
)


def options_of(field: ProfileField) -> list[str]:
    """What one chooses among."""
    return [line for line in field.options.splitlines() if line]


class AnswersForm(forms.Form):
    """What a member says in each of the owner's fields; all may be left empty."""

    def __init__(self, fields: list[ProfileField], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in fields:
            self.fields[f"field-{field.pk}"] = _field_for(field)

    def answers(self) -> dict[int, str]:
        """Field id → text, for answer_fields."""
        given = self.cleaned_data.items()
        return {int(name.removeprefix("field-")): text for name, text in given}


def _field_for(field: ProfileField) -> forms.Field:
    if field.kind == FieldKind.CHOICE:
        words = _("Choose one of those that are offered.")
        options = [("", ""), *((one, one) for one in options_of(field))]
        return forms.ChoiceField(
            choices=options, required=False, error_messages={"invalid_choice": words}
        )
    most = LONGEST[FieldKind(field.kind)]
    too_long = _("At most %(most)s characters.") % {"most": most}
    words = _("Give the whole address, such as https://example.com/.")
    checks = [URLValidator(schemes=["http", "https"], message=words)]
    return forms.CharField(
        max_length=most,
        required=False,
        validators=checks if field.kind == FieldKind.LINK else (),
        error_messages={"max_length": too_long},
    )


class FieldForm(forms.Form):
    """One of the owner's fields."""

    label = forms.CharField(
        max_length=60, error_messages={"required": gettext_lazy("Give it a name.")}
    )
    hint = forms.CharField(max_length=200, required=False)
    kind = forms.ChoiceField(
        choices=KINDS,
        error_messages={"required": gettext_lazy("Choose what is answered.")},
    )
    options = forms.CharField(max_length=4000, required=False)
    readers = forms.ChoiceField(
        choices=READERS,
        error_messages={"required": gettext_lazy("Choose who reads the answers.")},
    )

    def clean_options(self) -> str:
        """The answers to choose among, each once, without stray space."""
        lines = (
            " ".join(line.split()) for line in self.cleaned_data["options"].splitlines()
        )
        found = list(dict.fromkeys(line for line in lines if line))
        if len(found) > MOST_OPTIONS or any(len(line) > 120 for line in found):
            raise ValidationError(
                _("At most %(most)s answers of at most 120 characters.")
                % {"most": MOST_OPTIONS}
            )
        return "\n".join(found)

    def clean(self) -> None:
        given = self.cleaned_data
        is_choice = given.get("kind") == FieldKind.CHOICE
        if is_choice and len(given.get("options", "").splitlines()) < 2:
            self.add_error("options", _("Write two answers or more, a line each."))
