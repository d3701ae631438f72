"""Where processes keep what they must agree on: versions, and who is here.

Every process that writes to the database must call `use_stores`, or the others go on
showing what they have in memory.
"""

import os
from pathlib import Path

from rostra.foundation import versions
from rostra.foundation.versions import MappedVersions, ValkeyVersions, Versions
from rostra.site.config import Config
from rostra.web import presence
from rostra.web.presence import Presence, ValkeyPresence

VERSIONS_FILE = "versions"


def use_stores(config: Config) -> tuple[Versions, Presence]:
    """Have this process use the installation's stores, and return them."""
    kept = _versions(config)
    here = ValkeyPresence(config.valkey) if config.valkey else Presence()
    versions.use(kept)
    presence.use(here)
    return kept, here


def _versions(config: Config) -> Versions:
    if config.valkey:
        return ValkeyVersions(config.valkey)
    path = config.data / VERSIONS_FILE
    _give_room(path, MappedVersions.SLOTS * 8)
    return MappedVersions(path)


def _give_room(path: Path, size: int) -> None:
    """Have the disk set a file's bytes aside.

    A file that is mapped into memory ends the process (SIGBUS) where the disk has no
    room for a page of it.
    """
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        os.posix_fallocate(file, 0, size)
    finally:
        os.close(file)
