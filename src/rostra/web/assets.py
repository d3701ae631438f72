"""Style sheets, scripts and drawings, gathered from the packages when the server starts.

All CSS is one file and all JavaScript another, under addresses that change with what
is in them, so that browsers never ask twice. No tool is needed to make them.
"""

import json
import re
from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import rostra
from rostra.foundation.markup.emoji import emoji_list

PACKAGES = Path(rostra.__file__).parent
ORDER = "web/static/web/css/order.txt"
"""The style sheets in their order, one a line: `post.css`, or `forum/post.css` for one
of another package."""

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
}


class Asset(NamedTuple):
    """One file as browsers get it."""

    name: str
    content_type: str
    body: bytes
    is_immutable: bool
    """Whether its address changes with it, so that it may be kept for ever."""


class Assets:
    """Everything under `/static/`, and the few files whose addresses are fixed."""

    FIXED = ("icons.svg", "favicon.ico")
    """Names that are also found at the root: an icon's address must be this site's own,
    and browsers ask for the other whether it is there or not."""

    def __init__(self, packages: Path = PACKAGES) -> None:
        bodies = {"app.css": _styles(packages), "app.js": _scripts(packages)}
        bodies |= {"emoji.json": _emoji(), **dict(_images(packages))}
        bodies |= dict(_alone(packages))
        self.version = _digest(bodies)
        self._bodies = bodies

    def address(self, name: str) -> str:
        """Where a file is found; raises KeyError if there is none of this name."""
        if name not in self._bodies:
            raise KeyError(f"no asset is called {name}")
        return f"/static/{self.version}/{name}"

    def all(self) -> dict[str, Asset]:
        """Every asset by its path."""
        found = {self.address(n): self._asset(n, True) for n in self._bodies}
        fixed = [name for name in self.FIXED if name in self._bodies]
        return found | {f"/{name}": self._asset(name, False) for name in fixed}

    def find(self, path: str) -> Asset | None:
        """The asset at a path such as `/static/<version>/app.css`, if there is one.

        A page made by an older release still finds today's files, but must not keep
        them under yesterday's address.
        """
        if path.startswith("/static/"):
            version, _, name = path.removeprefix("/static/").partition("/")
        else:
            version, name = "", path[1:]
            if name not in self.FIXED:
                return None
        if name not in self._bodies:
            return None
        return self._asset(name, version == self.version)

    def _asset(self, name: str, is_immutable: bool) -> Asset:
        kind = TYPES[Path(name).suffix]
        return Asset(name, kind, self._bodies[name], is_immutable)


@cache
def assets() -> Assets:
    """The assets of the installed packages, gathered when first asked for."""
    return Assets()


def asset(name: str) -> str:
    """The address of an asset; raises KeyError if there is none of this name."""
    return assets().address(name)


def _styles(packages: Path) -> bytes:
    names = (packages / ORDER).read_text("utf-8").split()
    sheets = [_sheet(packages, name).read_text("utf-8") for name in names]
    return "".join(smaller_css(sheet) for sheet in sheets).encode()


def _sheet(packages: Path, name: str) -> Path:
    package, _, file = name.rpartition("/")
    package = package or "web"
    return packages / package / "static" / package / "css" / file


_IN_CSS = re.compile(r"""("[^"]*"|'[^']*')|/\*.*?\*/""", re.DOTALL)


def smaller_css(sheet: str) -> str:
    """A style sheet without comments, indentation and empty lines; strings are left."""
    bare = _IN_CSS.sub(lambda found: found[1] or "", sheet)
    lines = [line.strip() for line in bare.splitlines()]
    return "".join(f"{line}\n" for line in lines if line)


def _scripts(packages: Path) -> bytes:
    """All scripts as one module, each in a block: none sees the names of another."""
    files = sorted(
        packages.glob("*/static/*/js/*.js"), key=lambda file: (file.name, str(file))
    )
    blocks = [f"{{\n{file.read_text('utf-8').strip()}\n}}\n" for file in files]
    return "".join(blocks).encode()


def _emoji() -> bytes:
    """What the renderer knows by name, for the box to write in, which asks when needed."""
    return json.dumps(emoji_list(), ensure_ascii=False, separators=(",", ":")).encode()


def _images(packages: Path) -> Iterable[tuple[str, bytes]]:
    """Pictures of every package by their bare names, and those of `web` at its root."""
    files = [*packages.glob("web/static/web/*"), *packages.glob("*/static/*/img/*")]
    for file in sorted(files):
        if file.is_file() and file.suffix in TYPES:
            yield file.name, file.read_bytes()


def _alone(packages: Path) -> Iterable[tuple[str, bytes]]:
    """Scripts that a page asks for only when somebody chose what they do."""
    for file in sorted(packages.glob("*/static/*/alone/*.js")):
        yield file.name, file.read_bytes()


def _digest(bodies: dict[str, bytes]) -> str:
    digest = blake2b(digest_size=6)
    for name, body in sorted(bodies.items()):
        digest.update(f"{name}\0{len(body)}\0".encode())
        digest.update(body)
    return digest.hexdigest()
