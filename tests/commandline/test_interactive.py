"""`fix --interactive` on a real pseudo-terminal, with somebody at it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from processes import Finished, command, environment

from garble_fix import garble

pty = pytest.importorskip("pty", reason="there are no pseudo-terminals here")

TRUE = "# 更改了城市地圖\n# 使用统一接口 API 完成代码审查。\n"
"""Of the character before the first line feed two bytes are left, which begin sixty-four characters."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(garble(TRUE, "utf-8>cp936w"), "utf-8")
    return path


def answered(path: Path, *answers: str) -> tuple[int, str]:
    """Run the program on `path` and give the answers to its questions; return the exit code and what is seen."""
    ours, its = pty.openpty()
    process = subprocess.Popen(
        command("fix", "--interactive", path.name),
        stdin=its,
        stdout=its,
        stderr=its,
        cwd=path.parent,
        env=environment(NO_COLOR="1"),
        start_new_session=True,
    )
    os.close(its)
    seen, waiting, asked = b"", list(answers), 0
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # how Linux says that the other side was closed
            break
        if not piece:
            break
        seen += piece
        if seen.count(b"]: ") > asked:
            asked += 1
            os.write(ours, (waiting.pop(0) if waiting else "q").encode() + b"\n")
    os.close(ours)
    code = process.wait(timeout=60)
    text = seen.decode()
    assert "Traceback" not in text
    assert not waiting, text
    return code, text


def test_what_is_typed_stands_there(path: Path) -> None:
    code, seen = answered(path, "=圖")
    assert "城市地[?]" in seen
    assert "a.txt:1:9" in seen
    assert path.read_text("utf-8") == TRUE
    assert code == 0


def test_the_likeliest_is_a_return_away(path: Path) -> None:
    code, seen = answered(path, "")
    (likeliest,) = [line.split("‘")[1][0] for line in seen.splitlines() if line.startswith("  1  ")]
    assert path.read_text("utf-8") == TRUE.replace("圖", likeliest)
    assert code == 0


def test_what_the_damage_cannot_explain_is_refused(path: Path) -> None:
    code, seen = answered(path, "=狗", "7 dwarfs", "-")
    assert "would not have made of that" in seen
    assert "7 dwarfs is neither" in seen
    assert "城市地\ufffd" in path.read_text("utf-8")
    assert code == 1


def test_to_stop_leaves_the_rest(path: Path) -> None:
    code, _ = answered(path, "q")
    assert "城市地\ufffd" in path.read_text("utf-8")
    assert code == 1


def test_nobody_to_ask_is_an_error(path: Path) -> None:
    before = path.read_bytes()
    done = subprocess.run(
        command("fix", "--interactive", path.name),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        cwd=path.parent,
        env=environment(),
        check=False,
    )
    finished = Finished(done.returncode, done.stdout, done.stderr.decode())
    assert finished.code == 2
    assert "terminal" in finished.err
    assert path.read_bytes() == before


@pytest.mark.parametrize("arguments", [("-",), ("a.txt", "--holes", "guess"), ("a.txt", "--quiet")])
def test_what_contradicts_it_is_refused(path: Path, arguments: tuple[str, ...]) -> None:
    done = subprocess.run(
        command("fix", "--interactive", *arguments),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        cwd=path.parent,
        env=environment(),
        check=False,
    )
    assert done.returncode == 2


def test_a_line_that_is_left_without_an_answer_is_asked_about(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    garbled = garble("[Guide](./guide) \N{EM DASH} Les lumières\n", "utf-8>cp936w")
    path.write_text(garbled, "utf-8")
    code, seen = answered(path, "=\N{EM DASH}")
    assert code == 0
    assert "What stood there?" in seen
    assert path.read_text("utf-8") == "[Guide](./guide) \N{EM DASH} Les lumières\n"


def test_a_line_that_is_left_stays_where_the_answer_is_to_leave_it(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    garbled = garble("[Guide](./guide) \N{EM DASH} Les lumières\n", "utf-8>cp936w")
    path.write_text(garbled, "utf-8")
    code, _ = answered(path, "-")
    assert code == 1
    assert path.read_text("utf-8") == garbled
