"""What the pictures, smileys and embedded pages of other forums stand for."""

import re
from urllib.parse import parse_qs, urlsplit

from selectolax.lexbor import LexborNode

_SMILEY = re.compile(
    r"smil(?:ie|ey)|emoji|emoticon|inlineimg|/smileys?/|/icons?/icon\d", re.IGNORECASE
)
_PLACEHOLDER = re.compile(r"spacer\.|blank\.gif|^data:|transparent\.|lazy")
_PICTURE = re.compile(
    r"\.(?:png|jpe?g|gif|webp|bmp)(?:\.[0-9a-f]{32}\.\w+)?(?:\?|$)", re.IGNORECASE
)
_YOUTUBE = re.compile(r"youtube(?:-nocookie)?\.com$")
_NAMED = {
    "smiley": "🙂",
    "smile": "🙂",
    "wink": "😉",
    "cheesy": "😀",
    "grin": "😁",
    "angry": "😠",
    "sad": "🙁",
    "shocked": "😮",
    "cool": "😎",
    "huh": "😕",
    "huh?": "😕",
    "roll eyes": "🙄",
    "rolleyes": "🙄",
    "tongue": "😛",
    "embarrassed": "😳",
    "lips sealed": "🤐",
    "undecided": "😕",
    "kiss": "😘",
    "cry": "😢",
    "evil": "😈",
    "afro": "🧑‍🦱",
}


def smiley(attributes: dict[str, str | None]) -> str | None:
    """The words or emoji a smiley stands for, or None if this is a real picture."""
    alt = (attributes.get("data-shortname") or attributes.get("alt") or "").strip()
    kind = " ".join(
        attributes.get(name) or ""
        for name in ("class", "src", "data-src", "data-emoticon")
    )
    if "data-emoticon" not in attributes and not _SMILEY.search(kind):
        return None
    name = alt or (attributes.get("title") or "").strip()
    if not name or name.lower() in ("image", "*"):
        name = f":{_stem(address(attributes))}:"
    return _NAMED.get(name.strip(":").lower(), name)


def address(attributes: dict[str, str | None]) -> str:
    """Where a picture lies: its own address, or the one loaded lazily."""
    src = attributes.get("src") or ""
    lazy = attributes.get("data-src") or attributes.get("data-url") or ""
    if lazy and (not src or _PLACEHOLDER.search(src)):
        return lazy
    return src


def is_enlarged(link: LexborNode, url: str) -> bool:
    """Whether a link is only there to show the picture in it in full."""
    return bool(_PICTURE.search(url)) and not link.text().strip()


def embedded(node: LexborNode) -> str:
    """The page that an embedded one shows, as a reader would open it, or nothing."""
    attributes = node.attributes
    url = attributes.get("data-embed-src") or attributes.get("src") or ""
    url = url or attributes.get("data-src") or attributes.get("data") or ""
    if not url:
        source = node.css_first("source, param[name=movie]")
        inner = source.attributes if source is not None else {}
        url = (
            inner.get("src") or inner.get("data-video-src") or inner.get("value") or ""
        )
    if url.startswith("//"):
        url = f"https:{url}"
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    if _YOUTUBE.search(host) and parts.path.startswith(("/embed/", "/v/")):
        name = parts.path.split("/")[2].split("&")[0]
        start = parse_qs(parts.query).get("start", [""])[0]
        return f"https://www.youtube.com/watch?v={name}" + (
            f"&t={start}" if start else ""
        )
    return url.removesuffix("?do=embed").removesuffix("&do=embed")


def shown_address(hidden: str) -> str:
    """The e-mail address behind Cloudflare's `data-cfemail`: hex, first byte the key."""
    try:
        key, *rest = bytes.fromhex(hidden)
        return bytes(byte ^ key for byte in rest).decode()
    except (ValueError, UnicodeDecodeError):
        return "(e-mail address)"


def _stem(url: str) -> str:
    return (
        url.rstrip("/").rsplit("/", 1)[-1].split(".")[0].split("?")[0][:40] or "smiley"
    )
