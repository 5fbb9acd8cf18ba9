"""Which suspicious lines of a text are worth a search: most are seen through by a look at what is odd in them.

That is the most suspicious stretch of a line. Where the same characters are odd in many lines, as those that draw a
tree are, a few of the lines answer for all.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from garble_fix.language import LanguageModel
from garble_fix.repair.evidence import Evidence
from garble_fix.search.explain import explain
from garble_fix.search.lattice import Surroundings
from garble_fix.search.lockstep import together
from garble_fix.search.readings import read_pages
from garble_fix.spans.lines import Piece
from garble_fix.spans.suspects import Suspect

_DISMISSED: Final = 1 << 14
"""How many windows that came to nothing are remembered: the files of one project have many lines in common."""

_ANSWER_FOR_ALL: Final = 3
"""How many lines in which the same characters are odd are looked at before the others."""

_SIDE_BY_SIDE: Final = 40_000
"""Code points of lines that are searched side by side, which bounds memory."""


def worth_a_search(
    suspicious: Sequence[Suspect], model: LanguageModel, evidence: Evidence, crlf: float
) -> list[Suspect]:
    """Those of which the most suspicious stretch alone has an explanation, or that of a line like it."""
    first: dict[frozenset[str], list[Suspect]] = {}
    others: list[Suspect] = []
    for suspect in suspicious:
        alike = first.setdefault(_odd(suspect), [])
        (alike if len(alike) < _ANSWER_FOR_ALL else others).append(suspect)
    worth = _explained([s for alike in first.values() for s in alike], model, evidence, crlf)
    odd = {_odd(suspect) for suspect in worth}
    worth += _explained([s for s in others if _odd(s) in odd], model, evidence, crlf)
    kept = {suspect.piece.start for suspect in worth}
    return [suspect for suspect in suspicious if suspect.piece.start in kept]


def _odd(suspect: Suspect) -> frozenset[str]:
    """The characters beyond ASCII that are suspicious."""
    return frozenset(char for char in suspect.stretch if char > "\x7f")


def _explained(
    suspicious: Sequence[Suspect], model: LanguageModel, evidence: Evidence, crlf: float
) -> list[Suspect]:
    dismissed = _dismissed() if not evidence.gains else {}
    worth: set[_Window] = set()
    for some in side_by_side(suspect.window for suspect in suspicious):
        keys = dict.fromkeys(_Window(window.text, window.follow, crlf) for window in some)
        new = [key for key in keys if key not in worth and key not in dismissed]
        searches = [
            explain(
                window.text,
                model,
                read_pages(),
                evidence.log_prior,
                around=Surroundings(window.follow, crlf),
                hurried=True,
            )
            for window in new
        ]
        for window, found in zip(new, together(searches, model), strict=True):
            if found:
                worth.add(window)
            elif len(dismissed) < _DISMISSED:
                dismissed[window] = None
    return [s for s in suspicious if _Window(s.window.text, s.window.follow, crlf) in worth]


class _Window(NamedTuple):
    """All that the outcome of a search depends on where nothing is known of the file."""

    text: str
    follow: str
    crlf: float


@functools.cache
def _dismissed() -> dict[_Window, None]:
    """The windows in which nothing was found, of all files so far, before anything spoke for a chain."""
    return {}


def side_by_side(searched: Iterable[Piece]) -> Iterator[list[Piece]]:
    """The pieces, as many at a time as are searched side by side."""
    batch: list[Piece] = []
    size = 0
    for piece in searched:
        batch.append(piece)
        size += len(piece.text)
        if size >= _SIDE_BY_SIDE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
