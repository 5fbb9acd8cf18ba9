"""What a run did, counted; and from that, its exit code."""

from __future__ import annotations

import enum
from collections import Counter
from dataclasses import dataclass, field

NOTHING_LEFT = 0
GARBLED = 1
FAILED = 2


class Outcome(enum.Enum):
    """What became of an input, in the words a count of them is put in."""

    FIXED = "fixed"
    FOUND = "garbled"
    """It holds garbled text, and nothing was to be written."""
    LEFT = "with garbled text left"
    CLEAN = "clean"
    SKIPPED = "not text"
    FAILED = "failed"
    """It couldn't be read, repaired or written."""


@dataclass(slots=True)
class Summary:
    """Counts inputs by their outcome."""

    counts: Counter[Outcome] = field(default_factory=Counter)

    def count(self, outcome: Outcome) -> None:
        """Add an input."""
        self.counts[outcome] += 1

    @property
    def exit_code(self) -> int:
        """The exit code of the run; of several reasons, the worst.

        2 where anything failed; else 1 where garbled text was found and not written (`check`, `fix --diff`)
        or had to be left (`fix`); else 0. Every command and every document goes by this one place.
        """
        if self.counts[Outcome.FAILED]:
            return FAILED
        if self.counts[Outcome.FOUND] or self.counts[Outcome.LEFT]:
            return GARBLED
        return NOTHING_LEFT

    def __str__(self) -> str:
        """Say it in a line: `3 files: 1 fixed, 2 clean`."""
        total = self.counts.total()
        parts = ", ".join(
            f"{self.counts[outcome]} {outcome.value}" for outcome in Outcome if self.counts[outcome]
        )
        return f"{total} file{'' if total == 1 else 's'}{': ' if parts else ''}{parts}"
