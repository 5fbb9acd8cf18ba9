"""Fitting probabilities to what is right."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.calibrate import of_holes, regression
from benchmarks.judging import JudgedHole

from garble_fix.repair.result import Hole
from garble_fix.search.lattice.posterior import beta, logistic


def test_the_coefficients_that_made_the_observations_are_found() -> None:
    chance = np.random.default_rng(0)
    features = np.column_stack([np.ones(20_000), chance.normal(size=20_000)])
    true = np.array([0.5, -1.5])
    right = chance.random(20_000) < 1 / (1 + np.exp(-features @ true))
    assert regression(features, right.astype(float)) == pytest.approx(true, abs=0.1)


def test_coefficients_stay_finite_where_all_is_right() -> None:
    assert np.isfinite(regression(np.ones((50, 1)), np.ones(50))).all()


@pytest.mark.parametrize("ascii_only", [True, False])
def test_shares_that_state_too_much_are_brought_down(ascii_only: bool) -> None:
    """Of what has a share of 90 % half is right, of 60 % a third."""
    char = " " if ascii_only else "é"
    observed = [JudgedHole(Hole(0, char, share), 0.0, index % every == 0)
                for share, every in ((0.9, 2), (0.6, 3)) for index in range(600)]  # fmt: skip
    fitted = of_holes(observed, ascii_only=ascii_only)
    assert min(fitted[1:3]) >= 0
    assert logistic((*beta(0.9), 0.0), fitted) == pytest.approx(0.5, abs=0.03)
    assert logistic((*beta(0.6), 0.0), fitted) == pytest.approx(1 / 3, abs=0.03)


def test_what_stands_among_losses_is_brought_down() -> None:
    """Of what stands alone all but one in ten is right, of what has losses all around it half."""
    observed = [JudgedHole(Hole(0, "户", 0.9), lost, bool(index % every))
                for lost, every in ((0.0, 10), (1.0, 2)) for index in range(600)]  # fmt: skip
    fitted = of_holes(observed, ascii_only=False)
    assert logistic((*beta(0.9), 0.0), fitted) == pytest.approx(0.9, abs=0.03)
    assert logistic((*beta(0.9), 1.0), fitted) == pytest.approx(0.5, abs=0.03)
