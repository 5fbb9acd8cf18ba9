"""A progress bar for long work, where somebody looks at a terminal."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from garble_fix.batch.discovery import Found
from garble_fix.batch.task import Done
from garble_fix.report import Screen

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

_AFTER: Final = 1.0
"""Seconds of work after which the bar appears."""

_EVERY: Final = 0.1
"""Seconds between two looks of it."""


class Progress:
    """The bar. It is drawn when a file is done, and cleared away before anything else is written."""

    def __init__(self, screen: Screen, *, wanted: bool) -> None:
        self._wanted = wanted and screen.err_is_terminal and not screen.quiet
        self._colored = screen.err_colored
        self._bar: Bar | None = None
        self._shown = False
        self._next = time.monotonic() + _AFTER
        self._found = self._done = 0
        self._all = False

    def counted(self, found: Iterable[Found]) -> Iterator[Found]:
        """Pass on what was found, counting it."""
        for file in found:
            self._found += 1
            yield file
        self._all = True

    def advance(self) -> None:
        """Count a file as done."""
        self._done += 1
        if self._wanted and time.monotonic() >= self._next:
            self._draw()
            self._next = time.monotonic() + _EVERY

    def pause_for(self, done: Done) -> None:
        """Clear the bar away if there is something to be shown of `done`."""
        if done.lines or done.data:
            self.stop()

    def stop(self) -> None:
        """Clear the bar away."""
        if self._bar and self._shown:
            self._bar.stop()
            self._shown = False

    def _draw(self) -> None:
        if self._bar is None:
            self._bar = _bar(colored=self._colored)
        if not self._shown:
            self._bar.start()
            self._shown = True
        self._bar.update(
            self._bar.task_ids[0],
            completed=self._done,
            total=self._found if self._all else None,
            refresh=True,
        )


def _bar(*, colored: bool) -> Bar:
    from rich.console import Console  # noqa: PLC0415 - what short work need not load
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    bar = Progress(
        TextColumn("garble-fix"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("files"),
        TimeElapsedColumn(),
        console=Console(stderr=True, no_color=not colored),
        transient=True,
        auto_refresh=False,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    bar.add_task("", total=None)
    return bar
