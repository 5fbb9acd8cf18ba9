"""Running the real program as a process of its own."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

STATE = Path(tempfile.gettempdir()) / f"garble-fix-tests-{os.getpid()}"
"""Where runs are journalled: not where those of whoever runs the tests are."""
atexit.register(shutil.rmtree, STATE, ignore_errors=True)

_SCRIPT = Path(sys.executable).with_name("garble-fix")


@dataclass(frozen=True)
class Finished:
    """How a run ended: its exit code and what it wrote, which is checked for tracebacks."""

    code: int
    out: bytes
    err: str

    def __post_init__(self) -> None:
        assert "Traceback" not in self.err, self.err
        assert "\x1b" not in self.err

    @property
    def text(self) -> str:
        return self.out.decode()

    def error_lines(self) -> list[str]:
        """The lines of standard error, each of which must be a proper error message."""
        lines = self.err.splitlines()
        assert all(line.startswith("garble-fix: ") for line in lines), self.err
        return lines


Run = Callable[..., Finished]


def command(*arguments: str | bytes) -> list[str | bytes]:
    """The command line of the installed program, or of the module where it isn't installed."""
    program = [str(_SCRIPT)] if _SCRIPT.exists() else [sys.executable, "-m", "garble_fix.commandline"]
    return [*program, *arguments]


def environment(**changes: str) -> dict[str, str]:
    """The environment of the tests without what would colour or recode the output."""
    ours = ("NO_COLOR", "TERM", "LC_ALL", "LANG", "PYTHONIOENCODING", "PYTHONUTF8")
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    kept = {name: value for name, value in kept.items() if not name.startswith("GARBLE_FIX_")}
    state = {"GARBLE_FIX_STATE_DIR": str(STATE), "GARBLE_FIX_CACHE_DIR": str(STATE / "cache")}
    return {**kept, **state, "LC_ALL": "C.UTF-8", "TERM": "xterm", **changes}
