"""Our own words inside a post's HTML are in the language of the page."""

import re

import pytest
from django.utils import translation

from rostra.foundation import markup

ALL_OF_IT = """\
> @Ann [said](/post/5/):
>
> The gates were shut.

> @Ann [said](/post/5/):
>
> The gates were shut.

> > A quote of nobody.

|||
What happens at the end.
|||

- [x] Ask
- [ ] Answer

| A | B |
|---|---|
| 1 | 2 |

So it was.[^1]

[^1]: Or so they say.
"""
LONG = "> @Ann [said](/post/5/):\n>\n> " + "The gates were shut. " * 80


@pytest.mark.parametrize("state", ["exact", "edited", "altered", "gone"])
@pytest.mark.parametrize("source", [ALL_OF_IT, LONG])
def test_it_is_what_a_site_of_that_language_keeps(source, state, settings):
    kept = markup.render(source, quotes={0: state, 1: state}, needless=(1,)).html
    settings.LANGUAGE_CODE = "de"
    german = markup.render(source, quotes={0: state, 1: state}, needless=(1,)).html
    settings.LANGUAGE_CODE = "en"

    assert german != kept
    assert _without_numbers(markup.respoken(kept, "de")) == _without_numbers(german)
    assert markup.respoken(kept, "en") == kept


def test_what_an_author_says_stays():
    said = "Spoiler, Notes, Table: **Show the whole quote**, `</svg> Verified quote</`"
    kept = markup.render(said).html

    assert markup.respoken(kept, "de") == kept


def test_what_is_kept_is_in_the_language_of_the_site():
    kept = markup.render(ALL_OF_IT).html

    with translation.override("de"):
        assert markup.render(ALL_OF_IT).html == kept


def _without_numbers(html):
    """Without the words that have a number among them, which stay as they are kept."""
    return re.sub(r"(?:Note|Fußnote) 1|aria-label=\"[^\"]*\"(?=>↩)", "", html)
