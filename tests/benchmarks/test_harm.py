"""Which part of a file is read."""

from __future__ import annotations

import pytest
from benchmarks.harm import first_lines

TEXT = "一二\n三四\nfive"


@pytest.mark.parametrize(
    ("size", "part"),
    [(100, TEXT), (18, TEXT), (17, "一二\n三四"), (13, "一二\n三四"), (12, "一二"), (1, "一二")],
)
def test_whole_lines_are_read(size: int, part: str) -> None:
    assert first_lines(TEXT, size) == part


def test_a_single_line_is_read_whole() -> None:
    assert first_lines("一二三", 4) == "一二三"
