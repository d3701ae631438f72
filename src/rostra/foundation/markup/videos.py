"""Addresses that are videos: the common sites, and PeerTube wherever it runs."""

import re
from urllib.parse import parse_qs, quote, urlsplit

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

_PLAYERS = {
    "YouTube": "https://www.youtube-nocookie.com/embed/{name}",
    "Vimeo": "https://player.vimeo.com/video/{name}?dnt=1",
    "Dailymotion": "https://geo.dailymotion.com/player.html?video={name}",
}
PLAYER_SITES = tuple("https://" + urlsplit(p).netloc for p in _PLAYERS.values())
"""Where these players are: what a page may put into a frame."""

_NAME = re.compile(r"[\w-]{2,40}", re.ASCII)
_SECONDS = re.compile(r"(\d{1,6})s?", re.ASCII)


def video_site(address: str) -> str:
    """The name of the site that an address shows a video of; `""` if it is none."""
    parts = urlsplit(address)
    host = (parts.hostname or "").lower()
    place = f"{host}{parts.path}?{parts.query}"
    for name, pattern in _PATTERNS:
        if pattern.match(place):
            return name
    return host if _PEERTUBE.match(parts.path) else ""


def player_of(address: str) -> str:
    """The address of a player that may stand in a page, `""` if there is none.

    These are the sites' own players in the form that tells them the least of who looks.
    """
    site, parts = video_site(address), urlsplit(address)
    if site not in _PLAYERS:
        return ""
    asked = parse_qs(parts.query)
    last = parts.path.rstrip("/").rpartition("/")[2]
    name = asked.get("v", [""])[0] if parts.path == "/watch" else last
    if not _NAME.fullmatch(name):
        return ""
    player = _PLAYERS[site].format(name=name)
    start = _SECONDS.fullmatch(asked.get("t", [""])[0]) if site == "YouTube" else None
    return f"{player}?start={start[1]}" if start else player


def told_at(address: str) -> str:
    """Where to ask about a video, `""` if the page itself is to be asked."""
    place = _TELLS.get(video_site(address), "")
    return f"{place}?format=json&url={quote(address, safe='')}" if place else ""
