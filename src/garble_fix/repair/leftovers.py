"""What is left garbled on a line that was repaired: damage seldom stops where a decoding does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from garble_fix.language import LanguageModel
from garble_fix.repair.result import Edit, Verdict
from garble_fix.spans.surprise import surprises

_SURPRISING: Final = 6.0
"""Nats beyond what is expected; more than for a first look, since rare words stand in repaired text too."""


def find_leftovers(
    text: str, edits: Sequence[Edit], known: Sequence[Edit], model: LanguageModel
) -> Iterator[Edit]:
    """The stretches between and beside the edits, on the same lines, that look garbled still.

    They come as edits that change nothing, verdict `doubtful`; those that overlap `known` are left out.
    """
    gaps = list(_gaps(text, edits))
    found = surprises([text[start:end] for start, end, _ in gaps], model)
    for (start, _, shift), surprise in zip(gaps, found, strict=True):
        if surprise.nats < _SURPRISING:
            continue
        first, last = start + surprise.start, start + surprise.end
        if any(edit.start < last and first < edit.end for edit in known):
            continue
        stands = text[first:last]
        yield Edit(
            first, last, first + shift, last + shift, stands, stands, "", 0.0, 0.0, (), Verdict.DOUBTFUL
        )


def _gaps(text: str, edits: Sequence[Edit]) -> Iterator[tuple[int, int, int]]:
    """What of the edited lines lies outside the edits: start, end, and how far it was moved."""
    at, shift = 0, 0
    for index, edit in enumerate(edits):
        start = max(at, text.rfind("\n", 0, edit.start) + 1)
        if start < edit.start:
            yield start, edit.start, shift
        shift = edit.new_end - edit.end
        at = edit.end
        following = edits[index + 1].start if index + 1 < len(edits) else len(text)
        end = text.find("\n", edit.end, following)
        if end >= 0:
            if edit.end < end:
                yield edit.end, end, shift
            at = end + 1
        elif index + 1 == len(edits) and edit.end < len(text):
            yield edit.end, len(text), shift
