"""What a repair must do, case by case: `tests/cases/lossless.json`, `lossy.json` and `clean.json`.

A case that the engine cannot do yet has `"xfail"` with the reason; the mark is strict, so whoever makes the
case pass takes the mark away. Only the answer may be wrong for now: the edits of every case must be proved,
their offsets right, and the repair final, whatever the answer is.

Where only a part of a text was damaged, the case says which: `"part"`. Of the lossy cases, `expected` is what guessing
should give.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import pytest

from garble_fix import Repair, Verdict, garble, repair_text
from garble_fix.spans.suspects import SCREENED

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
LOSSY = read("lossy.json")
CLEAN = read("clean.json")


@functools.cache
def repaired(text: str) -> Repair:
    return repair_text(text)


@functools.cache
def guessed(text: str) -> Repair:
    return repair_text(text, holes="guess")


def test_ids_are_unique() -> None:
    for cases in (LOSSLESS, LOSSY, CLEAN):
        ids = [case["id"] for case in cases]
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize("case", by_id([*LOSSLESS, *LOSSY]))
def test_the_case_itself_is_right(case: dict[str, str]) -> None:
    part = case.get("part", case["expected"])
    assert case["garbled"] == case["expected"].replace(part, garble(part, case["chain"]))
    assert case["garbled"] != case["expected"]


@pytest.mark.parametrize("case", by_id(LOSSLESS, expected_failures=True))
def test_is_repaired(case: dict[str, str]) -> None:
    result = repaired(case["garbled"])
    assert result.text == case["expected"]
    assert result.verdict is Verdict.REPAIRED


@pytest.mark.parametrize("case", by_id([*LOSSLESS, *LOSSY]))
def test_every_edit_is_proved(case: dict[str, str]) -> None:
    for edit in repaired(case["garbled"]).edits:
        assert garble(edit.proof, edit.chain) == edit.before
        assert edit.before != edit.after
        assert 0.5 < edit.confidence <= 1.0


@pytest.mark.parametrize("case", by_id([*LOSSLESS, *LOSSY]))
def test_offsets_map_the_texts_to_each_other(case: dict[str, str]) -> None:
    before, result = case["garbled"], repaired(case["garbled"])
    at = new_at = 0
    for edit in result.edits:
        assert before[edit.start : edit.end] == edit.before
        assert result.text[edit.new_start : edit.new_end] == edit.after
        assert before[at : edit.start] == result.text[new_at : edit.new_start]
        at, new_at = edit.end, edit.new_end
    assert before[at:] == result.text[new_at:]


@pytest.mark.parametrize("case", by_id([*LOSSLESS, *LOSSY]))
def test_a_second_repair_changes_nothing(case: dict[str, str]) -> None:
    text = repaired(case["garbled"]).text
    again = repair_text(text)
    assert again.text is text
    assert not again.edits


@pytest.mark.parametrize("case", by_id([*LOSSLESS, *LOSSY]))
def test_what_was_written_is_clean(case: dict[str, str]) -> None:
    assert repaired(case["expected"]).edits == ()


@pytest.mark.parametrize("case", by_id(CLEAN, expected_failures=True))
def test_clean_text_comes_back_as_the_same_object(case: dict[str, str]) -> None:
    result = repair_text(case["text"])
    assert result.edits == ()
    assert result.text is case["text"]


@pytest.mark.parametrize("case", by_id(LOSSY, expected_failures=True))
def test_what_was_lost_is_guessed(case: dict[str, str]) -> None:
    result = guessed(case["garbled"])
    assert result.text == case["expected"]
    assert "\ufffd" not in result.text


@pytest.mark.parametrize("case", by_id(LOSSY))
def test_a_guess_is_proved(case: dict[str, str]) -> None:
    for edit in guessed(case["garbled"]).edits:
        assert garble(edit.proof, edit.chain) == edit.before


@pytest.mark.parametrize("case", by_id(LOSSY))
def test_marked_and_guessed_differ_in_holes_alone(case: dict[str, str]) -> None:
    marked, guess = repaired(case["garbled"]), guessed(case["garbled"])
    # What would give up too much for what it restores is not made, but said all the same.
    proposed = [*marked.edits, *(doubt for doubt in marked.doubts if doubt.after != doubt.before)]
    proposed.sort(key=lambda edit: edit.start)
    assert len(proposed) == len(guess.edits)
    for one, other in zip(proposed, guess.edits, strict=True):
        assert one.proof == other.proof
        assert one.start == other.start
        assert len(one.holes) == len(other.holes)
        for left, filled in zip(one.holes, other.holes, strict=True):
            assert left.filled in ("\ufffd", filled.filled)
            if left.filled == "\ufffd" != filled.filled:
                # What was left has what would have been put first among its likely fillings.
                assert left.runners_up[0] == (filled.filled or "\r", filled.posterior)


@pytest.mark.parametrize("case", by_id(LOSSY))
def test_holes_are_listed(case: dict[str, str]) -> None:
    result = guessed(case["garbled"])
    for edit in result.edits:
        for hole in edit.holes:
            assert edit.after[hole.offset :].startswith(hole.filled)
            assert 0.0 < hole.posterior <= 1.0
            assert all(0.0 < share <= 1.0 for _, share in hole.runners_up)
            assert sum(share for _, share in hole.runners_up) + hole.posterior <= 1.001


SOUND = """今天的天气非常好，我们去公园散步吧。
這個檔案已經儲存，請重新整理。
この操作は元に戻せません。
파일을 저장했습니다.
Все изменения сохранены.
Für größere Dateien ist das zu wenig; il a été démontré que ça suffit.
"""
ABOVE = SOUND * (SCREENED // len(SOUND) + 1)


@pytest.mark.parametrize("case", by_id([*LOSSLESS, *LOSSY]))
def test_what_is_repaired_alone_is_found_in_a_file_of_some_length(case: dict[str, str]) -> None:
    """Such a file is screened before anything is searched: there are more ways to pass a line by."""
    garbled = case["garbled"]
    if "\n" in garbled or not repaired(garbled).edits:
        return
    result = repair_text(f"{ABOVE}{garbled}\n{SOUND}")
    assert result.text.startswith(ABOVE)
    assert result.text.endswith(SOUND)
    assert any(edit.start >= len(ABOVE) for edit in result.edits)
