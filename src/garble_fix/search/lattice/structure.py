"""What the line around a hole says about the character in it, beyond what the language models see: they look back
three characters, a bracket waits longer to be closed, and a line that ends says how the next one begins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_PAIRS: Final = {
    ")": "(",
    "）": "（",
    "]": "[",
    "】": "【",
    "」": "「",
    "』": "『",
    "》": "《",
    "”": "“",
    "}": "{",
    "〉": "〈",
}
_OPENERS: Final = frozenset(_PAIRS.values())
_STRAIGHT: Final = "\"'`"

_WAITED_FOR: Final = -2.5
"""log P that a mark is closed here, at least, when it stands open; nats."""
_UNEXPECTED: Final = -2.5
"""Nats for a closing mark that closes nothing."""
_FEED_WITHIN: Final = -4.0
_FEED_BEFORE_MARK: Final = -2.5
_FEED_BEFORE_CELL: Final = -8.0
"""Nats for a line feed before a letter or a digit, before another mark, and before what ends a row of a table. The
models were trained on lines that end where a sentence does, and take a line end for likelier than it is among words."""
_FEED_AT_END: Final = 1.5
"""Nats for a line feed that ends the text: nearly all do."""
_FEED_BEFORE_MARKUP: Final = 4.0
"""Nats for a line feed before what begins a line: a heading, a list item, a fence, indentation."""
_SPACE: Final = 1.0
_SPACE_AT_END: Final = -4.0
"""Nats for a space, and for one before the end of a line."""
_BLANK_LINE: Final = 7.0
_BLANK_BEFORE_MARKUP: Final = 10.0
"""Nats for a line feed before another: the models were trained on text without blank lines."""
_INSTEAD_OF_BLANK: Final = -3.0
"""Nats for a carriage return before a line feed that is not the last, in a text that shows no others."""
_COLON_AT_END: Final = 2.0
"""Nats for a full-width colon at the end of a line, of which the models have seen few."""
_DASH: Final = 3.0
"""Nats for an em dash. Of 199 damaged characters 61 were full stops, 15 dashes and 9 colons."""
_FULL_WIDTH_STOPS: Final = "，．"
_STOP: Final = -6.5
_STOP_IN_USE: Final = -3.5
"""log P of a full-width comma or stop, at least, and where the line has more of them; nats. Of Japanese the models have
seen no text that is written so."""
_FULL_WIDTH_LETTER: Final = -3.0
_HALF_WIDTH: Final = -4.0
"""Nats for kana and marks of half width."""
_SURE: Final = -0.5
"""log P of CR LF, nats, from which on the text shows some."""
_OTHER: Final = -2.5
"""Nats for any other ASCII mark. Of 199 that were swallowed in public files, 87 were spaces, 83 line feeds, 12 carriage
returns, 7 straight quotes, 5 other marks and no letter or digit but by way of a mistake."""

_MARKUP: Final = re.compile(r"#{1,6} |``|~~~| ?\*[ /]|> |\|[ -:]|//|  |\t|\d+\. |<[a-z/!]")
_ITEM: Final = re.compile(r"\s*([-*+>#|]|//|\d+[.)])\s+\S")


@dataclass(frozen=True)
class Expectations:
    """What to do with `log P` of a character where bytes were lost: add something to it, or raise it to a floor."""

    added: dict[int, float]
    floors: dict[int, float]


def expected(line: str, right: str, crlf: float) -> Expectations:
    """What to expect after `line` (from its start) and before `right`.

    `crlf` is log P that a line ends in CR LF; the models know nothing of carriage returns.
    """
    added = {chr(point): _OTHER for point in range(0x21, 0x40)} | dict.fromkeys(_PAIRS, _UNEXPECTED)
    floors: dict[str, float] = {}
    for closing in _unclosed(line):
        added[closing] = 0.0
        floors[closing] = _WAITED_FOR
    for mark in _STRAIGHT:
        at = line.rfind(mark)
        if mark == "'" and line[at - 1 : at].isalpha():
            continue
        if line.count(mark) % 2:
            added[mark], floors[mark] = 0.0, _WAITED_FOR
        else:
            added[mark] = _UNEXPECTED
    if right[:2] in ('""', "''"):
        added[right[0]], floors[right[0]] = 0.0, _WAITED_FOR
    added |= dict.fromkeys(map(chr, (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))), _FULL_WIDTH_LETTER)
    added["—"] = _DASH
    added |= dict.fromkeys(map(chr, range(0xFF61, 0xFFA0)), _HALF_WIDTH)
    for mark in _FULL_WIDTH_STOPS:
        floors[mark] = _STOP_IN_USE if mark in line or mark in right else _STOP
    added["\r"] = crlf
    added |= _line_end(line, right, crlf)
    return Expectations(
        {ord(char): nats for char, nats in added.items()}, {ord(char): nats for char, nats in floors.items()}
    )


def _line_end(line: str, right: str, crlf: float) -> dict[str, float]:
    if not right:
        return {"\n": _FEED_AT_END, " ": _SPACE_AT_END, "：": _COLON_AT_END}
    if right[0] == "\n":
        found = {" ": _SPACE_AT_END, "：": _COLON_AT_END}
        if len(right) > 1 and right[1] != "\n":
            found |= {
                "\n": _BLANK_BEFORE_MARKUP if _MARKUP.match(right, 1) else _BLANK_LINE,
                "\r": crlf + (_INSTEAD_OF_BLANK if crlf < _SURE else 0.0),
            }
        return found
    item, again = _ITEM.match(line), _ITEM.match(right)
    if _MARKUP.match(right) or (item and again and item[1] == again[1]):
        return {"\n": _FEED_BEFORE_MARKUP}
    if line.lstrip().startswith("|") and right.strip() == "|":
        return {"\n": _FEED_BEFORE_CELL, " ": _SPACE}
    return {"\n": _FEED_WITHIN if right[0].isalnum() else _FEED_BEFORE_MARK, " ": _SPACE}


def _unclosed(line: str) -> set[str]:
    """The closing marks that the line waits for."""
    closing = {opening: mark for mark, opening in _PAIRS.items()}
    stack: list[str] = []
    for char in line:
        if char in _OPENERS:
            stack.append(closing[char])
        elif char in _PAIRS and char in stack:
            del stack[len(stack) - 1 - stack[::-1].index(char) :]
    return set(stack)
