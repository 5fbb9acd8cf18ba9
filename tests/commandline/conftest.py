from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from processes import Finished, Run, command, environment


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the program in a fresh directory, which becomes the current one of the test too."""
    monkeypatch.chdir(tmp_path)

    def run_there(*arguments: str | bytes, stdin: bytes = b"", timeout: float = 120, **env: str) -> Finished:
        done = subprocess.run(
            command(*arguments),
            input=stdin,
            capture_output=True,
            env=environment(**env),
            timeout=timeout,
            check=False,
        )
        return Finished(done.returncode, done.stdout, done.stderr.decode())

    return run_there
