"""All artefacts of a text, one kind after the other, as patches of the text as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from garble_fix.artefacts.brackets import System
from garble_fix.artefacts.finding import COMPAT, MIXED, PUNCTUATION, SCRIPT, SHIFTED, Finding, applied
from garble_fix.artefacts.glosses import OVERWHELMING, glosses
from garble_fix.artefacts.settings import Artefacts

ORDER: Final = (COMPAT, SHIFTED, *System, SCRIPT, MIXED, PUNCTUATION)
"""The names of the artefacts, in the order in which they are looked for."""

_PASSES: Final = 3


@dataclass(frozen=True, slots=True)
class Patch:
    """Code points `start:end` become `after`; `artefacts` names what was put right there.

    `log_odds`, in nats, are the least of those of the findings.
    """

    start: int
    end: int
    after: str
    artefacts: tuple[str, ...]
    log_odds: float


def mend(text: str, artefacts: Artefacts) -> list[Patch]:
    """Find what to change to put right the artefacts asked for: disjoint patches in order, none where all is well.

    Each kind is looked for in what the one before has left, until nothing more is found, so that mending what was
    mended changes nothing. Raises `ExtraMissingError` if a script is asked for and OpenCC is not installed, and
    `ModelError`.
    """
    patches: list[Patch] = []
    mended = text
    for find in _steps(artefacts):
        for _ in range(_PASSES):
            found = find(mended)
            if not found:
                break
            patches = composed(patches, found, mended)
            mended = applied(mended, found)
    return [patch for patch in patches if patch.after != text[patch.start : patch.end]]


def _steps(artefacts: Artefacts) -> Iterator[Callable[[str], list[Finding]]]:
    # What is not asked for is not loaded: its patterns take longer to make than a small file takes to look at.
    if artefacts.compat:
        from garble_fix.artefacts.compat import compatible  # noqa: PLC0415

        yield compatible
    if artefacts.shifted:
        from garble_fix.artefacts.shifted import shifted  # noqa: PLC0415

        yield shifted
    if artefacts.pinyin:
        yield lambda text: [found for found in glosses(text) if found.log_odds >= OVERWHELMING]
    if artefacts.script != "keep":
        from garble_fix.artefacts.script import convert  # noqa: PLC0415

        yield lambda text: convert(text, artefacts.script)
    if artefacts.punctuation:
        from garble_fix.artefacts.punctuation import flattened  # noqa: PLC0415

        yield flattened


def composed(patches: Sequence[Patch], found: Sequence[Finding], text: str) -> list[Patch]:
    """Join `found`, in terms of the patched `text`, to the `patches` that led to it; what overlaps becomes one."""
    shift = 0
    placed: list[tuple[int, int, Patch | Finding]] = []
    for patch in patches:
        start = patch.start + shift
        placed.append((start, start + len(patch.after), patch))
        shift += len(patch.after) - (patch.end - patch.start)
    placed = sorted(
        [*placed, *((finding.start, finding.end, finding) for finding in found)],
        key=lambda row: (row[0], isinstance(row[2], Finding)),
    )
    result: list[Patch] = []
    shift = index = 0
    while index < len(placed):
        first, (start, end, _) = index, placed[index]
        index += 1
        while index < len(placed) and placed[index][0] < end:
            end = max(end, placed[index][1])
            index += 1
        group = [row[2] for row in placed[first:index]]
        earlier = [each for each in group if isinstance(each, Patch)]
        later = [each for each in group if isinstance(each, Finding)]
        grown = sum(len(each.after) - (each.end - each.start) for each in earlier)
        after = "".join(_replaced(text, start, end, later))
        names = [name for each in earlier for name in each.artefacts] + [each.artefact for each in later]
        odds = min(each.log_odds for each in group)
        result.append(
            Patch(start - shift, end - shift - grown, after, tuple(sorted(set(names), key=ORDER.index)), odds)
        )
        shift += grown
    return result


def _replaced(text: str, start: int, end: int, findings: Sequence[Finding]) -> Iterator[str]:
    for finding in findings:
        yield text[start : finding.start]
        yield finding.after
        start = finding.end
    yield text[start:end]
