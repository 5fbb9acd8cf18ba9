"""What is left garbled on a line that was repaired: damage seldom stops where a decoding does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from garble_fix.language import LanguageModel
from garble_fix.repair.result import Edit, Verdict
from garble_fix.spans.surprise import surprises

SURPRISING: Final = 8.0
"""Nats beyond what is expected; more than for a first look, since rare words stand in repaired text too."""

_WORDS: Final = re.compile(r"[\x00-\x7f]{4,}")
"""Stretches of ASCII, which part what is left garbled from the next quotation mark."""

_BESIDE: Final = 300
"""Code points looked at on either side of the edits of a line."""


def find_leftovers(
    repaired: str, edits: Sequence[Edit], known: Sequence[Edit], model: LanguageModel
) -> Iterator[Edit]:
    """The stretches beside and between the edits, on the same lines, that look garbled still.

    `repaired` is the text after the edits. They come as edits that change nothing, verdict `doubtful`, one at most
    for each line; those that overlap `known` are left out.
    """
    windows = list(_windows(repaired, edits))
    lines = [repaired[start:end] for start, end, _ in windows]
    accounted = [
        [(edit.new_start - start, edit.new_end - start) for edit in found]
        + [match.span() for match in _WORDS.finditer(line)]
        for line, (start, _, found) in zip(lines, windows, strict=True)
    ]
    for (start, _, found), surprise in zip(windows, surprises(lines, model, accounted), strict=True):
        if surprise.nats < SURPRISING:
            continue
        first, last = start + surprise.start, start + surprise.end
        shift = next((edit.new_end - edit.end for edit in reversed(found) if edit.new_end <= first), None)
        if shift is None:
            shift = found[0].new_start - found[0].start
        if any(edit.start < last - shift and first - shift < edit.end for edit in known):
            continue
        stands = repaired[first:last]
        yield Edit(
            first - shift, last - shift, first, last, stands, stands, "", 0.0, 0.0, (), Verdict.DOUBTFUL
        )


def _windows(repaired: str, edits: Sequence[Edit]) -> Iterator[tuple[int, int, list[Edit]]]:
    """The edited lines of the repaired text, or as much of them as is near the edits: start, end, edits."""
    group: list[Edit] = []
    for edit in edits:
        if (group and "\n" in repaired[group[-1].new_end : edit.new_start]) or (
            group and edit.new_start - group[-1].new_end > 2 * _BESIDE
        ):
            yield _window(repaired, group)
            group = []
        group.append(edit)
    if group:
        yield _window(repaired, group)


def _window(repaired: str, group: list[Edit]) -> tuple[int, int, list[Edit]]:
    first, last = group[0].new_start, group[-1].new_end
    start = max(repaired.rfind("\n", 0, first) + 1, first - _BESIDE)
    end = repaired.find("\n", last, last + _BESIDE)
    return start, end if end >= 0 else min(len(repaired), last + _BESIDE), group
