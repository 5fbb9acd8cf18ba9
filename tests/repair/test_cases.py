"""What a repair must do, case by case: `tests/cases/lossless.json` and `clean.json`.

A case that the engine cannot do yet has `"xfail"` with the reason; the mark is strict, so whoever makes the
case pass takes the mark away. Only the answer may be wrong for now: the edits of every case must be proved,
their offsets right, and the repair final, whatever the answer is.

Where only a part of a text was damaged, the case says which: `"part"`.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import pytest

from garble_fix import Repair, Verdict, garble, repair_text

CASES = Path(__file__).resolve().parent.parent / "cases"


def read(name: str) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = json.loads((CASES / name).read_text(encoding="utf-8"))
    return rows


def by_id(cases: list[dict[str, str]], *, expected_failures: bool = False) -> list[Any]:
    return [
        pytest.param(
            case,
            id=case["id"],
            marks=[pytest.mark.xfail(reason=case["xfail"], strict=True)]
            if expected_failures and "xfail" in case
            else [],
        )
        for case in cases
    ]


LOSSLESS = read("lossless.json")
CLEAN = read("clean.json")


@functools.cache
def repaired(text: str) -> Repair:
    return repair_text(text)


def test_ids_are_unique() -> None:
    for cases in (LOSSLESS, CLEAN):
        ids = [case["id"] for case in cases]
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize("case", by_id(LOSSLESS))
def test_the_case_itself_is_right(case: dict[str, str]) -> None:
    part = case.get("part", case["expected"])
    assert case["garbled"] == case["expected"].replace(part, garble(part, case["chain"]))
    assert case["garbled"] != case["expected"]


@pytest.mark.parametrize("case", by_id(LOSSLESS, expected_failures=True))
def test_is_repaired(case: dict[str, str]) -> None:
    result = repaired(case["garbled"])
    assert result.text == case["expected"]
    assert result.verdict is Verdict.REPAIRED


@pytest.mark.parametrize("case", by_id(LOSSLESS))
def test_every_edit_is_proved(case: dict[str, str]) -> None:
    for edit in repaired(case["garbled"]).edits:
        assert garble(edit.proof, edit.chain) == edit.before
        assert edit.before != edit.after
        assert 0.5 < edit.confidence <= 1.0


@pytest.mark.parametrize("case", by_id(LOSSLESS))
def test_offsets_map_the_texts_to_each_other(case: dict[str, str]) -> None:
    before, result = case["garbled"], repaired(case["garbled"])
    at = new_at = 0
    for edit in result.edits:
        assert before[edit.start : edit.end] == edit.before
        assert result.text[edit.new_start : edit.new_end] == edit.after
        assert before[at : edit.start] == result.text[new_at : edit.new_start]
        at, new_at = edit.end, edit.new_end
    assert before[at:] == result.text[new_at:]


@pytest.mark.parametrize("case", by_id(LOSSLESS))
def test_a_second_repair_changes_nothing(case: dict[str, str]) -> None:
    text = repaired(case["garbled"]).text
    again = repair_text(text)
    assert again.text is text
    assert not again.edits


@pytest.mark.parametrize("case", by_id(LOSSLESS))
def test_what_was_written_is_clean(case: dict[str, str]) -> None:
    assert repaired(case["expected"]).edits == ()


@pytest.mark.parametrize("case", by_id(CLEAN, expected_failures=True))
def test_clean_text_comes_back_as_the_same_object(case: dict[str, str]) -> None:
    result = repair_text(case["text"])
    assert result.edits == ()
    assert result.text is case["text"]
