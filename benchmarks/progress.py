"""Progress on the standard error, so that tables on the standard output can be piped."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
_EVERY = 10.0
"""Seconds between two lines."""


def track(items: Sequence[T], what: str) -> Iterator[T]:
    """Yield the items, and say now and then how many of them are done."""
    yield from track_all(items, len(items), what)


def track_all(items: Iterable[T], total: int, what: str) -> Iterator[T]:
    """The same of so many items, of which there is no list."""
    start = said = time.monotonic()
    for done, item in enumerate(items):
        now = time.monotonic()
        if now - said >= _EVERY:
            said = now
            print(f"{what}: {done} of {total}", file=sys.stderr, flush=True)
        yield item
    print(f"{what}: {total} in {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
