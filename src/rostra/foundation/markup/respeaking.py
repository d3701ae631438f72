"""The words of ours inside a post's HTML, in another language than it is kept in.

What is kept is in the site's language, and is the same for all readers. The renderer
makes these words in a few shapes that no author's text can have, so they can be put into
the language of a page by looking for the shapes.
"""

from functools import lru_cache

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from markupsafe import escape

_SHAPES = (
    ("</svg> {}</", _("Verified quote")),
    ("</svg> {}</", _("Original edited since")),
    ("</svg> {}</", _("Altered: compare")),
    ("</svg> {}</", _("Original is gone")),
    ('<summary dir="auto">{}</summary>', _("All of the post above")),
    ('<summary dir="auto">{}</summary>', _("A quote")),
    ("… <b>{}</b></summary>", _("Show the whole quote")),
    ("<summary>{}</summary>", _("Spoiler")),
    ('class="notes" aria-label="{}"', _("Notes")),
    ('role="img" aria-label="{}"', _("Done")),
    ('role="img" aria-label="{}"', _("Not done")),
    ('role="region" aria-label="{}"', _("Table")),
)


def respoken(html: str, language: str) -> str:
    """A post's stored HTML with our words in this language (a code of LANGUAGES).

    Words with somebody's name or a number among them stay in the site's.
    """
    if language == settings.LANGUAGE_CODE:
        return html
    for kept, said in _pairs(settings.LANGUAGE_CODE, language):
        html = html.replace(kept, said)
    return html


@lru_cache(maxsize=64)
def _pairs(kept_in: str, language: str) -> list[tuple[str, str]]:
    return list(zip(_made(kept_in), _made(language), strict=True))


def _made(language: str) -> list[str]:
    with translation.override(language):
        return [shape.format(escape(gettext(words))) for shape, words in _SHAPES]
