"""Which format a report is in."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Final

from garble_fix.report.formats.report import Report

FORMATS: Final = ("diff", "json", "sarif", "junit", "github", "gitlab")

_EXTENSIONS: Final = {".diff": "diff", ".patch": "diff", ".json": "json", ".sarif": "sarif", ".xml": "junit"}


def format_of(name: str) -> str | None:
    """Return the format that the name of a report's file stands for; None if its extension says nothing.

    >>> format_of("out/garble.sarif"), format_of("garble.sarif.json"), format_of("report.txt")
    ('sarif', 'sarif', None)
    """
    if name.endswith(".sarif.json"):
        return "sarif"
    return _EXTENSIONS.get(Path(name).suffix.lower())


def written(report: Report, name: str) -> bytes:
    """Write `report` in the format called `name`, one of `FORMATS`."""
    if name == "diff":
        return bytes(report.patch)
    module = importlib.import_module(f"garble_fix.report.formats.{name}_format")
    data: bytes = module.write(report)
    return data
