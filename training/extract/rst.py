"""reStructuredText and Markdown: their running text, without directives, fences and tables."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from training.extract.common import decode
from training.extract.common import paragraphs as split_paragraphs

_Rewrites = tuple[tuple[re.Pattern[str], str], ...]


def _rewrites(*pairs: tuple[str, str]) -> _Rewrites:
    return tuple((re.compile(pattern), replacement) for pattern, replacement in pairs)


_RST = _rewrites(
    (r"(?m)^\.\. .*$", "\n"),
    (r"(?m)^:[^:\n]+:.*$", "\n"),
    (r":[\w:+-]+:`([^`<]*)(?:<[^>]*>)?`", r"\1"),
    (r"`([^`<]*)(?:<[^>]*>)`_+", r"\1"),
    (r"``|\*\*", ""),
    (r"(?m)^[=\-~^\"*+#]{3,}\s*$", "\n"),
    (r"(?m)^\s*(?:[-*+•]|(?:\d+|#|[a-z])[.)])\s+", "\n\n"),
)
_MARKDOWN = _rewrites(
    (r"(?s)\A---\n.*?\n---\n", ""),
    (r"(?s)```.*?```", "\n\n"),
    (r"!\[[^\]]*\]\([^)]*\)", ""),
    (r"\[([^\]]*)\]\([^)]*\)", r"\1"),
    (r"[`*]{1,3}", ""),
    (r"(?m)^\s*\|?[-:| ]+\|\s*$", "\n"),
    (r"(?m)^\s*(?:#+|[-*+>]|\d+\.)\s+", "\n\n"),
    (r"\||<[^<>]{0,500}>", "\n\n"),
)


def _rewritten(text: str, rewrites: _Rewrites) -> str:
    for pattern, replacement in rewrites:
        text = pattern.sub(replacement, text)
    return text


def paragraphs(data: bytes) -> Iterator[str]:
    """Yield the paragraphs and list items of a reStructuredText file."""
    yield from split_paragraphs(_rewritten(decode(data), _RST))


def markdown(data: bytes) -> Iterator[str]:
    """Yield the paragraphs and list items of a Markdown file."""
    yield from split_paragraphs(html.unescape(_rewritten(decode(data), _MARKDOWN)))
