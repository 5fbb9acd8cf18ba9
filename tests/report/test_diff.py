# garble-fix: ignore-file - garbled text is what this is about
from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from built_repairs import repair
from hypothesis import given
from hypothesis import strategies as st

from garble_fix.repair.result import Repair
from garble_fix.report import patch, shown_diff
from garble_fix.report.screen import Style

GARBLED = ("鐢ㄦ埛", "用户")


def made(before: str, repaired: Repair, name: str = "a.txt", encoding: str = "utf-8") -> bytes:
    return patch(
        name,
        before.encode(encoding),
        repaired.text.encode(encoding),
        (before, repaired.text),
        repaired.edits,
    )


def test_a_hunk_names_the_chain_and_the_confidence() -> None:
    before, repaired = repair("1\n2\n3\n4\n5 ", GARBLED, "\n6\n7\n8\n9\n")
    assert made(before, repaired).decode() == (
        "--- a.txt\n+++ a.txt\n"
        "@@ -2,7 +2,7 @@ utf-8>cp936 (99.9 %)\n"
        " 2\n 3\n 4\n-5 鐢ㄦ埛\n+5 用户\n 6\n 7\n 8\n"
    )


def test_two_edits_on_a_line_are_one_change() -> None:
    before, repaired = repair("a ", GARBLED, " b ", GARBLED, " c\n")
    assert made(before, repaired).decode().splitlines()[3:] == [
        "-a 鐢ㄦ埛 b 鐢ㄦ埛 c",
        "+a 用户 b 用户 c",
    ]


def test_a_line_that_stays_is_not_called_changed() -> None:
    before, repaired = repair("a\n", ("鐢ㄦ埛\n", "用户\n"), "b\n")
    assert made(before, repaired).decode().splitlines()[3:] == [" a", "-鐢ㄦ埛", "+用户", " b"]


def test_far_edits_are_hunks_of_their_own() -> None:
    near = repair(GARBLED, "\n" * 7, GARBLED, "\n")
    far = repair(GARBLED, "\n" * 8, GARBLED, "\n")
    assert made(*near).count(b"@@ -") == 1
    assert made(*far).count(b"@@ -") == 2


def test_the_end_without_a_newline_is_marked() -> None:
    before, repaired = repair("a\n", GARBLED)
    assert made(before, repaired).decode().splitlines()[3:] == [
        " a",
        "-鐢ㄦ埛",
        "\\ No newline at end of file",
        "+用户",
        "\\ No newline at end of file",
    ]


def test_it_is_made_of_the_bytes_of_the_file() -> None:
    before, repaired = repair("a\n", GARBLED, "\n")
    assert GARBLED[0].encode("gb18030") in made(before, repaired, encoding="gb18030")


def test_utf_16_is_shown_in_utf_8() -> None:
    before, repaired = repair("上\n", GARBLED, "\n")
    assert "+用户\n".encode() in made(before, repaired, encoding="utf-16-le")


CASES = {
    "plain": repair("a\nb\n", GARBLED, "\nc\n"),
    "crlf": repair("a\r\n", GARBLED, "\r\nc\r\n" * 9, GARBLED, "\r\n"),
    "cr": repair("a\rb", GARBLED, "\rc\r"),
    "whole": repair(GARBLED),
    "first and last": repair(GARBLED, "\n" * 30, GARBLED),
    "newline swallowed": repair("a\n", ("鐢ㄦ埛?b", "用户。\nb"), "\nc\nd\n"),
    "newline lost at the end": repair("a\n", ("鐢ㄦ埛?", "用户。\n")),
    "newline taken": repair("a", ("\n", " "), "b\n"),
    "lines vanish": repair("a\n", ("x\ny\n", ""), "b\n"),
    "byte order mark": repair("\ufeff", GARBLED, "\nx\n"),
    "control characters": repair("\x1b[2J\x0c\n", GARBLED, "\x07\n"),
}


@pytest.mark.parametrize("name", ["a.txt", "with space.txt", "乱码.txt", 'q"uo\\te.txt', "esc\x1b\t.txt"])
@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("tool", [["patch", "-s", "-p0"], ["git", "apply", "-p0", "--whitespace=nowarn"]])
def test_patch_and_git_accept_it(tool: list[str], case: str, name: str, tmp_path: Path) -> None:
    if shutil.which(tool[0]) is None:
        pytest.skip(f"{tool[0]} is not installed")
    before, repaired = CASES[case]
    (tmp_path / name).write_bytes(before.encode())
    diff = made(before, repaired, name)
    done = subprocess.run(tool, input=diff, cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, b"")
    assert (tmp_path / name).read_bytes() == repaired.text.encode()


def applied(diff: bytes, before: bytes) -> bytes:
    """Apply a unified diff by the letter of the format: every old line must be where the diff says."""
    old = before.splitlines(keepends=True) if b"\r" not in before else re.findall(rb"[^\n]*\n|[^\n]+", before)
    new: list[bytes] = []
    done = 0
    lines = diff.split(b"\n")[2:-1]
    for number, line in enumerate(lines):
        if line.startswith(b"@@ "):
            start, count = re.match(rb"@@ -(\d+)(?:,(\d+))?", line).groups(b"1")  # type: ignore[union-attr]
            first = int(start) - (int(count) > 0)
            new += old[done:first]
            done = first
        elif not line.startswith(b"\\"):
            ended = not lines[number + 1 : number + 2] or not lines[number + 1].startswith(b"\\")
            text = line[1:] + (b"\n" if ended else b"")
            if line[:1] != b"+":
                assert old[done] == text
                done += 1
            if line[:1] != b"-":
                new.append(text)
    return b"".join(new + old[done:])


fragments = st.text(alphabet="ab中\r\n\n\n", max_size=12)
changes = st.tuples(fragments.filter(bool), fragments).filter(lambda change: change[0] != change[1])


@given(st.lists(st.one_of(fragments, changes), max_size=9))
def test_any_repair_can_be_applied(parts: list[str | tuple[str, str]]) -> None:
    before, repaired = repair(*parts)
    if repaired.edits:
        assert applied(made(before, repaired), before.encode()) == repaired.text.encode()


def shown(before: str, repaired: Repair, name: str = "a.txt") -> list[str]:
    return [line for line, _ in shown_diff(name, (before, repaired.text), repaired.edits)]


def test_on_a_terminal_nothing_acts_and_tabs_stay() -> None:
    before, repaired = repair("\x1b[2J\t\n", ("鐢\u202e", "用\x07"), "\n")
    assert shown(before, repaired, "\x1b.txt") == [
        r"--- \x1b.txt",
        r"+++ \x1b.txt",
        "@@ -1,2 +1,2 @@ utf-8>cp936 (99.9 %)",
        " \\x1b[2J\t",
        r"-鐢\u202e",
        r"+用\x07",
    ]


def test_line_ends_are_shown_only_where_they_differ() -> None:
    assert "\\r" not in "".join(shown(*repair("a\r\n", GARBLED, "\r\n")))
    assert r"+用户\r" in shown(*repair("a\r\n", ("鐢ㄦ埛", "用户\r"), "\nb\n"))


def test_a_long_line_is_shown_around_its_change() -> None:
    before, repaired = repair("a" * 100_000, GARBLED, "b" * 100_000, "\n")
    lines = shown(before, repaired)[3:]
    assert [line[0] for line in lines] == ["-", "+"]
    assert all(len(line) < 300 and "…" in line for line in lines)
    assert "鐢ㄦ埛" in lines[0]
    assert "用户" in lines[1]


def test_lines_know_their_style() -> None:
    before, repaired = repair("a\n", GARBLED, "\n")
    styles = [style for _, style in shown_diff("f", (before, repaired.text), repaired.edits)]
    assert styles == [*[Style.HEADING] * 3, Style.PLAIN, Style.REMOVED, Style.ADDED]
