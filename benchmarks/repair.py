"""Repair of garbled lines, harm to sound ones, and speed, beside ftfy and the naive way.

    python -m benchmarks.repair [--per 20] [--per-lossy 50]

The lines are translations that the models did not learn from (`texts`), damaged by accidents drawn as often as they
are registered to happen (`damage`). Each is given to the tools alone, without the file that it would stand in. A line
counts as repaired only if every character of it is what was written; garble-fix guesses what holes may have held.
Speed is measured on one text of many lines.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence

from benchmarks.damage import Case, cases, sound
from benchmarks.markdown import percent, table
from benchmarks.progress import track
from benchmarks.texts import GROUPS, LENGTHS
from benchmarks.tools import TOOLS, Tool

Row = tuple[str, ...]
_SOUND_BYTES = 500_000
_GARBLED_BYTES = 30_000
"""How much text, in UTF-8, speed is measured on."""


def right(some: Sequence[Case], what: str) -> list[list[bool]]:
    """Say of every tool which of the lines it makes what was written."""
    return [
        [tool(case.garbled) == case.text for case in track(some, f"{name}, {what}")]
        for name, tool in TOOLS.items()
    ]


def shares(some: Sequence[Case], flags: Sequence[Sequence[bool]], kind: str) -> list[Row]:
    """Per cent repaired, by length and by languages."""
    rows = []
    for label in (*LENGTHS, *dict.fromkeys(GROUPS.values())):
        at = [index for index, case in enumerate(some) if label in (case.length, case.group)]
        title = f"{label} characters" if label in LENGTHS else label
        rows.append((f"{kind}, {title}, %", str(len(at)), *(percent([own[i] for i in at]) for own in flags)))
    return rows


def harm(lines: Sequence[Case]) -> Row:
    """How many of a million sound lines each tool changes."""
    counts = [flags.count(False) for flags in right(lines, "sound lines")]
    figures = (f"{1e6 * count / len(lines):,.0f}".replace(",", " ") for count in counts)
    return ("sound lines changed, per million", str(len(lines)), *figures)


def speeds(lines: Sequence[Case]) -> list[Row]:
    """How many MB, in UTF-8, each tool goes through in a second."""
    clean = _text([case.text for case in lines], _SOUND_BYTES)
    # An accident that all of the tools know.
    garbled = _text([case.text.encode().decode("latin-1") for case in lines], _GARBLED_BYTES)
    return [
        (f"speed on {name} text, MB/s", "", *(f"{_speed(tool, text):.2g}" for tool in TOOLS.values()))
        for name, text in (("sound", clean), ("garbled", garbled))
    ]


def _text(lines: Sequence[str], size: int) -> str:
    """The lines, over and over until they are `size` bytes."""
    text = "".join(f"{line}\n" for line in lines)
    return (text.encode() * (size // len(text.encode()) + 1))[:size].decode("utf-8", "ignore")


def _speed(tool: Tool, text: str) -> float:
    start = time.perf_counter()
    tool(text)
    return len(text.encode()) / (time.perf_counter() - start) / 1e6


def comparison(lossless: Sequence[Case], lossy: Sequence[Case], lines: Sequence[Case]) -> str:
    """The whole comparison as a table in Markdown."""
    rows = [
        *shares(lossless, right(lossless, "garbled lines"), "repaired"),
        *shares(lossy, right(lossy, "lines that lost bytes"), "repaired with loss"),
        harm(lines),
        *speeds(lines),
    ]
    return table(["", "lines", *TOOLS], rows)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options that say how many lines are drawn."""
    parser.add_argument("--per", type=int, default=20, help="garbled lines of each language and length")
    parser.add_argument("--per-lossy", type=int, default=50, help="the same of lines that lost bytes")
    parser.add_argument("--per-sound", type=int, default=300, help="the same of sound lines")


def drawn(options: argparse.Namespace) -> tuple[list[Case], list[Case], list[Case]]:
    """Draw garbled lines, lines that lost bytes, and sound lines."""
    return (
        list(cases("measure", options.per, lossy=False)),
        list(cases("measure", options.per_lossy, lossy=True)),
        list(sound("measure", options.per_sound)),
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments(parser)
    print(comparison(*drawn(parser.parse_args())))


if __name__ == "__main__":
    main()
