"""What the forms about stories may contain, with what to say when not."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rostra.accounts.models import Reader
from rostra.forum.permissions import rights_of
from rostra.forum.tag_words import LONGEST_FIELD, split_tags
from rostra.news.feed_forms import houses, places
from rostra.news.genres import genre_choices
from rostra.news.languages import language_choices, language_tag
from rostra.news.selectors.own_story import OwnStory
from rostra.news.services.hand_pictures import Further, PictureWords
from rostra.news.services.heads import APART, HEAD
from rostra.news.services.versions import Kind
from rostra.news.services.writing import Told, Written
from rostra.news.story_pictures import MOST

_LONG = {"max_length": _("This is too long.")}
_PICTURE = {
    "invalid": _("Choose a picture."),
    "empty": _("This file is empty. Choose a picture."),
}

URGENCIES = [("0", _("Not said")), ("1", _("1 – before all else"))]
URGENCIES += [(str(number), str(number)) for number in range(2, 5)]
URGENCIES += [("5", _("5 – as usual")), ("6", "6"), ("7", "7")]
URGENCIES += [("8", _("8 – can wait")), ("9", "9")]
_SAID = {"alt": 500, "caption": 500, "credit": 200}


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
    original_url = _words(2_000)
    body = _words(100_000)
    picture = forms.FileField(required=False, error_messages=_PICTURE)
    image_alt = _words(500)
    caption = _words(500)
    credit = _words(200)
    next_picture = forms.FileField(required=False, error_messages=_PICTURE)
    next_alt = _words(500)
    next_caption = _words(500)
    next_credit = _words(200)
    genre = _words(60)
    urgency = forms.TypedChoiceField(
        choices=URGENCIES,
        coerce=int,
        empty_value=0,
        required=False,
        error_messages={"invalid_choice": _("Choose an urgency from 1 to 9.")},
    )
    language = _words(40)
    tags = _words(LONGEST_FIELD)

    def clean_tags(self) -> tuple[str, ...]:
        return split_tags(self.cleaned_data["tags"])

    def clean_language(self) -> str:
        said = self.cleaned_data["language"]
        tag = language_tag(said)
        if said and not tag:
            raise forms.ValidationError(_("Choose one of the languages."))
        return tag[:16]

    def written(self) -> Written:
        """The words, for the services."""
        names = Written.__dataclass_fields__
        return Written(**{name: self.cleaned_data[name] for name in names})

    def picture_sent(self) -> bytes:
        """The picture that was chosen, or nothing."""
        return self._bytes("picture")

    def further(self) -> Further:
        """The pictures beside the first, for the services."""
        words = PictureWords(
            **{name: self.cleaned_data[f"next_{name}"] for name in _SAID}
        )
        kept = self._kept() if "more-0-path" in self.data else None
        return Further(kept, self._bytes("next_picture"), words)

    def _kept(self) -> dict[str, PictureWords]:
        said = self.cleaned_data
        numbers = [n for n in range(MOST) if said.get(f"more-{n}-path")]
        return {
            said[f"more-{n}-path"]: PictureWords(
                **{name: said[f"more-{n}-{name}"] for name in _SAID}
            )
            for n in numbers
            if not said[f"more-{n}-gone"]
        }

    def _bytes(self, name: str) -> bytes:
        file = self.cleaned_data[name]
        return file.read() if file else b""


def part_choices(values: dict[str, str]) -> dict[str, list[tuple[str, Any]]]:
    """What can be chosen for a story whose form has these values."""
    genres = genre_choices(values.get("genre", ""))
    languages = language_choices(values.get("language", ""))
    return {
        "genres": [("", _("Ordinary news")), *genres],
        "urgencies": URGENCIES,
        "languages": [("", _("The language of this site")), *languages],
    }


def story_places(editor: Reader, story: OwnStory) -> list[tuple[str, str]]:
    """The categories that a story can be put in: where its editor publishes, if they
    moderate where it is; else none."""
    if story.category_id not in rights_of(editor).moderated:
        return []
    return places(editor)


@dataclass(frozen=True, slots=True)
class FurtherPicture:
    """A picture beside the first, as a form shows it."""

    index: int
    path: str


def further_pictures(
    story: OwnStory, values: dict[str, str]
) -> tuple[FurtherPicture, ...]:
    """The pictures of a story beside the first, for its form; puts their words into the
    form's values, where nobody has written others for the same picture."""
    typed = {values.get(f"more-{n}-path"): n for n in range(MOST)}
    old = dict(values)
    for n, picture in enumerate(story.more):
        before = typed.get(picture.path)
        for name in _SAID:
            there = str(getattr(picture, name))
            said = old.get(f"more-{before}-{name}", there)
            values[f"more-{n}-{name}"] = there if before is None else said
        values[f"more-{n}-gone"] = old.get(f"more-{before}-gone", "")
    return tuple(FurtherPicture(n, one.path) for n, one in enumerate(story.more))


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
    there = forms.ChoiceField(choices=[(HEAD, ""), (APART, "")], required=False)

    def __init__(self, *args: Any, editor: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["house"].choices = houses()
        self.fields["category"].choices = places(editor)


class StoryPlaceForm(forms.Form):
    """Where a story stands: what staff chooses beside its text."""

    place_title = forms.CharField(
        max_length=2000, error_messages={"required": _("Give the topic a title.")}
    )
    place_tags = _words(LONGEST_FIELD)
    place_category = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=2**62,
        error_messages={"invalid": _("Choose one of the categories.")},
    )

    def clean_place_tags(self) -> tuple[str, ...]:
        return split_tags(self.cleaned_data["place_tags"])


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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in range(MOST):
            if f"more-{n}-path" in self.data:
                self.fields[f"more-{n}-path"] = _words(200)
                self.fields[f"more-{n}-gone"] = forms.BooleanField(required=False)
                for name, most in _SAID.items():
                    self.fields[f"more-{n}-{name}"] = _words(most)

    def told(self) -> Told:
        """What readers are told, for the services."""
        said = self.cleaned_data
        return Told(Kind(said["kind"]), said["note"], said["seen"])
