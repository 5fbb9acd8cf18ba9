"""The probabilities of what is put in holes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from garble_fix.search.lattice.posterior import ASCII, OTHERS, beta, calibrated, logistic, rivals

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
def test_the_fitted_ones_never_fall(coefficients: tuple[float, float, float]) -> None:
    assert min(coefficients[1:]) >= 0
