from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
from garbled import BAD, WORDS, garble
from processes import command, environment

pty = pytest.importorskip("pty", reason="there are no pseudo-terminals here")


def on_a_terminal(*arguments: str, directory: Path, **env: str) -> str:
    """Run the program with its output and its messages on a real pseudo-terminal; give what appears there."""
    ours, its = pty.openpty()
    process = subprocess.Popen(
        command(*arguments),
        stdin=subprocess.DEVNULL,
        stdout=its,
        stderr=its,
        cwd=directory,
        env=environment(**env),
    )
    os.close(its)
    seen = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # how Linux says that the other side was closed
            break
        if not piece:
            break
        seen += piece
    os.close(ours)
    process.wait(timeout=60)
    return seen.decode()


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(BAD, "utf-8")
    return tmp_path


def test_a_diff_is_coloured(directory: Path) -> None:
    seen = on_a_terminal("fix", "--diff", "a.txt", directory=directory)
    assert f"\x1b[31m-# {garble(WORDS[0])}" in seen
    assert f"\x1b[32m+# {WORDS[0]}" in seen


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_colours_can_be_declined(directory: Path, env: dict[str, str]) -> None:
    seen = on_a_terminal("fix", "--diff", "a.txt", directory=directory, **env)
    assert "\x1b" not in seen
    assert f"+# {WORDS[0]}" in seen


def test_the_option_decides(directory: Path) -> None:
    assert "\x1b" not in on_a_terminal("fix", "--diff", "--color", "never", "a.txt", directory=directory)
    assert "\x1b[32m" in on_a_terminal(
        "fix", "--diff", "--color=always", "a.txt", directory=directory, NO_COLOR="1"
    )


def test_an_empty_no_color_declines_nothing(directory: Path) -> None:
    assert "\x1b[32m" in on_a_terminal("fix", "--diff", "a.txt", directory=directory, NO_COLOR="")


def test_nothing_of_a_file_acts_on_the_terminal(directory: Path) -> None:
    (directory / "a.txt").write_text(BAD.replace("# ", "# \x1b[2J\x07"), "utf-8")
    seen = on_a_terminal("fix", "--diff", "--color=never", "a.txt", directory=directory)
    assert "\x1b" not in seen
    assert r"\x1b[2J\x07" in seen


def test_long_work_shows_how_far_it_is(directory: Path) -> None:
    for number in range(80):
        (directory / f"{number}.txt").write_text(f"{number}\n{BAD * 10}", "utf-8")
    seen = on_a_terminal("fix", "-j1", "--color=never", ".", directory=directory)
    assert re.search(r"garble-fix [━╺╸ ]+\d+/(\d+|\?) files", seen)
    # Lines of results begin where lines do: the bar is cleared away before them.
    assert re.search(r"(^|[\n\r]|\x1b\[2K)fixed 9\.txt", seen)


def test_a_single_file_shows_no_bar(directory: Path) -> None:
    assert "files" not in on_a_terminal("check", "a.txt", directory=directory)


def test_errors_show_on_a_terminal(directory: Path) -> None:
    assert "\x1b[31m" in on_a_terminal("check", "nope", directory=directory)


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("ascii", r"-> \u7528\u6237\u767b\u5f55\u6210\u529f"),
        ("gbk", f"→ {WORDS[0]}"),
        ("latin-1", r"-> \u7528"),
    ],
)
@pytest.mark.parametrize("arguments", [["check"], ["fix", "--diff"], ["fix", "--explain"]])
def test_a_console_that_lacks_characters(
    directory: Path, arguments: list[str], encoding: str, shown: str
) -> None:
    done = subprocess.run(
        command(*arguments, "a.txt"),
        capture_output=True,
        cwd=directory,
        env=environment(PYTHONIOENCODING=encoding),
        check=False,
    )
    told = done.stdout if arguments == ["check"] else done.stderr
    assert shown in told.decode(encoding)
    assert b"Error" not in done.stderr


def test_the_c_locale(directory: Path) -> None:
    done = subprocess.run(
        command("check", "a.txt"),
        capture_output=True,
        cwd=directory,
        env=environment(LC_ALL="C", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0"),
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, b"")
    assert rb"\u7528\u6237" in done.stdout
