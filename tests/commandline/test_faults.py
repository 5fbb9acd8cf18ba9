"""Runs that are killed, that meet each other, and files that resist."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import pytest
from garbled import BAD, GOOD
from processes import Run, command, environment

FILES = 50
PADDING = "x = 1\n" * 400
"""So that the files are worth several processes."""
# A few of them here; `make fuzz` sets it to 200.
KILLS = int(os.environ.get("GARBLE_FIX_TEST_KILLS", "4"))

posix = pytest.mark.skipif(os.name == "nt", reason="signals, rights and links of POSIX")


def garbled(number: int) -> bytes:
    return f"{number}\n{BAD}{PADDING}".encode()


def repaired(number: int) -> bytes:
    return f"{number}\n{GOOD}{PADDING}".encode()


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


def fill(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for number in range(FILES):
        (folder / f"{number}.txt").write_bytes(garbled(number))


@posix
def test_killed_at_any_moment_nothing_is_lost(tmp_path: Path, state: Path, run: Run) -> None:
    folder = tmp_path / "files"
    fill(folder)
    env = {"GARBLE_FIX_STATE_DIR": str(state)}
    start = time.monotonic()
    assert run("fix", "-q", "files", **env).code == 0
    took = time.monotonic() - start
    assert run("undo", "-q", **env).code == 0
    seed = random.randrange(1 << 30)
    chance = random.Random(seed)
    partly = 0
    for _ in range(KILLS):
        process = subprocess.Popen(
            command("fix", "-q", "-j", str(chance.choice([1, 2])), "files"),
            cwd=tmp_path,
            env=environment(**env),
            start_new_session=True,
        )
        time.sleep(chance.uniform(0.3, 1.1) * took)
        # All of its processes at once, as a power cut does, or only the first.
        if chance.random() < 0.7:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()
        settle(process.pid)
        new = 0
        for number in range(FILES):
            data = (folder / f"{number}.txt").read_bytes()
            assert data in (garbled(number), repaired(number)), (seed, number, data)
            new += data == repaired(number)
        partly += 0 < new < FILES
        if new:
            assert run("undo", **env).code == 0, seed
        for number in range(FILES):
            assert (folder / f"{number}.txt").read_bytes() == garbled(number), (seed, number)
    assert run("fix", "-q", "files", **env).code == 0
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        f"{number}.txt" for number in range(FILES)
    )
    print(f"{partly} of {KILLS} runs were killed while they wrote")


def settle(group: int) -> None:
    """Wait until every process of a killed run is gone: those that it started end on their own."""
    for _ in range(500):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.02)
    os.killpg(group, signal.SIGKILL)
    raise AssertionError("a process outlived its run")


@posix
def test_interrupted_every_file_is_old_or_new(tmp_path: Path, run: Run) -> None:
    for _ in range(5):  # the run may be over before it is interrupted
        fill(tmp_path / "files")
        process = subprocess.Popen(
            command("fix", "-j", "2", "files"),
            cwd=tmp_path,
            env=environment(),
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        assert process.stderr is not None
        process.stderr.readline()
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGINT)
        told = process.stderr.read().decode()
        code = process.wait(timeout=30)
        if code:
            break
    assert code == 130
    assert told.splitlines()[-1].startswith("garble-fix: interrupted")
    assert "Traceback" not in told
    for number in range(FILES):
        assert (tmp_path / "files" / f"{number}.txt").read_bytes() in (garbled(number), repaired(number))
    assert list((tmp_path / "files").glob(".garble-fix*")) == []


@posix
def test_two_runs_at_once(tmp_path: Path, state: Path, run: Run) -> None:
    fill(tmp_path / "files")
    both = [
        subprocess.Popen(
            command("fix", "-j", "2", "files"),
            cwd=tmp_path,
            env=environment(GARBLE_FIX_STATE_DIR=str(state)),
            stderr=subprocess.PIPE,
        )
        for _ in range(2)
    ]
    told = [process.communicate(timeout=120)[1].decode() for process in both]
    for number in range(FILES):
        assert (tmp_path / "files" / f"{number}.txt").read_bytes() == repaired(number)
    for process, said in zip(both, told, strict=True):
        assert process.returncode in (0, 2)
        failures = [
            line for line in said.splitlines() if "/" in line and line.startswith("garble-fix: files")
        ]
        assert all("something else" in line or "vanished" in line for line in failures), said
    fixed = [line for said in told for line in said.splitlines() if line.startswith("fixed ")]
    assert len(fixed) == len(set(fixed)) == FILES
    while "can be undone" in (listed := run("runs", GARBLE_FIX_STATE_DIR=str(state)).text):
        assert run("undo", GARBLE_FIX_STATE_DIR=str(state)).code == 0, listed
    for number in range(FILES):
        assert (tmp_path / "files" / f"{number}.txt").read_bytes() == garbled(number)


def one_fails(run: Run, bad: str, message: str, **env: str) -> None:
    """Repair two files of which one resists: it is reported and untouched, the other repaired."""
    Path("other.txt").write_text(BAD, "utf-8")
    before = Path(bad).read_bytes()
    done = run("fix", bad, "other.txt", **env)
    assert done.code == 2
    failures = [line for line in done.err.splitlines() if line.startswith("garble-fix: ")]
    assert len(failures) == 1
    assert message in failures[0]
    assert Path(bad).read_bytes() == before
    assert Path("other.txt").read_text("utf-8") == GOOD


@posix
@pytest.mark.skipif(shutil.which("chattr") is None, reason="there is no chattr here")
def test_an_immutable_file(run: Run) -> None:
    Path("a.txt").write_text(BAD, "utf-8")
    if subprocess.run(["chattr", "+i", "a.txt"], capture_output=True, check=False).returncode:
        pytest.skip("files can't be made immutable here")
    try:
        one_fails(run, "a.txt", "a.txt: is write-protected")
    finally:
        subprocess.run(["chattr", "-i", "a.txt"], check=True)


@posix
def test_a_hard_linked_file_is_replaced_and_the_other_name_keeps_the_old(run: Run) -> None:
    Path("a.txt").write_text(BAD, "utf-8")
    os.link("a.txt", "b.txt")
    assert run("fix", "-q", "a.txt").code == 0
    assert (Path("a.txt").read_text("utf-8"), Path("b.txt").read_text("utf-8")) == (GOOD, BAD)
    assert run("undo").code == 0
    assert Path("a.txt").read_text("utf-8") == BAD
    Path("c").mkdir()
    os.link("b.txt", "c/1")
    os.link("b.txt", "c/2")
    assert run("fix", "-q", "c").code == 0
    assert [path.read_text("utf-8") for path in sorted(Path("c").iterdir())] == [GOOD, GOOD]


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="mounts a small file system")
def test_no_space_left(run: Run) -> None:
    small = Path(tempfile.mkdtemp())
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(small)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("nothing can be mounted here")
    try:
        (small / "a.txt").write_text(BAD * 300, "utf-8")
        (small / "filler").write_bytes(b"x" * (1 << 15))
        before = sorted(path.name for path in small.iterdir())
        one_fails(run, str(small / "a.txt"), "there is no space left for it")
        assert sorted(path.name for path in small.iterdir()) == before
        # The journal has no room either: nothing is touched without it.
        Path("a.txt").write_text(BAD * 300, "utf-8")
        done = run("fix", "a.txt", GARBLE_FIX_STATE_DIR=str(small / "state"))
        assert done.code == 2
        assert "its original cannot be kept" in done.error_lines()[0]
        assert Path("a.txt").read_text("utf-8") == BAD * 300
        assert run("fix", "-q", "--no-journal", "a.txt").code == 0
    finally:
        subprocess.run(["umount", str(small)], check=True)


@posix
def test_a_limit_on_the_size_of_files(run: Run) -> None:
    Path("a.txt").write_text(BAD * 300, "utf-8")
    done = subprocess.run(
        ["sh", "-c", 'ulimit -f 8; "$@"', "sh", *command("fix", "a.txt")],
        capture_output=True,
        env=environment(),
        check=False,
    )
    assert done.returncode == 2
    assert b"larger than" in done.stderr
    assert Path("a.txt").read_text("utf-8") == BAD * 300
