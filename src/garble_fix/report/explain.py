"""Why a decision was made: the candidates for a span, with what each is worth."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from garble_fix.report.escape import printable
from garble_fix.report.numbers import nats, percent
from garble_fix.report.spans import excerpt, quoted
from garble_fix.report.width import table

if TYPE_CHECKING:
    from garble_fix.repair.result import Candidate, Edit

_INDENT = "    "


def candidate_table(candidates: Sequence[Candidate], *, log_probs: bool = False) -> list[str]:
    """Lay out ranked candidates as lines: probability, log-odds in nats, chain, language, text.

    With `log_probs`, a column `log P` of `log P(text) + log P(chain)` in nats. The text comes last and whole,
    so that it can be copied; a chain of `-` means that nothing is wrong.
    """
    return _candidate_lines(candidates, log_probs=log_probs, indent="", whole=True)


def explain_edit(line: str, edit: Edit, candidates: Sequence[Candidate]) -> list[str]:
    """Explain one span: its `line`, its log-odds in the text, the candidates for it, the holes filled.

    `candidates` are those for the span by itself; the log-odds of the edit also know what surrounds it.
    """
    if edit.artefacts and not edit.proof:
        return [
            line,
            f"{_INDENT}{nats(edit.log_odds)} nats, from the text around, for a program having made it",
        ]
    lines = [line, f"{_INDENT}{nats(edit.log_odds)} nats against “nothing is wrong”; the span by itself:"]
    lines += _candidate_lines(candidates, log_probs=True, indent=_INDENT, whole=False)
    if edit.source:
        lines.append(
            f"{_INDENT}restored from {edit.source}: {edit.chain} makes of it exactly what stands here"
        )
    for hole in edit.holes:
        # Holes that were left list their possible fillings as runners-up only.
        tried = [(hole.filled, hole.posterior), *hole.runners_up]
        shares = ", ".join(f"{quoted(text)} {percent(share)}" for text, share in tried)
        lines.append(f"{_INDENT}hole at character {hole.offset + 1}: {shares}")
    return lines


def _candidate_lines(
    candidates: Iterable[Candidate], *, log_probs: bool, indent: str, whole: bool
) -> list[str]:
    rows = [["probability", "log-odds", "log P", "chain", "language", "text"]]
    for candidate in candidates:
        text = printable(candidate.text) if whole else excerpt(candidate.text)
        rows.append(
            [
                percent(candidate.probability),
                nats(candidate.log_odds),
                f"{candidate.log_prob:.1f}",
                candidate.chain or "-",
                candidate.language or "-",
                text,
            ]
        )
    if not log_probs:
        rows = [[*row[:2], *row[3:]] for row in rows]
    return table(rows, right=range(len(rows[0]) - 3), indent=indent)
