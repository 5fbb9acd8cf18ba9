"""How often words occur, of those that hold letters beyond ASCII.

The language models look back three letters and know no words. Where a letter was lost, the rest of its word often says
which it was. The words are the commonest of each alphabetic language, from `training.wordlist`, in a static function:
two and a half bytes each. A word that is not there is taken for one, once in a thousand times.
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


def keys(words: Sequence[str]) -> Keys:
    """The 64-bit key of each word, whatever its case."""
    digests = (hashlib.blake2b(word.lower().encode("utf-8", "replace"), digest_size=8) for word in words)
    return np.array([int.from_bytes(digest.digest(), "little") for digest in digests], np.uint64)


def log_probs(words: Sequence[str]) -> npt.NDArray[np.float32]:
    """`log P` of each word in the language that has it most, among the words of that language; nats."""
    values, present = _packaged().get(keys(words))
    found: npt.NDArray[np.float32] = np.where(present, values * np.float32(-STEP), np.float32(LEAST))
    return found


def write(path: Path, table: StaticFunction, meta: dict[str, Any]) -> None:
    """Write the table; `meta` says what it was made from."""
    meta = {"seed": table.seed, "bits": table.fingerprint_bits, **meta}
    container.write(path, meta, {"slots": table.slots})


@functools.cache
def _packaged() -> StaticFunction:
    meta, arrays = container.read(Path(str(resources.files("garble_fix.language") / "words.bin")))
    return StaticFunction(arrays["slots"], meta["seed"], meta["bits"])
