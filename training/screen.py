"""Training of the screen: clean text against what the registered channels make of it."""

from __future__ import annotations

import math
import random

import numpy as np
import numpy.typing as npt

from garble_fix.channels import Chain
from garble_fix.channels.registry import CHANNELS, chain_log_prior
from garble_fix.language.model import code_points
from garble_fix.spans.screen import SCALE, pair_hashes

HASH_BITS = 21
"""Two million entries: with fewer, pairs of sound and of garbled text share theirs too often."""

_SAMPLE = 150_000
"""Characters of each language that are run through each channel."""
_SMOOTHING = 4.0
"""Pseudo-count of each hashed pair on either side, in sampled characters."""


def train(texts: dict[str, str]) -> npt.NDArray[np.int8]:
    """Learn the table from `texts` (language to text; lines in any order)."""
    garbled = np.zeros(1 << HASH_BITS)
    clean = np.zeros(1 << HASH_BITS)
    for language, text in sorted(texts.items()):
        clean_counts = _counts(text)
        clean += clean_counts / max(1.0, clean_counts.sum())
        sample = _sample(text)
        garbled_here = np.zeros(1 << HASH_BITS)
        for entry in CHANNELS:
            chain = Chain((entry.channel,))
            weight = math.exp(chain_log_prior(chain) / 2)  # tempered: rare damage must be found too
            damaged = _damage(sample, chain)
            for doubled in (damaged, _damage(damaged, chain) if entry.log_prior > -4 else []):
                counts = _counts("\n".join(doubled))
                if counts.sum() > 1000:
                    garbled_here += weight * counts / counts.sum()
        garbled += garbled_here / max(1e-12, garbled_here.sum())
        print(f"screen: {language}", flush=True)
    return _log_ratio(garbled / garbled.sum(), clean / clean.sum())


def _log_ratio(garbled: npt.NDArray[np.float64], clean: npt.NDArray[np.float64]) -> npt.NDArray[np.int8]:
    floor = _SMOOTHING / (1 << HASH_BITS) / 10
    ratio = np.log(garbled + floor) - np.log(clean + floor)
    return np.clip(np.rint(ratio * SCALE), -127, 127).astype(np.int8)


def _sample(text: str) -> list[str]:
    lines = [line for line in text.split("\n") if line and not line.isascii()]
    random.Random(1).shuffle(lines)
    taken, size = [], 0
    for line in lines:
        taken.append(line)
        size += len(line)
        if size > _SAMPLE:
            break
    return taken


def _damage(lines: list[str], chain: Chain) -> list[str]:
    damaged = []
    for line in lines:
        try:
            result = chain.garble(line)
        except UnicodeError:
            continue
        if result != line:
            damaged.append(result)
    return damaged


def _counts(text: str) -> npt.NDArray[np.float64]:
    """How often each hashed pair occurs, pairs of ASCII characters aside."""
    points = code_points(text)
    foreign = points > 0x7F
    telling = foreign.copy()
    telling[1:] |= foreign[:-1]
    hashes = pair_hashes(points, HASH_BITS)[telling]
    return np.bincount(hashes, minlength=1 << HASH_BITS).astype(np.float64)
