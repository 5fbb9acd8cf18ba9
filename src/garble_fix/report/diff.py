r"""The unified diff of a repair: exact bytes for `patch`, or the same made readable for a terminal.

Nothing is searched for here, as a diff tool must: the edits say which stretches changed. Lines end at LF
alone, as `patch` has it, so that CR and CRLF stay what they are.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, AnyStr, Generic

from garble_fix.report.escape import printable
from garble_fix.report.numbers import percent
from garble_fix.report.places import LineIndex
from garble_fix.report.screen import Style
from garble_fix.report.spans import damage
from garble_fix.report.width import window

if TYPE_CHECKING:
    from garble_fix.repair.result import Edit

_CONTEXT = 3
_NO_NEWLINE = "\\ No newline at end of file"
_LONG = 200
"""Characters of a line shown on a terminal; of a longer one, the changed stretch and its surroundings."""


@dataclass(slots=True)
class _Block:
    """Lines `start:end` before that became the lines `new_start:new_end`, all counted from 0."""

    start: int
    end: int
    new_start: int
    new_end: int
    edits: list[Edit] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Row(Generic[AnyStr]):
    """A line of a hunk: its sign (` `, `-`, `+`), the line, its number from 0 on the side it belongs to."""

    sign: str
    line: AnyStr
    number: int


def patch(name: str, before: bytes, after: bytes, texts: tuple[str, str], edits: Sequence[Edit]) -> bytes:
    """Return a unified diff from `before` to `after` that `patch -p0` and `git apply -p0` accept.

    `texts` are what the bytes decode to, on which `edits` are placed. Each hunk's heading names the chains,
    the commits that something was restored from, and the least confidence. Where bytes and text don't have
    the same lines (UTF-16), the diff is that of the texts, in UTF-8.
    """
    old, new = before.split(b"\n"), after.split(b"\n")
    # In UTF-16 an LF byte may be half a character, and a decoder may swallow one: the lines don't correspond.
    if b"\0" in before or (len(old), len(new)) != tuple(text.count("\n") + 1 for text in texts):
        old, new = (text.encode("utf-8", "surrogateescape").split(b"\n") for text in texts)
    quoted = _patch_name(name)
    lines = [b"--- " + quoted, b"+++ " + quoted]
    for heading, rows in _hunks(old, new, _blocks(texts, edits)):
        lines.append(heading.encode("utf-8", "backslashreplace"))
        for row in rows:
            lines.append(row.sign.encode() + row.line)
            if _lacks_newline(row, old, new):
                lines.append(_NO_NEWLINE.encode())
    return b"\n".join(lines) + b"\n"


def shown_diff(name: str, texts: tuple[str, str], edits: Sequence[Edit]) -> Iterator[tuple[str, Style]]:
    """Give the lines of the same diff for a person: escaped, long lines shortened, each with its style."""
    old, new = texts[0].split("\n"), texts[1].split("\n")
    yield f"--- {printable(name)}", Style.HEADING
    yield f"+++ {printable(name)}", Style.HEADING
    columns = {"-": _columns(texts[0], ((edit.start, edit.end) for edit in edits))}
    columns["+"] = _columns(texts[1], ((edit.new_start, edit.new_end) for edit in edits))
    styles = {"-": Style.REMOVED, "+": Style.ADDED, " ": Style.PLAIN}
    for heading, rows in _hunks(old, new, _blocks(texts, edits)):
        yield heading, Style.HEADING
        # CRs are worth showing only where they differ.
        crlf = all(row.line.endswith("\r") or _lacks_newline(row, old, new) for row in rows)
        for row in rows:
            line = row.line.removesuffix("\r") if crlf else row.line
            if len(line) > _LONG:
                start, end = columns.get(row.sign, {}).get(row.number, (0, 0))
                line = window(line, start, end, context=_LONG // 5, limit=_LONG)
            yield row.sign + printable(line, keep="\t"), styles[row.sign]
            if _lacks_newline(row, old, new):
                yield _NO_NEWLINE, Style.PLAIN


def _blocks(texts: tuple[str, str], edits: Sequence[Edit]) -> list[_Block]:
    """Find the lines each edit touches; edits that share a line share a block."""
    index, new_index = LineIndex(texts[0], end="\n"), LineIndex(texts[1], end="\n")
    blocks: list[_Block] = []
    for edit in edits:
        # An LF that ends both sides ends the change as well: the line after it has none.
        ended = edit.before.endswith("\n") and edit.after.endswith("\n")
        start, end = index.line(edit.start) - 1, index.line(edit.end - ended)
        new_start, new_end = new_index.line(edit.new_start) - 1, new_index.line(edit.new_end - ended)
        # Nothing changes between two edits, so if they meet on a line, they do so before and after.
        if blocks and start < blocks[-1].end:
            blocks[-1].end, blocks[-1].new_end = end, new_end
        else:
            blocks.append(_Block(start, end, new_start, new_end))
        blocks[-1].edits.append(edit)
    return blocks


def _hunks(
    old: Sequence[AnyStr], new: Sequence[AnyStr], blocks: Sequence[_Block]
) -> Iterator[tuple[str, list[_Row[AnyStr]]]]:
    """Give each hunk's heading and its rows, `old` and `new` being the lines without their LFs.

    What follows the last LF is a line only if there is something in it.
    """
    old_count, new_count = len(old) - (not old[-1]), len(new) - (not new[-1])
    for group in _grouped(blocks):
        first, last = group[0], group[-1]
        start = max(0, first.start - _CONTEXT)
        end = min(old_count, last.end + _CONTEXT)
        new_start = first.new_start - (first.start - start)
        new_end = min(new_count, last.new_end + _CONTEXT)
        rows: list[_Row[AnyStr]] = []
        done = start
        for block in group:
            rows += (_Row(" ", old[number], number) for number in range(done, block.start))
            done = min(block.end, old_count)
            rows += (_Row("-", old[number], number) for number in range(block.start, done))
            rows += (
                _Row("+", new[number], number)
                for number in range(block.new_start, min(block.new_end, new_count))
            )
        rows += (_Row(" ", old[number], number) for number in range(done, end))
        ranges = f"-{_range(start, end)} +{_range(new_start, new_end)}"
        yield f"@@ {ranges} @@ {_reason(group)}", rows


def _grouped(blocks: Sequence[_Block]) -> Iterator[list[_Block]]:
    """Put blocks together whose contexts meet."""
    group: list[_Block] = []
    for block in blocks:
        if group and block.start - group[-1].end > 2 * _CONTEXT:
            yield group
            group = []
        group.append(block)
    if group:
        yield group


def _reason(group: Sequence[_Block]) -> str:
    edits = [edit for block in group for edit in block.edits]
    chains = ", ".join(dict.fromkeys(damage(edit) for edit in edits))
    sources = ", ".join(dict.fromkeys(edit.source for edit in edits if edit.source))
    restored = f", restored from {sources}" if sources else ""
    return f"{chains}{restored} ({percent(min(edit.confidence for edit in edits))})"


def _range(start: int, end: int) -> str:
    count = end - start
    if count == 0:  # by the rules of the format, the line before stands for an empty range
        return f"{start},0"
    return f"{start + 1}" if count == 1 else f"{start + 1},{count}"


def _lacks_newline(row: _Row[AnyStr], old: Sequence[AnyStr], new: Sequence[AnyStr]) -> bool:
    lines = new if row.sign == "+" else old
    return row.number == len(lines) - 1


def _columns(text: str, spans: Iterator[tuple[int, int]]) -> dict[int, tuple[int, int]]:
    """Map the number of each line that `spans` touch to the stretch, from 0, they cover in it."""
    index = LineIndex(text, end="\n")
    covered: dict[int, tuple[int, int]] = {}
    for span_start, span_end in spans:
        (line, column), (last_line, last_column) = index.place(span_start), index.place(span_end)
        for number in range(line - 1, last_line):
            start = column - 1 if number == line - 1 else 0
            end = last_column - 1 if number == last_line - 1 else start
            old_start, old_end = covered.get(number, (start, end))
            covered[number] = min(old_start, start), max(old_end, end)
    return covered


def _patch_name(name: str) -> bytes:
    """Write a file name so that `patch` reads it back: quoted as C does where it has to be."""
    raw = os.fsencode(name)
    if any(byte < 0x20 or byte in b'"\\\x7f' for byte in raw):
        escaped = b"".join(
            b"\\" + bytes([byte])
            if byte in b'"\\'
            else bytes([byte])
            if 0x20 <= byte != 0x7F
            else b"\\%03o" % byte
            for byte in raw
        )
        return b'"' + escaped + b'"'
    # A name ends at a tab; without one, some read only up to the first space.
    return raw + b"\t" if b" " in raw else raw
