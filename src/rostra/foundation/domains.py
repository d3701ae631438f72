"""Names of hosts: which one an address leads to, and what lies below another."""

import re
from urllib.parse import urlsplit

LONGEST = 253
"""Characters of a name (RFC 1035, 2.3.4)."""
_NAME = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})+")


def domain_of(address: str) -> str:
    """The domain that a web address leads to, as `tidy_domain` has it; empty if none."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return ""
    return tidy_domain(host) if parts.scheme.lower() in ("http", "https") else ""


def tidy_domain(typed: str) -> str:
    """A domain in small letters, in ASCII (IDNA, RFC 3490), without `www.` and a dot at
    the end; empty if it is none."""
    name = typed.strip().rstrip(".").lower().removeprefix("www.")
    if not name.isascii():
        try:
            name = name.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    return name if len(name) <= LONGEST and _NAME.fullmatch(name) else ""


def domain_key(domain: str) -> str:
    """Its labels from the last to the first: `org.example.news`. What lies below a domain
    has a key that begins with the domain's and a dot."""
    return ".".join(reversed(domain.split("."))) if domain else ""


def domain_with(key: str) -> str:
    """The domain that has this key."""
    return ".".join(reversed(key.split(".")))


def key_at(address: str) -> str:
    """The key of the domain that an address leads to; empty if it leads to none."""
    return domain_key(domain_of(address))


def above(domain: str) -> list[str]:
    """The domain and those that it lies below, the nearest first; not the outermost."""
    labels = domain.split(".")
    return [".".join(labels[at:]) for at in range(len(labels) - 1)]
