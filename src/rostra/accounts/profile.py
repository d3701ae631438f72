"""What members say of themselves: the forms of the page where they do."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rostra.accounts.signatures import check_signature

MOST_ABOUT = 2000
MOST_BYTES = 12_000_000
"""Of a picture as it is sent: what telephones take. The front takes a little more."""
UPLOADS = ("/account/profile/face/", "/account/profile/banner/")
"""The paths that pictures are sent to."""


class ProfileForm(forms.Form):
    """Where somebody lives and what they are about, both as plain text."""

    location = forms.CharField(
        max_length=120,
        required=False,
        error_messages={"max_length": gettext_lazy("At most 120 characters.")},
    )
    about = forms.CharField(
        max_length=MOST_ABOUT,
        required=False,
        error_messages={"max_length": gettext_lazy("At most 2,000 characters.")},
    )


class SignedProfileForm(ProfileForm):
    """The same for those who may have a signature."""

    signature = forms.CharField(required=False, strip=False)

    def clean_signature(self) -> str:
        return check_signature(self.cleaned_data["signature"])


class PictureField(forms.FileField):
    """A picture of any kind; whether it is one is found out when it is drawn anew."""

    default_error_messages = {
        "required": gettext_lazy("Choose a picture first."),
        "empty": gettext_lazy("This file is empty. Choose another one."),
        "missing": gettext_lazy("Choose a picture first."),
        "invalid": gettext_lazy("Choose a picture first."),
    }

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The file, if it is not too large."""
        file: UploadedFile = super().clean(data, initial)
        if (file.size or 0) > MOST_BYTES:
            raise ValidationError(_("A picture may have at most 12 MB."))
        return file


class FaceForm(forms.Form):
    """What stands beside what they write."""

    face = PictureField()


class BannerForm(forms.Form):
    """What stands at the head of their page."""

    banner = PictureField()


PICTURE_FORMS: dict[str, type[forms.Form]] = {"face": FaceForm, "banner": BannerForm}
"""By the column that names the file."""
