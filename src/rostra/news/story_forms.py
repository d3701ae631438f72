"""What the forms about stories may contain, with what to say when not."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rostra.accounts.models import Reader
from rostra.forum.tag_words import LONGEST_FIELD, split_tags
from rostra.news.feed_forms import houses, places
from rostra.news.services.versions import Kind
from rostra.news.services.writing import Told, Written

_LONG = {"max_length": _("This is too long.")}
_PICTURE = {
    "invalid": _("Choose a picture."),
    "empty": _("This file is empty. Choose a picture."),
}


def _words(most: int) -> forms.CharField:
    return forms.CharField(max_length=most, required=False, error_messages=_LONG)


class StoryForm(forms.Form):
    """The parts of a story."""

    headline = forms.CharField(
        max_length=255,
        error_messages={**_LONG, "required": _("Give the story a headline.")},
    )
    standfirst = _words(2_000)
    dateline = _words(120)
    byline = _words(200)
    agency = _words(120)
    copyright = _words(300)
    original_url = _words(500)
    body = _words(100_000)
    picture = forms.FileField(required=False, error_messages=_PICTURE)
    image_alt = _words(500)
    caption = _words(500)
    credit = _words(200)
    tags = _words(LONGEST_FIELD)

    def clean_tags(self) -> tuple[str, ...]:
        return split_tags(self.cleaned_data["tags"])

    def written(self) -> Written:
        """The words, for the services."""
        names = Written.__dataclass_fields__
        return Written(**{name: self.cleaned_data[name] for name in names})

    def picture_sent(self) -> bytes:
        """The picture that was chosen, or nothing."""
        file = self.cleaned_data["picture"]
        return file.read() if file else b""


class NewStoryForm(StoryForm):
    """A story that is not there yet: also who posts it, and where."""

    house = forms.ChoiceField(
        error_messages={
            "required": _("Choose the house account that posts it."),
            "invalid_choice": _("Choose one of the house accounts."),
        }
    )
    category = forms.ChoiceField(
        error_messages={
            "required": _("Choose where it is posted."),
            "invalid_choice": _("Choose one of the categories."),
        }
    )
    client_token = forms.CharField(max_length=64, required=False)

    def __init__(self, *args: Any, editor: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["house"].choices = houses()
        self.fields["category"].choices = places(editor)


class ChangedStoryForm(StoryForm):
    """Another text of a story: also what readers are told of it."""

    kind = forms.ChoiceField(
        choices=[
            (Kind.UPDATED, _("Updated: there is more to tell")),
            (Kind.CORRECTED, _("Corrected: something was wrong")),
        ],
        error_messages={"required": _("Say whether it is updated or corrected.")},
    )
    note = _words(600)
    seen = forms.IntegerField(min_value=0, max_value=2**31)
    has_no_picture = forms.BooleanField(required=False)

    def told(self) -> Told:
        """What readers are told, for the services."""
        said = self.cleaned_data
        return Told(Kind(said["kind"]), said["note"], said["seen"])
