"""Keeping what is about to be overwritten: first its bytes, then the record, each forced to the disk."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from garble_fix.errors import FileError
from garble_fix.files import locks
from garble_fix.files.faults import fault
from garble_fix.files.writing import sync_directory

_VERSION: Final = 1
_ADVICE: Final = "make room there, name another place in GARBLE_FIX_STATE_DIR, or go without (--no-journal)"

_records: dict[tuple[int, Path], int] = {}
"""The open record file of each run that this process writes to. It is locked as long as the process lives."""


@dataclass(frozen=True, slots=True)
class Recorder:
    """Writes the journal of one run, from any of its processes.

    Nothing is made on the disk before there is something to keep. `directory` is that of the run, `heading` what is
    known of it as a whole.
    """

    directory: Path
    heading: Mapping[str, str]

    @classmethod
    def begin(cls, state: Path, *, command: str, version: str) -> Recorder:
        """Name a new run under `state`; no two runs have one name."""
        now = time.gmtime()
        name = f"{time.strftime('%Y%m%dT%H%M%SZ', now)}-{secrets.token_hex(3)}"
        heading = {
            "started": time.strftime("%Y-%m-%dT%H:%M:%SZ", now),
            "directory": os.getcwd(),  # noqa: PTH109 - a string is what is written
            "command": command,
            "program": version,
        }
        return cls(state / "runs" / name, heading)

    def keep(self, target: Path, original: Iterable[bytes], after: str, what: str) -> None:
        """Keep the bytes of `target`, given in pieces, which will become what has the digest `after`; `what` says how.

        When this returns, both are on the disk. Raises `FileError`, in terms of `target`, where that can't be.
        """
        try:
            self._prepare()
            before, size = self._store(original)
            record = {
                "path": str(target),
                "before": before,
                "after": after,
                "size": size,
                "what": what,
            }
            self._note(record)
        except OSError as error:
            if isinstance(error, FileError):
                raise
            raise _refusal(target, self.directory, error) from error

    def keep_name(self, old: Path, new: Path) -> None:
        """Keep what `old`, an absolute path, was called that will be called `new`; it is on the disk on return.

        Raises `FileError`, in terms of `old`, where that can't be.
        """
        try:
            self._prepare()
            self._note({"path": str(old), "renamed": str(new), "what": "renamed"})
        except OSError as error:
            raise _refusal(old, self.directory, error) from error

    def _note(self, record: Mapping[str, object]) -> None:
        descriptor = self._records()
        line = json.dumps(record).encode() + b"\n"
        while line:
            line = line[os.write(descriptor, line) :]
        os.fsync(descriptor)

    @property
    def used(self) -> bool:
        """Whether anything was kept."""
        return self.directory.is_dir()

    def _prepare(self) -> None:
        heading = self.directory / "run.json"
        if heading.exists():
            return
        # What was in files that only their owner may read must not be readable here.
        (self.directory / "originals").mkdir(mode=0o700, parents=True, exist_ok=True)
        self.directory.chmod(0o700)
        beside = heading.with_name(f"run-{secrets.token_hex(4)}.new")
        with beside.open("w", encoding="utf-8") as file:
            json.dump({"version": _VERSION, **self.heading}, file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(heading)
        sync_directory(self.directory)
        sync_directory(self.directory.parent)

    def _store(self, original: Iterable[bytes]) -> tuple[str, int]:
        """Write the original under its digest, and give that and its size in bytes."""
        folder = self.directory / "originals"
        beside = folder / f"{secrets.token_hex(8)}.new"
        found, size = hashlib.sha256(), 0
        try:
            with beside.open("xb") as file:
                for piece in original:
                    found.update(piece)
                    size += file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(folder / found.hexdigest())
        except BaseException:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)
            raise
        sync_directory(folder)
        return found.hexdigest(), size

    def _records(self) -> int:
        process = os.getpid()
        descriptor = _records.get((process, self.directory))
        if descriptor is None:
            path = self.directory / f"files-{process}.jsonl"
            descriptor = os.open(
                path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o600
            )
            locks.take(descriptor)
            sync_directory(self.directory)
            _records[process, self.directory] = descriptor
        return descriptor


def digest(data: bytes) -> str:
    """Return the SHA-256 of `data` in hexadecimal, by which journals know contents."""
    return hashlib.sha256(data).hexdigest()


def _refusal(target: Path, directory: Path, error: OSError) -> FileError:
    wrong = str(fault(str(directory), error)).removeprefix(f"{directory}: ").split(";")[0]
    return FileError(f"{target}: its original cannot be kept in {directory}: {wrong}; {_ADVICE}")
