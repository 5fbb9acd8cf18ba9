"""How often words occur, of those that hold letters beyond ASCII, and which of them stand side by side.

The language models look back three letters and know no words. Where a letter was lost, the rest of its word often says
which it was. The words are the commonest of each language, from `training.wordlist`, in a static function: two and a
half bytes each. A word that is not there is taken for one, once in a thousand times.

Vietnamese writes a space after every syllable, and a syllable says little without its neighbour: `giá tr?` is
`giá trị`, `b? nhớ` is `bộ nhớ`. The pairs of words that were seen side by side have a static function of their own.

Chinese and Japanese divide their words by nothing. Of each text, all parts are looked up, and one that is taken for a
word by accident spoils it. So what these languages are written in has a function of its own, and another that has eight
bits more of the fingerprint of each word.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from garble_fix.language import container
from garble_fix.language.static_function import Keys, StaticFunction

STEP: Final = 0.25
"""Nats from one value of the table to the next."""

LEAST: Final = -17.0
"""log P of a word that is not there, nats: one in twenty million."""

VALUES: Final = 64

LEAST_GAIN: Final = -4.0
"""The gain of a pair that has the value 0, nats."""


CHECKED: Final = np.uint64(0x9E3779B97F4A7C15)
"""What the key of a word is changed by before its check is looked up, so that the two know nothing of each other."""

_FUNCTIONS: Final = ("words", "pairs", "unspaced", "checks")


def keys(words: Sequence[str]) -> Keys:
    """The 64-bit key of each word, whatever its case."""
    digests = (hashlib.blake2b(word.lower().encode("utf-8", "replace"), digest_size=8) for word in words)
    return np.array([int.from_bytes(digest.digest(), "little") for digest in digests], np.uint64)


def log_probs(words: Sequence[str]) -> npt.NDArray[np.float32]:
    """`log P` of each word in the language that has it most, among the words of that language; nats."""
    values, present = _packaged().words.get(keys(words))
    found: npt.NDArray[np.float32] = np.where(present, values * np.float32(-STEP), np.float32(LEAST))
    return found


def unspaced_log_probs(words: Sequence[str]) -> npt.NDArray[np.float32]:
    """The same of words of languages that put no spaces between them."""
    tables, numbers = _packaged(), keys(words)
    values, present = tables.unspaced.get(numbers)
    found: npt.NDArray[np.float32] = np.full(len(words), LEAST, np.float32)
    rows = np.flatnonzero(present)
    rows = rows[tables.checks.get(numbers[rows] ^ CHECKED)[1]]
    found[rows] = values[rows] * np.float32(-STEP)
    return found


def gains(pairs: Sequence[tuple[str, str]]) -> npt.NDArray[np.float32]:
    """How much likelier two words are side by side than apart: log P(both) - log P(one) - log P(other), nats.

    The pairs are rivals. What a pair that was never seen loses depends on how often it should have been; if none was
    seen, their language is not one whose pairs are known, and none gains or loses.
    """
    tables = _packaged()
    values, present = tables.pairs.get(keys([f"{one} {other}" for one, other in pairs]))
    if not present.any():
        return np.zeros(len(pairs), np.float32)
    apart = log_probs([one for one, _ in pairs]) + log_probs([other for _, other in pairs])
    unseen = np.maximum(np.float32(LEAST_GAIN), -np.log1p(np.float32(tables.running) * np.exp(apart)))
    found: npt.NDArray[np.float32] = np.where(
        present, values * np.float32(STEP) + np.float32(LEAST_GAIN), unseen
    )
    return found


@dataclass(frozen=True)
class Tables:
    """The static functions: of the words of alphabets, of pairs of them, of words without spaces and of their checks.

    `running` is the number of words that the pairs were found among.
    """

    words: StaticFunction
    pairs: StaticFunction
    unspaced: StaticFunction
    checks: StaticFunction
    running: int


def write(path: Path, tables: Tables, meta: dict[str, Any]) -> None:
    """Write the tables; `meta` says what they were made from."""
    functions = {name: getattr(tables, name) for name in _FUNCTIONS}
    made = {name: [one.seed, one.fingerprint_bits] for name, one in functions.items()}
    container.write(
        path,
        {"functions": made, "running": tables.running, **meta},
        {name: one.slots for name, one in functions.items()},
    )


def read(path: Path) -> Tables:
    """Read what `write` has written."""
    meta, arrays = container.read(path)
    functions = {name: StaticFunction(arrays[name], *meta["functions"][name]) for name in _FUNCTIONS}
    return Tables(**functions, running=int(meta["running"]))


@functools.cache
def _packaged() -> Tables:
    return read(Path(str(resources.files("garble_fix.language") / "words.bin")))
