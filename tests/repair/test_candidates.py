# garble-fix: ignore-file - garbled text is what this is about
"""All explanations of a short text."""

from __future__ import annotations

import pytest

from garble_fix import candidates, garble
from garble_fix.language import LANGUAGES


def test_the_damage_comes_first() -> None:
    best = candidates("锛堢敤鎴风偣鍑伙級")[0]
    assert (best.text, best.chain, best.language) == ("（用户点击）", "utf-8>cp936", "zh-Hans")
    assert best.probability > 0.99
    assert best.log_odds > 10


def test_probabilities_are_shares_in_order() -> None:
    found = candidates(garble("Größe", "utf-8>cp1252"))
    shares = [candidate.probability for candidate in found]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) <= 1.0 + 1e-9
    assert all(candidate.language in LANGUAGES for candidate in found)


@pytest.mark.parametrize("text", ["", "plain", "你好，世界", "Добрый день"])
def test_nothing_is_wrong_comes_first_for_sound_text(text: str) -> None:
    best = candidates(text)[0]
    assert (best.text, best.chain, best.log_odds) == (text, "", 0.0)


def test_nothing_is_wrong_is_among_them() -> None:
    text = garble("数据", "gbk>cp1252")
    assert [candidate.text for candidate in candidates(text) if candidate.chain == ""] == [text]


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_there_are_no_more_than_asked_for(limit: int) -> None:
    assert len(candidates(garble("数据已保存", "gbk>latin-1"), limit=limit)) <= limit


def test_only_the_damaged_line_changes() -> None:
    text = f"好的\n{garble('数据已经保存', 'gbk>latin-1')}\n好的"
    assert candidates(text)[0].text == "好的\n数据已经保存\n好的"
