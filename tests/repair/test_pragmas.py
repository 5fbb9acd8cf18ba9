# garble-fix: ignore-file - garbled text is what this is about
"""Comments that exempt lines, stretches and files."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from garble_fix import repair_bytes
from garble_fix.channels import garble
from garble_fix.history import Version, repair_with_history
from garble_fix.repair.pragmas import blotted, exempt
from garble_fix.repair.result import Verdict

WORD = "用户登录成功"
BAD = WORD.encode().decode("gbk")
IGNORE = "garble-fix" + ": ignore"
OFF, ON, FILE = "garble-fix" + ": off", "garble-fix" + ": on", "garble-fix" + ": ignore-file"


@pytest.mark.parametrize(
    "comment",
    [
        f"# {IGNORE}", f"// {IGNORE}", f"/* {IGNORE} */", f"<!-- {IGNORE} -->", f"-- {IGNORE}", f"; {IGNORE}",
        f"% {IGNORE}", f"# noqa # {IGNORE}", f"#{IGNORE}", f"REM {IGNORE}", f"{{# {IGNORE} #}}", f"(* {IGNORE} *)",
        f"# see the manual; {IGNORE}", f"# {IGNORE} it is a test",
    ],
)  # fmt: skip
def test_a_line(comment: str) -> None:
    text = f"x = '{BAD}'  {comment}\ny = '{BAD}'\n"
    assert (
        repair_bytes(text.encode(), pragmas=True).data.decode() == f"x = '{BAD}'  {comment}\ny = '{WORD}'\n"
    )


@pytest.mark.parametrize(
    "mention", [f"`{IGNORE}`", f'"{IGNORE}"', f"say {IGNORE}", f"# {IGNORE}d", f"# {IGNORE}-it"]
)
def test_a_mention_is_no_comment(mention: str) -> None:
    assert exempt(f"x {mention}\n") == ()


def test_without_being_asked_nothing_is_exempt() -> None:
    text = f"{BAD} # {IGNORE}\n"
    assert repair_bytes(text.encode()).data.decode() == f"{WORD} # {IGNORE}\n"


def test_a_stretch() -> None:
    lines = [BAD, f"# {OFF}", BAD, f"# {IGNORE}", BAD, f"# {ON} {BAD}", BAD]
    done = repair_bytes("\n".join(lines).encode(), pragmas=True)
    assert done.text.split("\n") == [WORD, *lines[1:6], WORD]
    assert done.verdict is Verdict.REPAIRED
    assert [(edit.start, edit.new_start) for edit in done.edits] == [
        (0, 0),
        (len("\n".join(lines[:6])) + 1, len("\n".join(done.text.split("\n")[:6])) + 1),
    ]


def test_a_stretch_that_is_never_ended() -> None:
    text = f"{BAD}\r\n// {OFF}\r\n{BAD}"
    assert repair_bytes(text.encode(), pragmas=True).text == f"{WORD}\r\n// {OFF}\r\n{BAD}"


def test_a_file() -> None:
    data = f"#!/bin/sh\n# {FILE}\n{BAD}\n锟斤拷锟斤拷\n".encode()
    done = repair_bytes(data, pragmas=True)
    assert done.data is data
    assert (done.verdict, done.doubts) == (Verdict.CLEAN, ())
    late = "\n" * 10 + f"# {FILE}\n{BAD}\n"
    assert repair_bytes(late.encode(), pragmas=True).text == late.replace(BAD, WORD)


def test_what_is_exempt_is_no_evidence() -> None:
    """`茅` may be a surname: only proof elsewhere makes an accident of it."""
    garbled = "\n".join(f"{line}  # {IGNORE}" for line in [BAD] * 20)
    text = f"{garbled}\n茅\n"
    assert repair_bytes(text.encode(), pragmas=True).text == text
    assert not repair_bytes(text.encode(), pragmas=True).doubts


def test_what_is_beyond_recovery_can_be_exempted() -> None:
    text = f"锟斤拷锟斤拷 # {IGNORE}\n{BAD}\n"
    done = repair_bytes(text.encode(), pragmas=True)
    assert (done.verdict, done.doubts) == (Verdict.REPAIRED, ())
    done = repair_bytes(f"{BAD} # {IGNORE}\n锟斤拷锟斤拷\n".encode(), pragmas=True)
    assert done.verdict is Verdict.UNRECOVERABLE


def test_the_bytes_of_a_legacy_page_are_exempted_too() -> None:
    text = f"今天天气很好，我们去公园\n锛堢敤鎴风偣鍑伙級\n锛堢敤鎴风偣鍑伙級 # {IGNORE}\n"
    done = repair_bytes(text.encode("gb18030"), pragmas=True, encoding="gb18030")
    assert done.text == f"今天天气很好，我们去公园\n（用户点击）\n锛堢敤鎴风偣鍑伙級 # {IGNORE}\n"
    assert done.data == done.text.encode("gb18030")


def test_the_history_restores_nothing_that_is_exempt() -> None:
    was = f"# {WORD}\n# {WORD} {IGNORE.join(['# ', ''])}\nprint('完成。')\n"
    now = garble(was, "ascii?>ascii")
    done = repair_with_history(now.encode(), [Version("abc", was.encode())], pragmas=True)
    assert done.text == f"# {WORD}\n# ?????? # {IGNORE}\nprint('完成。')\n"
    assert repair_with_history(now.encode(), [Version("abc", was.encode())]).text == was


PIECES = st.sampled_from(
    [
        BAD,
        WORD,
        "a",
        "\n",
        "\r\n",
        f"# {IGNORE}\n",
        f"// {OFF}\n",
        f"<!-- {ON} -->\n",
        "锟斤拷锟斤拷",
        "caf茅 ",
    ]
)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_exempt_lines_come_out_as_they_went_in(text: str) -> None:
    spans = exempt(text)
    assert list(spans) == sorted(set(spans))
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(spans))
    done = repair_bytes(text.encode(), pragmas=True)
    for start, end in spans:
        assert text[start:end] in done.text
    again = repair_bytes(done.data, pragmas=True)
    assert again.data == done.data
    assert len(blotted(text, spans)) == len(text)
