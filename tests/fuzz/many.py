"""Very many short byte strings through `repair_bytes`, each made from a number, so that any can be made again.

    python -m tests.fuzz.many [COUNT [FIRST]]

hypothesis makes better examples and shrinks them, at a tenth of the pace. Most of these are shorter than a line, since
repair takes time with the length and what upsets it seldom needs more. Exits with 1 if any failed; each is printed.
"""

from __future__ import annotations

import random
import sys
import time
import traceback

from .strategies import CLEAN, ENCODINGS, GARBLED
from .test_bytes import holds

_EDITS = ("put", "drop", "change", "double", "swap")


def made(number: int) -> tuple[bytes, str]:
    """Return the bytes with this number, and how their holes are to be treated."""
    dice = random.Random(number)
    holes = "guess" if dice.random() < 0.2 else "mark"
    # From one character to a hundred, half of them below ten.
    size = int(2 ** dice.triangular(0, 7, 3))
    if dice.random() < 0.25:
        return dice.randbytes(size), holes
    lines = []
    for _ in range(dice.choice((1, 1, 1, 2))):
        text = dice.choice(GARBLED if dice.random() < 0.7 else CLEAN)
        start = dice.randrange(len(text) + 1)
        lines.append(text[start : start + size])
    encoding = "utf-8" if dice.random() < 0.6 else dice.choice(ENCODINGS)
    data = bytearray(dice.choice(("\n", "\r\n", "")).join(lines).encode(encoding, "replace"))
    for _ in range(dice.choice((0, 0, 1, 1, 2, 4))):
        _edit(data, dice)
    return bytes(data), holes


def _edit(data: bytearray, dice: random.Random) -> None:
    at, length = dice.randrange(len(data) + 1), dice.randint(1, 4)
    how = dice.choice(_EDITS)
    if how == "put":
        data[at:at] = dice.randbytes(length)
    elif how == "drop":
        del data[at : at + length]
    elif how == "change":
        data[at : at + length] = dice.randbytes(len(data[at : at + length]))
    elif how == "double":
        data[at:at] = data[at : at + length]
    else:
        data[at : at + length] = data[at : at + length][::-1]


def main(count: int = 100_000, first: int = 0) -> int:
    """Try `count` byte strings from number `first` on; return how many failed."""
    failed = size = 0
    slowest: tuple[float, int, int] = (0.0, 0, 0)
    start = time.process_time()
    for number in range(first, first + count):
        data, holes = made(number)
        size += len(data)
        begun = time.process_time()
        try:
            holds(data, holes)
        except Exception:  # what fails is told, and the rest tried
            failed += 1
            print(f"number {number}: {holes} {data!r}\n{traceback.format_exc()}", flush=True)
        slowest = max(slowest, (time.process_time() - begun, len(data), number))
        if (number + 1) % 1000 == 0:
            print(f"{number + 1}: {time.process_time() - start:.0f} s, {failed} failed", flush=True)
    took = time.process_time() - start
    print(
        f"{count} strings, {size} bytes, {took:.0f} s: {failed} failed; "
        f"slowest {slowest[0]:.1f} s for {slowest[1]} bytes (number {slowest[2]})"
    )
    return failed


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])) > 0)
