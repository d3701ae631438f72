"""Addresses with letters of any language, as protocols write them (RFC 3987, 3.1)."""

from urllib.parse import quote

_ASCII = "".join(map(chr, range(128)))


def ascii_host(host: str) -> str:
    """The name of a host in ASCII (IDNA, RFC 3490). Raises ValueError if it is none."""
    return host.encode("idna").decode("ascii")


def ascii_words(words: str | bytes) -> str:
    """A path or a query, with each byte that is not ASCII as `%C3`; what is so already
    stays. Raises ValueError for what is no text."""
    return quote(words, safe=_ASCII)


def told_by_header(value: str) -> str:
    """An address that came in a header: many servers write UTF-8 there, which has been
    read as Latin-1 on the way (RFC 9110, 5.5)."""
    told = value.encode("latin-1", "replace")
    try:
        return told.decode("utf-8")
    except UnicodeDecodeError:
        return ascii_words(told)
