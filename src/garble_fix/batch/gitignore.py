"""What git ignores: the `.gitignore` of each directory and of those above it, and the user's own."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from garble_fix import files
from garble_fix.batch.patterns import Patterns, compiled


@dataclass(frozen=True)
class Ignores:
    """The ignore files that count in a directory, each with the path that leads from its directory to this one.

    The deepest comes first: it decides if it says anything.
    """

    specs: tuple[tuple[Patterns, str], ...] = ()

    def within(self, directory: str, name: str) -> Ignores:
        """Those that count in the subdirectory called `name`, whose own path is `directory`."""
        specs = tuple((spec, f"{prefix}{name}/") for spec, prefix in self.specs)
        own = _spec(os.path.join(directory, ".gitignore"))  # noqa: PTH118 - called for every directory
        return Ignores(((own, ""), *specs) if own else specs)

    def ignores(self, name: str) -> bool:
        """Whether the entry called `name` (with a slash at its end, if a directory) is ignored."""
        for spec, prefix in self.specs:
            decided = spec.decide(prefix + name)
            if decided is not None:
                return decided
        return False


def ignores_at(directory: Path) -> Ignores:
    """What counts in `directory`, given the repository around it; what is named is itself never ignored."""
    directory = directory.resolve()
    top = files.work_tree(directory) or directory
    found = Ignores()
    shared = [_spec(str(top / ".git" / "info" / "exclude")), _spec(str(_users()))]
    found = Ignores(tuple((spec, "") for spec in shared if spec))
    own = _spec(str(top / ".gitignore"))
    if own:
        found = Ignores(((own, ""), *found.specs))
    here = top
    for name in directory.relative_to(top).parts:
        if found.ignores(f"{name}/"):
            found = Ignores()
        here /= name
        found = found.within(str(here), name)
    return found


def _users() -> Path:
    home = os.environ.get("XDG_CONFIG_HOME")
    base = Path(home) if home else Path(os.path.expanduser("~")) / ".config"  # noqa: PTH111 - never raises
    return base / "git" / "ignore"


def _spec(path: str) -> Patterns | None:
    """The patterns of an ignore file; None if there is none, or it holds none."""
    try:
        with open(path, encoding="utf-8-sig", errors="surrogateescape") as file:  # noqa: PTH123 - faster
            lines = file.read().splitlines()
    except (OSError, ValueError):
        return None
    lines = [line for line in lines if line.strip() and not line.startswith("#")]
    return compiled(tuple(lines)) if lines else None
