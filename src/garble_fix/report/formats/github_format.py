"""The report as workflow commands, by which GitHub Actions annotates the lines of a change."""

from __future__ import annotations

from garble_fix.report.findings import Rule
from garble_fix.report.formats.report import PROGRAM, Report, local_path

_LEVELS = {
    Rule.GARBLED: "error",
    Rule.HOLES: "error",
    Rule.DOUBTFUL: "warning",
    Rule.UNRECOVERABLE: "warning",
}


def write(report: Report) -> bytes:
    """Write a line for each finding, and for each file that failed."""
    lines = []
    for file in report.telling:
        path = local_path(file.path)
        if file.error:
            lines.append(f"::error file={_property(path)},title={PROGRAM}::{_message(file.error)}")
        for finding in file.findings:
            place = f"line={finding.line},col={finding.column}"
            # An end on another line makes GitHub ignore the columns; a span that ends with its line stays on it.
            if finding.end_line == finding.line:
                place += f",endColumn={finding.end_column}"
            title = f"{PROGRAM} ({finding.rule})"
            lines.append(
                f"::{_LEVELS[finding.rule]} file={_property(path)},{place},title={_property(title)}"
                f"::{_message(finding.message)}"
            )
    return "".join(line + "\n" for line in lines).encode("utf-8", "backslashreplace")


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
