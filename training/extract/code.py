"""Whole source files for the genre `code`: indentation, line breaks and all."""

from __future__ import annotations

from collections.abc import Iterator

from training.extract.common import decode

SMALLEST, LARGEST = 400, 40_000
LONGEST_LINE = 400


def whole_file(data: bytes) -> Iterator[str]:
    """Yield the file itself, unless it is tiny, huge, minified, or not mostly ASCII."""
    text = decode(data).replace("\r\n", "\n")
    if not SMALLEST <= len(text) <= LARGEST:
        return
    if max(map(len, text.split("\n"))) > LONGEST_LINE:
        return
    if sum(character > "\x7f" for character in text) > len(text) // 50:
        return
    yield text.strip("\n") + "\n"
