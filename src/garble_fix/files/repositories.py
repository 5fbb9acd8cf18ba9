"""Where git repositories are, as far as the file system shows it."""

from __future__ import annotations

import functools
from pathlib import Path


@functools.lru_cache(maxsize=4096)
def work_tree(folder: Path) -> Path | None:
    """Return the top of the work tree that `folder`, which must be absolute, may lie in; None if it lies in none."""
    if (folder / ".git").exists():
        return folder
    return work_tree(folder.parent) if folder.parent != folder else None
