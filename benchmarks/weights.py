"""What Rostra weighs in memory."""

import re
from pathlib import Path

from benchmarks.servers import Server

_PSS = re.compile(r"^(Pss|Pss_File):\s+(\d+) kB", re.MULTILINE)


def memory(server: Server) -> tuple[float, float]:
    """Megabytes of all processes (proportional set size, proc(5)), and of these what
    only mirrors files and can be dropped at any time."""
    whole = files = 0
    for pid in server.tree():
        found = dict(_PSS.findall(Path(f"/proc/{pid}/smaps_rollup").read_text()))
        whole += int(found["Pss"])
        files += int(found["Pss_File"])
    return whole / 1024, files / 1024
