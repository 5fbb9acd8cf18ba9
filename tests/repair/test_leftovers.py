# garble-fix: ignore-file - garbled text is what this is about
"""What is left garbled beside a repair is reported: damage seldom stops where a decoding does."""

from __future__ import annotations

import tracemalloc
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from garble_fix import Edit, Verdict, garble, repair_text
from garble_fix.channels import parse
from garble_fix.language import packaged
from garble_fix.repair.edits import Change, Changes
from garble_fix.repair.hopeless import find_hopeless
from garble_fix.repair.leftovers import find_leftovers

CALM = settings(max_examples=60, deadline=None, derandomize=True)
CHAIN = "utf-8>cp1252"
BAD = garble("é", CHAIN)
ODD = garble("坏的部分在这里", "gbk>cp1252")
"""Garble that nothing here repairs."""


def edited(text: str) -> Changes:
    """The text with each `Ã©` of it repaired."""
    changes = Changes(text)
    at, found = text.find(BAD), []
    while at >= 0:
        found.append(Change(at, at + len(BAD), "é", parse(CHAIN), 9.0))
        at = text.find(BAD, at + 1)
    changes.apply(found)
    return changes


def leftovers(changes: Changes, known: Sequence[Edit] = ()) -> list[Edit]:
    return list(find_leftovers(changes.text, changes.edits(), known, packaged()))


@pytest.mark.parametrize(
    ("before", "after"),
    [("", ""), ("x\n", "\ny"), ("x\n", ""), ("", "\ny"), ("x\n\n", "\n\ny"), ("x\r\n", "\r\ny")],
)
@pytest.mark.parametrize("line", [f"{ODD}, {BAD}", f"{BAD}, {ODD}", f"{BAD}, {ODD}, {BAD}"])
def test_garble_on_the_line_of_an_edit_is_reported(line: str, before: str, after: str) -> None:
    changes = edited(before + line + after)
    found = leftovers(changes)
    assert found
    shown = "".join(doubt.before for doubt in found)
    assert shown.strip(", ") in ODD
    assert len(shown.strip(", ")) > len(ODD) / 2
    for doubt in found:
        assert doubt.verdict is Verdict.DOUBTFUL
        assert (doubt.chain, doubt.log_odds, doubt.confidence) == ("", 0.0, 0.0)
        assert doubt.before == doubt.after == changes.original[doubt.start : doubt.end]
        assert changes.text[doubt.new_start : doubt.new_end] == doubt.after


@pytest.mark.parametrize("text", [f"{BAD}\n{ODD}", f"{ODD}\n{BAD}", f"{BAD}\n{ODD}\n{BAD}"])
def test_other_lines_are_not_looked_at(text: str) -> None:
    assert leftovers(edited(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        f"Le caf{BAD} est ferm{BAD} aujourd’hui.",
        f"今天天气很好 {BAD} 我们出去走走",
        BAD,
        f"x {BAD} = 1",
        f"{BAD}\n",
    ],
)
def test_sound_text_beside_an_edit_is_not_reported(text: str) -> None:
    assert leftovers(edited(text)) == []


def test_without_edits_nothing_is_left_over() -> None:
    assert list(find_leftovers(ODD, (), (), packaged())) == []


def test_what_is_known_already_is_not_reported_twice() -> None:
    text = f"{BAD} 锟斤拷锟斤拷锟斤拷"
    changes = edited(text)
    assert leftovers(changes)
    known = list(find_hopeless(text, changes.edits()))
    assert known
    assert leftovers(changes, known) == []


@CALM
@given(st.lists(st.sampled_from([BAD, ODD, "x", " ", ", ", "\n", "\r\n", "中文", "é"]), max_size=12))
def test_leftovers_are_in_order_outside_the_edits_and_within_their_lines(parts: list[str]) -> None:
    changes = edited("".join(parts))
    text, edits = changes.original, changes.edits()
    lines = {text.count("\n", 0, edit.start) for edit in edits}
    at = 0
    for doubt in leftovers(changes):
        assert at <= doubt.start < doubt.end <= len(text)
        at = doubt.end
        assert "\n" not in doubt.before
        assert text.count("\n", 0, doubt.start) in lines
        assert all(doubt.end <= edit.start or edit.end <= doubt.start for edit in edits)
        assert changes.text[doubt.new_start : doubt.new_end] == doubt.after == doubt.before


def test_a_leftover_starts_where_the_garble_does() -> None:
    [doubt] = leftovers(edited(f"{BAD}, plain words {ODD}"))
    assert doubt.start == len(f"{BAD}, plain words ")


def test_a_long_line_takes_little_memory() -> None:
    size = 500_000
    changes = edited("x" * size + BAD)
    leftovers(edited(BAD))  # loads the model
    tracemalloc.start()
    assert leftovers(changes) == []
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10 * size


def test_sound_text_between_edits_is_no_leftover() -> None:
    text = f"The caf{BAD}’s menu said “cr{garble('è', CHAIN)}me br{garble('û', CHAIN)}l{BAD}e”."
    assert repair_text(text).doubts == ()


def test_a_repair_that_leaves_something_is_a_partial_one() -> None:
    text = '{"status": "贸府 吝", "result": "己傍"}'
    result = repair_text(text)
    if result.text != '{"status": "처리 중", "result": "성공"}':
        assert result.edits
        assert result.verdict is Verdict.PARTLY_REPAIRED
        assert "吝" in "".join(doubt.before for doubt in result.doubts)
