"""The report as JUnit XML: every file a test case, which fails where something garbled was found or is left."""

from __future__ import annotations

import re
from typing import Final
from xml.etree import ElementTree as Xml

from garble_fix.report.escape import escape
from garble_fix.report.findings import FileReport
from garble_fix.report.formats.report import PROGRAM, Report, local_path
from garble_fix.report.summary import Outcome

_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 can't hold."""


def write(report: Report) -> bytes:
    """Write the report. A file that was repaired wholly passes."""
    suite = Xml.Element("testsuite", name=PROGRAM, tests=str(len(report.files)))
    counts = {"failures": 0, "errors": 0, "skipped": 0}
    for file in report.files:
        path = _clean(local_path(file.path))
        case = Xml.SubElement(suite, "testcase", classname=PROGRAM, name=path, file=path)
        if file.outcome is Outcome.FAILED:
            counts["errors"] += 1
            Xml.SubElement(case, "error", message=_clean(file.error), type="failed")
        elif file.outcome is Outcome.SKIPPED:
            counts["skipped"] += 1
            Xml.SubElement(case, "skipped", message="is not text")
        elif file.outcome in {Outcome.FOUND, Outcome.LEFT}:
            counts["failures"] += 1
            found = "1 finding" if len(file.findings) == 1 else f"{len(file.findings)} findings"
            kind = str(file.findings[0].rule) if file.findings else "garbled"
            failure = Xml.SubElement(case, "failure", message=found, type=kind)
            failure.text = _clean("\n".join(_lines(file)))
    for name, count in counts.items():
        suite.set(name, str(count))
    suites = Xml.Element("testsuites", {**suite.attrib, "name": PROGRAM})
    suites.append(suite)
    Xml.indent(suites)
    data: bytes = Xml.tostring(suites, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


def _lines(file: FileReport) -> list[str]:
    return [f"{finding.line}:{finding.column}: {finding.message}" for finding in file.findings]


def _clean(text: str) -> str:
    return _NO_XML.sub(lambda match: escape(match.group()), text)
