"""Putting back what a run replaced, file by file, unless somebody has changed it since."""

from __future__ import annotations

import enum
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from garble_fix import files
from garble_fix.errors import FileError
from garble_fix.journal.runs import Entry, Run

_PIECE: Final = 1 << 20


class State(enum.Enum):
    """What became of a file that was to be put back."""

    BACK = enum.auto()
    AS_IT_WAS = enum.auto()
    """It held its original already: the run was killed before it was replaced, or it was put back before."""
    CHANGED = enum.auto()
    GONE = enum.auto()
    FAILED = enum.auto()


@dataclass(frozen=True, slots=True)
class Undone:
    """What became of one file; `error` says what failed."""

    entry: Entry
    state: State
    error: str = ""


def undo(run: Run) -> Iterator[Undone]:
    """Put the files of `run` back, one by one; what was changed since is left, and so is what is not there any more.

    When all are as they were, the run is marked as undone. Temporary files that it left behind are removed.
    """
    whole = True
    for folder in sorted({entry.path.parent for entry in run.entries}):
        for left in folder.glob(".garble-fix-*.tmp"):
            files.sweep(left)
    for entry in run.entries:
        try:
            done = Undone(entry, _put_back(run, entry))
        except FileError as error:
            done = Undone(entry, State.FAILED, str(error))
        whole = whole and done.state in {State.BACK, State.AS_IT_WAS}
        yield done
    if whole:
        (run.directory / "undone").touch()


def _put_back(run: Run, entry: Entry) -> State:
    if entry.renamed:
        return _name_put_back(entry.path, entry.renamed)
    if not os.path.lexists(entry.path):
        return State.GONE
    found, seen = _digest(str(entry.path))
    if found == entry.before:
        return State.AS_IT_WAS
    if found != entry.after:
        return State.CHANGED
    original = str(run.original(entry))
    if _digest(original)[0] != entry.before:
        raise FileError(f"{entry.path}: its original ({original}) is damaged; nothing was changed")
    files.replace_by(seen, _pieces(original))
    return State.BACK


def _name_put_back(old: Path, new: Path) -> State:
    there = os.path.lexists(new)
    if os.path.lexists(old):
        return State.CHANGED if there else State.AS_IT_WAS
    if not there:
        return State.GONE
    try:
        new.rename(old)
    except OSError as error:
        raise files.fault(str(new), error, doing=f"cannot be renamed to {old.name}") from error
    return State.BACK


def _digest(name: str) -> tuple[str, files.Sighting]:
    found = hashlib.sha256()
    with files.opened(name) as (file, status):
        while piece := file.read(_PIECE):
            found.update(piece)
    return found.hexdigest(), files.Sighting(name, status)


def _pieces(name: str) -> Iterator[bytes]:
    with files.opened(name) as (file, _):
        while piece := file.read(_PIECE):
            yield piece


__all__ = ["State", "Undone", "undo"]
