"""Finding the configuration file: upwards from what is worked on, the nearest counts."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

NAME: Final = "garble-fix.toml"
PROJECT: Final = "pyproject.toml"


def find(paths: Sequence[str]) -> Path | None:
    """Return the configuration file nearest to the directory that all of `paths` lie in; None if there is none.

    In one directory `garble-fix.toml` goes before `pyproject.toml`, which counts only if it holds `[tool.garble-fix]`.
    """
    folder = _common(paths)
    for parent in (folder, *folder.parents):
        own = parent / NAME
        if own.is_file():
            return own
        project = parent / PROJECT
        if project.is_file() and _has_table(project):
            return project
    return None


def _common(paths: Sequence[str]) -> Path:
    """The directory that all of `paths` lie in: the current one, where there is no such thing."""
    folders = []
    for path in paths:
        full = Path(os.path.abspath(path))  # noqa: PTH100 - a link counts where it is
        folders.append(str(full if full.is_dir() else full.parent))
    try:
        return Path(os.path.commonpath(folders)) if folders else Path.cwd()
    except ValueError:  # on different drives
        return Path.cwd()


def _has_table(project: Path) -> bool:
    try:
        data = project.read_bytes()
    except OSError:
        return False
    if b"garble-fix" not in data:
        return False
    try:
        tool = tomllib.loads(data.decode()).get("tool")
    except (ValueError, RecursionError):
        return True  # loading it will say what is wrong
    return isinstance(tool, dict) and "garble-fix" in tool
