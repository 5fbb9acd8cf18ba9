"""What the line around a hole says about the character in it."""

from __future__ import annotations

import pytest

from garble_fix import repair_text
from garble_fix.search.lattice.paired import unclosed
from garble_fix.search.lattice.structure import expected
from garble_fix.search.lattice.symbols import FLOORS


@pytest.mark.parametrize(
    ("line", "closing"),
    [
        ("f(x, [完成", {")", "]"}),
        ('println!("完成', set()),
        ('println!("（完成', {"）"}),
        ("it's (完成", {")"}),
        ('f("完成", (再做', {")"}),
    ],
)
def test_a_string_waits_for_what_was_opened_in_it(line: str, closing: set[str]) -> None:
    assert unclosed(line) == closing


def test_a_string_that_is_closed_on_the_line_has_no_line_feed_in_it() -> None:
    within = expected('f("完成', 'ok")\n', -1.5).added[ord("\n")]
    beside = expected("f(完成", "ok)\n", -1.5).added[ord("\n")]
    assert within < beside


def test_symbols_are_three_bytes_of_utf_8_and_the_commonest_first() -> None:
    assert all(len(symbol.encode()) == 3 for symbol in FLOORS)
    assert list(FLOORS.values()) == sorted(FLOORS.values(), reverse=True)


@pytest.mark.parametrize(
    ("garbled", "repaired"),
    [
        ('print("鉁?Done")\n', 'print("✅ Done")\n'),  # garble-fix: ignore
        pytest.param(
            'println!("鉁?Download complete");',  # garble-fix: ignore
            'println!("✅ Download complete");',
            marks=pytest.mark.xfail(
                reason="the model knows what follows a check mark, but not what follows this"
            ),
        ),
        ("// 鉁?Done\n", "// ✅ Done\n"),  # garble-fix: ignore
    ],
)
def test_of_the_symbols_that_it_can_be_the_commonest_is_guessed(garbled: str, repaired: str) -> None:
    assert repair_text(garbled, holes="guess").text == repaired
