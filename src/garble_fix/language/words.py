"""How often words occur, of those that hold letters beyond ASCII, and which of them stand side by side.

The language models look back three letters and know no words. Where a letter was lost, the rest of its word often says
which it was. The words are the commonest of each alphabetic language, from `training.wordlist`, in a static function:
two and a half bytes each. A word that is not there is taken for one, once in a thousand times.

Vietnamese writes a space after every syllable, and a syllable says little without its neighbour: `giá tr?` is
`giá trị`, `b? nhớ` is `bộ nhớ`. The pairs of words that were seen side by side have a static function of their own.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Sequence
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


def keys(words: Sequence[str]) -> Keys:
    """The 64-bit key of each word, whatever its case."""
    digests = (hashlib.blake2b(word.lower().encode("utf-8", "replace"), digest_size=8) for word in words)
    return np.array([int.from_bytes(digest.digest(), "little") for digest in digests], np.uint64)


def log_probs(words: Sequence[str]) -> npt.NDArray[np.float32]:
    """`log P` of each word in the language that has it most, among the words of that language; nats."""
    values, present = _packaged()[0].get(keys(words))
    found: npt.NDArray[np.float32] = np.where(present, values * np.float32(-STEP), np.float32(LEAST))
    return found


def gains(pairs: Sequence[tuple[str, str]]) -> npt.NDArray[np.float32]:
    """How much likelier two words are side by side than apart: log P(both) - log P(one) - log P(other), nats.

    The pairs are rivals. What a pair that was never seen loses depends on how often it should have been; if none was
    seen, their language is not one whose pairs are known, and none gains or loses.
    """
    _, table, running = _packaged()
    values, present = table.get(keys([f"{one} {other}" for one, other in pairs]))
    if not present.any():
        return np.zeros(len(pairs), np.float32)
    apart = log_probs([one for one, _ in pairs]) + log_probs([other for _, other in pairs])
    unseen = np.maximum(np.float32(LEAST_GAIN), -np.log1p(np.float32(running) * np.exp(apart)))
    found: npt.NDArray[np.float32] = np.where(
        present, values * np.float32(STEP) + np.float32(LEAST_GAIN), unseen
    )
    return found


def write(path: Path, words: StaticFunction, pairs: StaticFunction, meta: dict[str, Any]) -> None:
    """Write the tables; `meta` says what they were made from, and how many words the pairs were found among."""
    meta = {"seed": words.seed, "pairs_seed": pairs.seed, "bits": words.fingerprint_bits, **meta}
    container.write(path, meta, {"slots": words.slots, "pairs": pairs.slots})


@functools.cache
def _packaged() -> tuple[StaticFunction, StaticFunction, int]:
    meta, arrays = container.read(Path(str(resources.files("garble_fix.language") / "words.bin")))
    words = StaticFunction(arrays["slots"], meta["seed"], meta["bits"])
    return words, StaticFunction(arrays["pairs"], meta["pairs_seed"], meta["bits"]), int(meta["running"])
