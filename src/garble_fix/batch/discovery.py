"""From what the user named to files: directories are searched, patterns expanded, each file comes once.

What was named counts whatever it is, and is an error where it can't be read; what a search finds counts only if
nothing excludes it. A search follows no symbolic link: what a link leads to within the tree is found there, and what
lies outside was not asked for.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from garble_fix import files
from garble_fix.batch.gitignore import Ignores, ignores_at
from garble_fix.batch.patterns import Selection
from garble_fix.files.faults import fault


class Stamp(NamedTuple):
    """What the system says of a file that is another after every change: times in nanoseconds, and its number."""

    modified: int
    changed: int
    number: int


@dataclass(frozen=True, slots=True)
class Found:
    """A file to work on.

    `name` is what messages call it, `own` what it is called in an output directory, `size` its bytes and `stamp` what
    tells it from what it was, as far as they are known, `error` why there is nothing to work on after all.
    """

    name: str
    own: str
    size: int = 0
    error: str = ""
    stamp: Stamp | None = None


def discover(paths: Sequence[str], selection: Selection, *, sweep: bool = False) -> Iterator[Found]:
    """Give the files that `paths` name or hold, in the order of `paths`, in directories by name.

    With `sweep`, temporary files that killed runs of ours left in the directories are removed.
    """
    names = [name for path in paths for name in _expanded(path)]
    several = len(names) > 1
    seen: set[str] = set()
    for name in files.without_repeats(names):
        if _is_directory(name):
            found = _searched(name, selection, sweep=sweep)
        elif (
            selection.force and name != files.STANDARD and selection.excludes_named(selection.relative(name))
        ):
            continue
        else:
            found = iter((_named(name),))
        for file in found:
            if several:
                full = _full(file.name)
                if full in seen:
                    continue
                seen.add(full)
            yield file


def searches(paths: Sequence[str]) -> bool:
    """Whether any of `paths` is a directory, or a pattern."""
    return any(_is_directory(path) or _is_pattern(path) for path in paths)


def _is_directory(path: str) -> bool:
    # Not Path: it takes an empty path for the current directory.
    return path != files.STANDARD and os.path.isdir(path)  # noqa: PTH112


def _expanded(path: str) -> list[str]:
    """What a pattern matches, as shells have it; a path that is none, or matches nothing, stays what it is."""
    if not _is_pattern(path):
        return [path]
    return sorted(glob.glob(path, recursive=True)) or [path]  # noqa: PTH207 - keeps names as they are written


def _is_pattern(path: str) -> bool:
    return glob.has_magic(path) and not os.path.lexists(path)


def _named(name: str) -> Found:
    if name == files.STANDARD:
        return Found(name, name)
    try:
        status = os.stat(name)  # noqa: PTH116 - also for what is no path
    except (OSError, ValueError):  # reading it will say what is wrong
        status = None
    return _found(name, Path(name).name, status)


def _found(name: str, own: str, status: os.stat_result | None) -> Found:
    if status is None:
        return Found(name, own)
    stamp = Stamp(status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
    return Found(name, own, status.st_size, stamp=stamp)


def _full(name: str) -> str:
    """What tells files apart: where the directory is, and the name in it."""
    if name == files.STANDARD:
        return name
    try:
        return os.path.realpath(name)
    except (OSError, ValueError):
        return name


def _searched(directory: str, selection: Selection, *, sweep: bool) -> Iterator[Found]:
    root = directory if directory.endswith(("/", os.sep)) else directory + os.sep
    inside = selection.relative(directory)
    if selection.force and inside and selection.excludes_named(inside + "/"):
        return
    ignores = ignores_at(Path(directory)) if selection.gitignore else None
    # A search of the current directory names files as one would: without ./ before them.
    shown = "" if root in ("./", f".{os.sep}") else root
    top = _Directory(directory, shown, "", f"{inside}/" if inside else "", ignores)
    yield from _walk(top, selection, sweep=sweep)


@dataclass(frozen=True, slots=True)
class _Directory:
    """A directory in a search: `shown`, `own` and `inside` come before its names in messages, outputs, patterns."""

    path: str
    shown: str
    own: str
    inside: str
    ignores: Ignores | None

    def below(self, entry: os.DirEntry[str]) -> _Directory:
        name = entry.name
        ignores = self.ignores.within(entry.path, name) if self.ignores is not None else None
        return _Directory(
            entry.path, f"{self.shown}{name}{os.sep}", f"{self.own}{name}/", f"{self.inside}{name}/", ignores
        )


def _walk(top: _Directory, selection: Selection, *, sweep: bool) -> Iterator[Found]:
    def passed_over(directory: _Directory, name: str) -> bool:
        if selection.excludes(directory.inside + name):
            return True
        return directory.ignores is not None and directory.ignores.ignores(name)

    # Not by recursion: directories may lie deeper in each other than calls may.
    pending: list[tuple[_Directory, Iterator[os.DirEntry[str]]]] = []
    into: _Directory | None = top
    while into or pending:
        if into:
            try:
                with os.scandir(into.path) as scanned:
                    pending.append((into, iter(sorted(scanned, key=lambda entry: entry.name))))
            except OSError as error:
                yield Found(into.path, into.path, error=str(fault(into.path, error)))
            into = None
            continue
        directory, entries = pending[-1]
        entry = next(entries, None)
        if entry is None:
            pending.pop()
        elif entry.is_dir(follow_symlinks=False):
            if not passed_over(directory, entry.name + "/"):
                into = directory.below(entry)
        elif entry.is_file(follow_symlinks=False):
            name = entry.name
            if files.is_temporary(name):
                if sweep:
                    files.sweep(Path(entry.path))
            elif not passed_over(directory, name) and selection.includes(directory.inside + name):
                yield _found(directory.shown + name, directory.own + name, _status(entry))


def _status(entry: os.DirEntry[str]) -> os.stat_result | None:
    try:
        return entry.stat(follow_symlinks=False)
    except OSError:
        return None
