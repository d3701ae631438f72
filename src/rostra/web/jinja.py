"""The Jinja2 environment of every page that a reader sees."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import (
    gettext,
    ngettext,
    npgettext,
    pgettext,
)
from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
)
from jinja2.runtime import Context, Macro
from markupsafe import Markup

from rostra.foundation import markup
from rostra.foundation.languages import LANGUAGES
from rostra.foundation.numbers import bytes_as_words
from rostra.web import dates, slots
from rostra.web.faces import avatar
from rostra.web.fragments import keep
from rostra.web.kept_templates import kept_templates
from rostra.web.language import LANGUAGE

ICONS = "/icons.svg"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
PIECES = Path(__file__).parent / "ui"
"""The macros of the design system. Every template has them by their names."""


class PageContext(Context):
    """A context that calls without asking first what a callable wants to be given.

    Jinja2's own asks three times at each of the 60 calls of a page, a tenth of the
    time it takes to render. Of what pages call, only macros want more than is written.
    """

    def call(self, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        """What the callable returns."""
        if kwargs:
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
        if type(called) is Macro:
            return called(self.eval_ctx, *args, **kwargs)
        return called(*args, **kwargs)


def environment(**options: Any) -> Environment:
    """An environment as Django's Jinja2 backend wants it: escaping, translated, strict."""
    options |= {
        "trim_blocks": True,
        "lstrip_blocks": True,
        "undefined": StrictUndefined,
    }
    pieces = PrefixLoader({"ui": FileSystemLoader(PIECES)})
    options["loader"] = ChoiceLoader([options["loader"], pieces])
    options.pop("autoescape", None)
    options["bytecode_cache"] = kept_templates(
        Path(settings.ROSTRA_DATA), Path(__file__)
    )
    made = Environment(**options, autoescape=True, extensions=["jinja2.ext.i18n"])
    made.context_class = PageContext
    _translate(made)
    made.globals |= {
        "asset": _asset,
        "icon": icon,
        "avatar": avatar,
        "slots": slots,
        "keep": keep,
        "site_address": _site_address,
        "language": LANGUAGE.get,
        "zone": dates.zone_name,
        "words_in": _words_in,
        "spoken": LANGUAGES,
    }
    made.filters |= {
        "as_bytes": bytes_as_words,
        "moment": dates.moment,
        "published": dates.published,
        "brief": dates.brief,
        "day": dates.day,
        "whole_day": dates.whole_day,
        "month": dates.month,
        "clock": dates.clock,
        "count": dates.count,
        "exact": dates.exact,
        "iso": dates.iso,
        "rfc822": dates.rfc822,
        "xmltext": _xml_text,
        "weblink": _web_link,
        "respoken": _respoken,
    }
    made.globals |= _pieces(made)
    return made


def _pieces(made: Environment) -> dict[str, Any]:
    """The macros of ui/, read once: importing them costs each page 25 µs a file."""
    found: dict[str, Any] = {}
    for file in sorted(PIECES.glob("*.html")):
        module = made.get_template(f"ui/{file.name}").module
        found |= {n: v for n, v in vars(module).items() if isinstance(v, Macro)}
    return found


@lru_cache(maxsize=256)
def icon(name: str, flip: bool = False) -> Markup:
    """One drawing of icons.svg; `flip` for those that have a direction.

    It says nothing to screen readers: a word must stand beside it.
    """
    kind = Markup(" flip") if flip else Markup()
    return Markup(
        '<svg class="icon{}" aria-hidden="true"><use href="{}#{}"/></svg>'
    ).format(kind, ICONS, name)


def _site_address() -> str:
    """Scheme and host, if the owner has told them: pages kept for all do not vary."""
    return settings.ROSTRA_ADDRESS


def _web_link(address: str) -> str:
    """The address if it may stand in a link (http, https, a path of this site), or ``."""
    is_path = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if is_path or address.startswith(("https://", "http://")) else ""


def _xml_text(words: str) -> str:
    """Text without the control characters that XML 1.0 cannot carry even escaped."""
    return _NOT_XML.sub("", str(words))


def _words_in(language: str = "") -> Markup:
    """The attribute for an element whose words are in another language than the page;
    no language means the site's."""
    spoken = language or settings.LANGUAGE_CODE
    if spoken == LANGUAGE.get():
        return Markup()
    return Markup(' lang="{}"').format(spoken)


def _respoken(html: str) -> Markup:
    """A post's stored HTML, with our words in it in the page's language."""
    return Markup(markup.respoken(html, LANGUAGE.get()))


def _asset(name: str) -> str:
    # Assets are gathered when the server starts, after templates are configured.
    from rostra.web.assets import asset

    return asset(name)


def _translate(made: Environment) -> None:
    i18n: Any = made
    i18n.install_gettext_callables(gettext, ngettext, newstyle=True)
    made.globals["gettext"] = made.globals["_"] = _say
    made.globals["ngettext"] = _say_many
    made.globals["pgettext"] = _say_in
    made.globals["npgettext"] = _say_many_in


def _say(message: str, **values: Any) -> Markup:
    """Jinja2's own new-style gettext, without its cost at every call."""
    said = _said(message, LANGUAGE.get())
    return said % values if values else said


@lru_cache(maxsize=4096)
def _said(message: str, language: str | None) -> Markup:
    return Markup(gettext(message))


def _say_in(context: str, message: str, **values: Any) -> Markup:
    """The same for words that mean another thing elsewhere."""
    said = Markup(pgettext(context, message))
    return said % values if values else said


def _say_many(one: str, many: str, number: int, **values: Any) -> Markup:
    """The same for ngettext; `num` in the message is the number."""
    values.setdefault("num", number)
    return _said_many(one, many, number, LANGUAGE.get()) % values


@lru_cache(maxsize=8192)
def _said_many(one: str, many: str, number: int, language: str | None) -> Markup:
    return Markup(ngettext(one, many, number))


def _say_many_in(context: str, one: str, many: str, number: int) -> Markup:
    """The same for words that mean another thing elsewhere; without the number."""
    return _said_many_in(context, one, many, number, LANGUAGE.get())


@lru_cache(maxsize=8192)
def _said_many_in(
    context: str, one: str, many: str, number: int, language: str | None
) -> Markup:
    return Markup(npgettext(context, one, many, number))
