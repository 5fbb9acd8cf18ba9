"""What the line around a hole says about the character in it, beyond what the language models see: they look back
three characters, a bracket waits longer to be closed, and a line that ends says how the next one begins.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from garble_fix.search.lattice.around import Surroundings
from garble_fix.search.lattice.habits import Habits
from garble_fix.search.lattice.paired import HOLE, STRAIGHT, WAITED_FOR, expected_marks, innermost
from garble_fix.search.lattice.symbols import FLOORS

_BEFORE_STOP: Final = -4.0
"""Nats for a space or another stop before a comma or a full stop that ends something: French has none there, either."""
_CERTAIN: Final = -0.7
"""The same where what follows says so."""
_FEED_WITHIN: Final = -4.0
_FEED_BEFORE_MARK: Final = -2.5
_FEED_BEFORE_CELL: Final = -14.0
_NEVER: Final = -20.0
"""Nats for a line feed or a carriage return before CR LF."""
_FEED_IN_STRING: Final = -4.0
_FEED_IN_OPEN_STRING: Final = -2.5
"""Nats for a line feed before a letter or a digit, before another mark, before what ends a row of a table, and (in
addition) within a string that is closed on the line, or that would stay open. The models were trained on lines that end
where a sentence does, and take a line end for likelier than it is among words."""
_LINE_ENDS: Final = ("", "\r", "\n")
ENDS: Final = "。！？…：）】」』》”"
_BEHIND_ENDS: Final = {ord("\n"): 3.0, ord(" "): -3.0}
"""Nats for a line feed and a space behind full-width marks that end something, in a text of several lines. Of a hundred
that were swallowed behind a full stop in files in Chinese 80 to 93 were line feeds and at most 4 spaces; single strings
have either."""
_FEED_AT_END: Final = 1.5
"""Nats for a line feed that ends the text: nearly all do."""
_FEED_BEFORE_MARKUP: Final = 4.0
"""Nats for a line feed before what begins a line: a heading, a list item, a fence, indentation."""
_BEFORE_TAG: Final = -6.0
"""Nats for anything else of ASCII before the rest of a tag that closes."""
_IN_ADDRESS: Final = -6.0
_IN_QUOTED_ADDRESS: Final = -12.0
"""Nats for a space or a line feed within an address, which has none, and in one that a quotation mark will end."""
_SPACE: Final = 1.0
_SPACE_AT_END: Final = -4.0
"""Nats for a space, and for one before the end of a line."""
_SPACE_BEFORE_CLOSING: Final = 3.0
"""Nats for a space before what closes a comment."""
_BLANK_LINE: Final = 7.0
_BLANK_BEFORE_MARKUP: Final = 10.0
"""Nats for a line feed before another: the models were trained on text without blank lines."""
_WITHOUT_RETURN: Final = -4.0
"""Nats for any other ASCII character before the line feed in a text whose lines end in CR LF."""
_INSTEAD_OF_BLANK: Final = -3.0
"""Nats for a carriage return before a line feed that is not the last, in a text that shows no others."""
_COLON_AT_END: Final = 2.0
"""Nats for a full-width colon at the end of a line of Chinese, of which the models have seen few."""
_DASH: Final = 3.0
"""Nats for an em dash. Of 199 damaged characters 61 were full stops, 15 dashes and 9 colons."""
_DASH_AMONG_SPACES: Final = 2.5
"""The same in languages that have it, but fewer marks of three bytes besides."""
_FULL_WIDTH_STOPS: Final = {"，": -6.5, "．": -8.0}
_STOP_IN_USE: Final = -3.5
"""log P of a full-width comma or stop, at least, and where the line has more of them; nats. Of Japanese the models have
seen no text that is written so."""
_FULL_WIDTH_LETTER: Final = -3.0
_STOP_OF_ASCII: Final = -1.0
"""The same of a stop or a comma in a language that has these."""
_HALF_WIDTH: Final = -4.0
"""Nats for kana and marks of half width."""
_ODD_SPACES: Final = "".join(map(chr, (*range(0x2000, 0x2010), 0x2028, 0x2029, 0x205F, 0x3164, 0xAD)))
ODD_SPACES: Final = re.compile(f"[{_ODD_SPACES}]")
ODD_SPACE: Final = -8.0
"""Nats for spaces of measured width, and what else cannot be seen: to the models one space is like another."""
_SURE: Final = -0.5
"""log P of CR LF, nats, from which on the text shows some."""
_OTHER: Final = -2.5
"""Nats for any other ASCII mark. Of 199 that were swallowed in public files, 87 were spaces, 83 line feeds, 12 carriage
returns, 7 straight quotes, 5 other marks and no letter or digit but by way of a mistake."""

_FIRST_DIGITS: Final = {
    "0": _OTHER - 2.0,
    **{digit: _OTHER + math.log(9 * math.log10(1 + 1 / int(digit))) for digit in "123456789"},
}
"""Nats for each digit at the beginning of a number, distributed as Benford (1938) found; a zero is rare there."""
_NAMED: Final = -2.0
"""log P of a colon, at least, before a number that ends the line: nats."""
_LAST_CENTURY: Final = 2.0
"""Nats for what makes a year of the last century of three digits, which may be all there was."""

_MARKUP: Final = re.compile(r"#{1,6} |``|~~~| ?\*(?:[ /]|$)|> |\|[ -:]|//|  |\t|\d+\. |<[a-z/!]")
_BLANK_BEFORE: Final = re.compile(r"#{1,6} |``|~~~")
_GOES_ON: Final = re.compile(r"[ \t]|//|\*(?!\*)|#|$")
_ITEM: Final = re.compile(r"\s*([-*+>#|]|//|\d+[.)])\s+\S")
_COLUMNS: Final = re.compile(r"\S(\s{2,}(?:[-=]>|[|:=#])\s)")
_ADDRESS: Final = re.compile(r"(?:://|\]\()[^\s\"'<>()]*$")
_HYPHENED: Final = re.compile(r"\w+-")
_DIVIDED: Final = 3.0
"""Nats for a hyphen before words of an address that others divide."""
_TRIPLED: Final = re.compile("\"\"\"|'''")
_FORMAT: Final = re.compile(r"\([A-Za-z_]\w*\)[sdrif]|\d+\$[@sd]|[sd](?=[^\w\s]|[^\x00-\u024f]|$)")
"""What follows the sign of a place where something is put, as in `%(name)s` and `%1$s`."""
_CLOSING: Final = {"*/": "/*", "**/": "/*", "-->": "<!--", "#}": "{#", "%}": "{%", "}}": "{{"}
"""What opens a comment or an expression, by what closes it."""
_STOPS: Final = re.compile(r"[.,](?:\s|$)")
_LISTED_AFTER: Final = re.compile(r"[^\W\x00-\x7f]+/[^\W\x00-\x7f]")
_LISTED_BEFORE: Final = re.compile(r"[^\W\x00-\x7f]/[^\W\x00-\x7f]+\Z")
"""Words of a list with slashes in between."""
_TAG: Final = re.compile(r"/[A-Za-z][\w-]*>")


_BEGINNING: Final = re.compile(
    r"(?:\t| {2})[ \t]*(?:\*+(?:[ /]|$)|//+ ?)?| ?\*+(?:[ /]|$)| //+ ?|//+ |#{1,6} "
)
_VALUE: Final = re.compile(r" [-+]?\d[\d.,:]*%?(?:\r?\n|$)")
"""A number that ends the line."""
_THIS_CENTURY: Final = re.compile(r"0[0-4]\d(?!\d)")
_OF_THE_LAST: Final = re.compile(r"[5-9]\d\d(?!\d)")
"""The last three digits of a year."""


_ASCII_MARKS: Final = ["\n", *map(chr, range(0x20, 0x40))]
_ADDED: Final = (
    dict.fromkeys(map(chr, range(0x21, 0x40)), _OTHER)
    | dict.fromkeys(map(chr, (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))), _FULL_WIDTH_LETTER)
    | dict.fromkeys(map(chr, range(0xFF61, 0xFFA0)), _HALF_WIDTH)
    | dict.fromkeys(_ODD_SPACES, ODD_SPACE)
    | {"—": _DASH}
)
"""What is added wherever it is, unless the line says otherwise."""


@dataclass(frozen=True)
class Expectations:
    """What to do with `log P` of a character where bytes were lost: add something to it, or raise it to a floor.

    `behind_ends` is added in addition behind what ends a sentence or a part of one (`ENDS`).
    """

    added: dict[int, float]
    floors: dict[int, float]
    behind_ends: dict[int, float] = field(default_factory=dict)


def expected(
    line: str,
    right: str,
    crlf: float,
    *,
    within: str = "",
    spaced: bool = False,
    habits: Habits | None = None,
) -> Expectations:
    """What to expect after `line` (from its start) and before `right`, which may begin with a `HOLE`.

    `within` are the characters between them that are known. `crlf` is log P that a line ends in CR LF; the models know
    nothing of carriage returns. `spaced` tells whether the language has spaces between words, and the stops and commas
    of ASCII. `habits` are those of the text as a whole.
    """
    added = dict(_ADDED)
    if spaced:
        added |= dict.fromkeys(".,!?", _STOP_OF_ASCII) | {"—": _DASH_AMONG_SPACES}
    floors: dict[str, float] = dict(FLOORS)
    ahead = right.partition("\n")[0]
    marks, waited_for = expected_marks(line, within, ahead)
    added |= marks
    floors |= waited_for
    if right[:2] in ('""', "''") and right[2:3] != right[0]:
        added[right[0]], floors[right[0]] = 0.0, WAITED_FOR
    if is_bold(line, right):
        added["*"], floors["*"] = 0.0, _CERTAIN
    if not in_address(line) and (_LISTED_AFTER.match(right) or _LISTED_BEFORE.search(line + within)):
        added["/"] = 0.0
        floors["/"] = WAITED_FOR
    tag = _TAG.match(right)
    if tag:
        added["<"], floors["<"] = 0.0, _CERTAIN
    if _FORMAT.match(right):
        added |= {"%": 0.0, "—": 0.0}
        floors["%"] = _CERTAIN
    if right.startswith("/") and "/*" in line and not tag:
        added["*"], floors["*"] = 0.0, WAITED_FOR
    if right.startswith("->") and "<!--" in line:
        added["-"], floors["-"] = 0.0, _CERTAIN
    floors |= {
        mark: _STOP_IN_USE if mark in line or mark in right else least
        for mark, least in _FULL_WIDTH_STOPS.items()
        if mark != "，" or right[:1] not in _LINE_ENDS  # few lines end in a comma
    }
    if "。" in line or "。" in right:
        del floors["．"]
    if right[:1].isdigit() and not (within or line)[-1:].isdigit():
        added |= _first_digits(right)
        if _THIS_CENTURY.match(right):
            floors["2"] = _CERTAIN
    if not spaced and _VALUE.match(right):
        added[":"], floors[":"] = 0.0, _NAMED
    added |= _return(added, right, crlf)
    added |= _line_end(line, right, crlf)
    if tag:
        added |= dict.fromkeys(" \n", _BEFORE_TAG)
    added |= _in_string(added, line, right)
    for char, nats in _usual_here(habits, right, crlf, spaced=spaced).items():
        added[char] = added.get(char, 0.0) + nats
    lines = (habits and habits.of_lines and right[:1] not in _LINE_ENDS) or right[:1] > "\x7f"
    return Expectations(
        dict(zip(map(ord, added), added.values(), strict=True)),
        dict(zip(map(ord, floors), floors.values(), strict=True)),
        _BEHIND_ENDS if lines and not spaced else {},
    )


def expected_each(
    line: str, right: str, around: Surroundings, *, within: str, spaced: bool = False
) -> tuple[Expectations, Expectations]:
    """What to expect, as `expected` has it, of the holes of an island that others follow, and of the last."""
    inner, last = (
        expected(line, follows, around.crlf, within=within, spaced=spaced, habits=around.habits)
        for follows in (HOLE + right, right)
    )
    return inner, last


def _usual_here(habits: Habits | None, right: str, crlf: float, *, spaced: bool) -> Mapping[str, float]:
    """What the habits of the text say of what stands before `right`: nothing of the CR of CR LF, nor of tables, where
    spaces before a bar are as usual as line feeds.
    """
    if habits is None or right.startswith("|") or (crlf >= _SURE and right.startswith("\n")):
        return {}
    return habits.nats(right, spaced=spaced)


def is_bold(line: str, right: str) -> bool:
    """Whether a star is missing of the two that begin or end what is bold in Markdown."""
    if right[:1] != "*" or right[1:2] in ("*", "/"):
        return False
    return (line.count("**") + right[1:].partition("\n")[0].count("**")) % 2 == 1


def in_address(line: str) -> bool:
    """Whether the line ends in an address of the web, or in one of a link in Markdown."""
    return _ADDRESS.search(line) is not None


def floor(text: str, index: int) -> float:
    """log P, at least, of the mark of ASCII at `index` of `text`, by what the rest of its line asks for; nats.

    -inf where nothing asks for it. What may be said of a line end is left out: it is no evidence of damage.
    """
    mark = text[index]
    if mark.isalnum() or mark.isspace() or not mark.isascii():
        return -math.inf
    line, right = text[:index].rpartition("\n")[2], text[index + 1 :].partition("\n")[0]
    return expected(line, right, -math.inf).floors.get(ord(mark), -math.inf)


def _first_digits(right: str) -> dict[str, float]:
    """What to add for each digit before others. Numbers of four digits are often years."""
    found = dict(_FIRST_DIGITS)
    if _OF_THE_LAST.match(right):
        found["1"] += _LAST_CENTURY
    elif _THIS_CENTURY.match(right):
        found["2"] = 0.0
    return found


def _in_string(added: Mapping[str, float], line: str, right: str) -> dict[str, float]:
    """What to add where a string that `line` opens goes on, or an address does."""
    found: dict[str, float] = {}
    quote = innermost(line)
    quoted = bool(quote) and quote in right.partition("\n")[0]
    if quote and quote in STRAIGHT[:2]:
        feed = added.get("\n", 0.0)
        if quoted:
            found["\n"] = feed + _FEED_IN_STRING
        elif _TRIPLED.sub("", line).count(quote) % 2:
            found["\n"] = min(0.0, feed) + _FEED_IN_OPEN_STRING
            found["\r"] = added.get("\r", 0.0) + _FEED_IN_OPEN_STRING
    if right[:1].isalnum() and in_address(line):
        found |= dict.fromkeys(" \n", _IN_QUOTED_ADDRESS if quoted else _IN_ADDRESS)
        # Words of one part of it are divided alike.
        found |= {"-": _DIVIDED if _HYPHENED.match(right) else 0.0, "/": 0.0}
    return found


def _return(added: Mapping[str, float], right: str, crlf: float) -> dict[str, float]:
    """What to add for a carriage return before `right`, and for others that stand in its place."""
    if right.startswith("\n") and crlf >= _SURE:
        others = {char: added.get(char, 0.0) + _WITHOUT_RETURN for char in _ASCII_MARKS}
        return {**others, "\r": crlf}
    return {"\r": _NEVER if right.startswith("\r") else crlf}


def _line_end(line: str, right: str, crlf: float) -> dict[str, float]:
    if not right:
        return {"\n": _FEED_AT_END, **_before_end(line)}
    if _STOPS.match(right):
        return {"\n": _FEED_BEFORE_MARK, ")": 0.0} | dict.fromkeys(" .,!?", _BEFORE_STOP)
    if right[0] == "\n":
        found = _before_end(line)
        if crlf >= _SURE:
            return found
        blank = _BLANK_BEFORE.match(right, 1)
        goes_on = right[1:2] == "\n" or _GOES_ON.match(right, 1) or same_item(line, right[1:])
        if blank or not goes_on:
            found |= {
                "\n": _BLANK_BEFORE_MARKUP if blank else _BLANK_LINE,
                "\r": crlf + (_INSTEAD_OF_BLANK if crlf < _SURE else 0.0),
            }
        return found
    if right[0] == "\r":
        return {"\n": _NEVER, **_before_end(line)}
    if right[0] == HOLE:
        return {"\n": _FEED_WITHIN, " ": _SPACE}
    if any(right.startswith(closing) and opening in line for closing, opening in _CLOSING.items()):
        return {"\n": _FEED_BEFORE_MARK, " ": _SPACE_BEFORE_CLOSING}
    if line.lstrip().startswith("|") and right[0] == "|":
        return {"\n": _FEED_BEFORE_CELL, " ": _SPACE}
    if _MARKUP.match(right) or same_item(line, right) or (_TRIPLED.match(right) and right[:3] not in line):
        return {"\n": _FEED_BEFORE_MARKUP}
    columns = _COLUMNS.search(line)
    if columns and columns[1].strip() in {found[1].strip() for found in _COLUMNS.finditer(right)}:
        return {"\n": _FEED_BEFORE_MARKUP}
    return {"\n": _FEED_WITHIN if right[0].isalnum() else _FEED_BEFORE_MARK, " ": _SPACE}


def _before_end(line: str) -> dict[str, float]:
    """What to add where nothing follows on the line; of Japanese the models know how sentences end."""
    kana = "\u3040" < line[-1:] < "\u3100"
    return {" ": _SPACE_AT_END} if kana else {" ": _SPACE_AT_END, "：": _COLON_AT_END}


def line_start(right: str) -> int:
    """How many characters of `right` are what a line may begin with: indentation, the mark of a list or a comment."""
    found = _BEGINNING.match(right)
    return found.end() if found else 0


def comment_end(right: str) -> int:
    """How many characters of `right` close a comment, or an expression in a template."""
    return max((len(closing) for closing in _CLOSING if right.startswith(closing)), default=0)


def same_item(line: str, other: str) -> bool:
    """Whether both lines begin with the same mark of a list, a table or a comment."""
    item, again = _ITEM.match(line), _ITEM.match(other)
    return item is not None and again is not None and item[1] == again[1]
