"""Build the packaged list of words with letters beyond ASCII: `python -m training.wordlist`."""

from __future__ import annotations

import math
from importlib.metadata import version
from itertools import islice
from pathlib import Path

import numpy as np

from garble_fix.language import static_function, words
from training.locales import ALPHABETIC, SMALL
from training.words import SCALE, alphabetic

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "src" / "garble_fix" / "language" / "words.bin"

MOST = 30_000
"""Words of each language, the commonest of those that hold letters beyond ASCII."""

FINGERPRINT_BITS = 10


def commonest(language: str) -> dict[str, int]:
    """The words of one language that join in, with their counts in a thousand million."""
    counts = alphabetic(language)
    there = ((word, count) for word, count in counts.most_common() if not word.isascii() and word.isalpha())
    return dict(islice(there, MOST))


def main() -> None:
    """Write the table."""
    best: dict[str, int] = {}
    for language in (*ALPHABETIC, *SMALL):
        for word, count in commonest(language).items():
            best[word.lower()] = max(count, best.get(word.lower(), 0))
    names = sorted(best)
    nats = np.array([-math.log(best[name] / SCALE) for name in names])
    values = np.clip(np.rint(nats / words.STEP), 0, words.VALUES - 1).astype(np.uint16)
    table = static_function.build(words.keys(names), values, np.uint16, FINGERPRINT_BITS)
    words.write(TABLE, table, {"words": len(names), "made from": f"wordfreq {version('wordfreq')}"})


if __name__ == "__main__":
    main()
