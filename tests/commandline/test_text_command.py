from __future__ import annotations

import os

import pytest
from garbled import WORDS, garble
from processes import Run


def test_the_likeliest_comes_first_with_all_that_speaks_for_it(run: Run) -> None:
    done = run("text", garble(WORDS[0]))
    assert (done.code, done.err) == (0, "")
    heading, best, *_ = done.text.splitlines()
    assert heading.split() == ["probability", "log-odds", "chain", "language", "text"]
    assert best.split()[-3:] == ["utf-8>cp936", "zh-Hans", WORDS[0]]


def test_that_nothing_is_wrong_is_among_the_answers(run: Run) -> None:
    done = run("text", WORDS[0])
    best = done.text.splitlines()[1].split()
    assert best[-3] == "-"
    assert best[-1] == WORDS[0]


@pytest.mark.parametrize("arguments", [["text"], ["text", "-"]])
@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_standard_input(run: Run, arguments: list[str], end: str) -> None:
    done = run(*arguments, stdin=(garble(WORDS[0]) + end).encode())
    assert done.code == 0
    assert done.text.splitlines()[1].split()[-1] == WORDS[0]


def test_the_number_of_answers_is_bounded(run: Run) -> None:
    assert len(run("text", "-n", "2", garble(WORDS[0])).text.splitlines()) == 3


def test_nothing_is_asked_about_nothing(run: Run) -> None:
    done = run("text", "")
    assert (done.code, done.out, done.err) == (0, b"", "")


def test_an_explanation(run: Run) -> None:
    done = run("text", "--explain", f"# {garble(WORDS[0])}, {garble(WORDS[1])}")
    assert done.code == 0
    assert "log P" in done.text.splitlines()[0]
    assert "\n<text>:1:3: utf-8>cp936 (" in done.text
    assert "nats against" in done.text


@pytest.mark.skipif(os.name == "nt", reason="arguments are not bytes there")
def test_an_argument_in_another_encoding(run: Run) -> None:
    done = run("text", (WORDS[0] + "，" + WORDS[1]).encode("gb18030"))
    assert done.code == 0
    assert done.error_lines()[0].startswith("garble-fix: the argument is not UTF-8; read as ")
    assert WORDS[0] in done.text


def test_standard_input_in_a_named_encoding(run: Run) -> None:
    done = run("text", "--encoding", "gb18030", stdin=garble(WORDS[0]).encode("gb18030"))
    assert (done.code, done.err) == (0, "")
    assert done.text.splitlines()[1].split()[-1] == WORDS[0]


def test_an_unknown_encoding(run: Run) -> None:
    done = run("text", "--encoding", "nonsense-9", stdin=b"x")
    assert done.code == 2
    assert "--encoding" in done.error_lines()[0]


def test_what_is_no_text(run: Run) -> None:
    done = run("text", stdin=bytes(range(256)) * 20)
    assert done.code == 2
    [line] = done.error_lines()
    assert line.startswith("garble-fix: standard input: is not text")


def test_what_would_act_on_the_terminal_is_shown(run: Run) -> None:
    done = run("text", "a\x1b[2Jb\u202ec")
    assert done.code == 0
    assert r"a\x1b[2Jb\u202ec" in done.text
    assert "\x1b" not in done.text
