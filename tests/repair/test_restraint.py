# garble-fix: ignore-file - garbled text is what this is about
"""Lines of which a repair would leave a third or more unknown."""

from __future__ import annotations

import pytest

from garble_fix import garble, repair_text
from garble_fix.repair.restraint import restrained
from garble_fix.repair.result import Edit, Verdict

ONE_OF_TWO = "[Directives](./usage) 鈥?Configuration des lumi猫res"
"""An accent, and a mark of which two bytes are left; it may be a dash, an ellipsis, a quotation mark."""

SURE = garble("// 用户登录成功\n", "utf-8>cp936")


def edit(start: int, after: str, nats: float = 10.0, chain: str = "utf-8>cp936w", source: str = "") -> Edit:
    return Edit(start, start + 1, start, start + len(after), "x", after, chain, nats, 0.9, source=source)


def test_a_line_of_which_too_much_would_be_unknown_is_left_and_reported() -> None:
    result = repair_text(ONE_OF_TWO)
    assert result.text is ONE_OF_TWO
    assert result.edits == ()
    assert result.verdict is Verdict.DOUBTFUL
    assert [doubt.before for doubt in result.doubts] == ["鈥?", "猫"]
    assert {char for char, _ in result.doubts[0].holes[0].runners_up} >= {"—", "…"}


def test_whoever_asks_for_a_draft_gets_it() -> None:
    assert "lumières" in repair_text(ONE_OF_TWO, holes="guess").text


def test_where_other_lines_prove_the_chain_it_is_repaired() -> None:
    result = repair_text(SURE + ONE_OF_TWO)
    assert "lumières" in result.text
    assert result.doubts == ()


@pytest.mark.parametrize(("after", "kept"), [("é�", False), ("éà�", False), ("éàù�", True), ("ab�", False)])
def test_more_than_two_characters_are_restored_for_each_that_is_not(after: str, kept: bool) -> None:
    made, left = restrained("x", [edit(0, after)])
    assert (len(made), len(left)) == (int(kept), int(not kept))


def test_what_was_found_in_the_history_is_no_guess() -> None:
    found = edit(0, "�", source="abc")
    assert restrained("x", [found]) == ((found,), ())


@pytest.mark.parametrize(("nats", "chain", "kept"), [(25, "utf-8>cp936w", True), (15, "utf-8>cp936w", False),
                                                     (25, "utf-8>cp932w", False)])  # fmt: skip
def test_only_the_same_chain_proved_elsewhere_speaks_for_it(nats: float, chain: str, kept: bool) -> None:
    text = "x\nx\n"
    made, left = restrained(text, [edit(0, "é�"), edit(2, "àùé", nats, chain)])
    assert len(left) == int(not kept)
    assert all(doubt.verdict is Verdict.DOUBTFUL for doubt in left)
    assert len(made) + len(left) == 2


def test_the_line_itself_proves_nothing() -> None:
    assert len(restrained("xx", [edit(0, "é�", 50.0), edit(1, "à", 50.0)])[1]) == 2
