"""What a text may cost: nobody's post may make a page slow or a server busy."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST = 65_536
"""Characters in the source of one post."""
DEEPEST = 16
"""Blocks and spans inside each other; what is deeper is shown at this depth."""
MOST_COLUMNS = 50
MOST_CELLS = 2_000
"""A larger table is shown as plain lines."""
LARGEST = 1_000_000
"""Characters of HTML that one post may become."""
LONG_QUOTE = 1_000
"""Characters of a quote from which on it is folded."""


def check_source(source: str) -> None:
    """Raise ValidationError, with both lengths, if a text is over the limit."""
    if len(source) > LONGEST:
        raise ValidationError(
            _(
                "This text has %(have)s characters, and %(most)s is the most that one "
                "post can hold. Please shorten it, or make two posts of it."
            )
            % {"have": f"{len(source):,}", "most": f"{LONGEST:,}"}
        )


def check_html(html: str) -> None:
    """Raise ValidationError if a text became far more HTML than it has words."""
    if len(html) > LARGEST:
        raise ValidationError(
            _("This text has too much formatting in it. Please use less.")
        )
