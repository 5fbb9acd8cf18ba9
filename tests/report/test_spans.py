from __future__ import annotations

import dataclasses

from built_repairs import LOST, edit, repair

from garble_fix.repair.result import Hole, Repair, Verdict
from garble_fix.report import Repaired, fixed_line, left_lines, span_lines

HOLE = Hole(2, LOST, 0.3, (("。", 0.6), (" ", 0.25), ("", 0.1), ("x", 0.05)))


def test_a_span_has_its_place_chain_confidence_and_change() -> None:
    before, repaired = repair("a\n  ", ("鐢ㄦ埛", "用户"), "\n")
    [(_, line)] = span_lines("a.txt", before, repaired)
    assert line == "a.txt:2:3: utf-8>cp936 (99.9 %): 鐢ㄦ埛 → 用户"


def test_nothing_unsafe_comes_out() -> None:
    before, repaired = repair(("\x1b[2J鐢\u202e", "用\x07\n"))
    [(_, line)] = span_lines("\x1b]0;x\x07\n.txt", before, repaired)
    assert line == r"\x1b]0;x\x07\n.txt:1:1: utf-8>cp936 (99.9 %): \x1b[2J鐢\u202e → 用\x07\n"


def test_long_spans_are_shortened() -> None:
    before, repaired = repair(("鐢" * 10_000, "用" * 6_000))
    [(_, line)] = span_lines("a.txt", before, repaired)
    assert len(line) < 120


def test_spans_and_doubts_come_in_the_order_of_the_text() -> None:
    before, repaired = repair("a ", ("鐢ㄦ埛", "用户"), " 锟斤拷 å±± b")
    repaired = dataclasses.replace(
        repaired,
        doubts=(
            edit("锟斤拷", "锟斤拷", 6, verdict=Verdict.UNRECOVERABLE, chain=""),
            edit("å±±", "山", 10, verdict=Verdict.DOUBTFUL, chain="utf-8>latin-1", confidence=0.61),
        ),
    )
    assert [line for _, line in span_lines("f", before, repaired)] == [
        "f:1:3: utf-8>cp936 (99.9 %): 鐢ㄦ埛 → 用户",
        "f:1:7: unrecoverable: 锟斤拷",
        "f:1:11: looks garbled, but no repair is sure enough (utf-8>latin-1, 61.0 %): å±±",
    ]


def test_what_was_left_is_placed_in_the_text_after() -> None:
    first = edit("鐢ㄦ埛?", f"用户{LOST}", 2, holes=[HOLE], verdict=Verdict.PARTLY_REPAIRED)
    doubt = edit("锟斤拷", "锟斤拷", 7, verdict=Verdict.UNRECOVERABLE, chain="")
    repaired = Repair(f"a 用户{LOST} 锟斤拷", (first,), Verdict.PARTLY_REPAIRED, (doubt,))
    assert left_lines("f", repaired) == [
        f"f:1:5: bytes were lost here (perhaps ‘。’ 60.0 %, ‘ ’ 25.0 %, ‘’ 10.0 %): 用户{LOST}",
        "f:1:7: unrecoverable: 锟斤拷",
    ]
    assert fixed_line("f", Repaired().add(repaired.edits)) == "fixed f: 1 span, utf-8>cp936, 1 hole left"


def test_holes_that_were_filled_are_not_left() -> None:
    filled = edit("鐢ㄦ埛?", "用户。", holes=[Hole(2, "。", 0.97, (("，", 0.03),))])
    repaired = Repair("用户。", (filled,), Verdict.REPAIRED)
    assert left_lines("f", repaired) == []
    assert fixed_line("f", Repaired().add(repaired.edits)) == "fixed f: 1 span, utf-8>cp936"


def test_each_chain_is_named_once() -> None:
    edits = (
        edit("a", "b", 0),
        edit("c", "d", 1, chain="utf-8>cp1252"),
        edit("e", "f", 2),
    )
    assert fixed_line("x", Repaired().add(edits)) == "fixed x: 3 spans, utf-8>cp936, utf-8>cp1252"
