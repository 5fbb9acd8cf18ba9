"""Going back through the versions of a text until all that is damaged in it is restored."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from garble_fix.channels import Chain
from garble_fix.detect import BINARY, decide
from garble_fix.detect.encodings import ESCAPES, read
from garble_fix.history.accidents import everything, proposed, simplest, that_happened
from garble_fix.history.forward import Block
from garble_fix.history.matching import Match, Matching, Present
from garble_fix.history.repository import Version
from garble_fix.history.sound import is_accident, is_sound, loses_letters
from garble_fix.repair.bytes import repair_bytes
from garble_fix.repair.edits import Change
from garble_fix.repair.result import BytesRepair, text_before
from garble_fix.repair.text import Holes

_LOG_ODDS: Final = 20.0
"""Log-odds, in nats, of what is restored: that damage gives exactly what stands there is no chance."""

_MARKS: Final = re.compile(
    "\\?{3}|[^\\s?]\\?\\?|\\?\\?[^\\s?=.]|[\ufffd\x80-\x84\x86-\x9f\ue000-\uf8ff]|^\\?\\?$", re.M
)
"""What damage leaves even where no repair is found. `a ?? b` is an operator."""

_TRIED: Final = 150
"""Old lines on which all accidents are tried, at most; after that, those found so far must do."""

_CHAINS: Final = 8
"""Accidents that the lines of one version are damaged by, at most."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was found in the history: changes of the text, disjoint and in order, and the encoding it was found in."""

    changes: tuple[Change, ...] = ()
    encoding: str = ""


def looks_damaged(repair: BytesRepair) -> bool:
    """Whether there is anything to look for in the history. `repair` is the repair without it."""
    if repair.binary:
        return False
    return bool(repair.edits or repair.doubts) or _MARKS.search(repair.text) is not None


def restored(
    data: bytes,
    repair: BytesRepair,
    versions: Iterable[Version],
    *,
    holes: Holes = "mark",
    encoding: str | None = None,
) -> BytesRepair:
    """Repair `data` with the help of its history; `repair` is what came of it without, which is returned if there is
    nothing to restore. `holes` and `encoding` are as in `repair_bytes`.

    What was ASCII, its characters being lost, is in the encoding of the version they are from.
    """
    found = restore(text_before(repair.text, repair.edits), repair, versions)
    if not found.changes:
        return repair
    if encoding is None and repair.encoding == "ascii":
        encoding = found.encoding
    return repair_bytes(data, holes=holes, encoding=encoding, found=found.changes)


def restore(text: str, repair: BytesRepair, versions: Iterable[Version]) -> Restored:
    """Find what was damaged in `text`, given its `repair` without its history, and its versions, newest first."""
    now = Present.of(text)
    wanted = _damaged_lines(text, repair, now)
    stray = frozenset(number for number, line in enumerate(now.lines) if ESCAPES.search(line))
    wanted -= stray
    found: dict[int, list[Change]] = {}
    happened: dict[Chain, None] = {}
    likely = proposed(edit.chain for edit in (*repair.edits, *repair.doubts))
    seen = set(now.lines)
    tried, encoding = 0, ""
    for version in versions:
        if not wanted:
            break
        decoded = _decoded(version.data, marked=bool(repair.bom))
        if decoded is None:
            continue
        lines = decoded[0].replace("\r\n", "\n").split("\n")
        fresh = [line for line in dict.fromkeys(lines) if not line.isascii() and line not in seen]
        seen.update(fresh)
        if not fresh:
            continue
        rest = "\n".join(line for number, line in enumerate(now.lines) if number not in found) + "\n"
        chains = that_happened([*happened, *likely], fresh, rest)
        if tried < _TRIED:
            tried += min(len(fresh), 30)
            chains = list(dict.fromkeys([*chains, *that_happened(everything(), fresh, rest)]))
        if not chains:
            continue
        matching = Matching(lines, now, chains[:_CHAINS], stray.union(found))
        for line, changes in _trusted(list(matching.matches()), now, version.name):
            found[line] = changes
            happened |= {change.chain: None for change in changes}
            encoding = encoding or decoded[1]
        wanted -= found.keys()
    return Restored(tuple(change for line in sorted(found) for change in found[line]), encoding)


def _damaged_lines(text: str, repair: BytesRepair, now: Present) -> set[int]:
    marks = [match.start() for match in _MARKS.finditer(text)]
    starts = [edit.start for edit in (*repair.edits, *repair.doubts)]
    return {bisect_right(now.starts, place) - 1 for place in (*marks, *starts)}


def _decoded(data: bytes, *, marked: bool) -> tuple[str, str] | None:
    """The text of a version, its byte order mark before it unless that is `marked` now, and its encoding."""
    if not data or b"\0" in data[:8000]:
        return None
    detection, text = decide(data)
    if detection.encoding == BINARY:
        return None
    if text is None:
        try:
            text = read(detection.encoding, data[len(detection.bom) :])[0]
        except UnicodeDecodeError:
            return None
    return ("\ufeff" if detection.bom and not marked else "") + text, detection.encoding


def _trusted(matches: list[Match], now: Present, source: str) -> Iterator[tuple[int, list[Change]]]:
    """The changes of each line, where what is brought back was sound and its damage was no deed."""
    lossy: dict[Chain, list[Block]] = {}
    for match in matches:
        if any(channel.lossy for channel in match.chain):
            lossy.setdefault(match.chain, []).extend(match.blocks)
    meant = {chain for chain, found in lossy.items() if not loses_letters(found)}
    for match in matches:
        if match.chain in meant or not any(map(is_accident, match.blocks)):
            continue
        damaged = "".join(block.damaged for block in match.blocks)
        old = "".join(block.old for block in match.blocks)
        if is_sound(old, damaged, match.chain):
            start = now.starts[match.line]
            yield match.line, [_change(block, match.chain, start, now, source) for block in match.blocks]


def _change(block: Block, chain: Chain, start: int, now: Present, source: str) -> Change:
    after = block.old.replace("\r\n", "\n")
    if block.typed:
        after = after.removesuffix("\n")
    # A CR was swallowed and its LF was not; it comes back where the other lines have theirs.
    after = after.replace("\n", "\r\n") if now.crlf else after.replace("\r", "")
    simple = simplest(chain, block.old, block.damaged)
    at = start + block.at
    proof = "" if after == block.old else block.old
    return Change(at, at + len(block.damaged), after, simple, _LOG_ODDS, (), proof, source)
