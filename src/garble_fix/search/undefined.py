"""Which of a few characters stood where a byte without meaning was lost.

In a page of single bytes few bytes mean nothing (81, 8D, 8F, 90 and 9D in Windows-1252), and the rest of a UTF-8
sequence is there: a hole has five candidates, seldom more. The likeliest are found from left to right under the
language models, with what stands before and after each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from garble_fix.language import LANGUAGES, LanguageModel
from garble_fix.language.model import code_points
from garble_fix.search.alignment import Alignment, Filling
from garble_fix.search.lattice.posterior import calibrated, logistic, rivals
from garble_fix.search.lattice.wording import reweighed

Floats = npt.NDArray[np.float32]

_REACH: Final = 3
"""Characters before and after a hole that matter to the models."""

_WORD: Final = 40
"""Characters of a word on either side of a hole."""

_WIDTH: Final = 25
"""Beginnings of the text that are kept."""

_TEMPERATURE: Final = 1.6
"""By what differences of log P are divided before they become shares: the models are too sure of themselves."""

_OTHERWISE: Final = -16.0
"""`log P` of what a mark stands for if it is none of the candidates: worse than any code point that is seldom seen."""

_FEED: Final = 10
_ALL: Final = range(len(LANGUAGES))


def fill(reading: Alignment, model: LanguageModel) -> Alignment:
    """Put the likeliest of its candidates in each hole of a reading."""
    if not reading.candidates:
        return reading
    found = likeliest(reading.after, reading.candidates, model)
    put = {index: next(iter(shares)) for index, shares in found.items()}
    after = "".join(put.get(index, char) for index, char in enumerate(reading.after))
    trust = _trust(after, found, model)
    fillings = []
    for index, own in found.items():
        trusted = {char: share * trust[index] for char, share in own.items()}
        shares = reweighed(
            trusted, after[max(0, index - _WORD) : index], after[index + 1 : index + 1 + _WORD]
        )
        (char, share), *others = shares.items()
        posterior = calibrated(char, share)
        fillings.append(Filling(index, char, posterior, rivals(share, posterior, others)))
        after = f"{after[:index]}{char}{after[index + 1 :]}"
    return replace(reading, after=after, filled=after, holes=tuple(fillings), candidates={})


def likeliest(text: str, candidates: Mapping[int, str], model: LanguageModel) -> dict[int, dict[str, float]]:
    """Return the candidates of each hole with their shares of all that was found, the one to take first.

    `candidates` has the characters that may stand at each hole, by its index in `text`.
    """
    holes = sorted(candidates)
    points = np.concatenate([np.full(_REACH, _FEED, np.uint32), code_points(text)])
    # What is known of the language is what stands outside of the holes.
    known = model.char_log_probs(text)
    known[:, holes] = 0
    scores: Floats = known.sum(axis=1)[None].astype(np.float32)
    rows = points[None]
    chosen = np.zeros((1, 0), np.uint32)
    for number, hole in enumerate(holes):
        tries = code_points(candidates[hole])
        rows = np.repeat(rows, tries.size, axis=0)
        rows[:, hole + _REACH] = np.tile(tries, scores.shape[0])
        scores = np.repeat(scores, tries.size, axis=0)
        chosen = np.concatenate([np.repeat(chosen, tries.size, axis=0), rows[:, hole + _REACH, None]], axis=1)
        following = holes[number + 1] if number + 1 < len(holes) else len(text)
        end = min(hole + 1 + _REACH, following)
        scores = scores + _log_probs(rows[:, hole : end + _REACH], model)
        best = np.argsort(-_total(scores), kind="stable")[:_WIDTH]
        rows, scores, chosen = rows[best], scores[best], chosen[best]
    totals = _total(scores)
    shares = np.exp((totals - totals.max()) / _TEMPERATURE)
    shares /= shares.sum()
    return {hole: _shares(chosen[:, number], shares) for number, hole in enumerate(holes)}


def _trust(text: str, holes: Iterable[int], model: LanguageModel) -> dict[int, float]:
    """How likely it is, from 0 to 1, that one of its candidates, the likeliest of them here, is what a hole was."""
    told = model.char_log_probs(text)
    nats = told[told.sum(axis=1).argmax()]
    return {hole: logistic([_OTHERWISE, nats[hole]], [-1 / _TEMPERATURE, 1 / _TEMPERATURE]) for hole in holes}


def _log_probs(windows: npt.NDArray[np.uint32], model: LanguageModel) -> Floats:
    """`log P` of the characters of each row beyond its first `_REACH`; shape (rows, languages)."""
    rows, width = windows.shape
    where = np.flatnonzero(np.arange(rows * width) % width >= _REACH)
    scores = model.log_probs_at(np.ascontiguousarray(windows).ravel(), where, _ALL)
    result: Floats = scores.reshape(len(LANGUAGES), rows, width - _REACH).sum(axis=2).T
    return result


def _total(scores: Floats) -> Floats:
    """`log P` whatever the language."""
    result: Floats = np.logaddexp.reduce(scores, axis=1)
    return result


def _shares(chars: npt.NDArray[np.uint32], shares: Floats) -> dict[str, float]:
    """The share of each character; first that of the best text, which is the first row."""
    found = {chr(char): float(shares[chars == char].sum()) for char in dict.fromkeys(chars.tolist())}
    first, *others = found
    return {char: found[char] for char in (first, *sorted(others, key=lambda char: -found[char]))}
