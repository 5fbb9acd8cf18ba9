"""Which ASCII character a decoder swallowed, given what stands around the place."""

from __future__ import annotations

import pytest

from garble_fix import garble, repair_text
from garble_fix.channels import Channel
from garble_fix.codepages import Manner
from garble_fix.search.lattice import Habits
from garble_fix.search.lattice.outline import ahead_of, kind_of
from garble_fix.search.lattice.paired import innermost
from garble_fix.search.lattice.slots import Slot
from garble_fix.search.lattice.swallowed import told

CHANNEL = Channel("utf-8", "cp936", Manner.WINDOWS)
CP932 = Channel("utf-8", "cp932", Manner.WINDOWS)


@pytest.mark.parametrize(
    ("right", "ahead"),
    [
        ("", "end"),
        ("\n", "lf end"),
        ("\n\n## 用法", "lf lf"),
        ("\n## 用法", "lf heading"),
        ("\n    甲", "lf indent"),
        ("- 甲", "item"),
        ("2. 甲", "item"),
        ("-blue", "mark"),
        ("```text", "fence"),
        ("|\n", "cell"),
        ("| 乙 |", "row"),
        ("    x = 1", "indent"),
        ("\r\n", "cr"),
        ("甲", "word"),
        ("ok", "latin"),
        ("', '", "quote"),
    ],
)
def test_what_follows_is_named(right: str, ahead: str) -> None:
    assert ahead_of(right) == ahead


@pytest.mark.parametrize(
    ("char", "kind"),
    [
        ("。", "stop"),
        ("：", "colon"),
        ("字", "letter"),
        ("—", "dash"),
        ("★", "mark"),
        ("a", "ascii"),
        ("", "ascii"),
    ],
)
def test_characters_are_of_kinds(char: str, kind: str) -> None:
    assert kind_of(char) == kind


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ('f("完成', '"'),
        ('f("完成"', ")"),
        ("f(x, '完成", "'"),
        ("(it's 完成", ")"),
        ("（见[下", "]"),
        ("f(x)", ""),
    ],
)
def test_what_was_opened_last_is_closed_first(line: str, mark: str) -> None:
    assert innermost(line) == mark


def found(char: str, other: str, *, lost: bool = True) -> tuple[Slot, ...]:
    """An island of one place in which one character is a little likelier than another."""
    return (Slot(char, 0, 1, lost, 0.5, ((other, 0.4),)),)


@pytest.mark.parametrize(
    ("line", "right", "wrong", "closing"),
    [
        ('raise ValueError("不能空', ")\n", ")", '"'),
        ("f('完成', '再一次", ")\n", " ", "'"),
        ("f(x, 已完成", ";\n", " ", ")"),
    ],
)
def test_what_was_opened_last_is_preferred(line: str, right: str, wrong: str, closing: str) -> None:
    (slot,) = told(found(wrong, closing), line, right, Habits(), CHANNEL)
    assert slot.char == closing
    assert [char for char, _ in slot.runners_up] == [wrong]
    assert sum(share for _, share in slot.runners_up) + slot.posterior < 1


@pytest.mark.parametrize(
    ("line", "right", "wrong", "right_one", "channel"),
    [
        ("空白がないよね。", "ok\n", "D", " ", CP932),
        ("Die Datei heißt „Größe“", " und", "\n", ",", CHANNEL),
    ],
)
def test_the_place_overrules_the_search(
    line: str, right: str, wrong: str, right_one: str, channel: Channel
) -> None:
    (slot,) = told(found(wrong, right_one), line, right, Habits(), channel)
    assert slot.char == right_one


def test_what_the_lead_byte_before_does_not_take_along_was_not_swallowed() -> None:
    # Of ド, 89 is left: 89 32 is nothing in code page 932, 89 5D a character.
    (slot,) = told(found("2", "]"), "[469年フェルナンド", "世", Habits(), CP932)
    assert slot.char == "2"


@pytest.mark.parametrize(
    ("line", "right", "kept", "other"),
    [
        ("https://example.com/badge/快速开始", "5分钟-blue", "-", "."),
        ("已经完成了", "", "\n", "."),
        ("第", "5章", "1", " "),
        ("已经完成。", "ok", " ", "\n"),
    ],
)
def test_what_the_search_knows_better_stays(line: str, right: str, kept: str, other: str) -> None:
    (slot,) = told(found(kept, other), line, right, Habits(), CHANNEL)
    assert slot.char == kept


@pytest.mark.parametrize(
    ("char", "other", "likely", "unlikely"),
    [
        ("\n", " ", ("完成。", "- 再做"), ("完成。", "再做")),
        (" ", "\n", ("| 甲 | 乙", "|\n"), ("甲", "，乙")),
        (" ", ".", ("提交", "readiness gate"), ("提交。", "- 甲")),
        (")", '"', ('f(x, "甲"', "\n"), ('f("甲', ")\n")),
    ],
)
def test_the_place_tells_how_likely_it_is(
    char: str, other: str, likely: tuple[str, str], unlikely: tuple[str, str]
) -> None:
    def probability(line: str, right: str) -> float:
        (slot,) = told(found(char, other), line, right, Habits(), CHANNEL)
        return dict([(slot.char, slot.posterior), *slot.runners_up])[char]

    assert probability(*likely) > probability(*unlikely)


def test_what_stands_there_and_carriage_returns_are_left_as_they_are() -> None:
    for slots in (found(")", '"', lost=False), found("\r", "\n"), found("字", "学")):
        assert told(slots, 'f("不能为空', ")", Habits(), CHANNEL) == slots


@pytest.mark.parametrize(
    "text", ['raise ValueError("用户名不能为空")\n', "if not name: raise ValueError('用户名不能为空')\n"]
)
def test_strings_in_programs_are_closed(text: str) -> None:
    assert repair_text(garble(text, "utf-8>cp936w")).text == text
