"""What the forms about sources send, checked for shape; services check the rest."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rostra.evidence.models import Claim, Position
from rostra.evidence.services.sourcing import Named

_DAY = {"invalid": _("Give the day as year-month-day, or leave it empty.")}


class DescribeForm(forms.Form):
    """How an author describes a source."""

    title = forms.CharField(max_length=2000, required=False)
    publisher = forms.CharField(max_length=1000, required=False)
    published_on = forms.DateField(
        required=False, input_formats=["%Y-%m-%d"], error_messages=_DAY
    )
    passage = forms.CharField(max_length=20_000, required=False)

    @property
    def named(self) -> Named:
        """What a valid form says."""
        names = ("title", "publisher", "published_on", "passage")
        return Named(**{name: self.cleaned_data[name] for name in names})


class SourceForm(DescribeForm):
    """A source that is new to a post."""

    field_order = ("address",)

    address = forms.CharField(
        max_length=20_000,
        error_messages={"required": _("Give the web address of a page: https://…")},
    )
    request = forms.IntegerField(min_value=1, max_value=2**62, required=False)
    """The request that it answers, if any."""
    anyway = forms.BooleanField(required=False)
    """Whether the post may wait for a moderator because of it."""


class AskForm(forms.Form):
    """What a source is asked for."""

    words = forms.CharField(max_length=20_000, required=False)


ACTS = ("withdraw", "answer", "accept", "decline", "yes", "no")


class AnswerForm(forms.Form):
    """What becomes of a request."""

    act = forms.ChoiceField(choices=[(act, act) for act in ACTS])
    source = forms.IntegerField(min_value=1, max_value=2**62, required=False)
    reason = forms.CharField(max_length=2000, required=False)


class ClaimForm(forms.Form):
    """What a claim is made of."""

    words = forms.CharField(
        max_length=20_000, error_messages={"required": _("Which sentence?")}
    )
    link = forms.IntegerField(min_value=1, max_value=2**62, required=False)
    """The claim that it is, if it is there already."""
    anyway = forms.BooleanField(required=False)
    """Whether it is none of those that were offered."""


class StatusForm(forms.Form):
    """Where a claim stands."""

    status = forms.ChoiceField(
        choices=Claim.Status, error_messages={"required": _("Where does it stand?")}
    )
    reason = forms.CharField(
        max_length=2000, error_messages={"required": _("Say why.")}
    )


class DueForm(forms.Form):
    """When a claim is looked at again."""

    due_on = forms.DateField(
        required=False, input_formats=["%Y-%m-%d"], error_messages=_DAY
    )


class PositionForm(forms.Form):
    """What somebody says about a claim."""

    stance = forms.ChoiceField(
        choices=Position.Stance, error_messages={"required": _("What do they say?")}
    )
    kind = forms.ChoiceField(
        choices=[one for one in Position.Kind.choices if one[0]],
        error_messages={"required": _("Is it a person, an organisation or a member?")},
    )
    who = forms.CharField(
        max_length=200, error_messages={"required": _("Say whose position this is.")}
    )
    use_id = forms.IntegerField(min_value=1, max_value=2**62, required=False)
    """The source of a post in the topic where it stands, if it is one of those."""
    source_title = forms.CharField(max_length=200, required=False)
    source_url = forms.CharField(max_length=2000, required=False)
