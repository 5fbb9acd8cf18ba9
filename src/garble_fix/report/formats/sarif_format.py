"""The report as SARIF 2.1.0 (OASIS standard, https://docs.oasis-open.org/sarif/sarif/v2.1.0/), for code scanning."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from garble_fix.report.findings import Finding, Rule
from garble_fix.report.formats.json_format import encoded
from garble_fix.report.formats.report import PROGRAM, Report, local_path

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_LEVELS: Final = {
    Rule.GARBLED: "error",
    Rule.HOLES: "error",
    Rule.DOUBTFUL: "warning",
    Rule.UNRECOVERABLE: "warning",
}


def write(report: Report) -> bytes:
    """Write the report, one run with one result for each finding; failures are notifications."""
    rules = list(Rule)
    failed = [file for file in report.telling if file.error]
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": PROGRAM,
                "semanticVersion": report.version,
                "rules": [
                    {
                        "id": str(rule),
                        "shortDescription": {"text": rule.description},
                        "defaultConfiguration": {"level": _LEVELS[rule]},
                    }
                    for rule in rules
                ],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not failed,
                "exitCode": report.summary.exit_code,
                "toolExecutionNotifications": [
                    {
                        "level": "error",
                        "message": {"text": file.error},
                        "locations": [{"physicalLocation": {"artifactLocation": _location(file.path)}}],
                    }
                    for file in failed
                ],
            }
        ],
        "results": [],
    }
    seen: Counter[str] = Counter()
    for file, finding in report.findings:
        run["results"].append(_result(file.path, finding, rules.index(finding.rule), seen))
    return encoded({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _result(path: str, finding: Finding, index: int, seen: Counter[str]) -> dict[str, Any]:
    location = _location(path)
    region = {
        "startLine": finding.line,
        "startColumn": finding.column,
        "endLine": finding.end_line,
        "endColumn": finding.end_column,
    }
    result: dict[str, Any] = {
        "ruleId": str(finding.rule),
        "ruleIndex": index,
        "level": _LEVELS[finding.rule],
        "message": {"text": finding.message},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": location,
                    "region": {**region, "snippet": {"text": finding.before}},
                }
            }
        ],
        "partialFingerprints": {"garbled/v1": fingerprint(path, finding, seen)},
        "properties": {
            "chain": finding.chain,
            "confidence": round(finding.confidence, 6),
        },
    }
    if finding.fixable:
        change = {"deletedRegion": region, "insertedContent": {"text": finding.after}}
        result["fixes"] = [
            {
                "description": {"text": f"Undo {finding.chain}"},
                "artifactChanges": [{"artifactLocation": location, "replacements": [change]}],
            }
        ]
    return result


def fingerprint(path: str, finding: Finding, seen: Counter[str]) -> str:
    """Name a finding so that it is known again when lines above it change; `seen` counts those of one name so far."""
    key = "\0".join((local_path(path), finding.rule, finding.before))
    seen[key] += 1
    return hashlib.sha256(f"{key}\0{seen[key]}".encode("utf-8", "surrogateescape")).hexdigest()[:32]


def _location(path: str) -> dict[str, str]:
    local = local_path(path)
    if os.path.isabs(local):  # noqa: PTH117 - asked of a string
        return {"uri": Path(local).as_uri()}
    return {"uri": quote(os.fsencode(local))}
