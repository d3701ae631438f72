"""What sign-up, sign-in and set-up forms may contain, with what to say when not."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from rostra.accounts.models import User
from rostra.accounts.new_names import check_name
from rostra.accounts.other_sites import OtherSitesAdapter, verified_address
from rostra.accounts.refused_mail import check_mail
from rostra.accounts.registration import check_answer
from rostra.accounts.terms import check_age, check_terms


class AnswerForm(forms.Form):
    """What a newcomer is asked and agrees to, where the owner asks something."""

    # What is wrong is told in the order in which the page asks.
    field_order = ("name", "email", "password")

    answer = forms.CharField(max_length=400, required=False)
    terms = forms.CharField(max_length=20, required=False)
    """The number of the terms that were accepted."""
    age = forms.CharField(max_length=20, required=False)
    """The age that somebody says they have."""

    def clean_answer(self) -> str:
        check_answer(self.cleaned_data["answer"])
        return ""

    def clean_terms(self) -> None:
        check_terms(self.cleaned_data["terms"])

    def clean_age(self) -> None:
        check_age(self.cleaned_data["age"])

    def clean(self) -> None:
        # They have been looked at, and the forms' services take no such things.
        for name in ("answer", "terms", "age"):
            self.cleaned_data.pop(name, None)


class AccountForm(AnswerForm):
    """A new account."""

    name = forms.CharField(
        max_length=120, error_messages={"required": _("Choose a name.")}
    )
    email = forms.EmailField(
        max_length=254,
        error_messages={
            "required": _("Give your e-mail address."),
            "invalid": _("Addresses look like name@example.com."),
        },
    )
    password = forms.CharField(
        max_length=200,
        strip=False,
        widget=forms.PasswordInput,
        error_messages={"required": _("Choose a password.")},
    )

    def clean_name(self) -> str:
        return check_name(self.cleaned_data["name"])

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        check_mail(email)
        if User.objects.filter(email_key=email.casefold()).exists():
            raise ValidationError(
                _("There is an account with this address. Sign in instead.")
            )
        return email

    def clean(self) -> None:
        super().clean()
        given = self.cleaned_data
        if password := given.get("password"):
            somebody = User(name=given.get("name", ""), email=given.get("email", ""))
            try:
                validate_password(password, somebody)
            except ValidationError as error:
                self.add_error("password", error)


class SignUpForm(AccountForm):
    """A new account where mail is sent: only mail tells whether an address is taken."""

    is_address_taken = False

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        check_mail(email)
        self.is_address_taken = User.objects.filter(email_key=email.casefold()).exists()
        return email


class SignInForm(forms.Form):
    """Name or address, and password."""

    login = forms.CharField(
        max_length=254,
        error_messages={"required": _("Give your e-mail address or member name.")},
    )
    password = forms.CharField(
        max_length=200,
        strip=False,
        widget=forms.PasswordInput,
        error_messages={"required": _("Give your password.")},
    )


class NameForm(forms.Form):
    """Another name for a member."""

    name = forms.CharField(
        max_length=120, error_messages={"required": _("Choose a name.")}
    )

    def __init__(self, *args: Any, member_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member_id = member_id

    def clean_name(self) -> str:
        return check_name(self.cleaned_data["name"], member_id=self.member_id)


class ClaimForm(AccountForm):
    """How somebody signs in from now on whose account, with its name, is there."""

    name = None
    answer = None
    terms = None
    age = None


class MailedClaimForm(ClaimForm):
    """The same for whoever was sent the invitation by mail: that is their address."""

    email = None


class JoinForm(AnswerForm):
    """The name of somebody who comes with another site's account."""

    name = forms.CharField(
        max_length=120, error_messages={"required": _("Choose a name.")}
    )

    def __init__(self, *args: Any, sociallogin: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"name": sociallogin.user.name}
        super().__init__(*args, **kwargs)
        self.sociallogin = sociallogin

    def clean_name(self) -> str:
        return check_name(self.cleaned_data["name"])

    def clean(self) -> None:
        super().clean()
        email = verified_address(self.sociallogin)
        check_mail(email)
        if email and User.objects.filter(email_key=email.casefold()).exists():
            raise ValidationError(
                _(
                    "There is an account with your address. Sign in to it, and connect "
                    "the other site on the page about signing in."
                )
            )

    def try_save(self, request: HttpRequest) -> tuple[User, None]:
        """Make the account, as django-allauth asks it."""
        return OtherSitesAdapter().save_user(request, self.sociallogin, form=self), None


class SetUpForm(AccountForm):
    """A new site and its owner."""

    site_name = forms.CharField(
        max_length=80, error_messages={"required": _("Give your site a name.")}
    )
    description = forms.CharField(max_length=300, required=False)


class ChangeAddressForm(allauth_forms.AddEmailForm):
    """Another mail address."""

    def clean_email(self) -> str:
        check_mail(self.cleaned_data["email"])
        return str(super().clean_email())


class _AskedOnce:
    """A new password is typed once: what is wrong with it can be set right by mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]


class ChangePasswordForm(_AskedOnce, allauth_forms.ChangePasswordForm):
    """The old password and a new one."""


class SetPasswordForm(_AskedOnce, allauth_forms.SetPasswordForm):
    """A password for an account that has none."""


class NewPasswordForm(_AskedOnce, allauth_forms.ResetPasswordKeyForm):
    """A new password in place of a forgotten one."""


class Filled:
    """A form as its template shows it: what was typed, and what is wrong with it."""

    def __init__(self, form: forms.Form | None = None) -> None:
        self.values: dict[str, str] = {}
        self.errors: dict[str, str] = {}
        if form is not None:
            self.values = {
                name: "" if _is_secret(field) else form[name].value() or ""
                for name, field in form.fields.items()
            }
            wrong = {k: " ".join(v) for k, v in form.errors.items()}
            # What is wrong with all of it belongs to no field.
            self.errors = {"" if k == NON_FIELD_ERRORS else k: wrong[k] for k in wrong}


def filled(**values: Any) -> Filled:
    """A form as it stands before anybody typed into it."""
    form = Filled()
    form.values = {k: "" if v is None else str(v) for k, v in values.items()}
    return form


def _is_secret(field: forms.Field) -> bool:
    is_hidden = isinstance(field.widget, forms.PasswordInput)
    return is_hidden or field.widget.attrs.get("autocomplete") == "one-time-code"
