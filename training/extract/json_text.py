"""Strings in JSON, and in JavaScript that holds little else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from training.extract.common import decode, interface_strings

_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')
_WIKI_MARKUP = re.compile(r"\{\{[^}]*\}\}|\[\[(?:[^|\]]*\|)?([^\]]*)\]\]|'''?")
_VERSE_KEYS = {
    "abstract", "biography", "comment", "content", "desc", "description", "notes", "para", "paragraphs",
    "prologue",
}  # fmt: skip


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(decode(data))
    except ValueError:
        return None


def _walk(value: Any) -> Iterator[str]:
    """Yield all strings in a JSON value in order, except those under keys with `@`, which hold notes."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if not key.startswith("@"):
                yield from _walk(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _walk(inner)


def strings(data: bytes) -> Iterator[str]:
    """Yield all strings of a JSON file."""
    yield from interface_strings(_walk(_parsed(data)))


def values_of(data: bytes, key: str) -> Iterator[str]:
    """Yield the strings that stand under `key` in a JSON list of objects."""
    for item in _parsed(data) or ():
        if isinstance(item, dict) and isinstance(item.get(key), str):
            yield item[key]


def javascript_strings(data: bytes) -> Iterator[str]:
    """Yield the double-quoted strings of a JavaScript file."""
    yield from interface_strings(_literals(decode(data)))


def _literals(text: str) -> Iterator[str]:
    for literal in _LITERAL.findall(text):
        try:
            yield json.loads(f'"{literal}"')
        except ValueError:
            continue


def mediawiki(data: bytes) -> Iterator[str]:
    """Yield the messages of a MediaWiki message file, without templates and link syntax."""
    yield from interface_strings(_WIKI_MARKUP.sub(r"\1", text) for text in _walk(_parsed(data)))


def verse(data: bytes) -> Iterator[str]:
    """Yield the lines of poems and classics, and of what is said about them."""
    parsed = _parsed(data)
    for poem in parsed if isinstance(parsed, list) else [parsed]:
        if isinstance(poem, dict):
            for key in sorted(_VERSE_KEYS & poem.keys()):
                for text in _walk(poem[key]):
                    yield from text.split("\n")


def quran(data: bytes) -> Iterator[str]:
    """Yield the translated verses of a Quran, which stand beside the Arabic ones."""
    for sura in _parsed(data) or ():
        for aya in sura["verses"]:
            yield aya["translation"]
