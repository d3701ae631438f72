"""What the forms about feeds may contain, with what to say when not."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rostra.accounts.models import Reader, User
from rostra.forum.selectors.categories import all_categories
from rostra.news.models import Feed
from rostra.news.policies import FeedPolicy
from rostra.news.services.feeding import Handling, wrong_numbers

_TIME = {"invalid": _("Give a time, such as 23:00.")}
_WHOLE = {"required": _("Give a whole number."), "invalid": _("Give a whole number.")}
SHOWS = (
    (Feed.Shows.LINK, _("Headline and link")),
    (Feed.Shows.PART, _("The first words")),
    (Feed.Shows.ALL, _("All of the text")),
)
ARRIVALS = (
    (Feed.Arrival.HOLD, _("Wait until an editor has looked")),
    (Feed.Arrival.PUBLISH, _("Publish at once")),
)
JOINS = (
    (Feed.Joins.OFFER, _("Wait until an editor has looked")),
    (Feed.Joins.ONCE, _("Join at once if nearly all of the text is the same")),
    (Feed.Joins.NEVER, _("Take no notice, and publish by itself")),
)


class HandlingForm(forms.Form):
    """What becomes of what a feed says."""

    house = forms.ChoiceField(
        error_messages={
            "required": _("Choose the house account that posts the stories."),
            "invalid_choice": _("Choose one of the house accounts."),
        }
    )
    category = forms.ChoiceField(
        error_messages={
            "required": _("Choose where the stories are posted."),
            "invalid_choice": _("Choose one of the categories."),
        }
    )
    tags = forms.CharField(max_length=300, required=False)
    shows = forms.ChoiceField(
        choices=SHOWS,
        error_messages={"required": _("Choose how much of a text is shown.")},
    )
    words = forms.IntegerField(error_messages=_WHOLE)
    has_pictures = forms.BooleanField(required=False)
    arrival = forms.ChoiceField(
        choices=ARRIVALS,
        error_messages={"required": _("Choose what happens to new entries.")},
    )
    joins = forms.ChoiceField(
        choices=JOINS,
        error_messages={"required": _("Choose what happens to what is here already.")},
    )
    joins_from = forms.IntegerField(error_messages=_WHOLE)
    minutes = forms.IntegerField(error_messages=_WHOLE)
    only_with = forms.CharField(max_length=5_000, required=False)
    never_with = forms.CharField(max_length=5_000, required=False)
    quiet_from = forms.TimeField(required=False, error_messages=_TIME)
    quiet_to = forms.TimeField(required=False, error_messages=_TIME)

    def __init__(self, *args: Any, editor: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["house"].choices = houses()
        self.fields["category"].choices = places(editor)

    def clean(self) -> None:
        """All that is wrong at once, and not one number after the other."""
        super().clean()
        for name, words in wrong_numbers(self.cleaned_data).items():
            self.add_error(name, words)

    def handling(self) -> Handling:
        """What was chosen, for the services."""
        said = dict(self.cleaned_data)
        numbers = {f"{key}_id": int(said.pop(key)) for key in ("house", "category")}
        others = ("address", "title", "file")
        return Handling(**numbers, **{k: v for k, v in said.items() if k not in others})


class FeedForm(HandlingForm):
    """One feed."""

    address = forms.CharField(
        max_length=1000,
        error_messages={
            "required": _("Give the address of the feed."),
            "max_length": _("This address is too long."),
        },
    )
    title = forms.CharField(max_length=200, required=False)


class ListForm(HandlingForm):
    """Many feeds at once, from an OPML file. What they bring waits until an editor has
    looked, so that is not asked."""

    arrival = None

    file = forms.FileField(
        error_messages={
            "required": _("Choose an OPML file."),
            "empty": _("This file is empty."),
            "invalid": _("Choose an OPML file."),
        }
    )


def houses() -> list[tuple[str, str]]:
    """Accounts that may post stories, by name."""
    there = User.objects.filter(is_house=True).order_by("name")
    return [(str(pk), name) for pk, name in there.values_list("pk", "name")]


def places(editor: Reader) -> list[tuple[str, str]]:
    """The categories whose feeds are the editor's to look after, as their tree has them."""
    theirs = FeedPolicy(editor).places
    there = (c for c in all_categories().values() if c.id in theirs)
    return [(str(c.id), "– " * c.depth + c.name) for c in there]
