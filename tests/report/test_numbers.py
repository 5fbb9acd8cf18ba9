from __future__ import annotations

import pytest

from garble_fix.report.numbers import nats, percent


@pytest.mark.parametrize(
    ("probability", "shown"),
    [
        (0.0, "0.0 %"),
        (1e-12, "<0.1 %"),
        (0.5, "50.0 %"),
        (0.9994, "99.9 %"),
        (0.9996, ">99.9 %"),
        (1 - 1e-12, ">99.9 %"),
        (1.0, "100.0 %"),
    ],
)
def test_only_certainty_is_called_so(probability: float, shown: str) -> None:
    assert percent(probability) == shown


def test_log_odds_carry_their_sign() -> None:
    assert (nats(12.34), nats(0), nats(-0.5)) == ("+12.3", "+0.0", "-0.5")
