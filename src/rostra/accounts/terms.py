"""What everybody agrees to who is here: the terms of use, and an age."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rostra.accounts.models import Reader
from rostra.web.site_choices import site


def must_accept(reader: Reader) -> bool:
    """Whether this member is asked for terms newer than those they accepted."""
    here = site()
    if here is None or not reader.is_authenticated:
        return False
    return bool(reader.terms_accepted < here.terms_asked)


def terms_number() -> int:
    """The number of the terms that hold now; 0 where there are none."""
    here = site()
    return here.terms_version if here else 0


def minimum_age() -> int:
    """How old whoever signs up has to be; 0 where nobody is asked."""
    here = site()
    return here.minimum_age if here else 0


def check_terms(ticked: str) -> None:
    """Raise ValidationError unless these very terms were accepted, if there are any."""
    if (number := terms_number()) and ticked != str(number):
        raise ValidationError(_("Read the terms of use, and tick this to accept them."))


def check_age(ticked: str) -> None:
    """Raise ValidationError unless somebody says that they are old enough."""
    if (age := minimum_age()) and ticked != str(age):
        raise ValidationError(
            _(
                "Accounts are for people of at least %(age)s years. Tick this if you are."
            )
            % {"age": age}
        )
