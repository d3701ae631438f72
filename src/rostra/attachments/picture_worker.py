"""Draws one picture anew, in a process of its own that may use only so much.

It is run as a program by `pictures.py` and imports nothing of Rostra: whatever a hostile
file does to the decoder, it does it here. The picture comes in by standard input and goes
out as WebP; the exit status says why not.
"""

import resource
import sys
from io import BytesIO

REFUSED = 3
"""Exit status: no picture of these formats, or a broken one."""
TOO_LARGE = 4
"""Exit status: more pixels than are taken."""

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
MOST_PIXELS = 25_000_000
MOST_PIXELS_JPEG = 100_000_000
"""JPEG is decoded at an eighth of its size, so that its pixels never are in memory."""
MOST_MEMORY = 512_000_000
"""Bytes of addresses, a good part of which is the program itself."""
MOST_SECONDS = 5


class TooManyPixels(Exception):
    """The picture says it has more than are taken."""


def draw(data: bytes, size: tuple[int, int]) -> bytes:
    """The middle of a picture, so many pixels wide and high, in WebP, without metadata.

    Raises TooManyPixels, or whatever Pillow raises for what is no picture.
    """
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # the limit below is ours
    with Image.open(BytesIO(data), formats=FORMATS) as picture:
        most = MOST_PIXELS_JPEG if picture.format == "JPEG" else MOST_PIXELS
        if picture.width * picture.height > most:
            raise TooManyPixels
        picture.draft("RGB", (2 * size[0], 2 * size[1]))
        # Shrunk first: what follows makes copies.
        colours = picture.convert("RGBA" if _has_alpha(picture) else "RGB")
        upright = ImageOps.exif_transpose(colours)
        middle = ImageOps.fit(upright, size, Image.Resampling.LANCZOS)
        for key in list(middle.info):
            del middle.info[key]
        out = BytesIO()
        middle.save(out, "WEBP", quality=82, method=4, exif=b"", icc_profile=b"")
        return out.getvalue()


def _has_alpha(picture: object) -> bool:
    has_one: bool = picture.has_transparency_data  # type: ignore[attr-defined]
    return has_one


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> int:
    """Read, draw, write; the exit status tells how it went."""
    _limit()
    data = sys.stdin.buffer.read()
    try:
        drawn = draw(data, (int(sys.argv[1]), int(sys.argv[2])))
    except (TooManyPixels, MemoryError):
        return TOO_LARGE
    except Exception:  # noqa: BLE001
        # Pillow raises whatever a decoder stumbles over; all of it means the same here.
        return REFUSED
    sys.stdout.buffer.write(drawn)
    return 0


if __name__ == "__main__":
    sys.exit(main())
