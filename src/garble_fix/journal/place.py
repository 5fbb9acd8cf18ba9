"""Where journals are."""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "GARBLE_FIX_STATE_DIR"
"""The environment variable that says so, if any does."""


def state_directory() -> Path:
    """Return the directory of this user's journals, which need not exist: by default where the system wants state.

    That is `~/.local/state/garble-fix` on Linux (or under `XDG_STATE_HOME`).
    """
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named).absolute()
    import platformdirs  # noqa: PLC0415 - only needed where something is written

    return Path(platformdirs.user_state_dir("garble-fix", appauthor=False))
