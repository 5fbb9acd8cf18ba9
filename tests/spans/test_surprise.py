"""The second look at suspicious lines."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from garble_fix.channels import garble
from garble_fix.language import packaged
from garble_fix.spans.surprise import (
    EXPECTED,
    EXPECTED_OF_LETTERS,
    SWITCH,
    THRESHOLD,
    Surprise,
    surprises,
)

CALM = settings(max_examples=40, deadline=None, derandomize=True)


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("今天的天气非常好，我们去公园散步吧。", "gbk>cp1252"),
        ("检查数组是否为空，避免越界", "utf-8>cp936"),
        ("この操作は元に戻せません。", "cp932>cp936"),
        ("Все счастливые семьи похожи друг на друга", "cp1251>latin-1"),
        ("Les élèves ont été très appliqués.", "utf-8>cp1252"),
    ],
)
def test_garble_surprises_and_text_does_not(text: str, chain: str) -> None:
    good, bad = surprises([text, garble(text, chain)], packaged())
    assert good.nats < THRESHOLD < bad.nats


def test_ascii_does_not_surprise() -> None:
    assert surprises(["", "x = 1", "zzzzqqqq"], packaged()) == [Surprise(0.0, 0, 0)] * 3


def test_no_lines_have_no_surprise() -> None:
    assert surprises([], packaged()) == []


@CALM
@given(st.lists(st.text(st.sampled_from("ab 中文é銆俓ÃФ"), max_size=15), max_size=5))
def test_is_the_largest_sum_over_a_stretch(lines: list[str]) -> None:
    """Every stretch added up, under the language that explains best what is not ASCII.

    The first of several Han characters right behind a letter costs no more than `SWITCH` beyond what it costs anywhere.
    """
    model = packaged()
    han = "中文銆俓"
    for line, found in zip(lines, surprises(lines, model), strict=True):
        scores = model.char_log_probs(line)
        if line.isascii():
            assert found == Surprise(0.0, 0, 0)
            continue
        foreign = [index for index, char in enumerate(line) if char > "\x7f"]
        language = int(scores[:, foreign].sum(axis=1).argmax())
        excess = [0.0] * len(line)
        for index in foreign:
            cost, char = -float(scores[language, index]), line[index]
            behind = line[max(0, index - 1) : index] in ("a", "b") and line[index + 1 : index + 2] in tuple(
                han
            )
            if char in han and behind:
                cost = min(cost, SWITCH - model.rarity(char))
            excess[index] = cost - (EXPECTED if char in han else EXPECTED_OF_LETTERS)
        stretches = [
            sum(excess[start:end]) for start in range(len(line)) for end in range(start + 1, len(line) + 1)
        ]
        assert found.nats == pytest.approx(max(stretches), abs=1e-3)
        assert found.nats == pytest.approx(sum(excess[found.start : found.end]), abs=1e-3)


def test_the_stretch_is_where_the_garble_stands() -> None:
    head, bad, tail = "好的部分，", garble("坏的部分在这里", "gbk>cp1252"), "，好的部分"
    [found] = surprises([head + bad + tail], packaged())
    assert found.start >= len(head)
    assert found.end <= len(head + bad)
    assert found.end - found.start > len(bad) / 2


def test_the_stretch_starts_with_what_surprises() -> None:
    [found] = surprises([f"plain words {garble('坏的部分在这里', 'gbk>cp1252')}"], packaged())
    assert found.start == len("plain words ")


def test_many_lines_are_scored_as_few_are() -> None:
    lines = ["短いテキスト" * 300, "銆俓nÃ©", "abc", "普通的一行"] * 12
    model = packaged()
    together = surprises(lines, model)
    apart = [surprises([line], model)[0] for line in lines]
    assert [(found.start, found.end) for found in together] == [(found.start, found.end) for found in apart]
    assert np.allclose([found.nats for found in together], [found.nats for found in apart], atol=1e-3)


@pytest.mark.parametrize(
    "line",
    [
        "MSI和MSI-X是PCI功能。",
        "    o_reg);      /* 置位 */",
        "在CPU继续之前到达PCI设备。",
        "tmpfs具有以下用途：",
    ],
)
def test_code_and_names_among_chinese_do_not_surprise(line: str) -> None:
    assert surprises([line], packaged())[0].nats < 6.0


LETTERS = ("d体zenli", "caf茅 au lait", "ausw채hlen, wird das", "fﾃｼr die")  # garble-fix: ignore


@pytest.mark.parametrize("line", LETTERS)
def test_what_letters_become_does(line: str) -> None:
    assert surprises([line], packaged())[0].nats >= THRESHOLD
