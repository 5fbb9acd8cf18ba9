"""The demonstration runs as it is shown to people, and everything in it comes out right."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import garble_fix
from garble_fix.channels import parse

DEMO = Path(__file__).parents[2] / "demo"
SAMPLES = DEMO / "samples"


@pytest.fixture(scope="module")
def shown() -> subprocess.CompletedProcess[bytes]:
    """What a run of the whole demonstration shows."""
    return _run(LC_ALL="C.UTF-8")


def test_everything_in_the_demo_is_repaired(shown: subprocess.CompletedProcess[bytes]) -> None:
    assert shown.returncode == 0, shown.stdout.decode()
    assert "✗" not in shown.stdout.decode()


def test_the_demo_ends_as_it_should(shown: subprocess.CompletedProcess[bytes]) -> None:
    out = shown.stdout.decode()
    assert shown.returncode == int("✗" in out)
    assert "\x1b" not in out
    assert "was not written to" in out
    assert shown.stderr == b""


def test_a_terminal_without_hanzi_gets_escapes() -> None:
    done = _run("run._say(run._console(), '乱码')", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.isascii()
    assert b"\\u4e71\\u7801" in done.stdout


def test_garbled_and_repaired_samples_correspond() -> None:
    garbled, repaired = (
        {path.name for path in (SAMPLES / kind).iterdir()} for kind in ("garbled", "repaired")
    )
    assert garbled == repaired
    for name in garbled:
        before, after = ((SAMPLES / kind / name).read_text("utf-8") for kind in ("garbled", "repaired"))
        assert before != after
        assert before.count("\n") == after.count("\n")


def test_sample_chains_are_those_of_real_damage() -> None:
    for chain, name in (("big5>cp936", "zh-hant-novel.txt"), ("cp932>cp1252", "ja-liner-notes.txt")):
        before, after = ((SAMPLES / kind / name).read_text("utf-8") for kind in ("garbled", "repaired"))
        assert garble_fix.garble(after, chain) == before
        assert parse(chain).ungarble(before) == after


def _run(code: str = "", **env: str) -> subprocess.CompletedProcess[bytes]:
    """Run the demonstration, or a line of code with it imported as `run`."""
    program = [str(DEMO / "run.py")]
    if code:
        program = ["-c", f"import run; {code}"]
    kept = {
        name: value for name, value in os.environ.items() if name not in ("LANG", "LC_ALL", "FORCE_COLOR")
    }
    return subprocess.run(
        [sys.executable, *program],
        env={**kept, "PYTHONPATH": str(DEMO), **env},
        capture_output=True,
        timeout=600,
        check=False,
    )


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}
