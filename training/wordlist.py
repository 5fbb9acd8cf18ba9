"""Build the packaged list of words beyond ASCII, and of pairs: `python -m training.wordlist`."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from importlib.metadata import version
from itertools import islice
from pathlib import Path

import numpy as np

from garble_fix.language import static_function, words
from training.build import texts
from training.corpus import TEXT
from training.locales import ALPHABETIC, SMALL
from training.words import SCALE, WORDS, alphabetic

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "src" / "garble_fix" / "language" / "words.bin"

MOST = 30_000
"""Words of each language, the commonest of those that hold letters beyond ASCII."""

UNSPACED = ("zh-Hans", "zh-Hant", "ja")
MOST_UNSPACED = 100_000
"""The languages that put no spaces between words, and how many words of each join in, single characters among them."""

PAIRED = ("vi",)
"""The languages whose words are too short to say much alone."""

LEAST_PAIR = 2
"""How often two words must have stood side by side to be a pair on record."""

FINGERPRINT_BITS = 10
CHECK_BITS = 8

_WORD = re.compile(r"[^\W\d_]+")


def commonest(language: str) -> dict[str, int]:
    """The words of one language that join in, with their counts in a thousand million."""
    counts = alphabetic(language)
    there = ((word, count) for word, count in counts.most_common() if not word.isascii() and word.isalpha())
    return dict(islice(there, MOST))


def listed(language: str) -> dict[str, int]:
    """The same of a language without spaces, as `training.words` has written them."""
    rows = (line.rsplit("\t", 1) for line in (WORDS / f"{language}.tsv").open(encoding="utf-8"))
    return {word: int(count) for word, count in islice(rows, MOST_UNSPACED)}


def neighbours(lines: Iterable[str]) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """Count the words of some text, and the pairs that only a space divides, whatever their case.

    >>> neighbours(["Giá trị, giá"])
    (Counter({'giá': 2, 'trị': 1}), Counter({('giá', 'trị'): 1}))
    """
    counts, pairs = Counter[str](), Counter[tuple[str, str]]()
    for line in lines:
        before, end = "", -1
        for match in _WORD.finditer(line.lower()):
            word = match[0]
            counts[word] += 1
            if before and line[end : match.start()] == " ":
                pairs[before, word] += 1
            before, end = word, match.end()
    return counts, pairs


def pair_gains(counts: Counter[str], pairs: Counter[tuple[str, str]]) -> dict[str, float]:
    """The gain of each pair on record that holds letters beyond ASCII; see `garble_fix.language.words.gains`."""
    running = counts.total()
    return {
        f"{one} {other}": math.log(count * running / (counts[one] * counts[other]))
        for (one, other), count in sorted(pairs.items())
        if count >= LEAST_PAIR and not (one.isascii() and other.isascii())
    }


def packed(nats: dict[str, float], least: float = 0.0) -> static_function.StaticFunction:
    """Some names with a number of nats each, in the steps of `garble_fix.language.words` from `least` on."""
    steps = (np.array(list(nats.values())) - least) / words.STEP
    values = np.clip(np.rint(steps), 0, words.VALUES - 1).astype(np.uint16)
    return static_function.build(words.keys(list(nats)), values, np.uint16, FINGERPRINT_BITS)


def best_of(lists: Iterable[dict[str, int]]) -> dict[str, float]:
    """How unlikely each word is, whatever its case, in the language that has it most; nats."""
    best: dict[str, int] = {}
    for counts in lists:
        for word, count in counts.items():
            best[word.lower()] = max(count, best.get(word.lower(), 0))
    return {word: -math.log(best[word] / SCALE) for word in sorted(best)}


def checks(names: Iterable[str]) -> static_function.StaticFunction:
    """Another fingerprint of each name."""
    numbers = words.keys(list(names)) ^ words.CHECKED
    return static_function.build(numbers, np.zeros(len(numbers), np.uint8), np.uint8, CHECK_BITS)


def main() -> None:
    """Write the tables."""
    spaced = best_of(commonest(language) for language in (*ALPHABETIC, *SMALL))
    unspaced = best_of(map(listed, UNSPACED))
    followed, pairs = neighbours(
        line for name in PAIRED for text in texts(TEXT, name) for line in text.split("\n")
    )
    found = pair_gains(followed, pairs)
    tables = words.Tables(
        packed(spaced), packed(found, words.LEAST_GAIN), packed(unspaced), checks(unspaced), followed.total()
    )
    lists = ", ".join(f"{name} {version(name)}" for name in ("wordfreq", "jieba", "opencc", "pypinyin"))
    made_from = f"{lists}, ipadic, pycantonese, the text of {', '.join(PAIRED)}"
    words.write(TABLE, tables, {"made from": made_from})
    sizes = f"{len(spaced)} words with spaces, {len(unspaced)} without, {len(found)} pairs"
    print(f"{TABLE}: {sizes}, {TABLE.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
