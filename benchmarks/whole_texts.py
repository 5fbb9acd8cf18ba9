"""How many lines of whole texts that lost bytes come back: files kept apart, and strings of programs, a line each.

    python -m benchmarks.whole_texts [--per 30]

Every text was read as the code page of its language, or as that of Chinese, in Windows' manner. A line is right where
it, and what ends it, is what was written; most damage takes line feeds along. `by default` fills the holes that are
sure, `guessed` all of them.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import Final

import ftfy

import garble_fix
from benchmarks import documents
from benchmarks.damage import Case
from benchmarks.markdown import table
from benchmarks.progress import track
from benchmarks.tools import repair_of

_NAMES: Final = {
    "zh-Hans": "Chinese (Simplified)",
    "zh-Hant": "Chinese (Traditional)",
    "ja": "Japanese",
    "ko": "Korean",
    "xx": "alphabets",
}

_WAYS: Final[dict[str, Callable[[str], str]]] = {
    "by default": lambda text: garble_fix.repair_text(text).text,
    "guessed": lambda text: repair_of(text).text,
    "ftfy": ftfy.fix_text,
}


def comparison(texts: Sequence[Case]) -> str:
    """The table: a row for each kind of text and language."""
    right: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * (len(_WAYS) + 1))
    for case in track(texts, "whole texts"):
        lines = case.text.splitlines(keepends=True)
        row = right[case.length, case.language]
        row[0] += len(lines)
        for at, way in enumerate(_WAYS.values(), 1):
            row[at] += _common(lines, way(case.garbled).splitlines(keepends=True))
    rows = [
        (
            f"{kind} in {_NAMES.get(language, language)}",
            str(total),
            *(f"{100 * count / total:.1f}" for count in counts),
        )
        for (kind, language), (total, *counts) in right.items()
    ]
    return table(["", "lines", *(f"{way}, %" for way in _WAYS)], rows)


def _common(lines: Sequence[str], found: Sequence[str]) -> int:
    """How many lines two texts have in common, in order."""
    return sum(
        block.size for block in SequenceMatcher(None, lines, found, autojunk=False).get_matching_blocks()
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--per", type=int, default=30, help="texts of each kind and language")
    per = parser.parse_args().per
    print(comparison([*documents.lists(per, apart=True), *documents.whole(per, apart=True)]))


if __name__ == "__main__":
    main()
