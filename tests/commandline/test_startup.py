from __future__ import annotations

import os
import re
import signal
import subprocess
import sys

import pytest
from processes import Run, command, environment


def test_the_version(run: Run) -> None:
    done = run("--version")
    assert done.code == 0
    assert re.fullmatch(r"garble-fix \d+\.\d+\.\d+\S*\n", done.text)


def test_the_version_comes_at_once() -> None:
    """In little more computing than Python and click need by themselves, whatever the machine does besides."""
    resource = pytest.importorskip("resource")
    bare = [sys.executable, "-c", "import click"]
    used: dict[str, list[float]] = {"bare": [], "program": []}
    for _ in range(5):
        for name, line in (("bare", bare), ("program", command("--version"))):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run(line, capture_output=True, env=environment(), check=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            used[name].append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(used["program"]) < 2.5 * min(used["bare"])


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    program = "import sys, garble_fix.commandline; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert not {"numpy", "rich", "ftfy", "chardet", "charset_normalizer"} & set(done.stdout.split())


@pytest.mark.parametrize("option", ["-h", "--help"])
@pytest.mark.parametrize("name", [None, "fix", "check", "text"])
def test_help(run: Run, name: str | None, option: str) -> None:
    done = run(*([name] if name else []), option)
    assert (done.code, done.err) == (0, "")
    assert done.text.startswith(f"Usage: garble-fix {name or ''}".rstrip())


def test_no_command_at_all(run: Run) -> None:
    done = run()
    assert done.code == 2
    assert "Usage: garble-fix" in done.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["frobnicate"], "No such command"),
        (["fix"], "Missing argument 'PATH...'"),
        (["check"], "Missing argument 'PATH...'"),
        (["fix", "--frob", "a"], "No such option"),
        (["fix", "--holes", "dig", "a"], "'dig' is not one of 'mark', 'guess'"),
        (["fix", "--diff", "-o", "b", "a"], "--diff writes nothing"),
        (["fix", "-o", "-", "a", "b"], "one input only"),
        (["check", "-q", "-v", "a"], "contradict each other"),
        (["text", "a", "b"], "unexpected extra argument"),
        (["text", "-n", "0", "a"], "not in the range"),
    ],
)
def test_usage_errors_are_one_line(run: Run, arguments: list[str], message: str) -> None:
    done = run(*arguments)
    assert (done.code, done.out) == (2, b"")
    [line] = done.error_lines()
    assert message in line
    assert line.endswith("--help")


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize(
    ("sent", "code", "told"),
    [
        (signal.SIGINT, 130, "garble-fix: interrupted; what is already fixed stays fixed"),
        (signal.SIGTERM, 143, ""),
    ],
)
def test_a_signal_ends_it_quietly(sent: signal.Signals, code: int, told: str) -> None:
    process = subprocess.Popen(
        command("check", "-"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    assert process.stdin is not None
    # More than a pipe holds: once it is all written, the program is reading.
    process.stdin.write(b"x" * 1_000_000)
    process.stdin.flush()
    process.send_signal(sent)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err.decode().strip()) == (code, b"", told)
