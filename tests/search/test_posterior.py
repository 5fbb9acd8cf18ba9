"""The probabilities of what is put in holes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from garble_fix.search.lattice.posterior import (
    ASCII,
    OTHERS,
    Coefficients,
    beta,
    calibrated,
    crowding,
    logistic,
    rivals,
)

shares = st.floats(0.0, 1.0)


@given(st.sampled_from("户é \n"), shares)
def test_they_are_probabilities(char: str, share: float) -> None:
    assert 0.0 < calibrated(char, share) < 1.0


@given(st.sampled_from("户é \n"), shares, shares)
def test_they_rise_with_the_share(char: str, one: float, other: float) -> None:
    assert calibrated(char, max(one, other)) >= calibrated(char, min(one, other))


@given(shares, shares)
def test_rivals_have_what_is_left(share: float, split: float) -> None:
    posterior = calibrated("户", share)
    others = (("用", (1 - share) * split), ("登", (1 - share) * (1 - split)))
    assert sum(other for _, other in rivals(share, posterior, others)) <= 1 - posterior + 1e-9


@pytest.mark.parametrize("share", [0.01, 0.5, 0.999])
def test_the_share_itself_is_one_of_the_possible_calibrations(share: float) -> None:
    assert logistic(beta(share), (0.0, 1.0, 1.0)) == pytest.approx(share)


@pytest.mark.parametrize("coefficients", [OTHERS, ASCII])
def test_the_fitted_ones_never_fall_with_the_share(coefficients: Coefficients) -> None:
    assert min(coefficients[1:3]) >= 0


def test_crowding_counts_what_was_lost_near_by() -> None:
    assert crowding([]) == []
    assert crowding([7]) == [0.0]
    assert crowding([0, 1, 4, 9]) == [2 / 8, 2 / 8, 2 / 8, 0.0]
    assert crowding(range(20))[10] == 1.0


def test_what_stands_among_losses_is_less_sure() -> None:
    assert calibrated("户", 0.9, 1.0) < calibrated("户", 0.9)
