"""Harm to sound text: which lines garble-fix changes in files that nothing is wrong with.

    python -m benchmarks.harm [--kilobytes 25] [--list build/harm.txt]

The files, of every language that there is a model for, are those that `harm.toml` names: translations, names, comments
and program code that the models did not learn from. Each file is repaired as a whole, and each of its lines by itself,
without the others to speak for it. What counts is the lines beyond ASCII, since others cannot change; a line that
occurs again counts once where it is by itself. Of each source and language no more than so much is read, of Chinese,
Japanese and Korean ten times as much. Every line that was changed is written to a list, to be looked at: some may be
garbled indeed. Some ten minutes.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from training.archives import members
from training.extract import EXTRACTORS
from training.extract.common import decode
from training.fetch import fetch_all
from training.locales import CJK, LANGUAGES, language_of
from training.sources import Source, read_sources

import garble_fix
from benchmarks.markdown import per_million, table
from benchmarks.tools import repair_of
from garble_fix import Edit

SOURCES: Final = Path(__file__).with_name("harm.toml")
LIST: Final = Path(__file__).resolve().parent.parent / "build" / "harm.txt"
WHOLE: Final = "file"
"""The kind of source whose files are read as they are; those of other kinds are read by the extractor of that name."""


@dataclass
class Tally:
    """What was found in the files of one language."""

    bytes: int = 0
    lines: int = 0
    """Beyond ASCII, as are those below."""
    changed: int = 0
    alone: set[str] = field(default_factory=set)
    changed_alone: int = 0


def files(limit: int) -> Iterator[tuple[str, str, str]]:
    """Yield the language, the path and the text of each file; `limit` bytes of each source and language at most."""
    sources = read_sources(SOURCES)
    fetch_all(sources)
    for source in sources.sources:
        left: dict[str, int] = {language: limit * (10 if language in CJK else 1) for language in LANGUAGES}
        for package in source.packages:
            for path, data in members(package.path, _matches(source)):
                language = _language(source, path)
                text = decode(data) if source.kind == WHOLE else "\n".join(EXTRACTORS[source.kind](data))
                if language and left[language] > 0 and not text.isascii():
                    part = first_lines(text, left[language])
                    left[language] -= len(part.encode())
                    yield language, path, part


def first_lines(text: str, size: int) -> str:
    """Return the whole lines within the first `size` bytes in UTF-8, but one at least."""
    end = len(text.encode()[:size].decode("utf-8", "ignore"))
    if end < len(text):
        cut = text.rfind("\n", 0, end + 1)
        end = cut if cut > 0 else text.find("\n", end)
    return text if end < 0 else text[:end]


def _matches(source: Source) -> Callable[[str], bool]:
    return lambda path: source.pattern.search(path) is not None


def _language(source: Source, path: str) -> str | None:
    match = source.pattern.search(path)
    locale = next((found for found in match.groupdict().values() if found), "") if match else ""
    return source.language or language_of(locale)


def harm(limit: int) -> tuple[str, list[str]]:
    """The table in Markdown, of at most `limit` bytes of each source and language, and the changes, a line each."""
    tallies: dict[str, Tally] = {}
    changes = []
    said = time.monotonic()
    for language, path, text in files(limit):
        tally = tallies.setdefault(language, Tally())
        tally.bytes += len(text.encode())
        changes += [f"{language} {path}:{found}" for found in _changed(text, tally)]
        if time.monotonic() - said > 10:
            said = time.monotonic()
            print(f"{path}: {len(changes)} changes so far", file=sys.stderr, flush=True)
    return _figures(tallies), changes


def _changed(text: str, tally: Tally) -> Iterator[str]:
    """Repair a file, whole and line by line; add to the tally, and yield what was changed."""
    lines = text.split("\n")
    tally.lines += sum(not line.isascii() for line in lines)
    edits = garble_fix.repair_text(text, holes="guess").edits
    touched = {
        number: edit
        for edit in edits
        for number in range(text.count("\n", 0, edit.start), text.count("\n", 0, edit.end) + 1)
        if not lines[number].isascii()
    }
    tally.changed += len(touched)
    yield from (_told(number, lines[number], edit, "in the file") for number, edit in touched.items())
    for number, line in enumerate(lines):
        if line.isascii() or line in tally.alone:
            continue
        tally.alone.add(line)
        found = repair_of(line).edits
        if found:
            tally.changed_alone += 1
            yield _told(number, line, found[0], "alone")


def _told(number: int, line: str, edit: Edit, where: str) -> str:
    odds = f"{edit.log_odds:.1f} nats, {100 * edit.confidence:.1f} %"
    return (
        f"{number + 1} {where}: {edit.chain} ({odds}): {edit.before!r} -> {edit.after!r} in {line.strip()!r}"
    )


def _figures(tallies: dict[str, Tally]) -> str:
    head = ["language", "MB", "lines", "changed", "per million", "lines alone", "changed", "per million"]
    total = Tally(
        sum(tally.bytes for tally in tallies.values()),
        sum(tally.lines for tally in tallies.values()),
        sum(tally.changed for tally in tallies.values()),
    )
    alone = {language: len(tally.alone) for language, tally in tallies.items()}
    rows = [_row(language, tally, alone[language]) for language, tally in sorted(tallies.items())]
    total.changed_alone = sum(tally.changed_alone for tally in tallies.values())
    return table(head, [*rows, _row("all", total, sum(alone.values()))])


def _row(name: str, tally: Tally, alone: int) -> tuple[str, ...]:
    return (
        name,
        f"{tally.bytes / 1e6:.2f}",
        str(tally.lines),
        str(tally.changed),
        per_million(tally.changed, tally.lines),
        str(alone),
        str(tally.changed_alone),
        per_million(tally.changed_alone, alone),
    )


def main() -> None:
    """Print the table and write the list."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kilobytes", type=int, default=25, help="how much of each source and language")
    parser.add_argument("--list", type=Path, default=LIST, help="where the changed lines are written")
    options = parser.parse_args()
    figures, changes = harm(1000 * options.kilobytes)
    options.list.parent.mkdir(parents=True, exist_ok=True)
    options.list.write_text("".join(f"{change}\n" for change in changes), encoding="utf-8")
    print(figures)


if __name__ == "__main__":
    main()
