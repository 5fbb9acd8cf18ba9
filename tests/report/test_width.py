from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from garble_fix.report.width import shorten, table, window


def test_short_text_stays() -> None:
    assert shorten("乱码", 4) == "乱码"


def test_the_middle_of_long_text_goes() -> None:
    assert shorten("一二三四五六七八九十", 9) == "一二三…十"


@given(st.text(alphabet="ab中文あ가", max_size=80), st.integers(4, 60))
def test_shortened_text_fits(text: str, cells: int) -> None:
    short = shorten(text, cells)
    assert cell_len(short) <= cells
    assert short == text or "…" in short


def test_shortening_does_not_depend_on_the_length() -> None:
    assert shorten("中" * 50_000_000, 40).count("…") == 1


def test_columns_are_aligned_by_cells() -> None:
    lines = table([["9.5", "中文", "x"], ["10.5", "ab", "y"]], right=[0], indent="  ")
    assert lines == ["   9.5  中文  x", "  10.5  ab    y"]
    assert cell_len(lines[0]) == cell_len(lines[1])


def test_a_window_shows_a_stretch_and_its_surroundings() -> None:
    text = "a" * 100 + "XYZ" + "b" * 100
    assert window(text, 100, 103, context=5, limit=50) == "…aaaaaXYZbbbbb…"
    assert window("aXb", 1, 2, context=5, limit=50) == "aXb"
    assert window("x" * 1000, 0, 1000, context=5, limit=10) == "xxxxx…xxxxx"
