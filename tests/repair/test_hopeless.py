# garble-fix: ignore-file - garbled text is what this is about
"""Garble that no decoding brings back is named, and left."""

from __future__ import annotations

import pytest

from garble_fix import Verdict, garble, repair_text
from garble_fix.channels import parse
from garble_fix.repair.edits import Change, Changes
from garble_fix.repair.hopeless import find_hopeless


@pytest.mark.parametrize(
    ("text", "start", "end", "cause"),
    [
        ("乱码：锟斤拷锟斤拷锟斤拷。", 3, 12, "gb18030>utf-8py>utf-8>cp936"),
        ("烫烫烫", 0, 3, "memory CC"),
        ("char buf[8]; // 屯屯屯屯", 16, 20, "memory CD"),
        ("before ï¿½ï¿½ after", 7, 13, "gb18030>utf-8py>utf-8>cp1252"),
        ("\ufffd\ufffd\ufffd", 0, 3, "gb18030>utf-8py"),
    ],
)
def test_is_named(text: str, start: int, end: int, cause: str) -> None:
    (found,) = find_hopeless(text, ())
    assert (found.start, found.end, found.chain) == (start, end, cause)
    assert found.before == found.after == text[start:end]
    assert found.verdict is Verdict.UNRECOVERABLE


@pytest.mark.parametrize("text", ["烫烫", "这碗汤很烫", "屯门", "锟", "one \ufffd alone", "¿½", ""])
def test_is_not_seen_in_sound_text(text: str) -> None:
    assert list(find_hopeless(text, ())) == []


def test_the_chain_is_the_accident() -> None:
    # Two bytes of GBK that mean nothing in UTF-8 become two U+FFFD, and these the three characters.
    assert garble("中文", "gb18030>utf-8py>utf-8>cp936").startswith("锟斤拷")


def test_offsets_after_edits() -> None:
    text = "Ã© 锟斤拷锟斤拷 Ã¼ 烫烫烫"
    changes = Changes(text)
    chain = parse("utf-8>cp1252")
    changes.apply([Change(0, 2, "é", chain, 9.0), Change(10, 12, "ü", chain, 9.0)])
    found = list(find_hopeless(text, changes.edits()))
    assert [changes.text[doubt.new_start : doubt.new_end] for doubt in found] == ["锟斤拷锟斤拷", "烫烫烫"]
    assert [text[doubt.start : doubt.end] for doubt in found] == ["锟斤拷锟斤拷", "烫烫烫"]


def test_what_is_edited_is_not_reported_too() -> None:
    changes = Changes("烫烫烫")
    changes.apply([Change(0, 3, "x", parse("utf-8>cp936"), 9.0)])
    assert list(find_hopeless("烫烫烫", changes.edits())) == []


def test_a_repair_reports_it_as_a_doubt() -> None:
    text = "日志：锟斤拷锟斤拷锟斤拷"
    result = repair_text(text)
    assert result.text is text
    assert result.verdict is Verdict.UNRECOVERABLE
    assert [doubt.before for doubt in result.doubts] == ["锟斤拷锟斤拷锟斤拷"]
