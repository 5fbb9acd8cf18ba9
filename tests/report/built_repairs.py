"""Repairs written down by hand: results as the engine would give them, for what shows them."""

from __future__ import annotations

from collections.abc import Sequence

from garble_fix.repair.result import Edit, Hole, Repair, Verdict

LOST = "\N{REPLACEMENT CHARACTER}"


def repair(
    *parts: str | tuple[str, str], chain: str = "utf-8>cp936", confidence: float = 0.999
) -> tuple[str, Repair]:
    """Join `parts`, of which pairs are (garbled, repaired), to the text before and its repair."""
    before = after = ""
    edits = []
    for part in parts:
        old, new = (part, part) if isinstance(part, str) else part
        if not isinstance(part, str):
            edits.append(edit(old, new, len(before), len(after), chain=chain, confidence=confidence))
        before += old
        after += new
    return before, Repair(after, tuple(edits), Verdict.REPAIRED if edits else Verdict.CLEAN)


def edit(
    before: str,
    after: str,
    start: int = 0,
    new_start: int | None = None,
    *,
    chain: str = "utf-8>cp936",
    confidence: float = 0.999,
    holes: Sequence[Hole] = (),
    verdict: Verdict = Verdict.REPAIRED,
) -> Edit:
    """Make one edit that starts at `start` before and at `new_start`, by default the same, after."""
    at = start if new_start is None else new_start
    return Edit(
        start=start,
        end=start + len(before),
        new_start=at,
        new_end=at + len(after),
        before=before,
        after=after,
        chain=chain,
        log_odds=33.3,
        confidence=confidence,
        holes=tuple(holes),
        verdict=verdict,
    )
