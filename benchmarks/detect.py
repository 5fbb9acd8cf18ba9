"""Measure how often the encoding of short texts is found, beside chardet and charset-normalizer.

The texts are the translated messages of Django, which our language model was not trained on: install it into
the environment that runs this (`pip install django`).  Each message is stored in the code pages of its
language, and a detector is right if what it names decodes to the message; which of several names that read
alike does not matter.

    python benchmarks/detect.py [--per 100]

Prints Markdown tables: per cent right by encoding, by length, and the time for a text.
"""

from __future__ import annotations

import argparse
import gettext
import hashlib
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import chardet
import charset_normalizer

from garble_fix.detect import BINARY, detect
from garble_fix.detect.encodings import read

# Encodings by locale; each message is taken in every one that can hold it.
ENCODINGS = {
    "zh_Hans": ("gb18030", "utf-8"),
    "zh_Hant": ("big5hkscs", "gb18030"),
    "ja": ("cp932", "euc-jp", "utf-8"),
    "ko": ("cp949", "utf-8"),
    "ru": ("cp1251", "koi8-r", "cp866", "iso-8859-5", "utf-8"),
    "uk": ("cp1251", "koi8-u"),
    "de": ("cp1252", "cp850"),
    "fr": ("cp1252", "iso-8859-15"),
    "es": ("cp1252",),
    "pl": ("cp1250", "iso-8859-2"),
    "cs": ("cp1250",),
    "el": ("cp1253", "iso-8859-7"),
    "tr": ("cp1254",),
    "he": ("cp1255",),
    "ar": ("cp1256",),
    "th": ("cp874",),
}
BUCKETS = ((3, 8), (9, 24), (25, 90))


class Case(NamedTuple):
    """A message, stored."""

    locale: str
    encoding: str
    bucket: str
    text: str
    data: bytes


def messages(locale: str) -> list[str]:
    """All translations that Django has for a locale, in an order that is arbitrary but always the same."""
    spec = find_spec("django")
    if not spec or not spec.origin:
        raise SystemExit("Django is needed for its translations: pip install django")
    found: set[str] = set()
    for path in Path(spec.origin).parent.glob(f"**/locale/{locale}/LC_MESSAGES/*.mo"):
        with path.open("rb") as file:
            catalog = gettext.GNUTranslations(file)
        found.update(line.strip() for text in catalog._catalog.values() for line in str(text).splitlines())  # type: ignore[attr-defined]
    return sorted(found, key=lambda text: hashlib.sha256(text.encode()).digest())


def cases(per: int) -> Iterator[Case]:
    """At most `per` messages for each locale, encoding and length."""
    counts: dict[tuple[str, str, str], int] = defaultdict(int)
    for locale, encodings in ENCODINGS.items():
        for text in messages(locale):
            bucket = next((f"{low}–{high}" for low, high in BUCKETS if low <= len(text) <= high), "")
            for encoding in encodings:
                key = (locale, encoding, bucket)
                if not bucket or text.isascii() or counts[key] >= per:
                    continue
                try:
                    data = text.encode(encoding)
                except UnicodeEncodeError:
                    continue
                counts[key] += 1
                yield Case(locale, encoding, bucket, text, data)


def ours(data: bytes) -> str:
    found = detect(data)
    return "" if found.encoding == BINARY else read(found.encoding, data[len(found.bom) :])[0]


def by_chardet(data: bytes) -> str:
    return data.decode(chardet.detect(data)["encoding"] or "ascii")


def by_charset_normalizer(data: bytes) -> str:
    return str(charset_normalizer.from_bytes(data).best() or "")


DETECTORS: dict[str, Callable[[bytes], str]] = {
    "garble-fix": ours,
    "chardet": by_chardet,
    "charset-normalizer": by_charset_normalizer,
}


def is_right(detector: Callable[[bytes], str], case: Case) -> bool:
    try:
        return detector(case.data) == case.text
    except (UnicodeDecodeError, LookupError):
        return False


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--per", type=int, default=100, help="messages for each locale, encoding and length")
    all_cases = list(cases(parser.parse_args().per))
    right: dict[str, list[bool]] = {}
    seconds: dict[str, float] = {}
    for name, detector in DETECTORS.items():
        is_right(detector, all_cases[0])  # loads what is loaded once
        start = time.perf_counter()
        right[name] = [is_right(detector, case) for case in all_cases]
        seconds[name] = time.perf_counter() - start
    print(f"{len(all_cases)} messages; per cent right\n")
    table("encoding", [f"{case.locale} {case.encoding}" for case in all_cases], right)
    table("characters", [case.bucket for case in all_cases], right)
    print(
        "Milliseconds for a text: "
        + ", ".join(f"{n} {1000 * s / len(all_cases):.2f}" for n, s in seconds.items())
    )


def table(title: str, labels: list[str], right: dict[str, list[bool]]) -> None:
    """Print the share of `True` by label, for each detector."""
    print(f"| {title} | n | {' | '.join(right)} |\n|---|---{'|---' * len(right)}|")
    for label in dict.fromkeys(labels):
        rows = [index for index, own in enumerate(labels) if own == label]
        shares = [f"{100 * sum(flags[index] for index in rows) / len(rows):.1f}" for flags in right.values()]
        print(f"| {label} | {len(rows)} | {' | '.join(shares)} |")
    print()


if __name__ == "__main__":
    main()
