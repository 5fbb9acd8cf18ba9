"""The program finds nothing to repair in its own sources and tests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_project_passes_its_own_check() -> None:
    """Where this fails, text is garbled, or is meant to be: then a comment says so, `garble-fix: ignore`."""
    command = [sys.executable, "-m", "garble_fix", "check", "--no-history", "--no-cache", "."]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=900)
    assert done.stdout.decode() == ""
    assert (done.returncode, done.stderr.decode()) == (0, "")
