"""What a site's robots.txt says to this forum (RFC 9309)."""

from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser


def robots_address(address: str) -> str:
    """Where the rules for an address stand."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"


def allows(robots: bytes, address: str) -> bool:
    """Whether the rules let Rostra ask for an address."""
    rules = RobotFileParser()
    rules.parse(robots.decode("utf-8", "replace").splitlines())
    return rules.can_fetch("Rostra", address)
