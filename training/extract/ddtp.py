"""Translated package descriptions, as apt downloads them (`Translation-ja`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from training.extract.common import decode, join_wrapped

_DESCRIPTION = re.compile(r"^Description-(?!md5)[^:]+: (.*?)(?=^\S|\Z)", re.MULTILINE | re.DOTALL)
_BREAK = re.compile(r"\n \.\n|\n  +")


def descriptions(data: bytes) -> Iterator[str]:
    """Yield the titles and the paragraphs of all descriptions."""
    for stanza in decode(data).split("\n\n"):
        found = _DESCRIPTION.search(stanza + "\n")
        if found:
            title, _, body = found.group(1).partition("\n")
            yield title
            for paragraph in _BREAK.split("\n" + body):
                yield join_wrapped(paragraph)
