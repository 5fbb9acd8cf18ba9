"""Count files of mixed encodings of which every line is read as it was written.

    python -m benchmarks.mixed [--files 300] [--show]

The files are made of translations that the language models did not learn from (`texts`): 8 to 60 lines, with lines of
code between them in some, in a legacy encoding with lines of UTF-8 pasted in, or the other way round. Some are cut off
within a character, and in some a line holds bytes that neither encoding can read. A file is right if each of its lines
comes back as it was written, and the bytes that are no text as they are. Beside garble-fix stands what can be done line
by line by one who knows the encodings: try UTF-8, else read the line in the legacy encoding.

As many files are of one encoding. Of those the table counts how many come back byte for byte.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from random import Random
from typing import Final, NamedTuple

import garble_fix
from benchmarks.markdown import percent, table
from benchmarks.progress import track
from benchmarks.texts import texts
from garble_fix.detect.encodings import ESCAPES, read, write
from garble_fix.repair.bytes import repair_bytes

LEGACY: Final = {
    "gb18030": "zh-Hans", "big5hkscs": "zh-Hant", "cp932": "ja", "euc-jp": "ja", "cp949": "ko",
    "cp1251": "ru", "koi8-r": "ru", "cp1252": "fr", "cp1250": "pl",
}  # fmt: skip
"""The legacy encodings, and in which language the files are."""

_CODE: Final = (
    "",
    "import sys",
    "def main(argv):",
    "    return 0",
    "x = 1;",
    "}",
    "<br>",
    "# 2004-03-01 12:00:00",
)
_STRAYS: Final = (b"\xff\xfe\x80", b"\x9d\xc0", b"\xfd\xff\xff\xa0", b"\x81\xff\x81")


class Line(NamedTuple):
    """A line as it was written, and bytes at its end that are no text."""

    text: str
    strays: bytes = b""


class Made(NamedTuple):
    """A file, in `own` encoding but for lines in `pasted`, and what its lines are."""

    data: bytes
    lines: tuple[Line, ...]
    own: str
    pasted: str
    legacy: str
    kind: str


def made(count: int, *, mixed: bool) -> Iterator[Made]:
    """Yield so many files, the same in every run."""
    for number in range(count):
        legacy = list(LEGACY)[number % len(LEGACY)]
        both = ("utf-8", legacy) if number // len(LEGACY) % 2 else (legacy, "utf-8")
        yield _file(Random(f"{mixed} {number}"), legacy, both[0], both[1] if mixed else both[0])


def _file(chance: Random, legacy: str, own: str, pasted: str) -> Made:
    count, kind = chance.randint(8, 60), "whole"
    few = max(1, int(count * chance.choice((0.05, 0.15, 0.3, 0.45))))
    foreign = set(chance.sample(range(count), few))
    if chance.random() < 0.5:  # in one piece
        first = chance.randrange(count)
        foreign = {(first + step) % count for step in range(few)}
    code = chance.random() < 0.4
    lines: list[tuple[bytes, Line]] = []
    for number in range(count):
        text = chance.choice(_written(legacy))
        lines.append((text.encode(pasted if number in foreign else own), Line(text)))
        if code:
            text = chance.choice(_CODE)
            lines.append((text.encode(), Line(text)))
    if chance.random() < 0.2:
        kind = "with bytes that are no text"
        strays = chance.choice([strays for strays in _STRAYS if not _is_text(strays, legacy)] or [b""])
        lines.insert(chance.randrange(len(lines)), (b"id: " + strays, Line("id: ", strays)))
    elif chance.random() < 0.25:
        kind = "cut off within a character"
        encoding = chance.choice((own, pasted))
        text = chance.choice(_written(legacy))
        last = max(at for at, char in enumerate(text) if char > "\x7f")
        strays = text[last].encode(encoding)[:-1]
        lines.append((text[:last].encode(encoding) + strays, Line(text[:last], strays)))
    data = b"\n".join(data for data, _ in lines)
    return Made(data, tuple(line for _, line in lines), own, pasted, legacy, kind)


@cache
def _written(legacy: str) -> Sequence[str]:
    """Texts that the legacy encoding can hold."""
    found = []
    for text in texts("measure")[LEGACY[legacy]]:
        try:
            text.encode(legacy)
        except UnicodeEncodeError:
            continue
        found.append(text)
    return found


def _is_text(data: bytes, encoding: str) -> bool:
    return not ESCAPES.search(read(encoding, data)[0])


def ours(file: Made) -> tuple[str, str]:
    """Text and encoding, as garble-fix has them."""
    repair = repair_bytes(file.data)
    return repair.text, repair.encoding


def line_by_line(file: Made) -> tuple[str, str]:
    """The same line by line, with the legacy encoding known."""
    return "\n".join(map(_either(file.legacy), file.data.split(b"\n"))), file.legacy


def _either(legacy: str) -> Callable[[bytes], str]:
    def decode(line: bytes) -> str:
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError:
            return read(legacy, line)[0]

    return decode


def wrong_lines(file: Made, text: str, encoding: str) -> list[tuple[Line, str]]:
    """The lines that are not as they were written, with what they were taken for."""
    found = text.split("\n")
    return [
        (line, seen)
        for line, seen in zip(file.lines, found, strict=True)
        if not (seen.startswith(line.text) and write(encoding, seen[len(line.text) :]) == line.strays)
    ]


def counted(count: int, *, show: bool = False) -> str:
    """The table in Markdown."""
    rows: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for file in track(list(made(count, mixed=True)), "mixed files"):
        wrong = wrong_lines(file, *ours(file))
        flags = not wrong, not wrong_lines(file, *line_by_line(file))
        below = (
            f"UTF-8 with lines of {file.legacy}"
            if file.own == "utf-8"
            else f"{file.legacy} with lines of UTF-8"
        )
        for row in ("all files, %", f"{file.kind}, %", f"{below}, %"):
            rows[row].append(flags)
        if show and wrong:
            print(f"{file.own} with {file.pasted}, {file.kind}: {ours(file)[1]} {wrong!a}")
    kept: list[bool] = []
    for file in track(list(made(count, mixed=False)), "files of one encoding"):
        kept.append(repair_bytes(file.data).data == file.data)
        if show and not kept[-1]:
            print(f"{file.own}, {file.kind}: {repair_bytes(file.data).edits!a}")
    head = [
        "every line right",
        "files",
        f"garble-fix {garble_fix.__version__}",
        "line by line, told the encoding",
    ]
    result = [(row, str(len(flags)), percent([f for f, _ in flags]), percent([f for _, f in flags]))
              for row, flags in sorted(rows.items())]  # fmt: skip
    return table(head, [*result, ("of one encoding: byte for byte, %", str(len(kept)), percent(kept), "")])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--files", type=int, default=300, help="how many of each sort")
    parser.add_argument("--show", action="store_true", help="print what was wrong")
    options = parser.parse_args()
    print(counted(options.files, show=options.show))


if __name__ == "__main__":
    main()
