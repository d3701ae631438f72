"""Addresses of sources: what is one, and which are the same."""

from hashlib import sha256
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rostra.foundation.iris import ascii_host, ascii_words
from rostra.foundation.trackers import is_tracker

LONGEST = 2000
_PORTS = {("http", 80), ("https", 443)}


def check_address(typed: str) -> str:
    """The address of a page, tidied; raises ValidationError."""
    address = typed.strip()
    if "://" not in address and "." in address.partition("/")[0]:
        address = f"https://{address}"
    parts = _taken_apart(address)
    if parts is None:
        raise ValidationError(_("Give the web address of a page: https://…"))
    if len(address) > LONGEST:
        raise ValidationError(
            _("An address has at most %(most)s characters.") % {"most": LONGEST}
        )
    return address


def digest_of(address: str) -> str:
    """The same for addresses of the same page: http or https, capitals in the name of
    the host, how letters are written that are not ASCII, the place in the page and what
    counts visitors make no difference. Raises ValueError for what is no address."""
    parts = urlsplit(address)
    host = ascii_host((parts.hostname or "").rstrip("."))
    port = parts.port
    if port and (parts.scheme.lower(), port) not in _PORTS:
        host = f"{host}:{port}"
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    query = urlencode([pair for pair in pairs if not is_tracker(*pair)])
    path = ascii_words(parts.path) or "/"
    same = urlunsplit(("https", host, path, query, ""))
    return sha256(same.encode("ascii")).hexdigest()


def host_of(address: str) -> str:
    """Whose page it is, as readers are shown it."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


def archive_of(address: str) -> str:
    """Where a public archive has pages of this address, if it has any."""
    return f"https://web.archive.org/web/{address}"


def _taken_apart(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
        # What digest_of and whoever asks for the page need.
        ascii_host((host or "").rstrip("."))
        ascii_words(f"{parts.path}{parts.query}")
    except ValueError:
        return None
    is_web = parts.scheme.lower() in ("http", "https") and _is_host(host)
    is_line = address.isprintable() and " " not in address and "\\" not in address
    return parts if is_web and is_line and parts.username is None else None


def _is_host(host: str | None) -> bool:
    """Whether it can be one of the public network."""
    return bool(host and "." in host)
