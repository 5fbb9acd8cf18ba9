"""The width table of each page, over all of the Basic Multilingual Plane."""

from __future__ import annotations

import pytest

from garble_fix.codepages import get, names


@pytest.mark.parametrize("name", names())
def test_each_character_alone_has_its_width(name: str) -> None:
    page = get(name)
    chars = (chr(code) for code in range(0x10000))
    wrong = [char for char in chars if sum((spelling := page.spell(char)).widths) != len(spelling.data)]
    assert wrong == []
