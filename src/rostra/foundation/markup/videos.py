"""Addresses that are videos: the common sites, and PeerTube wherever it runs."""

import re
from urllib.parse import quote, urlsplit

_SITES = [
    (
        "YouTube",
        r"(?:[\w-]+\.)?youtube(?:-nocookie)?\.com/(?:watch\?|shorts/|live/|embed/)",
    ),
    ("YouTube", r"youtu\.be/[\w-]"),
    ("Vimeo", r"(?:player\.|www\.)?vimeo\.com/(?:video/|channels/[\w-]+/)?\d"),
    ("Dailymotion", r"(?:www\.)?dailymotion\.com/video/|dai\.ly/\w"),
    ("Twitch", r"(?:www\.)?twitch\.tv/videos/\d|clips\.twitch\.tv/\w"),
    ("TikTok", r"(?:www\.)?tiktok\.com/@[\w.-]+/video/\d"),
    ("Bilibili", r"(?:www\.|m\.)?bilibili\.com/video/"),
]
_PATTERNS = [(name, re.compile(pattern, re.ASCII)) for name, pattern in _SITES]
_PEERTUBE = re.compile(
    r"/(?:w|videos/watch)/(?:[1-9A-HJ-NP-Za-km-z]{22}|[0-9a-f-]{36})$"
)
_TELLS = {
    "YouTube": "https://www.youtube.com/oembed",
    "Vimeo": "https://vimeo.com/api/oembed.json",
    "Dailymotion": "https://www.dailymotion.com/services/oembed",
}
"""Where these sites tell about a video in few words (oEmbed 1.0)."""


def video_site(address: str) -> str:
    """The name of the site that an address shows a video of; `""` if it is none."""
    parts = urlsplit(address)
    host = (parts.hostname or "").lower()
    place = f"{host}{parts.path}?{parts.query}"
    for name, pattern in _PATTERNS:
        if pattern.match(place):
            return name
    return host if _PEERTUBE.match(parts.path) else ""


def told_at(address: str) -> str:
    """Where to ask about a video, `""` if the page itself is to be asked."""
    place = _TELLS.get(video_site(address), "")
    return f"{place}?format=json&url={quote(address, safe='')}" if place else ""
