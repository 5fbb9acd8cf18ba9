"""Patterns that select files, written as in `.gitignore`."""

from __future__ import annotations

import functools
import os
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

EXCLUDED: Final = (
    ".git", ".hg", ".svn", ".bzr", "_darcs", "CVS", "node_modules", "bower_components", ".venv", "venv", ".tox", ".nox",
    "__pycache__", "__pypackages__", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis", ".eggs", ".direnv",
    ".gradle", ".idea", ".vs",
)  # fmt: skip
"""What is not searched unless `exclude` says otherwise: the files of tools, which nobody wrote."""


_PLAIN_NAME: Final = re.compile(r"[\w.-]+")


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
        names, spec = self._excluded
        if not names.isdisjoint(path.split("/")):
            return True
        return spec is not None and spec.decide(path) is True

    def excludes_named(self, path: str) -> bool:
        """Whether `path`, or a directory that it lies in, is excluded."""
        names, spec = self._excluded
        return not names.isdisjoint(path.split("/")) or (spec is not None and spec.cover(path))

    def includes(self, path: str) -> bool:
        """Whether a file that a search found counts; `path` is as in `excludes`."""
        return not self.include or self._include.cover(path)

    def relative(self, path: str) -> str:
        """Return the file or directory `path` as patterns know it; one outside the root under its own name."""
        full = os.path.abspath(path)  # noqa: PTH100 - what a link is called counts, not where it leads
        try:
            relative = Path(full).relative_to(self.root).as_posix()
        except ValueError:
            return Path(full).name
        return "" if relative == "." else relative

    @cached_property
    def _excluded(self) -> tuple[frozenset[str], Patterns | None]:
        """Plain names, which are looked up, and the other patterns, which take longer."""
        if any(pattern.startswith("!") for pattern in self.exclude):  # their order counts
            return frozenset(), compiled(self.exclude)
        names = frozenset(pattern for pattern in self.exclude if _PLAIN_NAME.fullmatch(pattern))
        others = tuple(pattern for pattern in self.exclude if pattern not in names)
        return names, compiled(others) if others else None

    @cached_property
    def _include(self) -> Patterns:
        return compiled(self.include)


@dataclass(frozen=True)
class Patterns:
    """Compiled patterns: for each, whether it excludes or, with a `!`, brings back. The last that fits counts.

    pathspec turns patterns into regular expressions. Which of them counts is decided here: it judges whole paths by
    rules of its own, while a search, like git, judges each directory when it comes to it.
    """

    rules: tuple[tuple[bool, re.Pattern[str]], ...]

    def decide(self, path: str) -> bool | None:
        """Whether the patterns fit `path` itself (with a slash at its end, if a directory), and none brings it back.

        None if they say nothing. What they say of the directories that it lies in does not count.
        """
        for fits, regex in self.rules:
            if any(_is_whole(match) for match in regex.finditer(path)):
                return fits
        return None

    def cover(self, path: str) -> bool:
        """Whether the patterns fit the file `path`, or one of the directories that it lies in."""
        at = path.find("/")
        while at >= 0:
            if self.decide(path[: at + 1]):
                return True
            at = path.find("/", at + 1)
        return self.decide(path) is True


def _is_whole(match: re.Match[str]) -> bool:
    """Whether a pattern fits a path as a whole. pathspec marks the slash of the directory that it fits."""
    groups = match.groupdict()
    return groups.get("ps_d") is None or match.end("ps_d") == len(match.string)


@functools.lru_cache(maxsize=4096)
def compiled(patterns: tuple[str, ...]) -> Patterns:
    """Compile patterns; one that is none, such as `!`, counts for nothing, as for git."""
    from pathspec.patterns.gitignore import GitIgnorePatternError  # noqa: PLC0415 - 20 ms that few files need not pay
    from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern  # noqa: PLC0415

    rules = []
    for pattern in reversed(patterns):
        try:
            rule = GitIgnoreSpecPattern(pattern)
        except GitIgnorePatternError:
            continue
        if rule.include is not None and rule.regex is not None:
            rules.append((rule.include, rule.regex))
    return Patterns(tuple(rules))
