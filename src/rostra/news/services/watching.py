"""Feeds that are folders: agencies deliver files, by SFTP or what else fills a folder.

`wire/NAME/` below the data folder is looked at as often as a feed is asked. A file that
nobody has written to for a while is read once, and moved to `done/`, or to `refused/`
with the reason on the feed's page. Nothing outside of the folder is read, whatever lies
in it: no links are followed.
"""

import logging
import os
import re
import stat
import time
from contextlib import AbstractContextManager, suppress
from pathlib import Path

from django.conf import settings
from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rostra.foundation.releasing import release_connection
from rostra.news.kept_entries import key_of
from rostra.news.models import Feed
from rostra.news.models.feed import FOLDER
from rostra.news.reading import EntryRead, FeedProblem, read_feed
from rostra.news.reading.decoding import MOST_BYTES
from rostra.news.services.taking_in import take_in

PREFIX = FOLDER
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
NO_NAME = gettext_lazy("A folder’s name has small letters, digits and hyphens only.")
QUIET = 5.0
"""Seconds for which nobody may have written to a file before it is read."""
AT_ONCE = 100
"""So many files are read each time, the oldest first."""
SHOWN = 20
"""So many entries are enough for a trial."""
KEPT = 20
"""So many of the last files are named on the feed's page."""
MOST_DONE = 20_000
"""So many of the newest that were read are looked through when one is taken back."""
LONGEST_NAME = 255
"""Bytes."""
Turn = AbstractContextManager[object]
_log = logging.getLogger(__name__)
_UNFINISHED = (".tmp", ".part", ".filepart", ".partial")


def folder_of(feed: Feed) -> Path:
    """The folder of such a feed, made if it is missing. Raises OSError if it, or what it
    lies in, is a link to somewhere else."""
    name = feed.address.removeprefix(PREFIX)
    if not NAME.fullmatch(name):
        raise NotADirectoryError(name)
    folder = Path(settings.ROSTRA_DATA).resolve()
    for part in ("wire", name):
        folder /= part
        _make(folder)
    return folder


def entries_waiting(feed: Feed) -> tuple[EntryRead, ...]:
    """What the first files say that are to be read; nothing is moved. Raises OSError."""
    found: list[EntryRead] = []
    folder = folder_of(feed)
    for name in _waiting(folder):
        with suppress(FeedProblem, OSError):
            found += read_feed(_bytes(folder / name)).entries
        if len(found) >= SHOWN:
            break
    return tuple(found)


def take_files(feed: Feed, turn: Turn) -> tuple[int, ...]:
    """Take in each file that is to be read, and move it away; ids of stories that are to
    get a picture. A file that was taken in and not moved is taken in again, which
    changes nothing. `turn` is taken for each file's writing, and for no reading."""
    pictured: list[int] = []
    noted: list[tuple[int, str, str]] = []
    gone: dict[str, EntryRead] = {}
    with suppress(OSError):  # The answer says that the folder cannot be read.
        folder = folder_of(feed)
        for name in _waiting(folder):
            why = _take_file(feed, folder / name, turn, pictured, gone)
            release_connection()
            with suppress(FileNotFoundError):  # Another thread was quicker.
                why = _put_away(folder, name, why)
                noted.append((int(time.time()), _shown(name), why[:300]))
        _remove_done(folder, gone)
    if noted:
        with turn:
            _note(feed, noted)
    return tuple(pictured)


def _take_file(
    feed: Feed,
    path: Path,
    turn: Turn,
    pictured: list[int],
    gone: dict[str, EntryRead],
) -> str:
    """Why a file was not taken in, or `""`; notes what it takes back in `gone`."""
    try:
        read = read_feed(_bytes(path))
    except FeedProblem as problem:
        return str(problem)
    except OSError as error:
        return error.strerror or type(error).__name__
    if not read.entries:
        return _("It has no story.")
    try:
        with turn:
            taken = take_in(feed_id=feed.pk, read=read)
        pictured += taken.pictured
        gone |= {key_of(one): one for one in read.entries if one.status != "usable"}
    except OperationalError:  # The database is busy or away: the file waits for it.
        raise
    except Exception:  # noqa: BLE001 - one file stops no other
        _log.exception("A file could not be taken in", extra={"feed": feed.pk})
        return _could_not()
    return _could_not() if taken.failed else ""


def _put_away(folder: Path, name: str, why: str) -> str:
    """Move a file that was taken in, or was not, which is `why`; gives what there is to
    say of it then. Raises FileNotFoundError."""
    try:
        _move(folder, name, "refused" if why else "done")
    except FileNotFoundError:
        raise
    except OSError as error:
        told = {"why": error.strerror or type(error).__name__}
        return why or _("It was read, but cannot be moved away: %(why)s.") % told
    return why


def _shown(name: str) -> str:
    """A file's name as it can be kept and shown: that of a file is any bytes."""
    return os.fsencode(name).decode("utf-8", "replace")[:200]


def _could_not() -> str:
    return _("It could not be taken in. The log of the server says why.")


def _remove_done(folder: Path, gone: dict[str, EntryRead]) -> None:
    """Files with words that their agency has taken back are not kept any longer; its word
    that it did is."""
    done = folder / "done"
    if not gone or not done.is_dir() or done.is_symlink():
        return
    names = {name for entry in gone.values() for name in _spellings(entry)}
    for path in sorted(done.iterdir(), reverse=True)[:MOST_DONE]:
        with suppress(FeedProblem, OSError):
            said = _bytes(path)
            # Only what has the name at all is read as a whole.
            if any(name in said for name in names):
                told = [one for one in read_feed(said).entries if key_of(one) in gone]
                if any(entry.body or entry.standfirst for entry in told):
                    path.unlink()


def _spellings(entry: EntryRead) -> tuple[bytes, ...]:
    """What its publisher calls an entry, as XML and JSON may write it."""
    name = (entry.id or entry.address or entry.headline).encode()
    return name, name.replace(b"&", b"&amp;"), name.replace(b"/", b"\\/")


@transaction.atomic
def _note(feed: Feed, noted: list[tuple[int, str, str]]) -> None:
    row = Feed.objects.select_for_update(no_key=True).filter(pk=feed.pk).first()
    if row is not None:
        # One that could not be moved is read again and again, and said so once.
        again = {(name, why) for _at, name, why in noted if why}
        others = [one for one in row.files if (one[1], one[2]) not in again]
        row.files = [*others, *noted][-KEPT:]
        row.save(update_fields=["files"])


def _waiting(folder: Path) -> list[str]:
    """The names of files that are whole, the oldest first."""
    quiet_since = time.time() - QUIET
    found = []
    with os.scandir(folder) as there:
        for one in there:
            if one.name.startswith(".") or one.name.lower().endswith(_UNFINISHED):
                continue
            about = one.stat(follow_symlinks=False)
            is_quiet = max(about.st_mtime, about.st_ctime) <= quiet_since
            if stat.S_ISREG(about.st_mode) and is_quiet:
                found.append((about.st_mtime, one.name))
    return [name for _at, name in sorted(found)[:AT_ONCE]]


def _bytes(path: Path) -> bytes:
    """What is in a file. Raises FeedProblem if it is too large, and OSError for a link,
    even one that took the file's place just now."""
    number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(number, "rb") as file:
        about = os.fstat(number)
        if not stat.S_ISREG(about.st_mode) or about.st_nlink > 1:
            raise FeedProblem(_("It is a link to another file."))
        if about.st_size > MOST_BYTES:
            most = {"most": MOST_BYTES // 1_000_000}
            raise FeedProblem(_("It has more than %(most)s MB.") % most)
        return file.read(MOST_BYTES)


def _move(folder: Path, name: str, where: str) -> None:
    """Put a file into a folder beside; none that lies there is overwritten."""
    target = folder / where
    _make(target)
    stamp = timezone.now().strftime("%Y%m%d-%H%M%S-%f")
    (folder / name).rename(target / _cut(f"{stamp}-{name}"))


def _cut(name: str) -> str:
    """A name that file systems take, which count bytes; its suffix stays."""
    if len(os.fsencode(name)) <= LONGEST_NAME:
        return name
    suffix = Path(name).suffix.encode("utf-8", "ignore")[:20]
    stem = os.fsencode(name)[: LONGEST_NAME - len(suffix)]
    return (stem + suffix).decode("utf-8", "ignore")


def _make(folder: Path) -> None:
    folder.mkdir(mode=0o750, exist_ok=True)
    if not stat.S_ISDIR(folder.lstat().st_mode):
        raise NotADirectoryError(str(folder))
