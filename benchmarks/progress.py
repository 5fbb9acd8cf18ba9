"""Progress on the standard error, so that tables on the standard output can be piped."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
_EVERY = 10.0
"""Seconds between two lines."""


def track(items: Sequence[T], what: str) -> Iterator[T]:
    """Yield the items, and say now and then how many of them are done."""
    start = said = time.monotonic()
    for done, item in enumerate(items):
        now = time.monotonic()
        if now - said >= _EVERY:
            said = now
            print(f"{what}: {done} of {len(items)}", file=sys.stderr, flush=True)
        yield item
    print(f"{what}: {len(items)} in {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
