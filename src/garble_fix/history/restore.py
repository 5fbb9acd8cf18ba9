"""Going back through the versions of a text until all that is damaged in it is restored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from garble_fix.channels import Chain
from garble_fix.detect import BINARY, decide
from garble_fix.detect.encodings import ESCAPES, read
from garble_fix.history.accidents import everything, simplest, that_happened, too_small
from garble_fix.history.forward import Block
from garble_fix.history.matching import Match, Matching, Present
from garble_fix.history.repository import Version
from garble_fix.history.sound import is_accident, is_sound, loses_letters
from garble_fix.repair.edits import Change

_LOG_ODDS: Final = 20.0
"""Log-odds, in nats, of what is restored: that damage gives exactly what stands there is no chance."""

_TRIED: Final = 12
"""Versions on which every accident there is is tried in any case. Later, only where more of the damage begins than in
any version before; on the others those that are likely must do."""

_IDLE: Final = 20
"""Versions that promised something and added nothing, after which no older one is looked at."""

_CHAINS: Final = 8
"""Accidents that the lines of one version are damaged by, at most."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was found in the history: changes of the text, disjoint and in order, and the encoding it was found in."""

    changes: tuple[Change, ...] = ()
    encoding: str = ""


def restore(
    text: str,
    wanted: Iterable[int],
    likely: Sequence[Chain],
    versions: Iterable[Version],
    *,
    marked: bool = False,
) -> Restored:
    """Find what was damaged in `text` in its `versions`, newest first.

    `wanted` are the numbers, from 0, of the lines that look damaged: once they are restored, no further version is
    looked at. Others may be restored as well. `likely` are accidents that may have happened; `marked` says whether the
    text has a byte order mark before it.
    """
    now = Present.of(text)
    stray = frozenset(number for number, line in enumerate(now.lines) if ESCAPES.search(line))
    left = {number: now.lines[number] for number in wanted if number not in stray}
    found: dict[int, list[Change]] = {}
    happened: dict[Chain, None] = {}
    likely = [*likely, *too_small()]
    seen, gone = set(now.lines), set[int]()
    tried, most, idle, encoding = 0, 0, 0, ""
    for version in versions if left else ():
        decoded = _decoded(version.data, marked=marked)
        if decoded is None:
            continue
        lines = decoded[0].replace("\r\n", "\n").split("\n")
        standing = set(lines)
        # While all that is sought stands there as it does now, the damage is older.
        missing = {number for number, line in left.items() if line not in standing}
        fresh = [line for line in dict.fromkeys(lines) if not line.isascii() and line not in seen]
        seen.update(fresh)
        if not (missing and fresh):
            continue
        rest = "\n".join(line for number, line in enumerate(now.lines) if number not in found) + "\n"
        begun = len(missing - gone)
        gone |= missing
        chains = [*happened, *likely]
        if begun > most:
            idle = 0
        if begun > most or tried < _TRIED:
            tried, most = tried + 1, max(most, begun)
            chains += everything()
        chains = that_happened(chains, fresh, rest)
        if not chains:
            continue
        known = len(found)
        matching = Matching(lines, now, chains[:_CHAINS], stray.union(found))
        for line, changes in _trusted(list(matching.matches()), now, version.name):
            found[line] = changes
            left.pop(line, None)
            happened |= {change.chain: None for change in changes}
            encoding = encoding or decoded[1]
        idle = 0 if len(found) > known else idle + 1
        if not left or idle > _IDLE:
            break
    return Restored(tuple(change for line in sorted(found) for change in found[line]), encoding)


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
        if is_sound(match.old.rstrip("\r\n"), match.damaged, match.chain):
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
    if now.text.startswith("\r", at + len(block.damaged)):
        after = after.removesuffix("\r")
    proof = "" if after == block.old else block.old
    return Change(at, at + len(block.damaged), after, simple, _LOG_ODDS, (), proof, source)
