"""Content codings: which one a browser gets, and how a body is put into it."""

import zlib
from functools import lru_cache

import brotli  # type: ignore[import-untyped]

from rostra.web.parts import ChainedBytes

BR, GZIP, PLAIN = 0, 1, 2
"""The codings a body can have, the smallest first."""

TOKENS = ("br", "gzip", "")
"""What each is called in Content-Encoding (RFC 9110 §8.4)."""

WORTHWHILE = 500
"""Bytes below which a body is sent as it is."""

_TEXTUAL = ("text/", "application/json", "application/xml", "image/svg+xml")


def choose(accept_encoding: str | None) -> int:
    """The coding for an Accept-Encoding header (RFC 9110 §12.5.3).

    The highest weight wins, and the smaller result among equals. Where nothing is
    acceptable the body is sent as it is, as the RFC allows.
    """
    if accept_encoding is None:
        return PLAIN
    # No browser sends a long one, and what is remembered must not fill memory.
    return _chosen(accept_encoding[:200])


@lru_cache(maxsize=512)
def _chosen(accept_encoding: str) -> int:
    weights = _weights(accept_encoding)
    others = weights.get("*", 0.0)
    br = weights.get("br", others)
    gzip = weights.get("gzip", weights.get("x-gzip", others))
    plain = weights.get("identity", 0.0)
    best = max(br, gzip, plain)
    if best == 0.0:
        return PLAIN
    return BR if br == best else GZIP if gzip == best else PLAIN


def choose_for(accept_encoding: str | None, is_chained: bool) -> int:
    """The coding for one reader: gzip for a body with kept parts, if it may be."""
    best = choose(accept_encoding)
    if not (is_chained and best == BR and accept_encoding):
        return best
    return _gzip_if_taken(accept_encoding[:200])


@lru_cache(maxsize=512)
def _gzip_if_taken(accept_encoding: str) -> int:
    weights = _weights(accept_encoding)
    return GZIP if weights.get("gzip", weights.get("*", 0.0)) > 0 else BR


def _weights(accept_encoding: str) -> dict[str, float]:
    weights = {}
    for part in accept_encoding.lower().split(",")[:20]:
        token, _, parameter = part.partition(";")
        weights[token.strip()] = _weight(parameter.replace(" ", ""))
    return weights


def _weight(parameter: str) -> float:
    if not parameter.startswith("q="):
        return 1.0
    try:
        weight = float(parameter[2:])
    except ValueError:
        return 0.0
    return weight if 0.0 <= weight <= 1.0 else 0.0


def is_compressible(content_type: str, body: bytes) -> bool:
    """Whether a body of this type is worth compressing."""
    is_text = content_type.startswith(_TEXTUAL) or "+xml" in content_type
    return is_text and len(body) >= WORTHWHILE


def for_ever(body: bytes, coding: int) -> bytes:
    """Compressed as well as can be: for assets, once in the life of a process."""
    return _compressed(body, coding, quality=11, level=9)


def to_keep(body: bytes, coding: int) -> bytes:
    """Compressed for a page that many will get: 46 KB in 0.5 ms, to 8.6 KB in brotli."""
    return _compressed(body, coding, quality=5, level=6)


def for_once(body: bytes, coding: int) -> bytes:
    """Compressed for one reader: 46 KB in 0.15 ms, to 9.6 KB in brotli (gzip: 11 KB).

    Of a page with kept parts only the rest is compressed, in gzip.
    """
    if coding == GZIP and isinstance(body, ChainedBytes):
        return body.gzipped()
    return _compressed(body, coding, quality=3, level=1)


def _compressed(body: bytes, coding: int, *, quality: int, level: int) -> bytes:
    if coding == BR:
        # The window of a page: a larger one costs memory and time, and gains nothing.
        packed: bytes = brotli.compress(body, quality=quality, lgwin=18)
        return packed
    if coding == GZIP:
        packer = zlib.compressobj(level, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
        return packer.compress(body) + packer.flush()
    return body


def unpacked(body: bytes, coding: int) -> bytes:
    """What was compressed."""
    if coding == BR:
        plain: bytes = brotli.decompress(body)
        return plain
    return zlib.decompress(body, 16 + zlib.MAX_WBITS) if coding == GZIP else body
