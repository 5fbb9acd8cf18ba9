"""Reading a sample as every code page, and the probability of each reading.

    log P(reading) = log P(text, in the language that knows it best) + log P(page) - cost of unreadable bytes

All pages are ranked by a quick score without context; only the best few are scored in full.

Other detectors have no vote. With a bonus of 1 to 3 nats for what chardet or charset-normalizer names, 1 or 2
of the 85 readings (of 11 689 short texts) that were less than 90 % sure came out better, with 5 nats 5 came
out worse; and what is found would depend on which version of them is installed.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from garble_fix.codepages import Manner, get
from garble_fix.detect.encodings import ESCAPES
from garble_fix.detect.result import DetectionCandidate
from garble_fix.detect.sample import Stretch
from garble_fix.language import LANGUAGES, LanguageModel, packaged
from garble_fix.search.stored import language_log_priors

UNREADABLE: Final = 15.0
"""Cost in nats of a byte that a page cannot read: files are sometimes damaged, so it is finite."""

BROKEN_OFF: Final = 10.0
"""Cost in nats of the end of the data breaking off a character: data is often read in blocks."""

_ANY_BYTE: Final = math.log(256)
"""Cost in nats of each byte of such a character, which could be any."""

FOREIGN: Final = 40.0
"""Cost in nats, at most, of a stretch that is in another encoding than the file.

Lines get pasted, and tools append to a file in an encoding of their own; the majority of lines decides.
"""

LANGUAGE_CHANGE: Final = 6.0
"""Cost in nats of a stretch in another language than most of the sample."""

TEMPER: Final = 0.5
"""What log-odds are multiplied with to become probabilities: models are surer than they should be."""

_SCORED: Final = 14
"""How many readings are scored in full."""

_HOPELESS: Final = 60.0, 0.3
"""How far a reading's quick score may be behind the best: so many nats, and this share of the best."""

_IN_CONTEXT: Final = 3.5
"""Nats by which a letter of an alphabet is likelier in its context than without, compared with ideographs."""

_LETTERS: Final = re.compile("[\x80-\u2e7f]")


_BROKEN: Final = re.compile(r"(?<![\udc80-\udcff])[\udc80-\udcff]{1,3}\Z")
"""The bytes of a character that is broken off."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one or more pages, the commonest first, make of the sample."""

    pages: tuple[str, ...]
    texts: tuple[str, ...]
    log_prior: float
    """log P of the pages together, in nats."""
    costs: tuple[float, ...]
    """What unreadable bytes cost in each stretch, in nats."""


def readings(stretches: Sequence[Stretch], log_priors: Mapping[str, float]) -> list[Reading]:
    """Read the sample as each page of `log_priors`; pages that read it alike make one reading."""
    alike: dict[tuple[str, ...], list[tuple[float, str]]] = {}
    for name, log_prior in log_priors.items():
        texts = tuple(get(name).decode(stretch.data, Manner.ESCAPE) for stretch in stretches)
        alike.setdefault(texts, []).append((log_prior, name))
    found = []
    for texts, pages in alike.items():
        pages.sort(reverse=True)
        total = math.log(math.fsum(math.exp(log_prior) for log_prior, _ in pages))
        costs = tuple(
            unreadable_cost(text, cut=stretch.cut) for text, stretch in zip(texts, stretches, strict=True)
        )
        bare = tuple(ESCAPES.sub("", text) for text in texts)
        found.append(Reading(tuple(name for _, name in pages), bare, total, costs))
    return found


def unreadable_cost(text: str, *, cut: bool) -> float:
    """What the unreadable bytes of a stretch cost; less at its end, where a character may be broken off."""
    escaped = sum(map(len, ESCAPES.findall(text)))
    if not escaped:
        return 0.0
    last = _BROKEN.search(text)
    if not last:
        return UNREADABLE * escaped
    broken = len(last.group())
    return UNREADABLE * (escaped - broken) + _ANY_BYTE * broken + (0.0 if cut else BROKEN_OFF)


def weigh(found: Sequence[Reading], model: LanguageModel) -> tuple[DetectionCandidate, ...]:
    """Return the readings as candidates, likeliest first, with their posterior probabilities."""
    best = _promising(found, model)
    scores = text_log_probs([text for reading in best for text in reading.texts], model)
    lines = scores.reshape(len(best), -1, len(LANGUAGES))  # by reading, stretch, and language
    lines = np.maximum(lines, lines.max(axis=2, keepdims=True) - LANGUAGE_CHANGE)
    lines -= np.array([reading.costs for reading in best])[:, :, np.newaxis]
    lines = np.maximum(lines, lines.max(axis=(0, 2), keepdims=True) - FOREIGN)
    totals = lines.sum(axis=1)
    weighed = []
    for reading, total in zip(best, totals, strict=True):
        page = get(reading.pages[0])
        spoken = total + language_log_priors(page.name, multibyte=page.multibyte, unicode=page.is_unicode)
        language = int(spoken.argmax())
        weighed.append((float(spoken[language]) + reading.log_prior, LANGUAGES[language], reading.pages))
    weighed.sort(key=lambda entry: -entry[0])
    shares = [math.exp(TEMPER * (entry[0] - weighed[0][0])) for entry in weighed]
    return tuple(
        DetectionCandidate(pages[0], share / math.fsum(shares), language, log_prob, pages[1:])
        for share, (log_prob, language, pages) in zip(shares, weighed, strict=True)
    )


def text_log_probs(texts: Sequence[str], model: LanguageModel) -> npt.NDArray[np.float64]:
    """log P of each text in each language, in nats; shape (texts, languages).

    Two things are left out that say nothing of the page. Where the data end, the text need not: a part of a word is
    as good as a word. And ASCII is likelier in some languages than in others, which must not speak for the pages of
    those: it counts as in the language that expects it most.
    """
    joined = "\n".join((*texts, ""))
    scores = model.char_log_probs(joined).astype(np.float64)
    common = np.fromiter((char <= "\x7f" for char in joined), np.bool_, len(joined))
    scores[:, common] = scores[:, common].max(axis=0)
    sums = np.concatenate([np.zeros((len(scores), 1)), np.cumsum(scores, axis=1)], axis=1)
    lengths = np.array([len(text) for text in texts], np.int64)
    starts = np.concatenate([[0], np.cumsum(lengths + 1)[:-1]])
    found: npt.NDArray[np.float64] = (sums[:, starts + lengths] - sums[:, starts]).T
    return found


def _promising(found: Sequence[Reading], model: LanguageModel) -> list[Reading]:
    """The readings that are worth a full score, by a quick one."""
    joined = ["".join(reading.texts) for reading in found]
    quick = [
        score + reading.log_prior - sum(reading.costs)
        for score, reading in zip(_without_context(joined, model), found, strict=True)
    ]
    highest = max(quick)
    least = highest - _HOPELESS[0] - _HOPELESS[1] * abs(highest)
    order = sorted(range(len(found)), key=lambda index: -quick[index])
    return [found[index] for index in order[:_SCORED] if quick[index] >= least]


def quick_scores(texts: Sequence[str]) -> list[float]:
    """A quick score of each text, in nats, with what its unreadable bytes cost."""
    bare = [ESCAPES.sub("", text) for text in texts]
    costs = [unreadable_cost(text, cut=False) for text in texts]
    return [score - cost for score, cost in zip(_without_context(bare, packaged()), costs, strict=True)]


def _without_context(texts: Sequence[str], model: LanguageModel) -> list[float]:
    letters = (_IN_CONTEXT * len(_LETTERS.findall(text)) for text in texts)
    return [rarity + more for rarity, more in zip(model.rarities(texts).tolist(), letters, strict=True)]
