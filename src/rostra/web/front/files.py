"""Files the front answers by itself: assets from memory, uploads from the media folder."""

import stat
from pathlib import Path
from typing import Any

from rostra.web.assets import Asset, Assets
from rostra.web.front.answers import (
    FILE,
    Answer,
    etag_of,
    matches,
    not_modified,
    passed_on,
    send,
    text,
)
from rostra.web.front.encodings import (
    BR,
    GZIP,
    PLAIN,
    TOKENS,
    for_ever,
    is_compressible,
)

YEAR = "public, max-age=31536000, immutable"
MONTH = "public, max-age=2592000"
IMAGES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
"""What the media folder may show, by suffix. Not SVG: it can carry scripts."""

_ALONE = [
    ("x-content-type-options", "nosniff"),
    ("content-security-policy", "default-src 'none'; sandbox"),
    ("cross-origin-resource-policy", "same-origin"),
]
NOT_FOUND = text(404, "There is nothing at this address.")


def send_named_file(scope: Any, proto: Any, answer: Answer) -> None:
    """Send the file that an answer of Django's names, from where it lies."""
    headers = passed_on(answer.headers)
    etag = answer.header("etag")
    if etag and matches(scope.headers.get("if-none-match"), etag):
        send(proto, not_modified(Answer(200, headers, b"")))
        return
    if length := answer.header("content-length"):
        headers.append(("content-length", length))
    if scope.method == "HEAD":
        proto.response_empty(answer.status, headers)
    else:
        proto.response_file(answer.status, headers, answer.header(FILE.lower()))


class AssetFiles:
    """Assets, compressed once, answered from memory."""

    def __init__(self, assets: Assets) -> None:
        self._assets = assets
        self._answers: dict[tuple[str, bool, int], Answer] = {}

    def warm(self) -> None:
        """Compress everything now, on a thread, rather than when it is asked for."""
        for asset in self._assets.all().values():
            for coding in (BR, GZIP):
                self._answer(asset, coding)

    def send(self, scope: Any, proto: Any, coding: int) -> None:
        """Answer a request for a path that begins with `/static/`, or is a fixed one."""
        asset = self._assets.find(scope.path)
        answer = self._answer(asset, coding) if asset else NOT_FOUND
        etag = answer.header("etag")
        if etag and matches(scope.headers.get("if-none-match"), etag):
            answer = not_modified(answer)
        send(proto, answer, is_head=scope.method == "HEAD")

    def _answer(self, asset: Asset, coding: int) -> Answer:
        key = (asset.name, asset.is_immutable, coding)
        if key not in self._answers:
            self._answers[key] = _asset_answer(asset, coding)
        return self._answers[key]


def _asset_answer(asset: Asset, coding: int) -> Answer:
    if not is_compressible(asset.content_type, asset.body):
        coding = PLAIN
    body = for_ever(asset.body, coding)
    headers = [
        ("content-type", asset.content_type),
        ("cache-control", YEAR if asset.is_immutable else "no-cache"),
        ("etag", etag_of(asset.body, coding)),
        ("vary", "Accept-Encoding"),
        ("x-content-type-options", "nosniff"),
    ]
    if coding != PLAIN:
        headers.append(("content-encoding", TOKENS[coding]))
    return Answer(200, headers, body)


class MediaFiles:
    """Images out of one folder, and nothing from outside it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()

    def send(self, scope: Any, proto: Any) -> None:
        """Answer a request for a path that begins with `/media/`."""
        is_head = scope.method == "HEAD"
        found = self._find(scope.path.removeprefix("/media/"))
        if found is None:
            send(proto, NOT_FOUND, is_head=is_head)
            return
        path, size, etag = found
        headers = [
            ("content-type", IMAGES[path.suffix]),
            ("cache-control", MONTH),
            ("etag", etag),
            *_ALONE,
        ]
        if matches(scope.headers.get("if-none-match"), etag):
            send(proto, not_modified(Answer(200, headers, b"")))
        elif is_head:
            headers.append(("content-length", str(size)))
            proto.response_empty(200, headers)
        else:
            proto.response_file(200, headers, str(path))

    def _find(self, name: str) -> tuple[Path, int, str] | None:
        """The real path of an image, its bytes and its ETag."""
        try:
            path = (self._folder / name).resolve()
            if not path.is_relative_to(self._folder) or path.suffix not in IMAGES:
                return None
            found = path.stat()
        except (OSError, ValueError):
            return None
        if not stat.S_ISREG(found.st_mode):
            return None
        return path, found.st_size, f'"{found.st_mtime_ns:x}-{found.st_size:x}"'
