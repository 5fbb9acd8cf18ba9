"""What to tell a person about a file that can't be read or written: what was wrong, and what to do."""

from __future__ import annotations

import errno

from garble_fix.errors import FileError

_NO_SPACE = ("there is no space left for it", "free some and run this again")
_DENIED = ("permission denied", "see who may with ls -l, or run as its owner")

_FAULTS: dict[int, tuple[str, str]] = {
    errno.ENOENT: ("no such file", "check the name"),
    errno.ENOTDIR: ("a part of the path is not a directory", "check the path"),
    errno.EISDIR: ("is a directory", "give a file"),
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.ELOOP: ("its symbolic links lead in a circle", "mend the link"),
    errno.ENAMETOOLONG: ("the name is too long for this file system", "check the name"),
    errno.ENOSPC: _NO_SPACE,
    errno.EDQUOT: _NO_SPACE,
    errno.EFBIG: ("is larger than this file system or a limit allows", "see ulimit -f"),
    errno.EROFS: ("is on a read-only file system", "write the result elsewhere with --output"),
    errno.EBUSY: ("is in use (a mount point?)", "write the result elsewhere with --output"),
    errno.EIO: ("the device reported an error", "check the disk or the network drive"),
    errno.ENXIO: ("nothing is behind this device or socket", "give a regular file"),
}


class DirectoryGivenError(FileError):
    """A directory stands where a file is needed; the caller knows best how to advise on that."""


class StreamError(FileError):
    """Standard input or output can't be used: no further file will fare better."""


def stream_fault(what: str, error: OSError) -> StreamError:
    """Turn `error`, met with the stream called `what` ("standard output"), into one line for a person."""
    return StreamError(str(fault(what, error)))


def fault(name: str, error: OSError, *, doing: str = "") -> FileError:
    """Turn `error`, met with the file called `name`, into one line a person can act on.

    `doing` says, where it isn't plain from the name alone, what was being tried ("cannot make a temporary
    file in DIR").
    """
    unknown = ((error.strerror or str(error)).lower(), "nothing was changed")
    wrong, advice = _FAULTS.get(error.errno or 0, unknown)
    return FileError(f"{name}: {doing}{': ' if doing else ''}{wrong}; {advice}")
