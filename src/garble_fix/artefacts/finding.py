"""What the search for an artefact comes back with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

COMPAT: Final = "compat"
SHIFTED: Final = "shifted bytes"
SCRIPT: Final = "script"
MIXED: Final = "mixed script"
PUNCTUATION: Final = "punctuation"
"""The kinds of artefacts, besides the systems of readings in brackets."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Code points `start:end` of a text are an artefact of the kind `artefact`, and should read `after`.

    `log_odds`, in nats, say how much better "a program did this" explains what the document shows than "somebody
    wrote it so". They are those of the whole document or passage: evidence of one place alone is seldom enough.
    """

    start: int
    end: int
    after: str
    artefact: str
    log_odds: float


def applied(text: str, findings: Sequence[Finding]) -> str:
    """Put disjoint, ordered `findings` into effect; the same object where there are none."""
    if not findings:
        return text
    parts: list[str] = []
    at = 0
    for finding in findings:
        parts += text[at : finding.start], finding.after
        at = finding.end
    return "".join([*parts, text[at:]])
