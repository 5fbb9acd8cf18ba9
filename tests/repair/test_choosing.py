"""Filling by hand what a repair left open."""

from __future__ import annotations

from dataclasses import replace

from garble_fix import Verdict, garble, repair_bytes
from garble_fix.repair.choosing import fill, open_holes

TRUE = "# 更改了城市地圖\n# 使用统一接口 API 完成代码审查。\n"
DATA = garble(TRUE, "utf-8>cp936w").encode()


def test_what_is_filled_is_proved_and_written() -> None:
    repair = repair_bytes(DATA)
    (place,) = open_holes(repair.edits)
    assert repair.text[place.offset] == "\ufffd"
    assert "圈" in dict(place.choices)
    filled = fill(DATA, repair, place, "圖")
    assert filled is not None
    assert filled.text == TRUE
    assert filled.data == TRUE.encode()
    assert filled.verdict is Verdict.REPAIRED
    assert open_holes(filled.edits) == []
    for edit in filled.edits:
        assert filled.text[edit.new_start : edit.new_end] == edit.after
        assert garble(edit.proof, edit.chain) == edit.before


def test_the_likeliest_comes_first() -> None:
    (place,) = open_holes(repair_bytes(DATA).edits)
    shares = [share for _, share in place.choices]
    assert shares == sorted(shares, reverse=True)


def test_what_the_damage_cannot_explain_is_refused() -> None:
    repair = repair_bytes(DATA)
    (place,) = open_holes(repair.edits)
    assert fill(DATA, repair, place, "狗") is None
    assert fill(DATA, repair, place, "") is None


def test_what_the_encoding_cannot_hold_is_refused() -> None:
    repair = replace(repair_bytes(DATA), encoding="cp1252")
    (place,) = open_holes(repair.edits)
    assert fill(DATA, repair, place, "圖") is None
