"""The screen against a slow reference, and what it lets through."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from garble_fix.channels import garble
from garble_fix.language import packaged
from garble_fix.language.model import code_points
from garble_fix.spans import Screen
from garble_fix.spans.screen import SCALE, THRESHOLD, pair_hashes

CALM = settings(max_examples=60, deadline=None, derandomize=True)
CHARS = st.sampled_from("ab 1。中文é銆俓锛ÃФ\ufffd😀")
BITS = 12
LINES = st.lists(st.text(CHARS, max_size=12), min_size=1, max_size=6)


def starts_of(text: str) -> npt.NDArray[np.int64]:
    return np.array([0, *(at + 1 for at, char in enumerate(text) if char == "\n")], np.int64)


def suspicious(screen: Screen, text: str) -> list[bool]:
    return screen.suspicious_lines(code_points(text), starts_of(text)).tolist()


def slowly(screen: Screen, text: str) -> list[bool]:
    """Page's CUSUM, a pair at a time: a line is suspicious if its sum ever climbs to the threshold."""
    found = []
    before = "\n"
    for line in text.split("\n"):
        total, highest = 0.0, 0.0
        for char in line:
            if not (before + char).isascii():
                pair = pair_hashes(code_points(before + char), screen.bits)[1]
                total = max(0.0, total + float(screen.table[pair]) / SCALE)
                highest = max(highest, total)
            before = char
        before = "\n"
        found.append(highest >= THRESHOLD)
    return found


@CALM
@given(LINES, st.integers(0, 2**31))
def test_finds_what_a_slow_cusum_finds(lines: list[str], seed: int) -> None:
    # A line feed after a letter that is not ASCII is a pair too; it belongs to the line that it ends.
    text = "\n".join(line + "." for line in lines)
    screen = Screen(np.random.default_rng(seed).integers(-20, 20, 1 << BITS).astype(np.int8))
    assert suspicious(screen, text) == slowly(screen, text)


@CALM
@given(st.text(st.characters(exclude_categories=[])))
def test_hashes_are_those_of_neighbouring_pairs(text: str) -> None:
    points = code_points(text)
    hashes = pair_hashes(points, BITS)
    assert (hashes < 1 << BITS).all()
    assert hashes.tolist() == [
        int(pair_hashes(np.array([before, point], np.uint32), BITS)[1])
        for before, point in zip([10, *points.tolist()], points.tolist(), strict=False)
    ]


@pytest.mark.parametrize("bits", [1, 8, 20])
def test_the_size_of_the_table_says_how_many_bits_index_it(bits: int) -> None:
    assert Screen(np.zeros(1 << bits, np.int8)).bits == bits


def test_ascii_is_never_suspicious() -> None:
    always = Screen(np.full(1 << BITS, 127, np.int8))
    assert suspicious(always, "plain\n\ntext; nothing more\n") == [False] * 4
    assert suspicious(always, "") == [False]


def test_evidence_ends_with_its_line() -> None:
    always = Screen(np.full(1 << BITS, 127, np.int8))
    assert suspicious(always, "a\n中文字\nb\n") == [False, True, False, False]


def test_the_packaged_table_finds_garbled_lines_among_clean_ones() -> None:
    clean = [
        "今天的天气非常好，我们去公园散步吧。",
        "Ein größeres Übel gibt es nicht.",
        "ファイルを開けません。",
    ]
    damaged = [
        garble(clean[0], "gbk>cp1252"),
        garble(clean[1], "utf-8>cp1252"),
        garble(clean[2], "cp932>cp936"),
    ]
    text = "\n".join([*clean, *damaged])
    flags = suspicious(Screen(packaged().screen), text)
    assert flags[3:] == [True, True, True]
