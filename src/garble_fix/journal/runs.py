"""Reading journals: which runs there were, and what each changed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from garble_fix.errors import GarbleFixError
from garble_fix.files import locks


@dataclass(frozen=True, slots=True)
class Entry:
    """A file that a run replaced, or was about to: digests of its bytes before and after, its size before.

    Or one that it gave another name, `renamed`, with no word on its bytes.
    """

    path: Path
    before: str
    after: str
    size: int
    what: str
    renamed: Path | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A run in the journal. `started` is in UTC, as ISO 8601 has it; `where` its working directory."""

    name: str
    directory: Path
    started: str
    where: str
    command: str
    entries: tuple[Entry, ...]

    @property
    def undone(self) -> bool:
        """Whether all of it was put back."""
        return (self.directory / "undone").exists()

    @property
    def at_work(self) -> bool:
        """Whether a process of it is alive; never, where the system has no locks."""
        return any(not _is_free(path) for path in self.directory.glob("files-*.jsonl"))

    @property
    def size(self) -> int:
        """Bytes that it takes up."""
        return sum(_size(path) for path in (*self.directory.iterdir(), *self.directory.glob("originals/*")))

    def original(self, entry: Entry) -> Path:
        """Where the bytes of a file are as they were."""
        return self.directory / "originals" / entry.before

    def touches(self, folder: Path) -> bool:
        """Whether it changed a file in `folder` or below."""
        return any(entry.path.is_relative_to(folder) for entry in self.entries)


def runs(state: Path) -> list[Run]:
    """Return the runs in the journal under `state`, the newest first; what can't be read is left out."""
    try:
        folders = sorted((state / "runs").iterdir(), reverse=True)
    except FileNotFoundError:
        return []
    return [run for folder in folders if not folder.name.startswith(".") and (run := _run(folder))]


def find(state: Path, name: str) -> Run:
    """Return the run called `name`, which may be shortened. Raises `GarbleFixError` unless there is just one."""
    fitting = [run for run in runs(state) if run.name.startswith(name)]
    exact = [run for run in fitting if run.name == name]
    if len(exact or fitting) == 1:
        return (exact or fitting)[0]
    if fitting:
        raise GarbleFixError(f"{name}: {len(fitting)} runs are called so; give more of the name")
    raise GarbleFixError(f"{name}: no such run; garble-fix runs lists those there are")


def _run(folder: Path) -> Run | None:
    try:
        heading: Any = json.loads((folder / "run.json").read_text("utf-8"))
        # In the order of the records' files, not of time: the processes of a run share no file.
        entries = [entry for path in sorted(folder.glob("files-*.jsonl")) for entry in _entries(path)]
    except (OSError, ValueError):
        return None
    if not isinstance(heading, dict):
        return None
    # Names are put back in the reverse order: what is in a directory was renamed before the directory.
    names = [entry for entry in reversed(entries) if entry.renamed]
    entries = names + sorted((entry for entry in entries if not entry.renamed), key=lambda entry: entry.path)
    return Run(
        folder.name,
        folder,
        str(heading.get("started", "")),
        str(heading.get("directory", "")),
        str(heading.get("command", "")),
        tuple(entries),
    )


def _entries(path: Path) -> Iterator[Entry]:
    for line in path.read_bytes().split(b"\n"):
        try:
            record = json.loads(line)
            path, what = Path(record["path"]), record["what"]
            if "renamed" in record:
                yield Entry(path, "", "", 0, what, Path(record["renamed"]))
            else:
                yield Entry(path, record["before"], record["after"], record["size"], what)
        except (ValueError, KeyError, TypeError):
            # The last line of a run that was killed while it was written: its file was not touched yet.
            continue


def _is_free(path: Path) -> bool:
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:
        return True
    try:
        return locks.take(descriptor)
    finally:
        os.close(descriptor)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
