"""Reading a file together with what is needed to replace it safely later."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
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
class Snapshot:
    """A file as it was when read.

    `name` is what the user called it, `target` the file itself with every symbolic link resolved, `data` its
    bytes, `status` its mode, owner, size and time just before they were read.
    """

    name: str
    target: Path
    data: bytes
    status: os.stat_result

    @property
    def hard_linked(self) -> bool:
        """Whether the file has further names, which keep the old bytes when this one is replaced."""
        return self.status.st_nlink > 1

    def is_still(self, now: os.stat_result) -> bool:
        """Whether `now` is the status of the same file, with nothing written to it since it was read."""
        return _identity(now) == _identity(self.status)


def read(name: str) -> Snapshot:
    """Read the regular file called `name`, following symbolic links.

    Raises `DirectoryGivenError` for a directory and `FileError` for whatever else can't be read: missing, not
    permitted, a pipe, a device, a socket.
    """
    if not name:
        raise FileError("'': is an empty path; give the name of a file")
    try:
        # Looked at before it is opened: opening a device may already do something.
        refuse_special(name, os.stat(name))  # noqa: PTH116 - Path("x/") would lose the slash
        descriptor = os.open(name, _OPEN_FLAGS)
        with open(descriptor, "rb") as file:  # noqa: PTH123 - there is only a descriptor
            # Taken before the bytes, so that a write while we read shows as a change.
            status = os.fstat(descriptor)
            refuse_special(name, status)
            data = file.read()
        target = Path(name).resolve(strict=True)
    except FileError:
        raise
    except (OSError, RuntimeError) as error:  # Python 3.11 and 3.12 call a circle of links a RuntimeError
        raise _as_fault(name, error) from error
    except ValueError as error:  # a NUL in the name
        raise FileError(f"{name}: is not a possible file name; check the name") from error
    return Snapshot(name, target, data, status)


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


def _as_fault(name: str, error: OSError | RuntimeError) -> FileError:
    if isinstance(error, OSError):
        return fault(name, error)
    return FileError(f"{name}: its symbolic links lead in a circle; mend the link")


def _identity(status: os.stat_result) -> tuple[int, ...]:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns
