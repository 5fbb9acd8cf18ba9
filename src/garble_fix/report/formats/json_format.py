"""The report as JSON, version 1; its schema is `docs/report.schema.json`.

Text is in it as it stands in the files. What is no Unicode there (a byte that could not be decoded, U+DC80 to U+DCFF)
is written as an escape, so that the report is always valid UTF-8.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from garble_fix.report.findings import FileReport, Finding
from garble_fix.report.formats.report import PROGRAM, Report
from garble_fix.report.summary import Outcome

if TYPE_CHECKING:
    from garble_fix.repair.result import Hole

VERSION: Final = 1

OUTCOMES: Final = {
    Outcome.FIXED: "fixed",
    Outcome.FOUND: "garbled",
    Outcome.LEFT: "left",
    Outcome.CLEAN: "clean",
    Outcome.SKIPPED: "skipped",
    Outcome.FAILED: "failed",
}


def write(report: Report) -> bytes:
    """Write the report; files of which there is nothing to say are only counted."""
    counts = report.summary.counts
    content = {
        "version": VERSION,
        "tool": {"name": PROGRAM, "version": report.version},
        "command": report.command,
        "summary": {"files": counts.total(), **{name: counts[outcome] for outcome, name in OUTCOMES.items()}},
        "files": [_file(file) for file in report.telling],
    }
    return encoded(content)


def encoded(content: object) -> bytes:
    """Encode JSON, indented, so that people can read it too."""
    # A lone surrogate becomes \udXXX, which is how JSON writes one.
    return json.dumps(content, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace") + b"\n"


def _file(file: FileReport) -> dict[str, Any]:
    return {
        "path": file.path,
        "outcome": OUTCOMES[file.outcome],
        "encoding": file.encoding or None,
        "error": file.error or None,
        "unlisted": file.unlisted,
        "findings": [_finding(finding) for finding in file.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": str(finding.rule),
        "fixable": finding.fixable,
        "line": finding.line,
        "column": finding.column,
        "end_line": finding.end_line,
        "end_column": finding.end_column,
        "before": finding.before,
        "after": finding.after,
        "chain": finding.chain or None,
        "confidence": round(finding.confidence, 6),
        "log_odds": round(finding.log_odds, 2),
        "source": finding.source or None,
        "holes": [_hole(hole) for hole in finding.holes],
        "message": finding.message,
    }


def _hole(hole: Hole) -> dict[str, Any]:
    return {
        "offset": hole.offset,
        "filled": hole.filled,
        "posterior": round(hole.posterior, 6),
        "alternatives": [{"text": text, "posterior": round(share, 6)} for text, share in hole.runners_up],
    }
