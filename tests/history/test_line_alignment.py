"""Laying lines side by side."""

from __future__ import annotations

import pytest

from garble_fix.history.alignment import align


@pytest.mark.parametrize(
    ("old", "now", "pairs"),
    [
        ("abc", "abc", "aa bb cc"),
        ("abcd", "acd", "aa cc dd"),
        ("abc", "axbyc", "aa bb cc"),
        ("a--b", "a-b", "aa -- bb"),
        # Upper case stands for several texts that look alike: paired only where all of them are there, in order.
        ("XX", "XX", "XX XX"),
        ("aXXb", "aXb", "aa bb"),
        ("aXbXc", "aXbXc", "aa XX bb XX cc"),
        ("aXbXc", "abXc", "aa bb XX cc"),
        ("aXYb", "aYXb", "aa bb"),
        ("aXb", "aXnb", "aa XX bb"),
    ],
)
def test_pairs(old: str, now: str, pairs: str) -> None:
    found = align(list(map(ord, old)), list(map(ord, now)), lambda token: not chr(token).isupper())
    assert " ".join(old[at] + now[place] for at, place in found) == pairs


def test_long_texts_of_like_lines_take_no_longer() -> None:
    old = [token for number in range(20_000) for token in (0, number + 1, 0)]
    now = [token for number in range(0, 20_000, 2) for token in (0, number + 1, 0)]
    assert len(align(old, now, lambda token: True)) >= 10_000
