from __future__ import annotations

import pytest

from garble_fix.report import Outcome, Summary


@pytest.mark.parametrize(
    ("outcomes", "code"),
    [
        ((), 0),
        ((Outcome.CLEAN, Outcome.FIXED, Outcome.SKIPPED), 0),
        ((Outcome.FIXED, Outcome.LEFT), 1),
        ((Outcome.FOUND, Outcome.CLEAN), 1),
        ((Outcome.FAILED, Outcome.CLEAN), 2),
        ((Outcome.LEFT, Outcome.FAILED, Outcome.FOUND), 2),
    ],
)
def test_the_worst_decides_the_exit_code(outcomes: tuple[Outcome, ...], code: int) -> None:
    summary = Summary()
    for outcome in outcomes:
        summary.count(outcome)
    assert summary.exit_code == code


def test_a_run_in_a_line() -> None:
    summary = Summary()
    assert str(summary) == "0 files"
    summary.count(Outcome.CLEAN)
    assert str(summary) == "1 file: 1 clean"
    summary.count(Outcome.FIXED)
    summary.count(Outcome.LEFT)
    assert str(summary) == "3 files: 1 fixed, 1 with garbled text left, 1 clean"
