from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from garble_fix import garble
from garble_fix.search.lattice import Habits
from garble_fix.search.lattice.structure import expected

WORDS = [
    "配置",
    "文件",
    "数据",
    "目录",
    "语言",
    "名字",
    "程序",
    "状态",
    "错误",
    "日志",
    "一",
    "二三四",
    "五六七八",
    "九",
]
OF_LINES = "\n".join(WORDS * 2)
OF_JSON = "{" + ", ".join(f'"{word}": "{word}"' for word in WORDS) + "}\n"


def test_what_survived_is_counted() -> None:
    counts = Habits.of("甲\n乙, 丙: 丁1").counts
    assert counts["wide"] == {"\n": 1}
    assert counts["mark"] == {",": 1, ":": 1}
    assert Habits.of("a\nb").counts == {}


@pytest.mark.parametrize("mark", ["?", "\ufffd", "・"])
def test_marks_say_nothing(mark: str) -> None:
    assert not Habits.of(f"甲{mark}\n").counts


@pytest.mark.parametrize("page", ["cp936w", "cp932w", "cp949w", "cp950w"])
def test_damage_leaves_a_fair_sample(page: str) -> None:
    nats = Habits.of(garble(OF_LINES, f"utf-8>{page}")).nats("字", spaced=False)
    assert nats["\n"] > 0 > nats[" "]
    nats = Habits.of(garble(OF_JSON, f"utf-8>{page}")).nats(",", spaced=False)
    assert nats['"'] > 0 > nats["\n"]


def test_what_follows_matters() -> None:
    habits = Habits.of("见 Python\n见 Java\n第一\n第二\n第三\n- 甲\n- 乙\n- 丙" * 3)
    assert habits.nats("Rust", spaced=False)[" "] > habits.nats("字", spaced=False)[" "]
    assert habits.nats("- 丁", spaced=False)["\n"] > habits.nats("-5", spaced=False)["\n"]


def test_of_an_end_and_of_nothing_nothing_is_said() -> None:
    assert not Habits.of(OF_LINES).nats("", spaced=False)
    assert not Habits().nats("字", spaced=False)


@given(st.text(st.sampled_from("甲乙。 \n\"'/a1?\ufffd")), st.text(max_size=2), st.booleans())
def test_nats_are_bounded(text: str, right: str, spaced: bool) -> None:
    assert all(
        abs(nats) <= 4 and math.isfinite(nats) for nats in Habits.of(text).nats(right, spaced=spaced).values()
    )


def test_the_search_expects_what_the_text_is_like() -> None:
    def feed(text: str, right: str) -> float:
        return expected("说明", right, -1.5, habits=Habits.of(text)).added[ord("\n")]

    assert feed(OF_LINES, "字") > feed("说明", "字")
    assert feed("说明", ",") > feed(OF_JSON, ",")
    # Of the CR of CR LF, what else stands there says nothing.
    before_feed = expected("说明", "\n", -0.01, habits=Habits.of(OF_LINES)).added
    assert before_feed == expected("说明", "\n", -0.01).added


def test_sentences_end_lines_in_texts_of_lines() -> None:
    assert expected("说明", "Ok", -1.5, habits=Habits.of(OF_LINES)).behind_ends[ord("\n")] > 0
    assert not expected("说明", "Ok", -1.5, habits=Habits.of("说明\n")).behind_ends
    assert not expected("설명", "Ok", -1.5, habits=Habits.of(OF_LINES), spaced=True).behind_ends
