"""Draws one picture anew, in a process of its own that may use only so much.

It is run as a program by `pictures.py` and imports nothing of Rostra: whatever a hostile
file does to the decoder, it does it here. The picture comes in by standard input and goes
out as WebP and AVIF; the exit status says why not.
"""

import json
import math
import resource
import sys
from io import BytesIO
from typing import Any

REFUSED = 3
"""Exit status: no picture of these formats, or a broken one."""
TOO_LARGE = 4
"""Exit status: more pixels than are taken, or than there is memory for."""

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
MOST_PIXELS = {"JPEG": 100_000_000, "WEBP": 8_000_000, "AVIF": 16_000_000}
"""JPEG is decoded at a fraction of its size, so that its pixels never are in memory; WebP
is there four times, AVIF three times."""
MOST_PIXELS_ELSE = 16_000_000
MANY_PIXELS = 8_000_000
"""Where a picture of so many cannot be decoded, memory is taken for the reason."""
MOST_ADDRESSES = 512_000_000
"""Bytes of addresses, a good part of which is the program itself."""
MOST_MEMORY = 175_000_000
"""Bytes that it may write to."""
MOST_SECONDS = 5

FULL_WIDTH = 2400
FULL_PIXELS = 6_000_000
FULL_HEIGHT = 16_000
"""How large the largest size is at most; WebP ends at 16,383."""
WIDTHS = (480, 960, 1600)
"""The smaller sizes that a wide enough picture gets."""


class TooManyPixels(Exception):
    """The picture says it has more than are taken."""


def draw_middle(data: bytes, size: tuple[int, int]) -> bytes:
    """The middle of a picture, so many pixels wide and high, in WebP, without metadata.

    Raises TooManyPixels, or whatever Pillow raises for what is no picture.
    """
    from PIL import Image, ImageOps

    picture = _upright(data, lambda wide, high: (2 * size[0], 2 * size[1]))
    return _encoded(ImageOps.fit(picture, size, Image.Resampling.LANCZOS), "WEBP")


def draw_sizes(data: bytes) -> bytes:
    """A whole picture in all sizes: a line of JSON that says its width, its height and
    the names and lengths of the files that follow. Raises as draw_middle does."""
    picture = _upright(data, _full_size)
    files = {"full.webp": _encoded(picture, "WEBP")}
    for width in WIDTHS:
        if width < picture.width:
            high = max(1, round(picture.height * width / picture.width))
            smaller = picture.resize((width, high), reducing_gap=3.0)
            files[f"{width}.webp"] = _encoded(smaller, "WEBP")
            files[f"{width}.avif"] = _encoded(smaller, "AVIF")
    lengths = [(name, len(drawn)) for name, drawn in files.items()]
    head = {"width": picture.width, "height": picture.height, "files": lengths}
    return b"".join([json.dumps(head).encode(), b"\n", *files.values()])


def _full_size(width: int, height: int) -> tuple[int, int]:
    scale = min(1, FULL_WIDTH / width, FULL_HEIGHT / height)
    scale = min(scale, math.sqrt(FULL_PIXELS / (width * height)))
    return max(1, round(width * scale)), max(1, round(height * scale))


def _upright(data: bytes, wanted: Any) -> Any:
    """A picture shrunk to at most what `wanted` makes of its size, the right way up."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # the limits are ours
    with Image.open(BytesIO(data), formats=FORMATS) as picture:
        pixels = picture.width * picture.height
        if pixels > MOST_PIXELS.get(picture.format or "", MOST_PIXELS_ELSE):
            raise TooManyPixels
        try:
            # Shrunk first: what follows makes copies.
            colours = _shrunk(picture, wanted(picture.width, picture.height))
        except Exception:
            if pixels > MANY_PIXELS:
                raise TooManyPixels from None
            raise
        upright = ImageOps.exif_transpose(_as_srgb(colours))
        for key in list(upright.info):
            del upright.info[key]
        return upright


def _shrunk(picture: Any, size: tuple[int, int]) -> Any:
    picture.draft("RGB", size)
    about, has_alpha = picture.info, picture.has_transparency_data
    colours = "RGBA" if has_alpha else "RGB"
    if picture.mode not in ("RGB", "RGBA", "L", "LA"):
        # Of palettes and single bits no mean can be taken.
        picture = picture.convert("L" if picture.mode == "1" else colours)
    picture.thumbnail(size, reducing_gap=2.0)
    if picture.mode != colours:
        picture = picture.convert(colours)
    picture.info = about
    return picture


def _as_srgb(picture: Any) -> Any:
    """A picture in the colours of the web; as it is if its own profile is broken."""
    from PIL import ImageCms

    profile = picture.info.get("icc_profile")
    if not profile:
        return picture
    try:
        theirs = ImageCms.ImageCmsProfile(BytesIO(profile))
        srgb = ImageCms.createProfile("sRGB")
        ImageCms.profileToProfile(picture, theirs, srgb, inPlace=True)
    except Exception:  # noqa: BLE001
        # It is made by whoever sent it; without it colours are a little off.
        return picture
    return picture


def _encoded(picture: Any, kind: str) -> bytes:
    out = BytesIO()
    how: dict[str, Any] = {"quality": 82, "method": 4}
    if kind == "AVIF":
        how = {"quality": 60, "speed": 8, "max_threads": 1}
    picture.save(out, kind, exif=b"", icc_profile=b"", **how)
    return out.getvalue()


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_ADDRESSES, MOST_ADDRESSES))
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> int:
    """Read, draw, write; the exit status tells how it went."""
    _limit()
    try:
        data = sys.stdin.buffer.read()
        if sys.argv[1:]:
            drawn = draw_middle(data, (int(sys.argv[1]), int(sys.argv[2])))
        else:
            drawn = draw_sizes(data)
    except (TooManyPixels, MemoryError):
        return TOO_LARGE
    except Exception:  # noqa: BLE001
        # Pillow raises whatever a decoder stumbles over; all of it means the same here.
        return REFUSED
    sys.stdout.buffer.write(drawn)
    return 0


if __name__ == "__main__":
    sys.exit(main())
