# garble-fix: ignore-file - garbled text is what this is about
"""The confidence of an edit: a probability, which rises with what speaks for the edit."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

import garble_fix
from garble_fix.repair.confidence import confidence
from garble_fix.repair.result import Hole

log_odds = st.floats(allow_nan=False)
posteriors = st.floats(0.001, 1.0)


def hole(posterior: float, filled: str = "户") -> Hole:
    return Hole(0, filled, posterior)


@given(log_odds, posteriors)
def test_it_is_a_probability(nats: float, posterior: float) -> None:
    assert 0.0 <= confidence(nats, "用户") <= 1.0
    assert 0.0 <= confidence(nats, "用户", [hole(posterior)]) <= 1.0


@given(log_odds, log_odds)
def test_it_rises_with_the_log_odds(one: float, other: float) -> None:
    assert confidence(max(one, other), "用户") >= confidence(min(one, other), "用户")


@given(posteriors, posteriors)
def test_it_rises_with_the_probability_of_what_was_filled_in(one: float, other: float) -> None:
    low, high = (confidence(30.0, "用户", [hole(p)]) for p in sorted((one, other)))
    assert low <= high


def test_it_falls_with_each_hole() -> None:
    holes = [hole(0.9), hole(0.8), hole(0.7)]
    stated = [confidence(30.0, "用户", holes[:count]) for count in range(4)]
    assert stated == sorted(stated, reverse=True)


def test_holes_that_were_left_count_for_nothing() -> None:
    assert confidence(30.0, "用\ufffd", [hole(0.0, "\ufffd")]) == confidence(30.0, "用户")


@pytest.mark.parametrize(("after", "worn"), [("Генерато?документации", True), ("Что это? Да", False)])
def test_a_question_mark_within_a_word_speaks_against_it(after: str, worn: bool) -> None:
    assert (confidence(50.0, after) < 0.5) == worn


@pytest.mark.parametrize("nats", [-math.inf, 0.0, math.inf])
def test_extreme_log_odds_do_no_harm(nats: float) -> None:
    assert 0.0 <= confidence(nats, "用户") <= 1.0


def test_what_lost_nothing_is_surer_than_what_was_guessed() -> None:
    (whole,) = garble_fix.repair_text("# 鐢ㄦ埛鐧诲綍鎴愬姛").edits
    (guessed,) = garble_fix.repair_text("鐢ㄦ埛鐧诲綍鎴愬姛銆?", holes="guess").edits
    assert whole.confidence > 0.99
    assert whole.confidence > guessed.confidence > 0.5
