"""What pictures cost that members send: `python -m benchmarks.pictures [folder …]`.

Every file of the corpus's hostile images and drawings, and large pictures made here, each
through the worker that draws them anew: seconds, seconds of work, peak memory of that
process, and what became of it.
"""

import contextlib
import os
import random
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from rostra.attachments.picture_worker import REFUSED, TOO_LARGE

_WORKER = Path(sys.modules["rostra.attachments.picture_worker"].__file__ or "")
_CORPUS = Path(os.environ.get("ROSTRA_CORPUS") or "../shared/data") / "hostile"
_ENDS = {0: "drawn", REFUSED: "refused", TOO_LARGE: "too large"}


def main() -> None:
    """Print a line for each picture, and the worst of both at the end."""
    folders = list(map(Path, sys.argv[1:])) or [_CORPUS / "images", _CORPUS / "svg"]
    found = [path for folder in folders for path in sorted(folder.rglob("*"))]
    hostile = [(path.name, path.read_bytes()) for path in found if path.is_file()]
    for what, files in (("hostile", hostile), ("large", list(_large()))):
        worst = [_measured(name, data) for name, data in files]
        seconds, megabytes = (max(column) for column in zip(*worst, strict=True))
        print(f"== {what}: at most {seconds:.2f} s and {megabytes:.0f} MB\n")


def _measured(name: str, data: bytes) -> tuple[float, float]:
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-I", str(_WORKER)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={},
    ) as worker:
        peak = Peak(worker.pid)
        peak.start()
        with contextlib.suppress(BrokenPipeError):
            worker.communicate(data)
        seconds = time.perf_counter() - began
        peak.join()
    end = _ENDS.get(worker.returncode, f"ended by signal {-worker.returncode}")
    print(
        f"{seconds:7.2f} s {peak.work:7.2f} s {peak.megabytes:5.0f} MB  {end:10} {name}"
    )
    return seconds, peak.megabytes


class Peak(threading.Thread):
    """Reads what a process has used at most, again and again until it ends.

    What the system says at the end counts the memory of this program, too.
    """

    def __init__(self, pid: int) -> None:
        super().__init__()
        self._proc = Path(f"/proc/{pid}")
        self.megabytes = 0.0
        self.work = 0.0

    def run(self) -> None:
        while True:
            try:
                told = (self._proc / "status").read_text()
                spent = (self._proc / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                return
            peak = re.search(r"VmHWM:\s*(\d+)", told)
            self.work = sum(map(int, spent[11:13])) / os.sysconf("SC_CLK_TCK")
            if not peak:
                return
            self.megabytes = int(peak[1]) / 1024
            time.sleep(0.002)


def _large() -> Iterator[tuple[str, bytes]]:
    """What telephones and screens make, and the most that is taken of each format."""
    from PIL import Image

    chance = random.Random(7)
    grain = Image.frombytes("RGB", (256, 192), chance.randbytes(256 * 192 * 3))
    Image.MAX_IMAGE_PIXELS = None
    for wide, high in (
        (3000, 2600),
        (4000, 3000),
        (5000, 4000),
        (8000, 6000),
        (11500, 8600),
    ):
        picture = grain.resize((wide, high), Image.Resampling.BICUBIC)
        for kind, more in (
            ("JPEG", {"quality": 85}),
            ("JPEG", {"quality": 85, "progressive": True}),
            ("PNG", {"compress_level": 1}),
            ("WEBP", {"method": 0}),
            ("AVIF", {"speed": 10}),
        ):
            if wide > 6000 and kind != "JPEG":
                continue
            out = BytesIO()
            picture.save(out, kind, **more)
            how = " progressive" if "progressive" in more else ""
            yield f"{wide} x {high} {kind}{how}", out.getvalue()
    for mode in ("1", "L", "LA", "P", "I;16", "RGBA"):
        out = BytesIO()
        Image.new(mode, (5000, 4000)).save(out, "PNG")
        yield f"5000 x 4000 PNG, {mode}", out.getvalue()


if __name__ == "__main__":
    main()
