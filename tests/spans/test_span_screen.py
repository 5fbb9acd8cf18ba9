"""The screen against a slow reference, and what it lets through."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from garble_fix.channels import garble
from garble_fix.language import LANGUAGES, packaged
from garble_fix.language.model import code_points
from garble_fix.language.tokens import fold
from garble_fix.spans import screen as screening
from garble_fix.spans.screen import EXPECTED, EXPECTED_OF_LETTERS, LETTERS_WEIGH, LONG, Screen

CALM = settings(max_examples=60, deadline=None, derandomize=True)
LINES = st.lists(
    st.text(st.sampled_from("ab 1。中文é銆俓锛鎴ÃФ\ufffd😀"), max_size=12), min_size=1, max_size=6
)
ONE_LANGUAGE = ["今天的天气非常好，我们去公园散步吧。", "这是一个很好的例子。", "文件已经保存。"]


def found(text: str, line_end: str = "\n") -> list[tuple[int, int]]:
    stretches = Screen(packaged()).stretches(code_points(text), line_end).tolist()
    return [(start, end) for start, end in stretches]


def costs(text: str, language: int) -> list[float]:
    """What each character costs beyond what is expected of it, after the one before it; nats."""
    model, points = packaged(), code_points(text)
    before = code_points("\n" + text)[:-1]
    nats = -model.pair_log_probs(before, points, [language])[0]
    letters = model.letter[fold(points)] < model.letters
    beyond = np.where(letters, LETTERS_WEIGH * (nats - EXPECTED_OF_LETTERS), nats - EXPECTED)
    return np.where(points > 0x7F, beyond, 0.0).tolist()


def slowly(text: str, language: int) -> list[tuple[int, int]]:
    """Page's CUSUM, a character at a time."""
    stretches: list[tuple[int, int]] = []
    total, start, end = 0.0, 0, -1
    for index, (char, cost) in enumerate(zip(text + "\n", [*costs(text, language), 0.0], strict=True)):
        total += cost
        if total < 0 or char == "\n":
            if end >= 0:
                stretches.append((start, end))
            total, start, end = 0.0, index + 1, -1
        elif total >= LONG:
            end = index + 1
    return stretches


@CALM
@given(LINES)
def test_finds_what_a_slow_cusum_finds(lines: list[str]) -> None:
    text = "\n".join(ONE_LANGUAGE * 4 + lines)
    assert found(text) == slowly(text, LANGUAGES.index("zh-Hans"))


def test_it_makes_no_difference_where_parts_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    damaged = garble(ONE_LANGUAGE[0], "gbk>cp1252")
    text = "\n".join([*ONE_LANGUAGE, damaged, *ONE_LANGUAGE, damaged])
    whole = found(text)
    assert len(whole) == 2
    monkeypatch.setattr(screening, "_SAMPLE", 1)
    for size in (7, 16, 33):
        monkeypatch.setattr(screening, "_PART", size)
        # The language of a few characters is another one now and then: what is found may be more, never less.
        parts = found(text)
        assert all(any(start < last and first < end for first, last in parts) for start, end in whole)


def test_a_pair_costs_the_same_when_its_place_was_taken() -> None:
    points = np.random.default_rng(0).integers(0x4E00, 0x9FA5, 4000).astype(np.uint32)
    pairs = screening._Pairs(packaged(), 0)
    pairs._BITS = 4  # type: ignore[misc]
    pairs._entries = np.zeros(16, np.uint64)
    before = np.concatenate([[np.uint32(10)], points[:-1]])
    crowded = [pairs.excess(before, points) for _ in range(2)]
    roomy = screening._Pairs(packaged(), 0).excess(before, points)
    assert (crowded[0] == roomy).all()
    assert (crowded[1] == roomy).all()


@pytest.mark.parametrize("text", ["", "\n", "plain\n\ntext; nothing more\n", "a" * 70_000])
def test_ascii_is_never_suspicious(text: str) -> None:
    assert found(text) == []


def test_evidence_ends_with_its_line() -> None:
    damaged = garble("今天的天气非常好", "gbk>cp1252")
    half = len(damaged) // 2
    text = "\n".join([*ONE_LANGUAGE, damaged[:half], damaged[half:], "b"])
    stretches = found(text)
    assert len(stretches) == 2
    assert all("\n" not in text[start:end] for start, end in stretches)
    assert len(found(text.replace("\n", "\r"), "\r")) == 2


def test_garbled_lines_are_found_among_clean_ones() -> None:
    damaged = [
        garble("今天的天气非常好，我们去公园散步吧。", "gbk>cp1252"),
        garble("Ein größeres Übel gibt es nicht.", "utf-8>cp1252"),
        garble("ファイルを開けません。", "cp932>cp936"),
    ]
    text = "\n".join([*ONE_LANGUAGE, *damaged])
    lines = {text.count("\n", 0, start) for start, _ in found(text)}
    assert lines == {3, 4, 5}
