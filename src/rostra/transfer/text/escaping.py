"""Makes words of another forum safe inside Markdown, so that they show as typed."""

import re
from urllib.parse import quote, urljoin, urlsplit

_SPECIAL = re.compile(
    r"(\|{2,})|([\\`*\[\]<|~])"
    r"|(?<![^\W_])(_)|(_)(?![^\W_])"
    r"|(&)(?=\#?\w{1,32};)"
)
_AT_START = re.compile(r"^(\s*)(?:([#>+=-])|(\d{1,9})([.)](?=\s|$)))")
_UNSAFE_IN_URL = re.compile(r"[\x00-\x20<>\\()`|*\[\]\"{}^\ue000]|[\x7f-\x9f]")
_SCHEMES = frozenset({"http", "https", "mailto"})
_UNLINKED = frozenset({"ftp", "ftps", "sftp", "magnet", "irc", "ircs", "ed2k", "news"})
"""Schemes nobody is led to by a link here, but whose addresses are worth reading."""
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ue000\ufffe\uffff]|[\ud800-\udfff]"
)


def tidy(text: str) -> str:
    """The text without characters that no page or database can hold."""
    return _CONTROL.sub("", text)


def escape(text: str) -> str:
    """Words as inline Markdown that renders to exactly these words (CommonMark 2.4)."""
    return _SPECIAL.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    # Two bars hide words and no backslash prevents it; whoever typed them meant code.
    return code_span(match[1]) if match[1] else "\\" + match[0]


def escape_line_start(line: str) -> str:
    """Inline Markdown that cannot be read as the beginning of a block."""
    return _AT_START.sub(_escaped_start, line, count=1)


def _escaped_start(match: re.Match[str]) -> str:
    space, sign, number, dot = match.groups()
    return f"{space}\\{sign}" if sign else f"{space}{number}\\{dot}"


def code_span(text: str) -> str:
    """Words as a code span; the fence is longer than any run of backticks inside."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text[:1] in "` " or text[-1:] in "` " else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def code_block(text: str, language: str = "") -> str:
    """Words as a fenced block; the fence is longer than any run of backticks inside."""
    longest = max((len(run) for run in re.findall(r"`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{text.strip(chr(10))}\n{fence}"


def is_safe(url: str) -> bool:
    """Whether this came from `link_url` and is not empty."""
    return url.partition(":")[0] in _SCHEMES and not _UNSAFE_IN_URL.search(url)


def unlinked(url: str) -> str:
    """An address that is shown as words instead of a link, or empty if it is none."""
    scheme = url.strip().partition(":")[0].lower()
    return tidy(url).strip() if scheme in _UNLINKED else ""


def link_url(url: str, base: str = "") -> str:
    """The address as it may stand in a Markdown link, or empty if nobody may follow it.

    Relative ones are made absolute with `base`.
    """
    url = tidy(url).strip()
    if not url or url.startswith("#"):
        return ""
    try:
        url = urljoin(base, url)
        scheme = urlsplit(url).scheme.lower()
    except ValueError:
        return ""
    if scheme not in _SCHEMES:
        return ""
    url = scheme + url[len(scheme) :]
    return _UNSAFE_IN_URL.sub(lambda match: quote(match.group()), url)
