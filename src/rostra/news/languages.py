"""The languages of stories, as BCP 47 writes them."""

import re

from django.conf.locale import LANG_INFO

_TAG = re.compile(
    r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?(?:[-_][\w-]*)?",
    re.IGNORECASE | re.ASCII,
)
_NONE = frozenset(("und", "mul", "mis", "zxx", "xx"))
_SHORT = {
    "ara": "ar",
    "chi": "zh",
    "dan": "da",
    "deu": "de",
    "dut": "nl",
    "eng": "en",
    "fin": "fi",
    "fra": "fr",
    "fre": "fr",
    "ger": "de",
    "gre": "el",
    "ell": "el",
    "ita": "it",
    "jpn": "ja",
    "nld": "nl",
    "nob": "nb",
    "nor": "no",
    "pol": "pl",
    "por": "pt",
    "rus": "ru",
    "spa": "es",
    "swe": "sv",
    "tur": "tr",
    "ukr": "uk",
    "zho": "zh",
}
"""What bibliographers call languages that BCP 47 writes with two letters."""
_OFFERED = (
    "ar bg bn ca cs cy da de el en es et eu fa fi fr ga gl he hi hr hu hy id is it ja ka "
    "ko lt lv mk nb nl nn pl pt pt-br ro ru sk sl sq sr sr-latn sv sw ta te th tr uk ur "
    "vi zh-hans zh-hant"
).split()


def language_tag(words: str) -> str:
    """A language as BCP 47 writes it, such as `pt-BR`, or `""` for what is none."""
    found = _TAG.fullmatch(words.strip()[:40])
    if found is None or found[1].lower() in _NONE:
        return ""
    first = found[1].lower()
    script, region = (found[2] or "").capitalize(), (found[3] or "").upper()
    return "-".join(filter(None, (_SHORT.get(first, first), script, region)))


def language_choices(now: str = "") -> list[tuple[str, str]]:
    """Languages to choose from, by what they call themselves, and the one that is it now."""
    offered = {
        language_tag(code): str(LANG_INFO[code]["name_local"]) for code in _OFFERED
    }
    if now and now not in offered:
        base = offered.get(now.partition("-")[0], "")
        offered[now] = f"{base} ({now})" if base else now
    named = ((tag, name[:1].upper() + name[1:]) for tag, name in offered.items())
    return sorted(named, key=lambda pair: pair[1].casefold())
