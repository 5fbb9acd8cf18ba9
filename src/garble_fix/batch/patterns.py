"""Patterns that select files, written as in `.gitignore`."""

from __future__ import annotations

import functools
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

EXCLUDED: Final = (
    ".git", ".hg", ".svn", ".bzr", "_darcs", "CVS", "node_modules", "bower_components", ".venv", "venv", ".tox", ".nox",
    "__pycache__", "__pypackages__", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis", ".eggs", ".direnv",
    ".gradle", ".idea", ".vs",
)  # fmt: skip
"""What is not searched unless `exclude` says otherwise: the files of tools, which nobody wrote."""


@dataclass(frozen=True)
class Selection:
    """Which files count: `exclude` and `include` are patterns relative to `root`.

    `include` counts for files that a search finds; none means all. `force` excludes files that were named, too.
    `gitignore` says whether `.gitignore` files are heeded.
    """

    root: Path
    exclude: tuple[str, ...] = EXCLUDED
    include: tuple[str, ...] = ()
    force: bool = False
    gitignore: bool = True

    def excludes(self, path: str) -> bool:
        """Whether `path`, relative to the root and with slashes (one at the end, if a directory), is excluded."""
        return self._exclude.match_file(path) if self.exclude else False

    def includes(self, path: str) -> bool:
        """Whether a file that a search found counts; `path` is as in `excludes`."""
        return not self.include or self._include.match_file(path)

    def relative(self, path: str) -> str:
        """Return the file or directory `path` as patterns know it; one outside the root under its own name."""
        full = os.path.abspath(path)  # noqa: PTH100 - what a link is called counts, not where it leads
        try:
            relative = Path(full).relative_to(self.root).as_posix()
        except ValueError:
            return Path(full).name
        return "" if relative == "." else relative

    @cached_property
    def _exclude(self) -> GitIgnoreSpec:
        return compiled(self.exclude)

    @cached_property
    def _include(self) -> GitIgnoreSpec:
        return compiled(self.include)


@functools.lru_cache(maxsize=4096)
def compiled(patterns: tuple[str, ...]) -> GitIgnoreSpec:
    """Compile patterns; one that is none, such as `!`, counts for nothing, as for git."""
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 - 20 ms that a single file need not pay
    from pathspec.patterns.gitignore import GitIgnorePatternError  # noqa: PLC0415

    try:
        return GitIgnoreSpec.from_lines(patterns)
    except GitIgnorePatternError:
        return GitIgnoreSpec.from_lines(pattern for pattern in patterns if _is_pattern(pattern))


def _is_pattern(pattern: str) -> bool:
    from pathspec import GitIgnoreSpec  # noqa: PLC0415
    from pathspec.patterns.gitignore import GitIgnorePatternError  # noqa: PLC0415

    try:
        GitIgnoreSpec.from_lines([pattern])
    except GitIgnorePatternError:
        return False
    return True
