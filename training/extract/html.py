"""Documents in HTML, DocBook, Mallard and LibreOffice's XML: the text of their blocks."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from training.extract.common import decode, interface_strings, join_wrapped

_UNSEEN = re.compile(r"<(script|style|nav|head)\b.*?</\1>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
_BLOCK = re.compile(
    r"</?(?:p|div|li|ul|ol|td|th|tr|table|h[1-6]|br|dt|dd|dl|pre|title|body|section|article|header|footer|nav"
    r"|blockquote|option|caption|figcaption|note|para|item|label|summary|page|simpara|term|entry)\b[^>]*>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^>]{0,500}>")
_TITLE = "Title is: "  # how the converter of LibreOffice's help begins each page
_SCRIPT_TAG = re.compile(r"</?script\b[^>]*>", re.IGNORECASE)
_VALUE = re.compile(r"<value[^>]*>([^<]+)</value>")


def blocks(data: bytes) -> Iterator[str]:
    """Yield the text of each block element, on one line each."""
    yield from _blocks_of(decode(data))


def blocks_in_scripts(data: bytes) -> Iterator[str]:
    """Yield the same from a file that keeps its HTML in `<script type="text/html">`, as Node-RED does."""
    yield from _blocks_of(_SCRIPT_TAG.sub("\n", decode(data)))


def _blocks_of(text: str) -> Iterator[str]:
    text = join_wrapped(_UNSEEN.sub("\n", text))
    for block in _BLOCK.sub("\n", text).split("\n"):
        yield html.unescape(_TAG.sub("", block)).strip().removeprefix(_TITLE)


def xcd_values(data: bytes) -> Iterator[str]:
    """Yield the values of a LibreOffice configuration file, where the strings of its menus are."""
    yield from interface_strings(html.unescape(value) for value in _VALUE.findall(decode(data)))
