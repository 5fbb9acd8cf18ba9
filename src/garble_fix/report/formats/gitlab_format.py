"""The report as GitLab's Code Quality artifact has it: a list of issues in JSON."""

from __future__ import annotations

from collections import Counter

from garble_fix.report.findings import Rule
from garble_fix.report.formats.json_format import encoded
from garble_fix.report.formats.report import PROGRAM, Report, local_path
from garble_fix.report.formats.sarif_format import fingerprint

_SEVERITIES = {
    Rule.GARBLED: "major",
    Rule.HOLES: "major",
    Rule.DOUBTFUL: "minor",
    Rule.UNRECOVERABLE: "minor",
}


def write(report: Report) -> bytes:
    """Write an issue for each finding."""
    seen: Counter[str] = Counter()
    return encoded(
        [
            {
                "description": finding.message,
                "check_name": f"{PROGRAM}/{finding.rule}",
                "fingerprint": fingerprint(file.path, finding, seen),
                "severity": _SEVERITIES[finding.rule],
                "location": {
                    "path": local_path(file.path),
                    "lines": {"begin": finding.line, "end": finding.end_line},
                },
            }
            for file, finding in report.findings
        ]
    )
