"""What people get to see: messages, tables and diffs made from results, and a safe way to a terminal.

The functions here are pure, values in and text out; only `Screen` writes. `Summary` counts what happened and
is the exit code.
"""

from garble_fix.report.choices import hole_lines
from garble_fix.report.diff import patch, shown_diff
from garble_fix.report.escape import printable
from garble_fix.report.explain import candidate_table, explain_edit
from garble_fix.report.findings import FileReport, Finding, Rule, findings
from garble_fix.report.places import LineIndex, text_before
from garble_fix.report.screen import Screen, Style
from garble_fix.report.spans import Repaired, fixed_line, left_lines, notice_line, span_line, span_lines
from garble_fix.report.summary import Outcome, Summary

__all__ = [
    "FileReport",
    "Finding",
    "LineIndex",
    "Outcome",
    "Repaired",
    "Rule",
    "Screen",
    "Style",
    "Summary",
    "candidate_table",
    "explain_edit",
    "findings",
    "fixed_line",
    "hole_lines",
    "left_lines",
    "notice_line",
    "patch",
    "printable",
    "shown_diff",
    "span_line",
    "span_lines",
    "text_before",
]
