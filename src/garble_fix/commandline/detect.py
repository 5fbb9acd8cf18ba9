"""`garble-fix detect`: say which encoding files are in, how sure that is, and why."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from garble_fix import files
from garble_fix.commandline.options import CONTEXT
from garble_fix.errors import FileError
from garble_fix.report import Screen, printable
from garble_fix.report.numbers import percent
from garble_fix.report.summary import FAILED, NOTHING_LEFT

if TYPE_CHECKING:
    from garble_fix.detect import Detection


@click.command(context_settings=CONTEXT)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path())
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people, or one JSON object for each file on a line of its own.",
)
def detect(paths: tuple[str, ...], form: str) -> int:
    """Say which encoding each file is in.

    Each line gives PATH, the encoding, its probability, the language, and what decided; below it, the lines that are
    in another encoding. A PATH of - is standard input. The language is that of the model that knows the text best;
    xx stands for all that is written in alphabets. The exit code is 0 unless a file could not be read.
    """
    screen, code = Screen(), NOTHING_LEFT
    for path in files.without_repeats(paths):
        try:
            data = files.read_standard_input() if path == files.STANDARD else files.read(path).data
        except files.StreamError:
            raise
        except FileError as error:
            screen.failure(printable(str(error)))
            code = FAILED
            continue
        from garble_fix.detect.stages import detect as detected  # noqa: PLC0415 - slow to import

        name = "<stdin>" if path == files.STANDARD else path
        found = detected(data)
        lines = _lines_of(name, data, found) if form == "text" else [json.dumps(_record(name, data, found))]
        try:
            for line in lines:
                screen.out(line)
        except BrokenPipeError:  # the reader has seen enough
            files.abandon_standard_output()
            break
    return code


def _lines_of(name: str, data: bytes, found: Detection) -> Iterator[str]:
    mark = " with byte order mark" if found.bom else ""
    language = f", {found.language}" if found.language else ""
    sure = percent(found.confidence)
    yield f"{printable(name)}: {found.encoding}{mark} ({sure}{language}): {found.why}"
    for encoding, first, last in _foreign(data, found):
        where = f"line {first}" if first == last else f"lines {first}–{last}"
        yield f"{printable(name)}:{first}: {where} in {encoding}"


def _record(name: str, data: bytes, found: Detection) -> dict[str, Any]:
    return {
        "path": name,
        "encoding": found.encoding,
        "bom": bool(found.bom),
        "confidence": round(found.confidence, 4),
        "language": found.language,
        "why": found.why,
        "foreign": [
            {"encoding": encoding, "first_line": first, "last_line": last}
            for encoding, first, last in _foreign(data, found)
        ],
        "candidates": [
            {
                "encoding": candidate.encoding,
                "same": list(candidate.same),
                "confidence": round(candidate.confidence, 4),
                "language": candidate.language,
                "log_prob": round(candidate.log_prob, 2),
            }
            for candidate in found.candidates
        ],
    }


def _foreign(data: bytes, found: Detection) -> Iterator[tuple[str, int, int]]:
    """The encoding and the numbers of the first and the last line of each stretch that is in another encoding."""
    body = data[len(found.bom) :]
    end = b"\r" if b"\n" not in body and b"\r" in body else b"\n"
    numbers: list[tuple[str, int]] = []
    at = number = 0
    for line in found.foreign:
        number += body.count(end, at, line.start)
        numbers.append((line.encoding, number + 1))
        at = line.start
    for (encoding, _), stretch in groupby(
        enumerate(numbers), key=lambda pair: (pair[1][0], pair[1][1] - pair[0])
    ):
        lines = [place for _, (_, place) in stretch]
        yield encoding, lines[0], lines[-1]
