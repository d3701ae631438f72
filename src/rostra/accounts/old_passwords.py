"""Passwords as other forums keep them: they go on working until their next use.

None of these is ever made anew: whoever signs in with one gets a hash of our own in its
place, as Django does for every hasher that is not the preferred one. What is stored
begins with the name of a class here, and holds all that the old forum knew.
"""

import base64
import hashlib
import hmac
import html
import re
from collections.abc import Callable, Iterator
from enum import StrEnum

import bcrypt
from django.contrib.auth.hashers import BasePasswordHasher
from django.utils.crypto import constant_time_compare

LONGEST = 4096
"""Bytes of a password that are looked at; forms send far fewer."""
COSTLIEST_BCRYPT = 13
"""Rounds as a power of two: twice what any forum makes by itself."""
COSTLIEST_PHPASS = 15
LONGEST_SALT = 480
"""Bytes; a member's name can be one."""
_ITOA64 = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


class Scheme(StrEnum):
    """Whose way of keeping passwords it is."""

    ARGON2 = "argon2"
    BCRYPT = "bcrypt"
    """Invision 4 and 5, phpBB 3.1 and later, XenForo."""
    WORDPRESS = "wordpress"
    """WordPress 6.8 and later; earlier ones are PHPASS."""
    PHPASS = "phpass"
    """phpBB 3.0, WordPress, and others that took phpass."""
    VBULLETIN = "vbulletin"
    """vBulletin 3 and 4."""
    VBULLETIN5 = "vbulletin5"
    INVISION3 = "invision3"
    MYBB = "mybb"
    SMF = "smf"
    """SMF 1 and 2.0."""
    SMF21 = "smf21"


def old_password(scheme: Scheme, digest: str, salt: str = "", name: str = "") -> str:
    """What `User.password` is to hold for a hash from another forum's database.

    `salt` is the database's own column, where there is one; `name` is the member's, which
    SMF mixes in. Raises ValueError, saying why, for what is no hash of the scheme, or
    one that would take too long to check.
    """
    digest = digest.strip()
    match scheme:
        case Scheme.ARGON2:
            return f"argon2{_argon2(digest)}"
        case Scheme.PHPASS:
            return f"{Phpass.algorithm}${_phpass(digest)}"
        case Scheme.BCRYPT:
            return _kept_bcrypt("plain", b"", digest)
        case Scheme.VBULLETIN5:
            return _kept_bcrypt("md5", b"", digest)
        case Scheme.SMF21:
            return _kept_bcrypt("name", _lowered(name), digest)
        case Scheme.WORDPRESS:
            return _kept_bcrypt("wordpress", b"", digest.removeprefix("$wp"))
        case Scheme.VBULLETIN:
            return _kept_digest("vbulletin", salt.encode(), digest)
        case Scheme.INVISION3 | Scheme.MYBB:
            return _kept_digest("invision", salt.encode(), digest)
        case Scheme.SMF:
            return _kept_digest("smf", _lowered(name), digest)


def _lowered(name: str) -> bytes:
    # PHP lowers bytes, and so letters of ASCII only.
    return name.encode().lower()


def _kept_bcrypt(way: str, mixed: bytes, digest: str) -> str:
    found = re.fullmatch(r"\$2[abxy]\$(\d\d)\$[./A-Za-z0-9]{53}", digest)
    if not found:
        raise ValueError("This is no bcrypt hash.")
    if not 4 <= int(found[1]) <= COSTLIEST_BCRYPT:
        raise ValueError("This bcrypt hash would take too long to check.")
    return f"{OldBcrypt.algorithm}${way}${mixed.hex()}{digest}"


def _kept_digest(rule: str, salt: bytes, digest: str) -> str:
    length = 40 if rule == "smf" else 32
    if not re.fullmatch(f"[0-9a-fA-F]{{{length}}}", digest):
        raise ValueError(f"This is no hash of {length} hexadecimal digits.")
    if len(salt) > LONGEST_SALT:
        raise ValueError("This hash has a salt that is too long.")
    return f"{OldDigest.algorithm}${rule}${salt.hex()}${digest.lower()}"


def _phpass(digest: str) -> str:
    if not re.fullmatch(r"\$[HP]\$[./0-9A-Za-z]{31}", digest):
        raise ValueError("This is no phpass hash.")
    if not 7 <= _ITOA64.index(digest[3]) <= COSTLIEST_PHPASS:
        raise ValueError("This phpass hash would take too long to check.")
    return digest


def _argon2(digest: str) -> str:
    found = re.fullmatch(
        r"\$argon2(?:i|id|d)(?:\$v=\d{1,3})?\$m=(\d{1,9}),t=(\d{1,3}),p=(\d{1,3})"
        r"\$[A-Za-z0-9+/]{8,128}\$[A-Za-z0-9+/]{16,128}",
        digest,
    )
    if not found:
        raise ValueError("This is no Argon2 hash.")
    memory, passes, lanes = map(int, found.groups())
    if memory > 131_072 or passes > 8 or lanes > 16:
        raise ValueError("This Argon2 hash would take too much to check.")
    return digest


def _spellings(password: str) -> Iterator[bytes]:
    """The password's bytes as a forum of today had them, and one of twenty years ago."""
    password = password[:LONGEST]
    yield password.encode("utf-8", "surrogatepass")[:LONGEST]
    # phpBB, and SMF in places, hash what a page would show the password as.
    shown = html.escape(password, quote=False).replace('"', "&quot;")
    if shown != password:
        yield shown.encode("utf-8", "surrogatepass")[:LONGEST]
    if not password.isascii():
        yield password.encode("cp1252", "ignore")


class _Old(BasePasswordHasher):
    """What all have in common: they check, and make nothing."""

    def encode(self, password: str, salt: str) -> str:
        """Raises NotImplementedError: a new password is kept in our own way."""
        raise NotImplementedError("old hashes are only checked")

    def verify(self, password: str, encoded: str) -> bool:
        """Whether this is the password, in any spelling that the old forum may have had."""
        holds = False
        for words in _spellings(password):
            holds |= self.matches(words, encoded)
        return holds

    def matches(self, password: bytes, encoded: str) -> bool:
        """Whether these bytes are the password, found out in constant time."""
        raise NotImplementedError

    def harden_runtime(self, password: str, encoded: str) -> None:
        """Nothing: find_member makes up for the time."""


class Phpass(_Old):
    """Repeated MD5 with a salt (Openwall's phpass, portable hashes)."""

    algorithm = "old_phpass"

    def matches(self, password: bytes, encoded: str) -> bool:
        """Whether these bytes hash to it."""
        digest = encoded.partition("$")[2]
        salt = digest[4:12].encode()
        found = hashlib.md5(salt + password, usedforsecurity=False).digest()
        for _ in range(1 << _ITOA64.index(digest[3])):
            found = hashlib.md5(found + password, usedforsecurity=False).digest()
        return constant_time_compare(_encode64(found), digest[12:])


def _encode64(digest: bytes) -> str:
    """Sixteen bytes in phpass's own base 64: three at a time, the lowest bits first."""
    letters = []
    for start in range(0, len(digest), 3):
        group = digest[start : start + 3]
        value = int.from_bytes(group, "little")
        for _ in range(len(group) + 1):
            letters.append(_ITOA64[value & 63])
            value >>= 6
    return "".join(letters)


def _wordpress(password: bytes) -> bytes:
    mixed = hmac.digest(b"wp-sha384", password.strip(b" \t\n\r\0\x0b"), "sha384")
    return base64.b64encode(mixed)


_BEFORE_BCRYPT: dict[str, Callable[[bytes, bytes], bytes]] = {
    "plain": lambda password, _mixed: password,
    "md5": lambda password, _mixed: _md5(password),
    "name": lambda password, mixed: mixed + password,
    "wordpress": lambda password, _mixed: _wordpress(password),
}


class OldBcrypt(_Old):
    """bcrypt, and what some forums do to a password before it."""

    algorithm = "old_bcrypt"

    def matches(self, password: bytes, encoded: str) -> bool:
        """Whether these bytes hash to it; as in PHP, they end at a NUL or after 72."""
        _, way, rest = encoded.split("$", 2)
        mixed, _, digest = rest.partition("$")
        ready = _BEFORE_BCRYPT[way](password, bytes.fromhex(mixed))
        ready = ready.partition(b"\0")[0][:72]
        # $2x$ and $2y$ are PHP's names; for plain bytes all are the same function.
        kept = f"$2b${digest.split('$', 1)[1]}".encode()
        return hmac.compare_digest(bcrypt.hashpw(ready, kept), kept)


def _md5(words: bytes) -> bytes:
    return hashlib.md5(words, usedforsecurity=False).hexdigest().encode()


def _smf(password: bytes, salt: bytes) -> bytes:
    return hashlib.sha1(salt + password, usedforsecurity=False).hexdigest().encode()


_RULES: dict[str, Callable[[bytes, bytes], bytes]] = {
    "vbulletin": lambda password, salt: _md5(_md5(password) + salt),
    "invision": lambda password, salt: _md5(_md5(salt) + _md5(password)),
    "smf": _smf,
}


class OldDigest(_Old):
    """One or two rounds of MD5 or SHA-1 with a salt."""

    algorithm = "old_digest"

    def matches(self, password: bytes, encoded: str) -> bool:
        """Whether these bytes hash to it by the forum's rule."""
        _, rule, salt, digest = encoded.split("$", 3)
        found = _RULES[rule](password, bytes.fromhex(salt))
        return hmac.compare_digest(found, digest.encode())
