# garble-fix: off
"""Pairs of bytes that begin one too late: the accident, and reading it back."""

from __future__ import annotations

import pytest

from garble_fix.codepages import Manner, get
from garble_fix.language import packaged
from garble_fix.search.lattice.shifted import LEADS, PAGE, PRIVATE, Pairs, Shift, read


@pytest.mark.parametrize(
    ("text", "shift", "garbled"),
    [
        ("期間", Shift(), "陂g"),
        ("。“期間", Shift(marked=True), "?！捌陂g"),
        ("儀", Shift(inserted="(jī)"), "?jī)x"),
        ("試驗", Shift(inserted="(cè)", appended="(yàn)"), "?cè)囼?yàn)"),
        ("“十五”期間", Shift(), "笆\ue1a5濉逼陂g"),
        ("“十五”期間", Shift(plain=True), "笆濉逼陂g"),
        ("電壓", Shift(marked_end=True), "妷?"),
        ("好。”<", Shift(marked=True), "?谩！?"),
    ],
)
def test_the_accident(text: str, shift: Shift, garbled: str) -> None:
    assert shift.garble(text) == garbled


@pytest.mark.parametrize(
    ("left", "text", "right"),
    [
        ("工廠採用新技術，", "加快了生產", "速度"),
        ("他們在", "幫助貧困地區", "完成"),
        ("全國", "人民代表大會", "的"),
        ("大量的", "人力物力", "投入"),
    ],
)
def test_is_read_back(left: str, text: str, right: str) -> None:
    """Its first byte is not known, nor the user-defined characters that 助貧, 了生 and 人民 make."""
    data = get(PAGE).encode(text)
    pairs = [data[at : at + 2] for at in range(1, len(data) - 1, 2)]
    known = [pair for pair in pairs if not PRIVATE.search(get(PAGE).decode(pair, Manner.WINDOWS))]
    slots = read(Pairs(b"".join(known), LEADS, frozenset(data[-1:]), plain=True), left, right, packaged())
    assert slots
    assert "".join(slot.char for slot in slots) == text
    # The accident says no more than that.
    assert slots[0].lost
