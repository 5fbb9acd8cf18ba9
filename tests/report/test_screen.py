from __future__ import annotations

import os
import subprocess
import sys

import pytest

PROGRAM = """
from garble_fix.report import Screen, Style
screen = Screen({color!r}, quiet={quiet}, verbose={verbose})
screen.out("乱码 → é…", Style.ADDED)
screen.err("message")
screen.note("note")
screen.failure("failure")
"""


def run(
    *, color: str = "auto", quiet: bool = False, verbose: bool = False, **environment: str
) -> tuple[str, str]:
    """Have a process of its own write on its streams, which are pipes."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(color=color, quiet=quiet, verbose=verbose)],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
    )
    return done.stdout.decode(), done.stderr.decode()


def test_results_and_messages_go_their_ways() -> None:
    assert run() == ("乱码 → é…\n", "message\ngarble-fix: failure\n")


def test_quiet_keeps_failures_and_verbose_adds_notes() -> None:
    assert run(quiet=True)[1] == "garble-fix: failure\n"
    assert run(verbose=True)[1] == "message\ngarble-fix: note\ngarble-fix: failure\n"


def test_color_is_as_told() -> None:
    out, err = run(color="always")
    assert out == "\x1b[32m乱码 → é…\x1b[0m\n"
    assert "\x1b[31m" in err
    assert "\x1b" not in "".join(run(color="never"))


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [("ascii", r"\u4e71\u7801 -> \xe9..."), ("gbk", r"\xc2\xd2\xc2\xeb \xa1\xfa \xa8\xa6\xa1\xad")],
)
def test_an_encoding_that_lacks_a_character_is_no_error(encoding: str, shown: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(color="auto", quiet=False, verbose=False)],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": encoding},
    )
    expected = shown if encoding == "ascii" else shown.encode().decode("unicode_escape")
    assert done.stdout.strip() == expected.encode("latin-1")


@pytest.mark.skipif(os.name == "nt", reason="descriptors can't be closed so there")
@pytest.mark.parametrize("closed", [1, 2])
def test_a_closed_stream_is_no_error(closed: int) -> None:
    program = PROGRAM.format(color="auto", quiet=False, verbose=False)
    done = subprocess.run(
        ["sh", "-c", f'"$0" -c "$1" {closed}>&-', sys.executable, program], capture_output=True, check=False
    )
    assert done.returncode == 0
