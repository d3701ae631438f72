"""What helps to write and needs script: the toolbar, the preview, emoji to choose from.

It is the same in every composer and is no use before somebody writes, so it is not on
the page: the page names an address that browsers ask once and keep for ever.
"""

from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from django.template import loader

from rostra.attachments.kinds import ACCEPT
from rostra.web.language import LANGUAGE


class WritingHelp(NamedTuple):
    """The templates that writing-help.js takes apart, in one language."""

    html: str
    version: str
    """Changes with the HTML."""

    @property
    def address(self) -> str:
        """Its path."""
        return f"/writing-help/{self.version}/"


def writing_help() -> WritingHelp:
    """The templates in the language of the page being made."""
    return _writing_help(LANGUAGE.get())


@lru_cache(maxsize=64)
def _writing_help(language: str) -> WritingHelp:
    html = loader.render_to_string("forum/writing_help.html", {"accept": ACCEPT})
    return WritingHelp(html, blake2b(html.encode(), digest_size=6).hexdigest())
