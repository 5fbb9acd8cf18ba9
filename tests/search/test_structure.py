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


def test_where_lines_end_in_crlf_nothing_else_stands_before_the_line_feed() -> None:
    with_crlf, without = (
        expected("합계를 표시합니다", "\n화면", crlf, spaced=True).added for crlf in (-0.03, -1.5)
    )
    assert all(with_crlf[ord(char)] < without[ord(char)] for char in ".:)\n")
    assert with_crlf[ord("\r")] > without[ord("\r")]


def test_a_line_seldom_ends_in_a_full_width_comma() -> None:
    assert ord("，") not in expected("正在研究", "\n", -1.5).floors
    assert ord("，") in expected("正在研究", "但", -1.5).floors


def test_first_digits_are_small() -> None:
    added = expected("大约", "50 个", -1.5).added
    assert [added[ord(digit)] for digit in "1234567890"] == sorted(added[ord(d)] for d in "0123456789")[::-1]


@pytest.mark.parametrize(
    ("right", "digit"), [("024-05-01", "2"), ("998年", "1"), ("0245", None), ("24年", None), ("998765", None)]
)
def test_numbers_of_four_digits_are_years(right: str, digit: str | None) -> None:
    said = expected("时间：", right, -1.5)
    likelier = {
        other
        for other in "0123456789"
        if ord(other) in said.floors
        or said.added[ord(other)] > expected("时间：", "50 个", -1.5).added[ord(other)]
    }
    assert likelier == ({digit} if digit else set())


def test_within_a_number_no_digit_is_first() -> None:
    assert expected("时间：2", "24", -1.5).added[ord("0")] == expected("时间：", "x", -1.5).added[ord("0")]


def test_text_with_ideographic_full_stops_has_no_others() -> None:
    assert ord("．") in expected("科技", " %d", -1.5).floors
    assert ord("．") not in expected("科技。再", " %d", -1.5).floors


def test_behind_a_full_stop_what_goes_on_in_chinese_is_another_line() -> None:
    assert expected("完成。", "设定", -1.5).behind_ends[ord("\n")] > 0
    assert not expected("完成。", " ok", -1.5).behind_ends
    assert not expected("완료。", "설정", -1.5, spaced=True).behind_ends


@pytest.mark.parametrize(
    "garbled",
    ["鏃堕棿锛?024-05-01 12:00:03\n", "鏇存柊浜?024骞?0鏈?5鏃ュ畬鎴愶紒\n"],  # garble-fix: ignore
)
def test_the_first_digit_of_a_year_comes_back(garbled: str) -> None:
    assert "2024" in repair_text(garbled, holes="guess").text


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
