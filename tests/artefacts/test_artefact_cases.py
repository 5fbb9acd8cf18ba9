"""Artefacts case by case: `tests/cases/artefacts.json`, `artefacts-clean.json`, and the seed page.

The seed's expected results are files, read by eye line by line. `SEED_NOTES` says what was decided where it was
doubtful.
"""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path
from typing import Any

import pytest

from garble_fix import Artefacts, Repair, Verdict, repair_bytes, repair_text
from garble_fix.artefacts import PROFILES

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases"
SEED = (ROOT / "seeds" / "chongqing-notice.txt").read_bytes()
WITHOUT_PINYIN = (CASES / "chongqing-notice.without-pinyin.txt").read_bytes()
SIMPLIFIED = (CASES / "chongqing-notice.simplified.txt").read_bytes()

SEED_NOTES = (
    ("来源: 重庆发布", "no full-width colon has a space behind it: this one was ASCII"),
    ("记者: 杨帆 张珺", "the same, three lines above a colon that was full-width"),
    ("来源：重庆日报", "no space behind it"),
    ("着眼于防", "Traditional has 著 for 着 and for 著; in 着眼 it is 着"),
    ("情况汇报", "匯報 in the page: the converter's only form of 汇; by words it would be 彙報"),
    ("严峻复杂", "復雜 in the page, by words 複雜"),
    ("疫情反复", "反復 in the page, by words 反覆; Simplified has one 复"),
    ("帮助患者尽快", "盡快 in the page, by words 儘快"),
    ("组长胡衡华", "a surname, in the page as it is here; OpenCC alone would make 鬍 of it"),
    ("防控任务艰巨", "巨 in both scripts; OpenCC's 鉅 is another word"),
    ("“三公（工）”协同", "公安, 公卫 and 工信: brackets of the author's, which were full-width"),
    ("巩固住来之不易", "reads like a slip of the author's; so it stands"),
    ("0913丨常态化", "丨 is a Han character used as a rule; so it stands"),
    ("0913/涉及这些重点地区", "a slash that was typed so"),
    ("  明之外，推送稿件", "the beginning of the sentence is missing in the page"),
    ("@交通口岸 @社区排查", "ASCII at signs, as in any such page"),
    ("措施！", "at the end of a line, after a Han character"),
    ("2022-09-14 11:15:00", "a time"),
    ("骨干力量", "干 was left as it is in the page, by words 幹"),
    ("规范管理", "范 was left, by words 範"),
    ("联系我们", "系 was left, by words 繫"),
)


def read(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((CASES / name).read_text("utf-8"))
    return rows


FOUND = read("artefacts.json")
CLEAN = read("artefacts-clean.json")


def by_id(cases: list[dict[str, Any]]) -> list[Any]:
    return [pytest.param(case, id=case["id"]) for case in cases]


@functools.cache
def put_right(text: str, **options: Any) -> Repair:
    return repair_text(text, artefacts=Artefacts(**options))


def assert_accounted_for(before: str, repair: Repair) -> None:
    """The edits turn one text into the other, and nothing else does."""
    at = new_at = 0
    for edit in repair.edits:
        assert before[edit.start : edit.end] == edit.before
        assert repair.text[edit.new_start : edit.new_end] == edit.after
        assert before[at : edit.start] == repair.text[new_at : edit.new_start]
        assert edit.before != edit.after
        assert 0.5 <= edit.confidence <= 1.0
        at, new_at = edit.end, edit.new_end
    assert before[at:] == repair.text[new_at:]


def test_ids_are_unique() -> None:
    for cases in (FOUND, CLEAN):
        ids = [case["id"] for case in cases]
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize("case", by_id(FOUND))
def test_is_put_right(case: dict[str, Any]) -> None:
    repair = put_right(case["garbled"], **case["options"])
    assert repair.text == case["expected"]
    assert repair.verdict is Verdict.REPAIRED
    assert {name for edit in repair.edits for name in edit.artefacts} == set(case["artefacts"])
    assert_accounted_for(case["garbled"], repair)


@pytest.mark.parametrize("case", by_id(FOUND))
def test_only_if_it_is_asked_for(case: dict[str, Any]) -> None:
    everything_off = Artefacts(pinyin=False, shifted=False)
    assert repair_text(case["garbled"], artefacts=everything_off).text is case["garbled"]
    if case["options"]:
        assert repair_text(case["garbled"]).text is case["garbled"]


@pytest.mark.parametrize("case", by_id(FOUND))
def test_a_second_time_changes_nothing(case: dict[str, Any]) -> None:
    assert put_right(case["expected"], **case["options"]).edits == ()


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("case", by_id(CLEAN))
def test_what_is_meant_stays(case: dict[str, Any], profile: str) -> None:
    repair = repair_text(case["text"], artefacts=PROFILES[profile])
    assert repair.text is case["text"]
    assert repair == Repair(case["text"])


def test_the_seed_loses_its_brackets_and_nothing_else() -> None:
    repair = repair_bytes(SEED)
    assert repair.data == WITHOUT_PINYIN
    assert len(repair.edits) == 129
    assert {edit.artefacts for edit in repair.edits} == {("pinyin",)}
    assert all(re.fullmatch(r"(.)\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǘǚǜ]+\)", edit.before) for edit in repair.edits)
    assert all(edit.after == edit.before[0] for edit in repair.edits)
    assert len({edit.after for edit in repair.edits}) == 42


def test_the_seed_as_it_was_written() -> None:
    text = SEED.decode()
    repair = put_right(text, script="auto", punctuation=True)
    assert repair.text == SIMPLIFIED.decode()
    assert_accounted_for(text, repair)
    assert repair_bytes(SEED, artefacts=PROFILES["web-corpus"]).data == SIMPLIFIED


@pytest.mark.parametrize(("passage", "why"), SEED_NOTES)
def test_notes_on_the_seed(passage: str, why: str) -> None:
    assert passage in SIMPLIFIED.decode(), why


@pytest.mark.parametrize("data", [WITHOUT_PINYIN, SIMPLIFIED])
def test_the_repaired_seed_is_clean(data: bytes) -> None:
    assert repair_bytes(data).data is data
    assert repair_bytes(SIMPLIFIED, artefacts=PROFILES["web-corpus"]).data is SIMPLIFIED
