"""The numbered byte strings: some of them in every run."""

from __future__ import annotations

from .many import made, main


def test_a_number_always_makes_the_same_bytes() -> None:
    assert [made(number) for number in range(50)] == [made(number) for number in range(50)]
    assert len({made(number)[0] for number in range(50)}) > 40


def test_numbered_bytes() -> None:
    assert main(100) == 0
