"""The static function holds what was put in, and nearly nothing else."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from garble_fix.language.static_function import build, mix


def keys_of(numbers: Any) -> np.ndarray[Any, np.dtype[np.uint64]]:
    return np.array(sorted(numbers), np.uint64)


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.dictionaries(st.integers(0, 2**64 - 1), st.integers(0, 63), max_size=200))
def test_every_key_has_its_value(mapping: dict[int, int]) -> None:
    keys = keys_of(mapping)
    values = np.array([mapping[int(key)] for key in keys], np.uint16)
    function = build(keys, values, np.uint16, 10)
    found, present = function.get(keys)
    assert present.all()
    assert found.tolist() == values.tolist()


@pytest.mark.parametrize(("dtype", "bits"), [(np.uint16, 10), (np.uint16, 8), (np.uint32, 24), (np.uint8, 4)])
def test_few_absent_keys_are_taken_for_present(dtype: Any, bits: int) -> None:
    random = np.random.default_rng(7)
    keys = np.unique(random.integers(0, 2**63, 20_000, dtype=np.uint64))
    value_bits = np.dtype(dtype).itemsize * 8 - bits
    values = random.integers(0, 1 << value_bits, keys.size).astype(dtype)
    function = build(keys, values, dtype, bits)
    assert function.value_bits == value_bits
    absent = random.integers(2**63, 2**64 - 1, 50_000, dtype=np.uint64)
    expected = absent.size / 2**bits
    found = int(function.get(absent)[1].sum())
    assert abs(found - expected) <= 6 * expected**0.5 + 1


def test_takes_little_more_room_than_the_values() -> None:
    keys = np.arange(50_000, dtype=np.uint64)
    assert build(keys, np.zeros(keys.size, np.uint16), np.uint16, 10).slots.size < 1.25 * keys.size


def test_the_same_input_gives_the_same_slots() -> None:
    keys, values = np.arange(1000, dtype=np.uint64), np.arange(1000, dtype=np.uint16) % 64
    one, other = build(keys, values, np.uint16, 10), build(keys, values, np.uint16, 10)
    assert (one.seed, one.slots.tolist()) == (other.seed, other.slots.tolist())


def test_an_equal_key_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="not distinct"):
        build(np.array([5, 5], np.uint64), np.array([1, 2], np.uint16), np.uint16, 10)


def test_mixing_spreads_neighbours_and_loses_nothing() -> None:
    mixed = mix(np.arange(100_000, dtype=np.uint64))
    assert np.unique(mixed).size == mixed.size
    assert 0.49 < float(np.unpackbits(mixed.view(np.uint8)).mean()) < 0.51
