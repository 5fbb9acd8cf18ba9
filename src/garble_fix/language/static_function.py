"""A static function: a fixed map from 64-bit keys to small values, in little more room than the values take.

This is the Bloomier filter of Chazelle et al. (SODA 2004) in the form Talbot and Brants used it for language
models (ACL 2008), built by peeling as in an XOR filter (Graf and Lemire, 2020): the value of a key is the
exclusive or of three slots chosen by its hash. The keys themselves are not stored; the high bits of a value are
a fingerprint of the key, so that a key that is not in the map is recognised as such but for one time in
2**fingerprint_bits. Look-ups are three gathers over whole arrays, and the slots can be memory-mapped as they lie.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.uint64]

_SLOTS_PER_KEY: Final = 1.23
"""Peeling three-uniform hypergraphs succeeds with high probability above 1.222 slots a key."""

_MIX_1: Final = np.uint64(0xBF58476D1CE4E5B9)  # the constants of SplitMix64's finaliser
_MIX_2: Final = np.uint64(0x94D049BB133111EB)
_LOW: Final = np.uint64(0xFFFFFFFF)
_S30, _S27, _S31, _S32 = (np.uint64(n) for n in (30, 27, 31, 32))


def mix(keys: Keys, seed: int = 0) -> Keys:
    """SplitMix64's finaliser: spreads the bits of each key over 64 bits."""
    h = keys ^ np.uint64(seed * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF)
    h = (h ^ (h >> _S30)) * _MIX_1
    h = (h ^ (h >> _S27)) * _MIX_2
    return h ^ (h >> _S31)


@dataclass(frozen=True)
class StaticFunction:
    """`slots` holds three equal segments of unsigned integers; `fingerprint_bits` of each are the fingerprint."""

    slots: npt.NDArray[Any]
    seed: int
    fingerprint_bits: int

    @property
    def value_bits(self) -> int:
        """How many bits of a slot are the value."""
        return self.slots.dtype.itemsize * 8 - self.fingerprint_bits

    def get(self, keys: Keys | Hashes) -> tuple[npt.NDArray[Any], npt.NDArray[np.bool_]]:
        """Return the values of `keys` (unspecified where absent), and a mask of those that are present."""
        hashes = keys if isinstance(keys, Hashes) else Hashes.of(keys, self.seed)
        first, second, third, fingerprint = _places(
            hashes, self.slots.size // 3, self.slots.dtype, self.fingerprint_bits
        )
        stored = self.slots[first]
        stored ^= self.slots[second]
        stored ^= self.slots[third]
        shift = stored.dtype.type(self.value_bits)
        present = (stored >> shift) == fingerprint
        return stored & stored.dtype.type((1 << self.value_bits) - 1), present


@dataclass(frozen=True)
class Hashes:
    """The hashes of some keys, all that functions of one `seed` need of them: those of several share the work."""

    seed: int
    one: Keys
    two: Keys

    @classmethod
    def of(cls, keys: Keys, seed: int) -> Hashes:
        """Hash `keys`."""
        one = mix(keys, seed)
        return cls(seed, one, mix(one, 1))

    def __getitem__(self, rows: npt.NDArray[np.int64]) -> Hashes:
        """Return the hashes of some of the keys."""
        return Hashes(self.seed, self.one[rows], self.two[rows])


def _places(hashes: Hashes, segment: int, dtype: Any, fingerprint_bits: int) -> tuple[Any, Any, Any, Any]:
    one, two = hashes.one, hashes.two
    size = np.uint64(segment)
    first = ((one & _LOW) * size) >> _S32
    second = ((one >> _S32) * size) >> _S32
    third = ((two & _LOW) * size) >> _S32
    fingerprint = (two >> np.uint64(64 - fingerprint_bits)).astype(dtype)
    return (
        first.view(np.int64),
        (second + size).view(np.int64),
        (third + size + size).view(np.int64),
        fingerprint,
    )


def build(keys: Keys, values: npt.NDArray[Any], dtype: Any, fingerprint_bits: int) -> StaticFunction:
    """Build the map; `keys` must be distinct, `values` must fit beside the fingerprint in `dtype`.

    Deterministic: seeds are tried in order until peeling succeeds.
    """
    for seed in range(1, 100):
        slots = _try_build(keys, values, np.dtype(dtype), fingerprint_bits, seed)
        if slots is not None:
            return StaticFunction(slots, seed, fingerprint_bits)
    raise ValueError("keys are not distinct: peeling failed with a hundred seeds")


def _try_build(keys: Keys, values: Any, dtype: Any, fingerprint_bits: int, seed: int) -> Any:
    segment = int(len(keys) * _SLOTS_PER_KEY / 3) + 32
    first, second, third, fingerprint = _places(Hashes.of(keys, seed), segment, dtype, fingerprint_bits)
    edges = np.stack([first, second, third])
    rounds = _peel(edges, 3 * segment)
    if rounds is None:
        return None
    value_bits = dtype.itemsize * 8 - fingerprint_bits
    wanted = (fingerprint << dtype.type(value_bits)) | values.astype(dtype)
    slots = np.zeros(3 * segment, dtype)
    for picked, own_slot in reversed(rounds):
        # The key's own slot is still zero, so the exclusive or of all three is what the other two hold.
        held = slots[edges[0, picked]] ^ slots[edges[1, picked]] ^ slots[edges[2, picked]]
        slots[own_slot] = wanted[picked] ^ held
    return slots


def _peel(edges: npt.NDArray[np.int64], slots: int) -> list[tuple[Any, Any]] | None:
    """Take away, round by round, the keys that are alone in one of their slots; None if some are never alone."""
    degree = np.zeros(slots, np.int64)
    # The sum of the key numbers in a slot is the key number itself once only one is left.
    total = np.zeros(slots, np.int64)
    numbers = np.arange(edges.shape[1], dtype=np.int64)
    for part in edges:
        degree += np.bincount(part, minlength=slots)
        np.add.at(total, part, numbers)
    alive = np.ones(edges.shape[1], np.bool_)
    rounds: list[tuple[Any, Any]] = []
    left = edges.shape[1]
    candidates = np.flatnonzero(degree == 1)
    while left:
        own_slot = candidates[degree[candidates] == 1]
        picked, index = np.unique(total[own_slot], return_index=True)
        own_slot = own_slot[index]
        if not picked.size:
            return None
        rounds.append((picked, own_slot))
        alive[picked] = False
        left -= picked.size
        touched = edges[:, picked].ravel()
        np.subtract.at(degree, touched, 1)
        np.subtract.at(total, touched, np.tile(picked, 3))
        candidates = np.unique(touched)
    return rounds
