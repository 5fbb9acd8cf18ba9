"""Replacing a file in one step: whatever happens, it holds what it held before or all of the new bytes.

The new bytes go to a temporary file in the same directory, are forced to the disk, and take the old file's
name with one `rename`. Two things follow from that. A symbolic link stays a link: what it points to is
replaced. A hard link is broken: the other names keep the old bytes. Writing into the shared inode instead
could tear the file, so the caller warns (`Snapshot.hard_linked`) and the other name is there as a backup.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from garble_fix.errors import FileError
from garble_fix.files import locks
from garble_fix.files.faults import fault
from garble_fix.files.reading import Sighting, Snapshot, refuse_special

TEMPORARY = ".garble-fix-*.tmp"
"""What temporary files are called."""

_CREATE_FLAGS = (
    os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
)
# Without waiting, should a FIFO stand there by now.
_LOCK_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)


def replace(snapshot: Snapshot, data: bytes, *, before: Callable[[], None] = lambda: None) -> None:
    """Put `data` in the place of the file `snapshot` was read from; mode and, if we may, owner are kept.

    Does nothing at all where `data` is what the file held. `before` is called as the last thing before the file
    changes; if it raises, nothing does. Raises `FileError`, with the file untouched, where it has changed or
    vanished since it was read, is write-protected, or can't be written.
    """
    if data != snapshot.data:
        replace_by(snapshot, (data,), before=before)


def replace_by(seen: Sighting, pieces: Iterable[bytes], *, before: Callable[[], None] = lambda: None) -> None:
    """Put `pieces`, joined, in the place of the file `seen`, as `replace` does. They are taken one by one."""
    target = seen.target
    _refuse_if_changed(seen, target)
    _refuse_protected(seen.name, target)

    def last_look() -> None:
        _refuse_if_changed(seen, target)
        before()
        _refuse_if_changed(seen, target)

    _swap_in(seen.name, target, pieces, seen.status, last_look)


def write(path: Path, pieces: Iterable[bytes], *, before: Callable[[], None] = lambda: None) -> None:
    """Make `pieces` the content of the file at `path` in one step; a file that was there keeps its mode.

    `before` is called as the last thing before that.

    Raises `FileError` where `path` is a directory or another thing that is no regular file, or can't be
    written.
    """
    name = str(path)
    try:
        target = path.resolve()
        old = target.stat() if target.exists() else None
    except OSError as error:
        raise fault(name, error) from error
    except RuntimeError as error:  # what Python 3.11 and 3.12 make of it
        raise FileError(f"{name}: its symbolic links lead in a circle; mend the link") from error
    if old is not None:
        refuse_special(name, old)
        _refuse_protected(name, target)
    _swap_in(name, target, pieces, old, before)


def _swap_in(
    name: str,
    target: Path,
    pieces: Iterable[bytes],
    old: os.stat_result | None,
    last_look: Callable[[], None],
) -> None:
    """Write `pieces` beside `target` with the rights of `old`, take a `last_look`, rename it to `target`."""
    temporary = target.parent / TEMPORARY.replace("*", secrets.token_hex(8))
    # Closed to all others until it has the rights of what it replaces; a new file gets what the umask leaves.
    mode = 0o666 if old is None else 0o600
    try:
        descriptor = os.open(temporary, _CREATE_FLAGS, mode)
    except FileNotFoundError as error:
        raise FileError(f"{name}: there is no directory {target.parent}; make it first") from error
    except OSError as error:
        raise fault(name, error, doing=f"cannot make a temporary file in {target.parent}") from error
    try:
        try:
            locks.take(descriptor)  # as long as we live, nobody takes it for left behind
            for piece in pieces:
                _fill(descriptor, piece)
            if old is not None:
                _take_over_rights(descriptor, old)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        with _alone_with(target):
            last_look()
            temporary.replace(target)
    except BaseException as error:  # an interrupt, too, must leave nothing behind
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        if isinstance(error, OSError) and not isinstance(error, FileError):
            raise fault(name, error, doing="cannot be written") from error
        raise
    sync_directory(target.parent)


def _refuse_protected(name: str, target: Path) -> None:
    """Heed a missing right to write: a rename doesn't need it, but whoever took it away meant something."""
    effective = os.access in os.supports_effective_ids
    if not os.access(target, os.W_OK, effective_ids=effective):
        raise FileError(f"{name}: is write-protected; allow it (chmod u+w) or write elsewhere with --output")


def _refuse_if_changed(snapshot: Sighting, target: Path) -> None:
    try:
        now = target.stat()
    except FileNotFoundError as error:
        raise FileError(
            f"{snapshot.name}: vanished while it was being repaired; nothing was written"
        ) from error
    except OSError as error:
        raise fault(snapshot.name, error) from error
    if not snapshot.is_still(now):
        raise FileError(
            f"{snapshot.name}: was changed by something else while it was being repaired; run this again"
        )


@contextlib.contextmanager
def _alone_with(target: Path) -> Iterator[None]:
    """Keep other runs of ours from replacing `target` between our last look at it and the renaming.

    Whoever waits finds another file under that name afterwards. Where the system or the file system has no such
    locks, the last look alone must do.
    """
    with contextlib.ExitStack() as held:
        with contextlib.suppress(OSError):  # there is none yet, or we may not read it
            descriptor = os.open(target, _LOCK_FLAGS)
            held.callback(os.close, descriptor)
            locks.take(descriptor, wait=True)
        yield


def _fill(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _take_over_rights(descriptor: int, old: os.stat_result) -> None:
    """Give the new file the old one's owner, as far as we may, and its mode."""
    if not hasattr(os, "fchown"):
        return
    mode = stat.S_IMODE(old.st_mode)
    new = os.fstat(descriptor)
    if (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid):
        try:
            os.fchown(descriptor, old.st_uid, old.st_gid)
        except OSError:
            with contextlib.suppress(OSError):
                os.fchown(descriptor, -1, old.st_gid)
            # Under another owner these bits would lend that owner's rights to the program.
            mode &= ~(stat.S_ISUID | stat.S_ISGID)
    os.fchmod(descriptor, mode)


def sync_directory(directory: Path) -> None:
    """Make the new name last through a power cut, where the system has such a thing."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    # The file is already in place: a file system that can't do this is no reason to report a failure.
    with contextlib.suppress(OSError):
        descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
