"""Work spread over processes, its results in the order of the files.

Files go to the processes in bundles, since handing over costs more than a glance at a small file. A process that dies,
for want of memory say, takes only one file down with it: the bundle that it had is gone through again file by file.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from itertools import chain
from queue import SimpleQueue
from typing import Final

from garble_fix.batch.discovery import Found
from garble_fix.batch.process import Process, ProcessDiedError, Work
from garble_fix.batch.task import Done, Line, Task
from garble_fix.report import FileReport, Outcome, printable

_FILES: Final = 64
_BYTES: Final = 1 << 20
"""A bundle is full at so many files, or so many bytes."""

_FIRST: Final = 256
_SHARE: Final = 4
"""For so many files at the beginning, at a part of that, so that all processes have something to do soon."""

_WAITING: Final = 3
"""Bundles for each process that are handed out before results are waited for."""

_FEW: Final = 64
_LITTLE: Final = 1 << 16
"""Fewer files that hold less, in bytes, are done sooner by one process than others could load the language models."""


def run(found: Iterable[Found], task: Task, work: Work, *, jobs: int) -> Iterator[Done]:
    """Do `work` on each file in at most `jobs` processes; give what came of each, in order.

    Few files are done in this process. Raises what `work` raises.
    """
    bundles: Iterator[list[Found]] = _bundles(found)
    if jobs > 1:
        first, much = _beginning(bundles)
        bundles = chain(first, bundles)
        if much:
            yield from _Pool(task, work, jobs).run(bundles)
            return
    for bundle in bundles:
        for file in bundle:
            yield work(file, task)


def _beginning(bundles: Iterator[list[Found]]) -> tuple[list[list[Found]], bool]:
    """Take bundles until there is enough for several processes; tell whether there is."""
    first: list[list[Found]] = []
    count = size = 0
    for bundle in bundles:
        first.append(bundle)
        count += len(bundle)
        size += sum(file.size for file in bundle)
        if count > 1 and (count >= _FEW or size >= _LITTLE):
            return first, True
    return first, False


def _bundles(found: Iterable[Found]) -> Iterator[list[Found]]:
    bundle: list[Found] = []
    size = given = 0
    for file in found:
        bundle.append(file)
        size += file.size
        share = 1 if given >= _FIRST else _SHARE
        if size >= _BYTES // share or len(bundle) >= _FILES // share:
            given += len(bundle)
            yield bundle
            bundle, size = [], 0
    if bundle:
        yield bundle


class _Pool:
    """The processes, each served by a thread that hands it a bundle and waits for what comes of it."""

    def __init__(self, task: Task, work: Work, jobs: int) -> None:
        self._task = task
        self._work = work
        self._jobs = jobs
        self._lock = threading.Lock()
        self._stopped = False
        self._all: list[Process] = []
        self._idle: SimpleQueue[Process] = SimpleQueue()
        for _ in range(jobs):
            self._idle.put(self._started())

    def run(self, bundles: Iterator[list[Found]]) -> Iterator[Done]:
        """Hand out `bundles`, and give the results in order."""
        threads = ThreadPoolExecutor(self._jobs)
        waiting: deque[Future[list[Done]]] = deque()
        try:
            while True:
                while len(waiting) < self._jobs * _WAITING and (fresh := next(bundles, None)):
                    waiting.append(threads.submit(self._through, fresh))
                if not waiting:
                    break
                yield from waiting.popleft().result()
        finally:
            self._stop()
            threads.shutdown(cancel_futures=True)

    def _through(self, bundle: Sequence[Found]) -> list[Done]:
        """Have a bundle done; file by file, to find out which it was, if the process dies of it."""
        process = self._idle.get()
        try:
            return process.do(bundle)
        except ProcessDiedError:
            done: list[Done] = []
            process = self._started()
            for file in bundle:
                try:
                    done += process.do([file])
                except ProcessDiedError:
                    done.append(_killed(file))
                    process = self._started()
            return done
        finally:
            self._idle.put(process)

    def _started(self) -> Process:
        with self._lock:
            if self._stopped:
                raise CancelledError
            process = Process(self._task, self._work)
            self._all.append(process)
            return process

    def _stop(self) -> None:
        """End the processes, soon: what they are at is not wanted any more, or they are at nothing."""
        with self._lock:
            self._stopped = True
        for process in self._all:
            process.end()
        for process in self._all:
            process.ended()


def _killed(file: Found) -> Done:
    shown = printable(
        f"{file.name}: the process that worked on it was killed, perhaps for want of memory; it is left as it was"
    )
    return Done(FileReport(file.name, Outcome.FAILED, error=shown), (Line("failure", shown),))
