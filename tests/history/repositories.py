"""Real git repositories, made with git."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from garble_fix.history import versions
from garble_fix.history.restore import restore

_ENVIRONMENT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org",
}


def git(folder: Path, *arguments: str, stdin: bytes = b"") -> str:
    """Run git in `folder` and return what it says."""
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        input=stdin,
        capture_output=True,
        env={**os.environ, **_ENVIRONMENT},
        check=True,
    )
    return done.stdout.decode().strip()


def repository(folder: Path) -> Path:
    """Make `folder` a repository."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "config", "core.autocrlf", "false")
    return folder


def commit(folder: Path, **files: str | bytes) -> str:
    """Write files (`__` in their names is a dot), commit all there is, and return the commit."""
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (folder / name.replace("__", ".")).write_bytes(data)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", "x")
    return git(folder, "rev-parse", "HEAD")


def recovered(path: Path, depth: int = 1000) -> str:
    """The text of a file with what its history restores, and nothing else repaired.

    Every line that is not ASCII or has a question mark is asked about.
    """
    data = path.read_bytes()
    text = data.decode()
    asked = [number for number, line in enumerate(text.split("\n")) if not line.isascii() or "?" in line]
    found = restore(text, asked, (), versions(path, depth))
    parts, at = [], 0
    for change in found.changes:
        assert change.chain.garble(change.proof or change.after) == text[change.start : change.end]
        parts += [text[at : change.start], change.after]
        at = change.end
    return "".join([*parts, text[at:]])
