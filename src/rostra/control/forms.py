"""What the owner's forms may contain, with what to say when not."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rostra.accounts.profile_fields import FieldForm
from rostra.accounts.ranks import MEMBER_RANKS
from rostra.accounts.refused_mail import as_compared
from rostra.forum.allowances import MOST_MEGABYTES
from rostra.forum.models import WordFilter
from rostra.forum.services.reaction_kinds import check_emoji, check_name
from rostra.forum.tag_rules import MOST_CHOICES, WITH_CHOICES, TagRule
from rostra.forum.tag_words import check_tag_name, split_tags
from rostra.foundation.markup import LONGEST, render
from rostra.web.models import MachineCheck, SignUp

_DOMAIN = re.compile(r"[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+")

ICONS = (
    *("story", "flame", "people", "scales", "chart", "server", "sun", "moon", "door"),
    *("tag", "image", "code", "award", "ask", "bell", "bookmark", "heart", "shield"),
)
"""Drawings that a category can have."""


REACTION_ICONS = (
    *("heart", "check", "source", "award", "flame", "ask", "eye", "bookmark"),
    *("up", "down", "plus", "minus", "x", "scales", "sun", "moon"),
)
"""Drawings that a reaction can have."""

EDIT_MINUTES = 60
"""How long a post may be changed where the owner does not say."""


class ReactionForm(forms.Form):
    """One of the words that members can say about posts."""

    name = forms.CharField(required=False, max_length=200)
    emoji = forms.CharField(required=False, max_length=50)
    icon = forms.ChoiceField(
        required=False,
        choices=[(name, name) for name in REACTION_ICONS],
        error_messages={"invalid_choice": _("Choose one of the drawings.")},
    )

    def clean_name(self) -> str:
        return check_name(self.cleaned_data["name"])

    def clean_emoji(self) -> str:
        return check_emoji(self.cleaned_data["emoji"])


class SiteForm(forms.Form):
    """The site's name and what it says about itself."""

    name = forms.CharField(
        max_length=80, error_messages={"required": _("Give your site a name.")}
    )
    description = forms.CharField(max_length=300, required=False)
    sign_up = forms.ChoiceField(
        choices=SignUp, error_messages={"required": _("Choose who may sign up.")}
    )
    sign_up_question = forms.CharField(max_length=200, required=False)
    sign_up_answers = forms.CharField(max_length=400, required=False)
    machine_check = forms.ChoiceField(
        choices=MachineCheck, error_messages={"required": _("Choose how much.")}
    )

    asks_stop_forum_spam = forms.BooleanField(required=False)
    akismet_key = forms.RegexField(
        r"^[0-9a-zA-Z]*$",
        max_length=64,
        required=False,
        error_messages={"invalid": _("A key is of letters and digits only.")},
    )
    has_signatures = forms.BooleanField(required=False)
    has_link_cards = forms.BooleanField(required=False)
    rename_days = forms.IntegerField(
        min_value=0,
        max_value=3650,
        error_messages={
            "required": _("Give a whole number."),
            "invalid": _("Give a whole number."),
        },
    )
    edit_minutes = forms.IntegerField(
        min_value=1,
        max_value=1_000_000,
        required=False,
        error_messages={"invalid": _("Give a whole number.")},
    )
    may_erase_words = forms.BooleanField(required=False)

    def clean_edit_minutes(self) -> int:
        return self.cleaned_data["edit_minutes"] or EDIT_MINUTES

    def clean(self) -> None:
        if self.cleaned_data.get("sign_up") != SignUp.QUESTION:
            return
        if not self.cleaned_data.get("sign_up_question"):
            self.add_error("sign_up_question", _("Write the question."))
        if not any(c.isalnum() for c in self.cleaned_data.get("sign_up_answers", "")):
            self.add_error("sign_up_answers", _("Write what is taken for an answer."))


class TermsForm(forms.Form):
    """What people agree to who sign up, and whose mail is not taken."""

    terms = forms.CharField(max_length=LONGEST, required=False, strip=False)
    asks_again = forms.BooleanField(required=False)
    minimum_age = forms.IntegerField(
        min_value=0,
        max_value=99,
        error_messages={
            "required": _("Give a whole number."),
            "invalid": _("Give a whole number."),
        },
    )
    refused_mail = forms.CharField(max_length=100_000, required=False)

    def clean_terms(self) -> str:
        source = str(self.cleaned_data["terms"]).replace("\r\n", "\n")
        render(source)
        return source

    def clean_refused_mail(self) -> str:
        lines = self.cleaned_data["refused_mail"].splitlines()
        domains = dict.fromkeys(as_compared(line) for line in lines if line.strip())
        for domain in domains:
            if not _DOMAIN.fullmatch(domain):
                raise forms.ValidationError(
                    _("“%(line)s” is no domain. They look like example.com."),
                    params={"line": domain[:80]},
                )
        return "\n".join(domains)


class WordFilterForm(forms.Form):
    """Words, and what happens with them."""

    words = forms.CharField(
        max_length=120, error_messages={"required": _("Write a word, or some.")}
    )
    act = forms.ChoiceField(
        choices=WordFilter.Act, error_messages={"required": _("Choose what happens.")}
    )


class TagForm(forms.Form):
    """The name of a tag, in a field of any name."""

    def __init__(self, *args: Any, word: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[word] = forms.CharField(
            max_length=200, error_messages={"required": _("Write a name.")}
        )


class CategoryForm(forms.Form):
    """A category's words and place."""

    name = forms.CharField(
        max_length=120, error_messages={"required": _("Give the category a name.")}
    )
    description = forms.CharField(max_length=500, required=False)
    icon = forms.ChoiceField(
        choices=[("", ""), *((icon, icon) for icon in ICONS)], required=False
    )
    posting_note = forms.CharField(max_length=5000, required=False, strip=False)
    parent = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)
    tag_rule = forms.ChoiceField(choices=TagRule, required=False)
    tag_choices = forms.CharField(max_length=4000, required=False)

    def clean_posting_note(self) -> str:
        source = self.cleaned_data["posting_note"].replace("\r\n", "\n").strip()
        render(source)
        return str(source)

    def clean_tag_rule(self) -> str:
        return self.cleaned_data["tag_rule"] or TagRule.ANY

    def clean_tag_choices(self) -> tuple[str, ...]:
        names = split_tags(self.cleaned_data["tag_choices"])
        if len(names) > MOST_CHOICES:
            raise forms.ValidationError(
                _("List at most %(most)s tags.") % {"most": MOST_CHOICES}
            )
        return tuple(map(check_tag_name, names))

    def clean(self) -> None:
        needs = self.cleaned_data.get("tag_rule") in WITH_CHOICES
        listed = self.cleaned_data.get("tag_choices")
        if needs and listed == ():
            self.add_error("tag_choices", _("Write which tags."))


class TemplateFieldForm(FieldForm):
    """One thing that whoever starts a topic is asked for."""

    readers = None  # Whoever reads the post reads the answer.
    is_required = forms.BooleanField(required=False)


class NewCategoryForm(CategoryForm):
    """A category that does not exist yet."""

    audience = forms.ChoiceField(
        choices=[(name, name) for name in ("everyone", "members", "staff")],
        error_messages={"required": _("Choose who may read it.")},
    )


class GroupForm(forms.Form):
    """A group's words."""

    name = forms.CharField(
        max_length=80, error_messages={"required": _("Give the group a name.")}
    )
    description = forms.CharField(max_length=300, required=False)


class MemberForm(forms.Form):
    """What an owner decides about a member."""

    rank = forms.ChoiceField(
        choices=MEMBER_RANKS, error_messages={"required": _("Choose a rank.")}
    )
    title = forms.CharField(max_length=120, required=False)


class SuspensionForm(forms.Form):
    """For how long a member is kept out, and why."""

    days = forms.TypedChoiceField(
        choices=[(n, n) for n in ("1", "3", "7", "30", "365", "always")],
        coerce=lambda given: None if given == "always" else int(given),
        empty_value=None,
        error_messages={
            "required": _("Choose for how long."),
            "invalid_choice": _("Choose for how long."),
        },
    )
    reason = forms.CharField(
        max_length=500,
        error_messages={
            "required": _("Say why. The member reads it."),
            "max_length": _("Use at most 500 characters."),
        },
    )


class InvitationForm(forms.Form):
    """For how many people and days an invitation is good."""

    note = forms.CharField(max_length=120, required=False)
    people = forms.IntegerField(
        error_messages={"required": _("Say how many."), "invalid": _("Give a number.")}
    )
    days = forms.IntegerField(
        error_messages={"required": _("Say how many."), "invalid": _("Give a number.")}
    )


class PromotionForm(forms.Form):
    """After how many days and posts members rise to each rank that is earned."""

    def __init__(self, *args: Any, ranks: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for rank in ranks:
            self.fields[f"{rank}_on"] = forms.BooleanField(required=False)
            for part in ("days", "posts"):
                self.fields[f"{rank}_{part}"] = forms.IntegerField(
                    min_value=0,
                    max_value=100_000,
                    error_messages={"invalid": _("Give a whole number.")},
                    required=False,
                )


class AllowancesForm(forms.Form):
    """Megabytes for the files of each member, by rank and by group."""

    def __init__(self, *args: Any, groups: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key in (*(rank for rank, _name in MEMBER_RANKS), *groups):
            self.fields[key] = forms.IntegerField(
                min_value=0,
                max_value=MOST_MEGABYTES,
                required=key not in groups,
                error_messages={
                    "required": _("Give a whole number."),
                    "invalid": _("Give a whole number."),
                },
            )
