"""A run as a whole, which reports are made of."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from garble_fix.report.findings import FileReport, Finding
from garble_fix.report.summary import Outcome, Summary

PROGRAM = "garble-fix"


@dataclass(slots=True)
class Report:
    """What `command` of this `version` of the program found: files in order, `patch` the diffs of all of them."""

    command: str
    version: str
    summary: Summary
    files: list[FileReport] = field(default_factory=list)
    patch: bytearray = field(default_factory=bytearray)

    @property
    def telling(self) -> Iterator[FileReport]:
        """The files of which there is something to say."""
        return (file for file in self.files if file.findings or file.outcome is Outcome.FAILED)

    @property
    def findings(self) -> Iterator[tuple[FileReport, Finding]]:
        """Every finding, with its file."""
        return ((file, finding) for file in self.files for finding in file.findings)


def local_path(path: str) -> str:
    """Return a path as services know it: with slashes, and relative to the current directory if it is in there.

    >>> local_path("./src/a.py")
    'src/a.py'
    """
    if os.path.isabs(path):  # noqa: PTH117 - asked of a string
        try:
            path = str(Path(path).relative_to(Path.cwd()))
        except ValueError:
            return PurePath(path).as_posix()
    return PurePath(os.path.normpath(path)).as_posix()
