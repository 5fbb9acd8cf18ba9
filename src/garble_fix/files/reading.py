"""Reading a file together with what is needed to replace it safely later."""

from __future__ import annotations

import contextlib
import io
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from garble_fix.errors import FileError
from garble_fix.files.faults import DirectoryGivenError, fault
from garble_fix.files.streams import STANDARD

_OPEN_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    # A FIFO put in the file's place between the look and the opening must not hang us.
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
)

_KINDS = (
    (stat.S_ISFIFO, "a pipe", "give its content on standard input instead (-)"),
    (stat.S_ISCHR, "a device", "give its content on standard input instead (-)"),
    (stat.S_ISBLK, "a block device", "give a regular file"),
    (stat.S_ISSOCK, "a socket", "give a regular file"),
)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A file as it was met: `name` is what the user called it, `status` its mode, owner, size and time."""

    name: str
    status: os.stat_result

    @property
    def target(self) -> Path:
        """The file itself, every symbolic link resolved. Raises `FileError` where that leads nowhere by now."""
        return resolved(self.name)

    @property
    def hard_linked(self) -> bool:
        """Whether the file has further names, which keep the old bytes when this one is replaced."""
        return self.status.st_nlink > 1

    def is_still(self, now: os.stat_result) -> bool:
        """Whether `now` is the status of the same file, with nothing written to it since it was read."""
        return _identity(now) == _identity(self.status)


@dataclass(frozen=True, slots=True)
class Snapshot(Sighting):
    """A file as it was when read: its bytes, and its status just before they were read."""

    data: bytes


def read(name: str) -> Snapshot:
    """Read the regular file called `name`, following symbolic links. Raises what `opened` raises."""
    with opened(name) as (file, status):
        return Snapshot(name, status, file.read())


@contextlib.contextmanager
def opened(name: str) -> Iterator[tuple[io.FileIO, os.stat_result]]:
    """Open the regular file called `name`, following symbolic links; its status was taken before a byte is read.

    Raises `DirectoryGivenError` for a directory and `FileError` for whatever else can't be read, then or while
    it is open: missing, not permitted, a pipe, a device, a socket.
    """
    if not name:
        raise FileError("'': is an empty path; give the name of a file")
    try:
        # Looked at before it is opened: opening a device may already do something.
        refuse_special(name, os.stat(name))  # noqa: PTH116 - Path("x/") would lose the slash
        descriptor = os.open(name, _OPEN_FLAGS)
        with io.FileIO(descriptor, "rb") as file:
            # Taken before the bytes, so that a write while we read shows as a change.
            status = os.fstat(descriptor)
            refuse_special(name, status)
            yield file, status
    except FileError:
        raise
    except OSError as error:
        raise fault(name, error) from error
    except ValueError as error:
        if "\0" not in name:
            raise
        raise FileError(f"{name}: is not a possible file name; check the name") from error


def resolved(name: str) -> Path:
    """Give the file that `name` leads to, every symbolic link resolved; `FileError` where it leads nowhere."""
    try:
        return Path(name).resolve(strict=True)
    except OSError as error:
        raise fault(name, error) from error
    except RuntimeError as error:  # what Python 3.11 and 3.12 make of a circle of links
        raise FileError(f"{name}: its symbolic links lead in a circle; mend the link") from error


def without_repeats(names: Iterable[str]) -> list[str]:
    """Drop from `names` each that leads to the same file as one before it, be it through symbolic links.

    Hard links to one file stay: once one of them is replaced, they are different files.
    """
    first: dict[str | Path, str] = {}
    for name in names:
        try:
            key: str | Path = name if name == STANDARD else Path(name).resolve()
        except (OSError, RuntimeError, ValueError):  # reading it will say what is wrong
            key = name
        first.setdefault(key, name)
    return list(first.values())


def refuse_special(name: str, status: os.stat_result) -> None:
    """Raise `FileError` unless `status` is that of a regular file."""
    if stat.S_ISREG(status.st_mode):
        return
    if stat.S_ISDIR(status.st_mode):
        raise DirectoryGivenError(f"{name}: is a directory; give the files in it")
    for is_kind, kind, advice in _KINDS:
        if is_kind(status.st_mode):
            raise FileError(f"{name}: is {kind}, not a file; {advice}")
    raise FileError(f"{name}: is not a regular file; give a regular file")


def _identity(status: os.stat_result) -> tuple[int, ...]:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns
