"""What was found clean is not looked at again until it changes, or what looks at it does.

A file is known by where it is, its size, and the times and the number that the system gives it; with these, the
settings it was looked at with and the program itself make a fingerprint. A cache is the fingerprints of what was clean,
those used last at the end, and no names.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Final

from garble_fix import files
from garble_fix.batch.discovery import Found
from garble_fix.batch.task import Done, Task
from garble_fix.errors import GarbleFixError
from garble_fix.report import FileReport, Outcome

VARIABLE: Final = "GARBLE_FIX_CACHE_DIR"
"""The environment variable that says where caches are, if any does."""

_SIZE: Final = 16
"""Bytes of a fingerprint."""

_KEPT: Final = 1 << 17
"""Fingerprints of a cache: two megabytes."""

_DAYS: Final = 30
"""After how many days without use a cache is removed."""

_RECENT: Final = 2.0
"""Seconds for which a file that was just changed may change again without its times telling: FAT's are so coarse."""


class Cache:
    """The files below a directory that were found clean."""

    def __init__(self, path: Path, settings: bytes) -> None:
        self._path = path
        self._settings = settings
        self._where = os.fsencode(Path.cwd())
        data = b""
        with contextlib.suppress(OSError):
            data = path.read_bytes()
        whole = len(data) - len(data) % _SIZE
        self._known = dict.fromkeys(data[start : start + _SIZE] for start in range(0, whole, _SIZE))
        self._clean: dict[bytes, None] = {}
        self._begun = time.time()

    @classmethod
    def of(cls, task: Task) -> Cache | None:
        """The cache for `task`; None where even clean files have something to be done with."""
        if task.outputs is not None or task.mirrored is not None or task.to_standard_output:
            return None
        if task.ask is not None or task.engine.to is not None:
            return None
        looked_at_with = (_program(), task.engine, task.talk, task.notices, task.root, task.per_file)
        settings = blake2b(repr(looked_at_with).encode("utf-8", "surrogatepass"), digest_size=_SIZE)
        return cls(_directory() / settings.hexdigest(), settings.digest())

    def around(
        self, found: Iterable[Found], run: Callable[[Iterator[Found]], Iterator[Done]]
    ) -> Iterator[Done]:
        """What came of each of `found`, in order: `run` is for those that are not known to be clean."""
        order: deque[Done | bytes] = deque()

        def unknown() -> Iterator[Found]:
            for file in found:
                fingerprint = self._fingerprint(file)
                if fingerprint and fingerprint in self._known:
                    self._clean[fingerprint] = None
                    order.append(Done(FileReport(file.name, Outcome.CLEAN)))
                else:
                    order.append(fingerprint)
                    yield file

        for done in run(unknown()):
            while isinstance(known := order.popleft(), Done):
                yield known
            if known and done == Done(FileReport(done.report.path, Outcome.CLEAN, done.report.encoding)):
                self._clean[known] = None
            yield done
        yield from (known for known in order if isinstance(known, Done))

    def save(self) -> None:
        """Write down what is known now. A cache that can't be written is done without."""
        if self._clean.keys() <= self._known.keys():
            with contextlib.suppress(OSError):
                os.utime(self._path)
            return
        kept = [each for each in self._known if each not in self._clean] + list(self._clean)
        with contextlib.suppress(OSError, GarbleFixError):
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            files.write(self._path, (b"".join(kept[-_KEPT:]),))
            _forget_old(self._path.parent)

    def _fingerprint(self, found: Found) -> bytes:
        """Nothing for a file that can't be told from what it may be in a moment."""
        stamp = found.stamp
        if stamp is None or found.error or max(stamp.modified, stamp.changed) / 1e9 > self._begun - _RECENT:
            return b""
        what = f"{found.size} {stamp.modified} {stamp.changed} {stamp.number} {found.name}"
        return blake2b(
            what.encode("utf-8", "surrogateescape") + b"\0" + self._where,
            digest_size=_SIZE,
            key=self._settings,
        ).digest()


def _directory() -> Path:
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named).absolute()
    import platformdirs  # noqa: PLC0415 - slower to import than a single file deserves

    return Path(platformdirs.user_cache_dir("garble-fix", appauthor=False))


def _program() -> tuple[tuple[str, int, int], ...]:
    """What tells this program from its other versions, and from what it was before somebody worked on it."""
    found: list[tuple[str, int, int]] = []
    pending = [str(Path(__file__).parent.parent)]
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    pending.append(entry.path)
                elif not entry.name.endswith(".pyc"):
                    status = entry.stat()
                    found.append((entry.path, status.st_size, status.st_mtime_ns))
    return tuple(sorted(found))


def _forget_old(directory: Path) -> None:
    oldest = time.time() - _DAYS * 86400
    for path in directory.iterdir():
        if path.stat().st_mtime < oldest:
            path.unlink()
