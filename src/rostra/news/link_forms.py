"""What the form to start a topic from a link may contain, with what to say when not."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rostra.accounts.models import Reader
from rostra.forum.selectors.categories import all_categories
from rostra.forum.services.starting import LONGEST_TITLE
from rostra.forum.tag_words import LONGEST_FIELD, split_tags
from rostra.news.policies import LinkPolicy
from rostra.news.services.link_addresses import addresses_signed_for
from rostra.news.services.starting_links import Linked

_LONG = {"max_length": _("This is too long.")}


class LinkChangeForm(forms.Form):
    """What is shown of a topic's page, put right."""

    title = forms.CharField(
        max_length=200,
        error_messages={**_LONG, "required": _("Give the page’s title.")},
    )
    outlet = forms.CharField(max_length=120, required=False, error_messages=_LONG)
    published_on = forms.DateField(
        required=False, error_messages={"invalid": _("Give a date, or leave it empty.")}
    )
    picture = forms.CharField(max_length=200, required=False)
    has_picture = forms.BooleanField(required=False)
    others = forms.CharField(required=False)
    """Signed by link_addresses."""

    def linked(self, address: str) -> Linked:
        """What was put right of the page at an address, for the service."""
        said = self.cleaned_data
        return Linked(
            address=address,
            title=said["title"],
            outlet=said["outlet"],
            published_on=said["published_on"],
            picture=said["picture"],
            others=addresses_signed_for(address, said["others"]),
        )


class LinkForm(forms.Form):
    """A page as its member confirms it, with what they say of it."""

    address = forms.CharField(
        max_length=1000,
        error_messages={**_LONG, "required": _("Give the address of the page.")},
    )
    title = forms.CharField(
        max_length=LONGEST_TITLE,
        error_messages={**_LONG, "required": _("Give your topic a title.")},
    )
    outlet = forms.CharField(max_length=120, required=False, error_messages=_LONG)
    published_on = forms.DateField(
        required=False, error_messages={"invalid": _("Give a date, or leave it empty.")}
    )
    picture = forms.CharField(max_length=200, required=False)
    has_picture = forms.BooleanField(required=False)
    others = forms.CharField(required=False)
    """Signed by link_addresses."""
    source = forms.CharField(
        strip=False,
        max_length=20_000,
        error_messages={**_LONG, "required": _("Say why it is worth talking about.")},
    )
    category = forms.ChoiceField(
        error_messages={
            "required": _("Choose a category."),
            "invalid_choice": _("Choose a category."),
        }
    )
    tags = forms.CharField(max_length=LONGEST_FIELD, required=False)
    client_token = forms.CharField(max_length=64, required=False)

    def __init__(self, *args: Any, author: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = places(author)

    def clean_tags(self) -> tuple[str, ...]:
        return split_tags(self.cleaned_data["tags"])

    def linked(self) -> Linked:
        """What was confirmed of the page, for the service."""
        said = self.cleaned_data
        return Linked(
            address=said["address"],
            title=said["title"],
            outlet=said["outlet"],
            published_on=said["published_on"],
            picture=said["picture"] if said["has_picture"] else "",
            others=addresses_signed_for(said["address"], said["others"]),
        )


def places(author: Reader) -> list[tuple[str, str]]:
    """The categories in which somebody may start such topics, as their tree has them."""
    theirs = LinkPolicy(author).places
    there = (c for c in all_categories().values() if c.id in theirs)
    return [(str(c.id), "– " * c.depth + c.name) for c in there]
