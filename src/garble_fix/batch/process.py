"""A process that does work: what is handed to it, and what it answers, go through a pipe that only it writes to.

So a process that dies in the midst of an answer, of whatever cause, is noticed by the one that waits for that answer,
and by nobody else.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection, wait
from typing import Final

from garble_fix.batch.discovery import Found
from garble_fix.batch.task import Done, Task

Work = Callable[[Found, Task], Done]

_TOLD: Final = 128 + signal.SIGTERM
"""Exit code of a process that was told to end."""

_THREADS: Final = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
"""The variables by which numpy's libraries are told how many threads to start."""

_GRACE: Final = 1.0
"""Seconds that a process has to end what it is at when the one that started it is gone."""


class ProcessDiedError(Exception):
    """A process ended before it answered."""


class Process:
    """The process, seen by the one that started it."""

    def __init__(self, task: Task, work: Work) -> None:
        # Forked processes start at once; but it takes a system without threads to fork safely.
        forks = sys.platform == "linux" and threading.active_count() == 1 and "numpy" not in sys.modules
        context = multiprocessing.get_context("fork" if forks else "spawn")
        self._pipe, its_end = context.Pipe()
        try:
            self._process = context.Process(target=_serve, args=(its_end, task, work), daemon=True)  # type: ignore[attr-defined]
            self._process.start()
        finally:
            its_end.close()  # held by the process alone, it is closed when the process ends

    def do(self, bundle: Sequence[Found]) -> list[Done]:
        """What came of each file.

        Raises what the work raises, and `ProcessDiedError`.
        """
        try:
            self._pipe.send(bundle)
            answer = self._pipe.recv()
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            raise ProcessDiedError from error
        if isinstance(answer, BaseException):
            raise answer
        done: list[Done] = answer
        return done

    def end(self) -> None:
        """Tell the process to end; what it is at is not waited for."""
        with contextlib.suppress(OSError, ValueError):
            self._process.terminate()

    def ended(self) -> None:
        """Wait for its end."""
        self._process.join()
        self._pipe.close()


_busy = False


def _serve(pipe: Connection, task: Task, work: Work) -> None:
    """What the process does: answer, until it is told to end."""
    # There are as many processes as processors: threads of each would wait for those of the others.
    for variable in _THREADS:
        os.environ.setdefault(variable, "1")
    # The terminal sends its interrupt to all processes; the one that started us decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _told)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with contextlib.suppress(EOFError, OSError):  # nobody is there any more
        while True:
            pipe.send_bytes(_answer(pipe.recv(), task, work))


def _answer(bundle: Sequence[Found], task: Task, work: Work) -> bytes:
    """The results, or the exception that the work raised: pickled."""
    global _busy  # noqa: PLW0603
    _busy = True
    try:
        return pickle.dumps([work(file, task) for file in bundle])
    except SystemExit:
        os._exit(_TOLD)
    except Exception as error:
        return pickle.dumps(error)
    finally:
        _busy = False


def _told(_: int, __: object) -> None:
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
