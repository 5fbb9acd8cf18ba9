"""Temporary files that a killed run left behind."""

from __future__ import annotations

import contextlib
import os
import time
from fnmatch import fnmatchcase
from pathlib import Path

from garble_fix.files import locks
from garble_fix.files.writing import TEMPORARY

_LONG_AGO = 24 * 3600.0
"""Seconds after which a file is taken for left behind where no lock can tell."""


def is_temporary(name: str) -> bool:
    """Whether `name`, without directories, is that of a temporary file of ours."""
    return name.startswith(".garble-fix-") and fnmatchcase(name, TEMPORARY)


def sweep(path: Path) -> bool:
    """Remove the temporary file at `path`, if nobody is at work on it; tell whether it was."""
    with contextlib.suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        try:
            old = time.time() - os.fstat(descriptor).st_mtime > _LONG_AGO
            if locks.take(descriptor) if locks.AVAILABLE else old:
                path.unlink()
                return True
        finally:
            os.close(descriptor)
    return False
