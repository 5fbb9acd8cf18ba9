from __future__ import annotations

import os
import socket
import subprocess
import time
from pathlib import Path

import pytest
from garbled import BAD, GOOD
from processes import Run, command, environment

needs_posix = pytest.mark.skipif(os.name == "nt", reason="these kinds of files exist on POSIX only")
commands = pytest.mark.parametrize("name", ["fix", "check"])


@needs_posix
@commands
def test_the_odd_ones_are_one_error_each(run: Run, name: str) -> None:
    os.mkfifo("pipe")
    Path("loop").symlink_to("loop")
    Path("gone").symlink_to("nowhere")
    listener = socket.socket(socket.AF_UNIX)
    listener.bind("socket")
    odd = ["pipe", "loop", "gone", "socket", "/dev/null", "", "nope"]
    before = sorted(Path().iterdir())
    done = run(name, *odd, timeout=60)
    listener.close()
    assert (done.code, done.out) == (2, b"")
    assert len(done.error_lines()) == len(odd)
    assert all("; " in line for line in done.error_lines())
    assert sorted(Path().iterdir()) == before


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"\0", b"a\0b\n", bytes(range(256)), b"\xff\xfe", b"\xef\xbb\xbf"]
)
def test_small_and_strange_files_are_left_as_they_are(run: Run, data: bytes) -> None:
    Path("a").write_bytes(data)
    os.utime("a", ns=(1, 1))
    assert run("fix", "a").code == 0
    assert Path("a").read_bytes() == data
    assert Path("a").stat().st_mtime_ns == 1
    assert run("check", "a").code == 0


@needs_posix
def test_file_names_can_not_act_on_the_terminal(run: Run) -> None:
    name = "\x1b]0;x\x07\u202e\n.txt"
    Path(name).write_text(BAD, "utf-8")
    for arguments in (["check"], ["fix", "--diff"], ["fix"], ["check", "-v"]):
        done = run(*arguments, name)
        assert "\x1b" not in done.text + done.err
        assert "\u202e" not in done.err
    done = run("check", "nope" + name)
    assert done.error_lines() == [r"garble-fix: nope\x1b]0;x\x07\u202e\n.txt: no such file; check the name"]


@needs_posix
def test_a_file_name_that_is_no_text(run: Run) -> None:
    Path(os.fsdecode(b"caf\xe9.txt")).write_text(BAD, "utf-8")
    done = run("fix", b"caf\xe9.txt")
    assert done.code == 0
    assert done.err.startswith(r"fixed caf\xe9.txt: ")


def test_the_content_of_a_file_can_not_act_on_the_terminal(run: Run) -> None:
    Path("a.txt").write_text(BAD.replace("# ", "# \x1b[2J\u202e"), "utf-8")
    for name in ("check", "fix"):
        done = run(name, "--explain", "a.txt")
        assert "\x1b" not in done.text + done.err
        assert "\u202e" not in done.text + done.err


def test_an_output_that_can_not_be(run: Run) -> None:
    Path("a.txt").write_text(BAD, "utf-8")
    Path("b.txt").write_text(BAD, "utf-8")
    for arguments in (
        ["a.txt", "b.txt", "-o", "missing"],
        ["a.txt", "-o", "missing/c"],
        ["a.txt", "-o", "a.txt"],
    ):
        done = run("fix", *arguments)
        assert done.code == 2
        assert len(done.error_lines()) == 1
    assert Path("a.txt").read_text("utf-8") == BAD
    assert {path.name for path in Path().iterdir()} == {"a.txt", "b.txt"}


@needs_posix
def test_a_reader_that_has_seen_enough_is_no_error(run: Run) -> None:
    for number in range(200):
        Path(f"{number}.txt").write_text(BAD * 20, "utf-8")
    names = [f"{number}.txt" for number in range(200)]
    for arguments in (["check"], ["fix", "--diff", "-q"]):
        process = subprocess.Popen(
            command(*arguments, *names), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
        )
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 1


@needs_posix
@pytest.mark.parametrize(
    ("redirection", "message"),
    [(">&-", "standard output: is closed"), (">/dev/full", "standard output: there is no space")],
)
def test_an_output_that_takes_nothing(run: Run, redirection: str, message: str) -> None:
    if "full" in redirection and not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    Path("a.txt").write_text(BAD, "utf-8")
    shell = f'"$@" {redirection}'
    done = subprocess.run(
        ["sh", "-c", shell, "sh", *command("fix", "-q", "a.txt", "-o", "-")],
        capture_output=True,
        env=environment(),
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.decode().startswith(f"garble-fix: {message}")
    assert done.stderr.count(b"\n") == 1


@needs_posix
def test_closed_standard_input(run: Run) -> None:
    done = subprocess.run(
        ["sh", "-c", '"$@" <&-', "sh", *command("check", "-")],
        capture_output=True,
        env=environment(),
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith(b"garble-fix: standard input: is closed; ")


@pytest.mark.parametrize(
    ("line", "megabytes"), [("plain text ", 200), ("今天天气很好，我们一起去公园散步。", 50)]
)
def test_a_line_of_many_megabytes(run: Run, line: str, megabytes: int) -> None:
    data = (line * (megabytes * 1_000_000 // len(line.encode()))).encode()
    Path("a.txt").write_bytes(data)
    start = time.monotonic()
    done = run("fix", "a.txt", timeout=300)
    assert (done.code, done.err) == (0, "")
    assert time.monotonic() - start < 0.6 * megabytes
    assert Path("a.txt").stat().st_size == len(data)


def test_a_garbled_stretch_in_a_long_line(run: Run) -> None:
    filling = "x" * 1_000_000
    Path("a.txt").write_text(filling + BAD.splitlines()[0] + filling, "utf-8")
    done = run("fix", "--diff", "a.txt")
    assert done.code == 1
    assert done.err.startswith("a.txt:1:1000003: ")
    assert all(len(line) < 300 for line in done.err.splitlines())
    assert run("fix", "a.txt").code == 0
    assert Path("a.txt").read_text("utf-8") == filling + GOOD.splitlines()[0] + filling
