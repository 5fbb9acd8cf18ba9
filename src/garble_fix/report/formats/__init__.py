"""Reports for programs, one file for each format; every one is a function from a `Report` to bytes.

What is in them is stable: fields may be added, and are not taken away or changed without a new version.
"""

from garble_fix.report.formats.choice import FORMATS, format_of, written
from garble_fix.report.formats.report import Report

__all__ = ["FORMATS", "Report", "format_of", "written"]
