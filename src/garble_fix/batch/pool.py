"""Work spread over processes, its results in the order of the files.

Files go to the processes in bundles, since handing over costs more than a glance at a small file. A process that dies,
for want of memory say, takes only one file down with it: the bundle that it had is gone through again file by file.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain
from multiprocessing.connection import wait
from typing import Final

from garble_fix.batch.discovery import Found
from garble_fix.batch.task import Done, Line, Task
from garble_fix.report import FileReport, Outcome, printable

Work = Callable[[Found, Task], Done]

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


_TOLD: Final = 128 + signal.SIGTERM
"""Exit code of a process that was told to end."""

_GRACE: Final = 1.0
"""Seconds that a process has to end what it is at."""


class _Pool:
    """The processes, and the bundles that are on their way."""

    def __init__(self, task: Task, work: Work, jobs: int) -> None:
        self._task = task
        self._work = work
        self._jobs = jobs
        self._executor = self._started(jobs)

    def run(self, bundles: Iterator[list[Found]]) -> Iterator[Done]:
        """Hand out `bundles`, and give the results in order."""
        waiting: deque[tuple[Sequence[Found], Future[list[Done]]]] = deque()
        try:
            while True:
                while len(waiting) < self._jobs * _WAITING and (fresh := next(bundles, None)):
                    waiting.append((fresh, self._hand_out(fresh)))
                if not waiting:
                    break
                bundle, future = waiting.popleft()
                try:
                    yield from future.result()
                except BrokenProcessPool:
                    lost = [bundle, *(later for later, _ in waiting)]
                    waiting.clear()
                    self._stop()
                    for each in lost:
                        yield from self._one_by_one(each)
                    self._executor = self._started(self._jobs)
        except BaseException:
            self._stop()
            raise
        self._executor.shutdown()

    def _hand_out(self, bundle: Sequence[Found]) -> Future[list[Done]]:
        try:
            return self._executor.submit(_bundle, bundle)
        except BrokenProcessPool as error:
            broken: Future[list[Done]] = Future()
            broken.set_exception(error)
            return broken

    def _one_by_one(self, bundle: Sequence[Found]) -> Iterator[Done]:
        """Go through a bundle again that may have killed a process, to find out which file it was."""
        executor: ProcessPoolExecutor | None = None
        try:
            for file in bundle:
                executor = executor or self._started(1)
                try:
                    yield from executor.submit(_bundle, [file]).result()
                except BrokenProcessPool:
                    executor = None
                    yield _killed(file)
        finally:
            if executor:
                executor.shutdown(cancel_futures=True)

    def _started(self, jobs: int) -> ProcessPoolExecutor:
        # Forked processes start at once; but it takes a system without threads to fork safely.
        forks = sys.platform == "linux" and threading.active_count() == 1 and "numpy" not in sys.modules
        return ProcessPoolExecutor(
            jobs,
            mp_context=multiprocessing.get_context("fork" if forks else "spawn"),
            initializer=_begin,
            initargs=(self._task, self._work),
        )

    def _stop(self) -> None:
        """End the processes, tidily but soon: what they are at is not waited for, unless it is done.

        One that ends while it sends a result leaves half of it in the pipe. The executor waits for the other half as
        long as anybody could still send it; so we, who hold that end of the pipe, too, let go of it.
        """
        processes = list((self._executor._processes or {}).values())
        for process in processes:
            with contextlib.suppress(OSError, ValueError):
                process.terminate()
        results = getattr(self._executor, "_result_queue", None)
        if results is not None:
            with contextlib.suppress(OSError):
                results._writer.close()
        self._executor.shutdown(cancel_futures=True)


_task: Task
_work: Work
_busy = False


def _begin(task: Task, work: Work) -> None:
    """Make a new process ready."""
    global _task, _work
    _task, _work = task, work
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # the terminal sends it to all; the one that started us decides
    signal.signal(signal.SIGTERM, _end)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _bundle(bundle: Sequence[Found]) -> list[Done]:
    global _busy  # noqa: PLW0603
    _busy = True
    try:
        return [_work(file, _task) for file in bundle]
    except SystemExit:
        os._exit(_TOLD)
    finally:
        _busy = False


def _end(_: int, __: object) -> None:
    """End: what is being worked on is left as it is, with no temporary file beside it."""
    if _busy:
        raise SystemExit(_TOLD)
    os._exit(_TOLD)


def _end_with_parent() -> None:
    """End when the process that started us is gone: nobody wants our results any more."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(_GRACE)
        os._exit(1)


def _killed(file: Found) -> Done:
    shown = printable(
        f"{file.name}: the process that worked on it was killed, perhaps for want of memory; it is left as it was"
    )
    return Done(FileReport(file.name, Outcome.FAILED, error=shown), (Line("failure", shown),))
