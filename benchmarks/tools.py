"""The tools that repair text: a name for the table, and what makes a text of a text."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Callable
from functools import cache
from typing import Final

import ftfy

import garble_fix
from benchmarks import roundtrip
from garble_fix.repair.result import Repair

Tool = Callable[[str], str]


@cache
def repair_of(text: str) -> Repair:
    """What garble-fix makes of a line, holes guessed; kept, since more than one table asks for it."""
    return garble_fix.repair_text(text, holes="guess")


def _ours(text: str) -> str:
    return repair_of(text).text


_FTFY: Final = importlib.metadata.version("ftfy")
TOOLS: Final[dict[str, Tool]] = {
    f"garble-fix {garble_fix.__version__}": _ours,
    f"ftfy {_FTFY} `fix_encoding`": ftfy.fix_encoding,
    f"ftfy {_FTFY} `fix_text`": ftfy.fix_text,
    "strict round trip": roundtrip.repair,
}
