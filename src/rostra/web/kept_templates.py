"""Compiled templates, kept in the data folder: compiling them all takes half of a start.

They are kept apart by whatever the compiled form depends on beside a template's own text,
and are no more than a saving of time: what cannot be read or written is compiled anew.
"""

import shutil
import sys
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket, FileSystemBytecodeCache

FOLDER = "compiled"
"""Below the data folder; it can be removed at any time."""


class KeptTemplates(FileSystemBytecodeCache):
    """Jinja2's files of bytecode, for a disk that may be full or was not written to the
    end."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """The compiled template, if it is there and sound."""
        try:
            super().load_bytecode(bucket)
        except Exception:  # noqa: BLE001 (whatever half a file makes pickle say)
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template, if there is room."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def kept_templates(data: Path, environment: Path) -> KeptTemplates | None:
    """Where templates are kept that were compiled by this Python, this Jinja2 and this
    `environment` (the file that makes it); None where there is no data folder yet."""
    made_by = f"{sys.version} {jinja2.__version__}".encode() + environment.read_bytes()
    folder = data / FOLDER / blake2b(made_by, digest_size=8).hexdigest()
    if not data.is_dir():
        return None
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    for other in folder.parent.iterdir():
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)
    return KeptTemplates(str(folder), "%s")
