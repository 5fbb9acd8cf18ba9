"""Progress on the standard error, so that tables on the standard output can be piped."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")
_EVERY = 10.0
"""Seconds between two lines."""


def on_all_cores(
    work: Callable[[Sequence[T]], R], items: Sequence[T], batch: int, what: str, begin: Callable[[], None]
) -> Iterator[R]:
    """What `work` makes of the items, `batch` at a time, however many cores. Each process does `begin` first."""
    batches = [items[at : at + batch] for at in range(0, len(items), batch)]
    with ProcessPoolExecutor(initializer=begin) as pool:
        yield from _track(pool.map(work, batches), len(batches), what)


def track(items: Sequence[T], what: str) -> Iterator[T]:
    """Yield the items, and say now and then how many of them are done."""
    yield from _track(items, len(items), what)


def _track(items: Iterable[T], total: int, what: str) -> Iterator[T]:
    start = said = time.monotonic()
    for done, item in enumerate(items):
        now = time.monotonic()
        if now - said >= _EVERY:
            said = now
            print(f"{what}: {done} of {total}", file=sys.stderr, flush=True)
        yield item
    print(f"{what}: {total} in {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
