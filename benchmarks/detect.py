"""Measure how often the encoding of short texts is found, beside chardet, charset-normalizer, chardetng and cChardet.

    python -m benchmarks.detect [--per 30] [--encodings]

The texts are translations that the language models did not learn from (`texts`). Each is stored in the code pages of
its language, and a detector is right if what it names decodes to the text; which of several names that read alike does
not matter. chardetng is Firefox's detector, made for the encodings of the web; hence they have rows of their own.

Prints a Markdown table: per cent right by length, and the time for a text; with `--encodings` by encoding, too.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import version
from typing import Final, NamedTuple

import cchardet
import chardet
import chardetng_py
import charset_normalizer

import garble_fix
from benchmarks.markdown import percent, table
from benchmarks.pages import PAGES
from benchmarks.progress import track
from benchmarks.texts import LENGTHS, length_of, texts
from garble_fix.detect import BINARY, detect
from garble_fix.detect.encodings import read

_OLD: Final = frozenset({"cp850", "cp852", "cp866", "mac-roman", "mac-cyrillic"})
"""Pages of DOS and the Macintosh; browsers need to know but the two Cyrillic ones."""


class Case(NamedTuple):
    """A text, stored."""

    language: str
    encoding: str
    length: str
    text: str
    data: bytes


def cases(per: int) -> Iterator[Case]:
    """At most `per` texts for each language, encoding and length."""
    counts: dict[tuple[str, str, str], int] = defaultdict(int)
    for language, encodings in PAGES.items():
        for text in texts("measure")[language]:
            length = length_of(text)
            for encoding in (*encodings, "utf-8"):
                if length is None or counts[language, encoding, length] >= per:
                    continue
                try:
                    data = text.encode(encoding)
                except UnicodeEncodeError:
                    continue
                counts[language, encoding, length] += 1
                yield Case(language, encoding, length, text, data)


def ours(data: bytes) -> str:
    found = detect(data)
    return "" if found.encoding == BINARY else read(found.encoding, data[len(found.bom) :])[0]


def by_chardet(data: bytes) -> str:
    return data.decode(chardet.detect(data)["encoding"] or "ascii")


def by_charset_normalizer(data: bytes) -> str:
    return str(charset_normalizer.from_bytes(data).best() or "")


def by_chardetng(data: bytes) -> str:
    return data.decode(chardetng_py.detect(data, allow_utf8=True))


def by_cchardet(data: bytes) -> str:
    return data.decode(cchardet.detect(data)["encoding"] or "ascii")


DETECTORS: dict[str, Callable[[bytes], str]] = {
    f"garble-fix {garble_fix.__version__}": ours,
    f"chardet {version('chardet')}": by_chardet,
    f"charset-normalizer {version('charset-normalizer')}": by_charset_normalizer,
    f"chardetng-py {version('chardetng-py')}": by_chardetng,
    f"faust-cchardet {version('faust-cchardet')}": by_cchardet,
}


def is_right(detector: Callable[[bytes], str], case: Case) -> bool:
    try:
        return detector(case.data) == case.text
    except (UnicodeDecodeError, LookupError):
        return False


def detection(per: int, *, encodings: bool = False) -> str:
    """The table in Markdown; with `encodings`, a second one by encoding."""
    # Short ones first, as in the other tables.
    all_cases = sorted(cases(per), key=lambda case: list(LENGTHS).index(case.length))
    right: list[list[bool]] = []
    seconds: list[float] = []
    for name, detector in DETECTORS.items():
        is_right(detector, all_cases[0])  # loads what is loaded once
        start = time.perf_counter()
        right.append([is_right(detector, case) for case in track(all_cases, f"{name}, detection")])
        seconds.append(time.perf_counter() - start)
    by_length = [
        row
        for kind, chosen in (("the web", True), ("DOS and Macintosh", False))
        for row in _shares(
            [f"{case.length} characters, encodings of {kind}, %" for case in all_cases],
            right,
            [index for index, case in enumerate(all_cases) if (case.encoding not in _OLD) == chosen],
        )
    ]
    times = ("milliseconds for a text", "", *(f"{1000 * spent / len(all_cases):.2f}" for spent in seconds))
    result = table(["right", "texts", *DETECTORS], [*by_length, times])
    if encodings:
        labels = [f"{case.language} {case.encoding} {case.length}, %" for case in all_cases]
        result += "\n\n" + table(["right", "texts", *DETECTORS], _shares(labels, right))
    return result


def _shares(
    labels: list[str], right: list[list[bool]], chosen: Sequence[int] | None = None
) -> list[tuple[str, ...]]:
    """The rows of a table: per cent right by label, of all texts or those with the chosen indices."""
    rows: dict[str, list[int]] = defaultdict(list)
    for index in range(len(labels)) if chosen is None else chosen:
        rows[labels[index]].append(index)
    return [
        (label, str(len(at)), *(percent([flags[index] for index in at]) for flags in right))
        for label, at in rows.items()
    ]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--per", type=int, default=30, help="texts for each language, encoding and length")
    parser.add_argument("--encodings", action="store_true", help="tell the encodings apart, too")
    options = parser.parse_args()
    print(detection(options.per, encodings=options.encodings))


if __name__ == "__main__":
    main()
