"""Forgetting old runs, so that journals do not fill the disk."""

from __future__ import annotations

import contextlib
import shutil
import time
from calendar import timegm
from pathlib import Path
from typing import Final

from garble_fix.journal.runs import Run, runs

DAYS: Final = 30
MEGABYTES: Final = 1024
"""How long, and how much of them, runs are kept unless said otherwise."""


def prune(state: Path, *, days: float = DAYS, megabytes: float = MEGABYTES) -> list[str]:
    """Remove runs under `state` that are older than `days`, then the oldest beyond `megabytes` of them.

    The newest run stays whatever it takes up, and so does one still at work. Returns the names of those removed; what
    can't be removed stays.
    """
    removed: list[str] = []
    total = 0
    for number, run in enumerate(runs(state)):
        total += run.size
        if number == 0 or run.at_work:
            continue
        if total > megabytes * 1_000_000 or _age(run) > days * 86400:
            total -= run.size
            _remove(run.directory)
            removed.append(run.name)
    for folder in (state / "runs").glob(".removed-*"):  # what was left of earlier attempts
        shutil.rmtree(folder, ignore_errors=True)
    return removed


def _age(run: Run) -> float:
    """Seconds since the run began; none for one that does not say when."""
    try:
        return time.time() - timegm(time.strptime(run.started, "%Y-%m-%dT%H:%M:%SZ"))
    except ValueError:
        return 0.0


def _remove(folder: Path) -> None:
    # Out of sight in one step: nobody finds half a run.
    with contextlib.suppress(OSError):
        hidden = folder.with_name(f".removed-{folder.name}")
        folder.rename(hidden)
        shutil.rmtree(hidden, ignore_errors=True)
